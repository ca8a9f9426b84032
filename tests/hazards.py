"""Callables that behave as no library should, for processes that are expendable."""

from __future__ import annotations

import os
import signal
import time

from cleanpress.corpus.entries import Done, Task
from cleanpress.isolated import held_to


class Unpicklable(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} and {two}")


def misbehave(how: str) -> object:
    """Do what is asked."""
    match how.split():
        case ["say", word]:
            print(word)  # must not stand among the answers
            return word
        case ["leave", status]:
            os._exit(int(status))
        case ["die", name]:
            os.kill(os.getpid(), getattr(signal, name))
            time.sleep(60)
        case ["hang"]:
            while True:
                time.sleep(60)
        case ["spin"]:
            return sum(range(1 << 62))
        case ["swallow", megabytes]:
            return len(bytearray(int(megabytes) << 20))
        case ["hold", to, *others]:
            with held_to(int(to) << 20):
                return misbehave(" ".join(others))
        case ["keep", megabytes]:
            KEPT.append(bytearray(int(megabytes) << 20))
            return os.getpid()
        case ["give", size]:
            return "x" * int(size)
        case ["nap", seconds]:
            time.sleep(float(seconds))
            return "slept"
        case ["pid"]:
            return os.getpid()
        case ["raise"]:
            raise ValueError("as asked")
        case ["raise", "unpicklable"]:
            raise Unpicklable("this", "that")
        case ["return", "unpicklable"]:
            return misbehave.__globals__["KEPT"].append
    raise AssertionError(how)


KEPT: list[bytearray] = []


def errand(task: Task) -> Done:
    """What a document asks for, as a worker of a run is asked."""
    return Done(str(misbehave(str(task.data).rstrip())).encode(), "ok", {})


class Unwilling:
    """A call that is never ready."""

    def prepare(self) -> None:
        raise ZeroDivisionError("not today")

    def __call__(self, task: Task) -> Done:
        raise AssertionError


class Twice:
    """A call that is the end of its process, unless it is told to read with the other library."""

    def __call__(self, task: Task) -> Done:
        if not task.backend or task.data == "always":
            os._exit(3)
        return Done(task.backend.encode(), "ok", {})

    def another_try(self, task: Task) -> Task | None:
        return None if task.backend else task._replace(backend="pdfminer")
