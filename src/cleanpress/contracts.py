"""What each stage may do to a text, checked on every edit."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Protocol, runtime_checkable

from cleanpress.document import Edit, Filter, Stage
from cleanpress.errors import ContractError

_NEW, _REASON = itemgetter(2), itemgetter(3)
HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{SOFT HYPHEN}"


@runtime_checkable
class Repair(Protocol):
    """What a filter of the REPAIR stage must also have: its tables, as a yes or no."""

    def mends(self, old: str, new: str, /) -> bool:
        """Whether the declared tables turn ``old`` into ``new``."""
        ...


def check_edits(one: Filter, edits: Iterable[Edit], text: str) -> None:
    """Hold the edits of a filter to its declared reasons and its stage's contract.

    Raises:
        ContractError: naming the filter, the edit and the rule it breaks.
    """
    found, told = list(edits), one.reasons
    if not set(map(_REASON, found)) <= told.keys():
        edit = next(edit for edit in found if edit.reason not in told)
        raise ContractError(f"{one.name}: reason {edit.reason!r} is not declared")
    prunes = one.stage is Stage.PRUNE  # whatever the text was
    if prunes and not any(map(_NEW, found)):
        return
    changes = {("" if prunes else text[edit[0] : edit[1]], edit[2]): edit for edit in found}
    for (old, new), edit in changes.items():
        if not _allowed(one, old, new):
            raise ContractError(
                f"{one.name}: {edit!r} breaks the {one.stage.name} contract: {_RULES[one.stage]}"
            )


_RULES = {
    Stage.REPAIR: "stay inside a line and change only what the filter's tables say",
    Stage.PRUNE: "only remove",
    Stage.REFLOW: "touch only white space, form feeds and hyphens",
    Stage.POLISH: "leave letters and digits as they are",
}


def _allowed(one: Filter, old: str, new: str) -> bool:
    stage = one.stage
    if stage is Stage.PRUNE:
        return not new
    if stage is Stage.REFLOW:
        return _is_spacing(old) and _is_spacing(new)
    if stage is Stage.POLISH:
        return _words(old) == _words(new)
    return _within_line(old + new) and isinstance(one, Repair) and one.mends(old, new)


def _within_line(text: str) -> bool:
    return "\n" not in text and "\f" not in text


def _is_spacing(text: str) -> bool:
    bare = not text or text.isspace()
    return bare or all(char.isspace() or char in HYPHENS for char in text)


def _words(text: str) -> list[str]:
    return [char for char in text if char.isalnum()] if text and not text.isspace() else []
