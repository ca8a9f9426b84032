"""What each stage may do to a text, checked on every edit."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from cleanpress.document import Edit, Filter, Stage
from cleanpress.errors import ContractError

HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{SOFT HYPHEN}"


@runtime_checkable
class Repair(Protocol):
    """What a filter of the REPAIR stage must also have: its tables, as a yes or no."""

    def mends(self, old: str, new: str, /) -> bool:
        """Whether the declared tables turn ``old`` into ``new``."""
        ...


def check_edit(one: Filter, edit: Edit, text: str) -> None:
    """Hold an edit to its filter's declared reasons and its stage's contract.

    Raises:
        ContractError: naming the filter, the edit and the rule it breaks.
    """
    if edit.reason not in one.reasons:
        raise ContractError(f"{one.name}: reason {edit.reason!r} is not declared")
    if not _allowed(one, edit, text[edit.start : edit.end]):
        rule = _RULES[one.stage]
        raise ContractError(f"{one.name}: {edit!r} breaks the {one.stage.name} contract: {rule}")


_RULES = {
    Stage.REPAIR: "stay inside a line and change only what the filter's tables say",
    Stage.PRUNE: "only remove",
    Stage.REFLOW: "touch only white space, form feeds and hyphens",
    Stage.POLISH: "leave letters and digits as they are",
}


def _allowed(one: Filter, edit: Edit, old: str) -> bool:
    match one.stage:
        case Stage.REPAIR:
            return (
                _within_line(old + edit.text)
                and isinstance(one, Repair)
                and one.mends(old, edit.text)
            )
        case Stage.PRUNE:
            return not edit.text
        case Stage.REFLOW:
            return _is_spacing(old) and _is_spacing(edit.text)
        case Stage.POLISH:
            return _words(old) == _words(edit.text)
    return False


def _within_line(text: str) -> bool:
    return "\n" not in text and "\f" not in text


def _is_spacing(text: str) -> bool:
    return all(char.isspace() or char in HYPHENS for char in text)


def _words(text: str) -> list[str]:
    return [char for char in text if char.isalnum()]
