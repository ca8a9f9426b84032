"""Workers side by side: who is to blame, what is done again, how much is under way."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from cleanpress.corpus import pool
from cleanpress.corpus.entries import Done, Entry, Failure, Task
from cleanpress.corpus.pool import cleaned
from cleanpress.errors import WorkerDied
from cleanpress.expendable import Polled, Threaded
from cleanpress.limits import Limits
from hazards import Twice, Unwilling, errand

BAD = {
    5: ("die SIGKILL", "WorkerDied", "killed by SIGKILL"),
    6: ("leave 3", "WorkerDied", "left with status 3"),
    17: ("hang", "LimitExceeded", "seconds"),
    18: ("raise", "ValueError", "as asked"),
    30: ("swallow 200", "LimitExceeded", "memory"),
}


def entry(number: int, asked: str) -> Entry:
    return Entry(number, f"doc-{number}", "", Task(f"doc-{number}", asked, False, number))


def entries(asked: list[str]) -> Iterator[Entry]:
    return (entry(number, one) for number, one in enumerate(asked))


def outcome(one: Done | Failure) -> str:
    return one.error if isinstance(one, Failure) else one.out.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is held to a limit on Linux only")
@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("kind", [Polled, Threaded])
def test_a_document_costs_only_itself(kind, ordered, monkeypatch):
    """What a worker had been sent ahead when it ended is done by the next one, and not blamed."""
    monkeypatch.setattr(pool, "inbox", kind)
    asked = [BAD[n][0] if n in BAD else f"say {n}" for n in range(60)]
    limits = Limits(seconds=1, memory=100 << 20)
    found = list(cleaned(entries(asked), errand, workers=2, limits=limits, ordered=ordered))
    numbers = [one.number for one, _ in found]
    assert (numbers if ordered else sorted(numbers)) == list(range(60))
    for one, what in found:
        if one.number in BAD:
            _, error, message = BAD[one.number]
            assert isinstance(what, Failure) and what.error == error and message in what.message
        else:
            assert outcome(what) == str(one.number)


@pytest.mark.parametrize("kind", [Polled, Threaded])
def test_long_questions_and_long_answers_do_not_wait_for_each_other(kind, monkeypatch):
    monkeypatch.setattr(pool, "inbox", kind)
    asked = [
        f"give {size}" + " " * padding
        for size in (1, 3_000_000, 200_000)
        for padding in (0, 100_000, 3_000_000, 70_000, 10)
    ] * 3
    found = list(cleaned(entries(asked), errand, workers=2))
    assert [len(outcome(what)) for _, what in found] == [int(one.split()[1]) for one in asked]
    assert all(not one.task.data for one, _ in found), "content is not kept for what is done"


def test_only_a_window_is_under_way_while_the_first_takes_its_time():
    taken = []

    def noted() -> Iterator[Entry]:
        for one in entries(["nap 2", *["say 1"] * 2000]):
            taken.append(one.number)
            yield one

    found = cleaned(noted(), errand, workers=2)
    assert next(found)[0].number == 0
    assert 100 < len(taken) < 300
    assert len(list(found)) == 2000


def test_entries_that_failed_already_take_their_turn():
    def some() -> Iterator[Entry]:
        yield entry(3, "say a")
        yield entry(7, "say b")._replace(task=Failure("Damaged", "cut"))
        yield entry(9, "say c")

    assert [outcome(what) for _, what in cleaned(some(), errand, workers=1)] == [
        "a",
        "Damaged",
        "c",
    ]


def test_workers_that_cannot_start_end_the_run():
    with pytest.raises(WorkerDied, match="no worker can be started: not today"):
        list(cleaned(entries(["say 1"] * 5), Unwilling(), workers=2))


def test_closing_ends_workers_whatever_they_are_at():
    found = cleaned(entries(["say 1", "hang", "hang"]), errand, workers=2)
    assert outcome(next(found)[1]) == "1"
    found.close()


def test_a_document_that_ends_its_worker_has_another_try():
    found = [outcome(what) for _, what in cleaned(entries(["once", "always"]), Twice(), workers=1)]
    assert found == ["pdfminer", "WorkerDied"]


def test_no_more_workers_are_started_than_there_is_work_for():
    found = [outcome(what) for _, what in cleaned(entries(["pid"] * 2), errand, workers=900)]
    assert len(found) == 2
