"""No pattern of the code or of the data takes more than linear time, whatever the text.

Patterns are looked at as automata (``regex_automaton``) and tried out with the strings that their
loops ask for. What is slow on paper only, because of how it is called, stands below with its
reason.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from regex_automaton import attacks, loops
from regex_patterns import Used, calls

LONG = 100_000  # characters of an attack; in linear time a pattern reads them in milliseconds
SECONDS = 2.0  # of processor time; quadratic ones take five and more
ENDS = ("\0", "!\n", "", "A")
AT_ITS_PLACE = "fullmatch or match at one place only: it never searches"

# A part of the pattern, and why it may be slow on paper.
REVIEWED = {
    r"[^\W_][\w.@/-]*$": "searches the 80 characters before a line end",
    r"(?:page|seite|p[áa]gina|p\.|s\.)?\s*(\d{1,4})\s*(?:/": "searches lines of 200 characters",
    r"((?:[-+.0-9]++\s++)*+)([a-zA-Z]+\*?)": "reads paths with at most six numbers an operator",
    r"[ \t]*(?:https?://)?(?:www\.)?(?:": AT_ITS_PLACE,
    r"?\s*(?:(?:(?:AP|File)\s+)?(?:": AT_ITS_PLACE,
}


@cache
def used() -> tuple[Used, ...]:
    script = Path(__file__).with_name("regex_patterns.py")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    return tuple(
        Used(pattern.encode("latin-1") if raw else pattern, flags, place, frozenset(methods))
        for pattern, raw, flags, place, methods in json.loads(done.stdout)
    )


def reviewed(one: Used) -> bool:
    return isinstance(one.pattern, str | bytes) and any(
        (part if isinstance(one.pattern, str) else part.encode()) in one.pattern  # type: ignore[operator]
        for part in REVIEWED
    )


def test_every_pattern_is_looked_at() -> None:
    """A call that compiles and that nothing has reached would be a pattern nobody looked at."""
    reached = {one.place for one in used()}
    call: list[str] = []
    missed = []
    for place in calls():
        if place:
            call.append(place)
            continue
        if reached.isdisjoint(call):
            missed.append(call[0])
        call = []
    assert missed == []
    assert len(used()) > 1000  # those of the phrases


def test_no_two_loops_read_the_same_text() -> None:
    """Neither exponential nor polynomial once a pattern has begun to match."""
    found = {one.pattern: list(attacks(one.pattern, one.flags, search=False)) for one in used()}
    assert {pattern: slow for pattern, slow in found.items() if slow} == {}


@pytest.mark.parametrize("kind", ["searched", "looped"])
def test_attacks_take_no_time(kind: str) -> None:
    """Strings made of the loops of each pattern: at every start of a search, and by themselves."""
    tried = []
    for one in used():
        if reviewed(one):
            continue
        some = loops(one.pattern, one.flags)
        if kind == "searched":
            some = attacks(one.pattern, one.flags) if one.searches else iter(())
        raw = isinstance(one.pattern, bytes)
        pattern = one.pattern.decode("latin-1") if isinstance(one.pattern, bytes) else one.pattern
        for _, start, pump in {attack.pump: attack for attack in some}.values():
            if raw and not (start + pump).isascii():
                continue
            known = pattern, raw, one.flags, sorted(one.methods), start, pump
            tried += [[*known, end] for end in (ENDS if kind == "searched" else ENDS[:1])]
    run = [sys.executable, __file__]
    done = subprocess.run(run, input=json.dumps(tried), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
    assert len(tried) > 50


def test_reviews_are_of_patterns_that_exist() -> None:
    patterns = [one.pattern for one in used() if isinstance(one.pattern, str)]
    patterns += [one.pattern.decode("latin-1") for one in used() if isinstance(one.pattern, bytes)]
    assert [part for part in REVIEWED if not any(part in one for one in patterns)] == []


@pytest.mark.parametrize(
    ("pattern", "search", "kinds"),
    [
        ("(a+)+b", False, {"exponential", "polynomial"}),
        ("(?:a|ab|b)*c", False, {"exponential"}),
        ("a+a+b", False, {"polynomial"}),
        (r"\s*[/|]", True, {"polynomial"}),
        (r"(?:(?<!\s)\s+)?[/|]", False, set()),
        ("(?:a+b)+c", False, set()),
        ("a*+a*b", False, set()),
        ("(?:ab){1,500}c", False, set()),
    ],
)
def test_the_automaton_tells_slow_from_fast(pattern: str, search: bool, kinds: set[str]) -> None:
    assert {one.kind for one in attacks(pattern, search=search)} == kinds


if __name__ == "__main__":  # a process of its own, which a timer can stop
    import re
    import signal

    class TooLong(Exception):
        pass

    def stop(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGPROF, stop)
    slow = []
    for pattern, raw, flags, methods, begin, pump, end in json.load(sys.stdin):
        text = begin + pump * (LONG // len(pump)) + end
        compiled = re.compile(pattern.encode("latin-1") if raw else pattern, flags)
        given = text.encode("latin-1") if raw else text
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            for name in methods or ["search"]:
                if name == "sub":
                    compiled.sub(b"" if raw else "", given)
                elif name == "finditer":
                    sum(1 for _ in compiled.finditer(given))
                elif name in ("match", "fullmatch", "search", "findall", "split"):
                    getattr(compiled, name)(given)
        except TooLong:
            slow.append([pattern, methods, begin, pump, end])
        signal.setitimer(signal.ITIMER_PROF, 0)
    print(json.dumps(slow))
