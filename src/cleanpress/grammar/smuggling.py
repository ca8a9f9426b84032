"""Text that only machines read: which removals count as hidden, and messages in invisible signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleanpress.document import Edit

__all__ = ["HIDDEN", "MESSAGE", "told"]

MESSAGE = "hidden-message"
LEAST = 8  # signs; eight bits are a letter, and no layout leaves so many in a row
_SIGNS = frozenset({"zero-width", "joiner", "variation-selector"})

HIDDEN = {
    "hidden-text": frozenset(
        {
            "camouflaged",
            "clipped",
            "covered",
            "invisible",
            "layer-off",
            "off-page",
            "tiny",
            "white",
        }
    ),
    "invisibles": frozenset({"tag-characters", MESSAGE}),
}
"""By filter, the reasons of removals that nobody who looked at the page could have read."""


def told(edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits of one run of invisible characters; a message is one, whatever its signs are.

    >>> list(told([Edit(0, 1, "", "joiner"), Edit(1, 2, "", "joiner")]))
    [Edit(start=0, end=2, text='', reason='joiner', note='')]
    >>> bits = [Edit(at, at + 1, "", ("joiner", "zero-width")[at % 2]) for at in range(16)]
    >>> list(told(bits))
    [Edit(start=0, end=16, text='', reason='hidden-message', note='16 signs')]
    """
    given = list(edits)
    signs = sum(edit.end - edit.start for edit in given if edit.reason in _SIGNS and not edit.text)
    if signs >= LEAST:
        given = [
            edit._replace(reason=MESSAGE, note=f"{signs} signs")
            if edit.reason in _SIGNS and not edit.text
            else edit
            for edit in given
        ]
    return _merged(given)


def _merged(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Neighbouring removals with the same reason as one: a hidden message can be long."""
    held: Edit | None = None
    for edit in edits:
        if held and held[1:4] == (edit.start, "", edit.reason) and not edit.text:
            held = held._replace(end=edit.end)
        else:
            if held:
                yield held
            held = edit
    if held:
        yield held
