"""Carrying out edits on the runs of a document: pure functions, one pass, linear."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, repeat
from operator import itemgetter, le, lt
from typing import Protocol

from cleanpress.errors import ContractError
from cleanpress.values import Edit, Mark, Run

_START, _END, _NEW = map(itemgetter, range(3))  # of an edit
_new = tuple.__new__  # half the cost of calling a NamedTuple
_SOME = 1000  # runs or edits between two looks at the clock


class Partitioned(Protocol):
    """What has runs."""

    @property
    def runs(self) -> tuple[Run, ...]: ...  # noqa: D102


class Marked(Partitioned, Protocol):
    """What has marks on its source."""

    _text_starts: list[int]
    _source_starts: list[int]

    @property
    def marks(self) -> tuple[Mark, ...]: ...  # noqa: D102
    def to_text(self, pos: int) -> int: ...  # noqa: D102


def text_starts_of(doc: Partitioned) -> list[int]:
    """The text offsets of the runs."""
    starts = list(accumulate(map(len, map(itemgetter(2), doc.runs)), initial=0))
    starts.pop()
    return starts


def source_starts_of(doc: Partitioned) -> list[int]:
    """The source offsets of the runs."""
    return list(map(itemgetter(0), doc.runs))


def marks_of(doc: Marked, kind: str) -> tuple[Mark, ...]:
    """The marks of a kind that still cover some text, in text offsets."""
    found: list[Mark] = []
    marks, runs, starts = [one for one in doc.marks if one[2] == kind], doc.runs, doc._text_starts
    places = map(bisect_right, repeat(doc._source_starts), map(itemgetter(0), marks))
    for (start, end, _, value), place in zip(marks, places, strict=True):
        source, stop, words, by, _, _ = runs[place - 1]
        if start < end <= stop and not by:  # as most marks are that cover any text
            shift = starts[place - 1] - source
            found.append(_new(Mark, (start + shift, end + shift, kind, value)))
        elif words or end > stop:
            first = starts[place - 1] + (0 if by else start - source)
            last = doc.to_text(end)
            if first < last:
                found.append(_new(Mark, (first, last, kind, value)))
    return tuple(found)


def checked(edits: Iterable[Edit], text: str, by: str, tick: Callable[[], None]) -> list[Edit]:
    """The edits in order, without those that change nothing, each cut down to its change.

    ``tick`` is called now and then.

    Raises:
        ContractError: an edit is empty, overlaps another or lies outside the text.
    """
    found = list(edits)
    if not _are_in_order(found, len(text)):
        found.sort()
        _complain(found, len(text), by)
    tick()
    if not any(map(_NEW, found)):
        return found
    todo = []
    for number, edit in enumerate(found, 1):
        if not number % _SOME:
            tick()
        start, end, new, _, _ = edit
        if not new:
            todo.append(edit)
        elif text[start:end] != new:
            todo.append(edit if end - start == 1 else _trimmed(edit, text))
    return todo


def _are_in_order(edits: Sequence[Edit], size: int) -> bool:
    """Whether edits stand in order, disjoint, none empty, within a text of that size."""
    if not edits:
        return True
    starts, ends = list(map(_START, edits)), list(map(_END, edits))
    within = starts[0] >= 0 and ends[-1] <= size and all(map(lt, starts, ends))
    return within and all(map(le, ends, starts[1:]))


def _complain(edits: Iterable[Edit], size: int, by: str) -> None:
    """Raise a ContractError for the first of some sorted edits that is empty, overlaps or lies out.

    Of those that were merely out of order none is.
    """
    last = 0
    for edit in edits:
        if not 0 <= edit.start < edit.end <= size:
            raise ContractError(f"{by}: {edit!r} lies outside the text of {size} characters")
        if edit.start < last:
            raise ContractError(f"{by}: {edit!r} overlaps the edit before it")
        last = edit.end


def _trimmed(edit: Edit, text: str) -> Edit:
    """The edit without what it leaves as it is at both ends, but never without a character."""
    start, end, new = edit.start, edit.end, edit.text
    while end - start > 1 and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while end - start > 1 and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return edit if new is edit.text else edit._replace(start=start, end=end, text=new)


def in_order(
    proposals: Iterable[tuple[str, Iterable[Edit]]], text: str, tick: Callable[[], None]
) -> tuple[Sequence[Edit], Sequence[str]]:
    """What filters propose for a text: the edits, checked and in order, and whose each is."""
    found = [(checked(own, text, by, tick), by) for by, own in proposals]
    if len(found) == 1:
        ((edits, by),) = found
        return edits, [by] * len(edits)
    return merged(found)


def merged(proposals: Sequence[tuple[list[Edit], str]]) -> tuple[list[Edit], list[str]]:
    """The edits of several filters in one order, and whose; the first keeps what others also want.

    Only removals may overlap: what another filter wants beyond the first one's edit stays its own.
    """
    taken: list[tuple[Edit, str]] = []
    for edits, by in proposals:
        fresh = list(_beside(edits, taken)) if taken else edits
        taken = sorted([*taken, *[(edit, by) for edit in fresh]])
    return [edit for edit, _ in taken], [by for _, by in taken]


def _beside(edits: Iterable[Edit], taken: Sequence[tuple[Edit, str]]) -> Iterable[Edit]:
    """The parts of the edits that lie beside what is taken; both are sorted and disjoint."""
    at = 0
    for edit in edits:
        start = edit.start
        while at < len(taken) and taken[at][0].end <= start:
            at += 1
        near = at
        while near < len(taken) and (other := taken[near][0]).start < edit.end:
            if start < other.start:
                yield edit._replace(start=start, end=other.start)
            start = max(start, other.end)
            near += 1
        if start < edit.end:
            yield edit._replace(start=start)


def rewrite(
    runs: Sequence[Run],
    starts: Sequence[int],
    edits: Sequence[Edit],
    names: Sequence[str],
    tick: Callable[[], None],
) -> tuple[Run, ...]:
    """The runs after edits, sorted, disjoint and each changing something.

    ``starts`` are the text offsets of the runs, ``names`` the filters that proposed the edits.
    Stretches of runs without an edit are copied whole. ``tick`` is called now and then.
    """
    out: list[Run] = []
    many, count = len(edits), len(runs)
    here = at = 0  # the first run not yet copied, the first edit that ends after it starts
    while at < many and here < count:
        first = bisect_right(starts, edits[at][0], lo=here) - 1
        _extend(out, runs[here:first])
        here = first
        while here < count:
            if not here % _SOME:
                tick()
            run, base = runs[here], starts[here]
            words = run[2]
            while at < many and edits[at][1] <= base:
                at += 1
            if at == many or edits[at][0] >= base + len(words) > base:
                break
            start, end, new, reason, note = edits[at]
            if not words:
                if out and out[-1][4] == run[4]:
                    _push(out, run)
                else:  # two stories
                    out.append(run)
            elif run[3]:
                _push(out, _rewritten(run, base, edits, names, at))
            elif start <= base and base + len(words) <= end:
                new = new if start == base else ""
                _push(out, _new(Run, (*run[:2], new, names[at], reason, note)))
            else:
                _cut(out, run, base, edits, names, at, tick)
            here += 1
    _extend(out, runs[here:])
    return tuple(out)


def _extend(out: list[Run], runs: Sequence[Run]) -> None:
    if runs:
        _push(out, runs[0])
        out += runs[1:]


def _rewritten(run: Run, base: int, edits: Sequence[Edit], names: Sequence[str], at: int) -> Run:
    """A run that is not verbatim stays one run: its text changes, its source does not."""
    stop, pos, parts = base + len(run.text), base, []
    last, by = edits[at], names[at]
    while at < len(edits) and edits[at].start < stop:
        last, by = edits[at], names[at]
        if last.start >= base:
            parts += [run.text[pos - base : last.start - base], last.text]
        pos = last.end
        at += 1
    parts.append(run.text[pos - base :] if pos < stop else "")
    return Run(run.start, run.end, "".join(parts), by, last.reason, last.note)


def _cut(
    out: list[Run],
    run: Run,
    base: int,
    edits: Sequence[Edit],
    names: Sequence[str],
    at: int,
    tick: Callable[[], None],
) -> None:
    """Append a verbatim run cut where edits start and end."""
    words, shift, pos = run[2], run[0] - base, base
    stop, many = base + len(words), len(edits)
    for index in range(at, many):
        if not index % _SOME:
            tick()
        start, end, new, reason, note = edits[index]
        if start >= stop:
            break
        if start < base:  # what stands for it stands where it starts
            start, new = base, ""
        if end > stop:
            end = stop
        here = _new(Run, (start + shift, end + shift, new, names[index], reason, note))
        if pos < start:
            kept = words[pos - base : start - base]
            out += (_new(Run, (pos + shift, start + shift, kept, "", "", "")), here)
        elif new:
            out.append(here)
        else:
            _push(out, here)
        pos = end
    if pos < stop:
        out.append(_new(Run, (pos + shift, stop + shift, words[pos - base :], "", "", "")))


def _push(out: list[Run], run: Run) -> None:
    """Append a run, joined to the one before it where both tell the same story."""
    if not run[2] and out:
        start, _, words, by, reason, note = out[-1]
        if not words and by == run[3] and reason == run[4] and note == run[5]:
            out[-1] = _new(Run, (start, run[1], "", by, reason, note))
            return
    out.append(run)
