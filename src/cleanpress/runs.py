"""Carrying out edits on the runs of a document: pure functions, one pass, linear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleanpress.errors import ContractError
from cleanpress.values import Edit, Run


def checked(edits: Iterable[Edit], text: str, by: str) -> list[Edit]:
    """The edits in order, without those that change nothing, each cut down to its change.

    Raises:
        ContractError: an edit is empty, overlaps another or lies outside the text.
    """
    size, last, todo = len(text), 0, []
    for edit in sorted(edits):
        if not 0 <= edit.start < edit.end <= size:
            raise ContractError(f"{by}: {edit!r} lies outside the text of {size} characters")
        if edit.start < last:
            raise ContractError(f"{by}: {edit!r} overlaps the edit before it")
        last = edit.end
        if text[edit.start : edit.end] != edit.text:
            todo.append(_trimmed(edit, text))
    return todo


def _trimmed(edit: Edit, text: str) -> Edit:
    """The edit without what it leaves as it is at both ends, but never without a character."""
    start, end, new = edit.start, edit.end, edit.text
    while end - start > 1 and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while end - start > 1 and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return edit._replace(start=start, end=end, text=new)


def rewrite(
    runs: Sequence[Run], starts: Sequence[int], edits: list[Edit], by: str
) -> tuple[Run, ...]:
    """The runs after ``edits``, which are sorted, disjoint and change something.

    ``starts`` are the text offsets of the runs.
    """
    out: list[Run] = []
    at = 0  # the first edit that ends after the current run starts
    for run, base in zip(runs, starts, strict=True):
        stop = base + len(run.text)
        while at < len(edits) and edits[at].end <= base:
            at += 1
        if not run.text or at == len(edits) or edits[at].start >= stop:
            _push(out, run)
        elif run.by:
            _push(out, _rewritten(run, base, edits, at, by))
        else:
            for piece in _cut(run, base, edits, at, by):
                _push(out, piece)
    return tuple(out)


def _rewritten(run: Run, base: int, edits: list[Edit], at: int, by: str) -> Run:
    """A run that is not verbatim stays one run: its text changes, its source does not."""
    stop, pos, parts, last = base + len(run.text), base, [], edits[at]
    while at < len(edits) and edits[at].start < stop:
        last = edits[at]
        if last.start >= base:
            parts += [run.text[pos - base : last.start - base], last.text]
        pos = last.end
        at += 1
    parts.append(run.text[pos - base :] if pos < stop else "")
    return Run(run.start, run.end, "".join(parts), by, last.reason, last.note)


def _cut(run: Run, base: int, edits: list[Edit], at: int, by: str) -> Iterable[Run]:
    """A verbatim run cut where edits start and end."""
    stop, pos, shift = base + len(run.text), base, run.start - base
    while at < len(edits) and edits[at].start < stop:
        edit = edits[at]
        start, end = max(edit.start, base), min(edit.end, stop)
        if pos < start:
            yield Run(pos + shift, start + shift, run.text[pos - base : start - base])
        new = edit.text if edit.start >= base else ""
        yield Run(start + shift, end + shift, new, by, edit.reason, edit.note)
        pos = end
        at += 1
    if pos < stop:
        yield Run(pos + shift, stop + shift, run.text[pos - base :])


def _push(out: list[Run], run: Run) -> None:
    """Append a run, joined to the one before it where both tell the same story."""
    if out and not out[-1].text and not run.text and out[-1][3:] == run[3:]:
        out[-1] = out[-1]._replace(end=run.end)
    else:
        out.append(run)
