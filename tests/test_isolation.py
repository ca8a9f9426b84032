"""A process that is expendable: its limits, its deaths, its replacement."""

from __future__ import annotations

import os
import sys
from threading import Thread
from time import sleep

import pytest

from cleanpress.errors import ConfigError, LimitExceeded, WorkerDied
from cleanpress.isolation import Isolated
from cleanpress.limits import Limits
from hazards import misbehave

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds processes to it")


@pytest.fixture(scope="module")
def worker():
    with Isolated(misbehave, limits=Limits(seconds=1.0, memory=100 << 20)) as found:
        yield found


def test_a_result_and_what_is_printed(worker, capfd):
    assert worker("say ferry") == "ferry"
    assert "ferry" not in capfd.readouterr().out


def test_another_process_and_the_same_for_all_calls(worker):
    assert worker("pid") == worker("pid") != os.getpid()


@pytest.mark.parametrize("how", ["hang", "spin"])
def test_time(worker, how):
    with pytest.raises(LimitExceeded, match="the limit is 1") as told:
        worker(how)
    assert told.value.kind == "seconds" and told.value.seen >= 1
    assert worker("say again") == "again"


@linux
def test_memory(worker):
    assert worker("swallow 20") == 20 << 20
    with pytest.raises(LimitExceeded, match=r"limits: memory") as told:
        worker("swallow 200")
    assert told.value.kind == "memory" and told.value.seen >= told.value.limit == 100 << 20
    assert worker("say again") == "again"


@linux
def test_a_part_of_a_call_may_be_held_to_less(worker):
    assert worker("hold 60 swallow 40") == 40 << 20
    with pytest.raises(LimitExceeded, match=r"limits: memory"):
        worker("hold 40 swallow 60")
    assert worker("swallow 60") == 60 << 20
    with pytest.raises(LimitExceeded, match=r"limits: memory"):
        worker("hold 500 swallow 200")
    assert misbehave("hold 10 swallow 60") == 60 << 20  # nothing is done to this process


@linux
def test_one_that_keeps_memory_is_replaced(worker):
    first = worker("keep 60")
    assert worker("keep 60") == first
    assert worker("pid") != first


@pytest.mark.parametrize(
    ("how", "manner"),
    [
        ("leave 3", "it left with status 3"),
        ("leave 0", "it left with status 0"),
        ("die SIGKILL", "killed by SIGKILL"),
        ("die SIGSEGV", "killed by SIGSEGV"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_death(worker, how, manner):
    with pytest.raises(WorkerDied, match=manner):
        worker(how)
    assert worker("say again") == "again"


def test_errors_cross(worker):
    pid = worker("pid")
    with pytest.raises(ValueError, match="as asked"):
        worker("raise")
    with pytest.raises(RuntimeError, match="Unpicklable: this and that"):
        worker("raise unpicklable")
    assert worker("pid") == pid


def test_what_cannot_be_imported_there():
    def local(_):
        return 1

    local.__module__ = "__main__"
    with pytest.raises(ConfigError, match="__main__"):
        Isolated(local)


def test_one_that_died_between_calls_is_not_the_next_ones_fault(worker):
    os.kill(worker("pid"), 9)
    sleep(0.2)
    assert worker("say again") == "again"


def test_close_ends_a_call_of_another_thread():
    worker = Isolated(misbehave)
    worker("pid")
    failures = []

    def wait():
        try:
            worker("hang")
        except WorkerDied as error:
            failures.append(error)

    thread = Thread(target=wait)
    thread.start()
    sleep(0.2)
    worker.close()
    thread.join(5)
    assert not thread.is_alive() and len(failures) == 1
    with pytest.raises(WorkerDied, match="closed"):
        worker("pid")
