"""Below the article's core: its last sentence needs less proof, what is set otherwise needs more.

The chain judges a unit by what it is and by its neighbours. How the article itself is set shows
only once its core is known, and so this comes last: bars are moved, titles of others fall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cleanpress.content.setting import Style, links_of, styles_of
from cleanpress.content.units import Unit, Units
from cleanpress.content.weights import CORE, LONG
from cleanpress.content.wording import ending_of
from cleanpress.document import Document
from cleanpress.paragraphs import paragraphs
from cleanpress.standing import LINKED, is_heading, linked_lines
from cleanpress.tagging import started

SENTENCES, PROSE = (1, 2, 4), (1, 2, 3, 4)  # endings, without and with a colon
# Chances from which on a unit below the core stays. Of 8 labelled units between the first and the
# usual bar that are set as the article and end a sentence right below it, 7 are of the article; of
# 19 between the usual bar and the second that are set otherwise, 3 are.
ALIKE, OTHERWISE, NEVER = 0.3, 0.7, 1.1
TWICE = 2  # paragraphs of the core in one style that make it the article's
TITLE, LAST_TITLE = 8, 4  # words from which on a line that is a link is a title; below the core
ITEM = 8  # words of the last items of a list without full stops
LINKS = 0.2  # share of linked words in the article's other units above which links tell nothing
MOSTLY = 0.5  # share of a unit's characters that make it a link below the core
NOTES, NOTE = 6, 60  # units below the article in which a note on it may stand; words of one
_NOTE = "provenance"
_LINK: Style = (0.0, "a link", 0)


def move_bars(
    doc: Document, units: Units, words: Sequence[int], found: Sequence[float],
    bars: list[float], below: float,
) -> dict[int, str]:  # fmt: skip
    """Move the bars below the core and of titles; what decided, by unit, for the receipt.

    ``found`` are the chances and ``bars`` what they must reach, which is changed in place;
    ``below`` is the bar for what is set as the article is.
    """
    core = [at for at, count in enumerate(words) if count >= LONG and found[at] > CORE]
    if not core:
        return {}
    styles, links = list(styles_of(doc, units)), links_of(doc, units)
    last, told = core[-1], dict[int, str]()
    if styles:
        count = Counter(styles[at] for at in core)
        home = {style for style, times in count.items() if times >= TWICE}
        home.add(_most(styles, core, words))
        last = max(at for at in core if styles[at] in home)
        for at in range(last + 1, len(units)):
            if links[at] > MOSTLY:
                prose = words[at] >= LONG and ending_of(units[at].text) in SENTENCES
                styles[at] = styles[at] if prose else _LINK
        told |= _by_style(units, styles, home, last, found, bars, below)
    if styles or doc.marks:
        kept = [at for at in range(core[0], len(units)) if found[at] >= bars[at]]
        linked = kept if doc.marks else [at for at in kept if links[at] >= LINKED]
        all_over = linked_lines(doc).issuperset
        linked = [at for at in linked if all_over(range(units.firsts[at], units.lasts[at]))]
        if linked:
            told |= _titles(doc, units, words, (kept, linked, last), bars)
    for at in _notes(doc, units, words, last):
        bars[at] = 0.0
        told.pop(at, None)
    return told


def _most(styles: Sequence[Style], core: Sequence[int], words: Sequence[int]) -> Style:
    """The style in which most words of the core are set."""
    total = Counter[Style]()
    for at in core:
        total[styles[at]] += words[at]
    return total.most_common(1)[0][0]


def _by_style(
    units: Sequence[Unit], styles: Sequence[Style], home: set[Style], last: int,
    found: Sequence[float], bars: list[float], below: float,
) -> dict[int, str]:  # fmt: skip
    """Move the bars of what stands below the last paragraph that is set as the article is."""
    told, near, types = {}, True, {(size, font) for size, font, _ in home}
    for at in range(last + 1, len(units)):
        alike = near and styles[at] in home and found[at] >= ALIKE
        if styles[at][:2] not in types:
            bars[at] = OTHERWISE
            if found[at] >= below:
                told[at] = "below the article and set otherwise"
        elif alike and _goes_on(units[at - 1], units[at], styles[at - 1] == styles[at]):
            bars[at] = ALIKE
        else:
            bars[at] = below
        near = near and styles[at] in home and found[at] >= bars[at]
    return told


def _goes_on(above: Unit, unit: Unit, alike: bool) -> bool:
    """Whether a unit ends a sentence, or goes on with a list of phrases as long as sentences."""
    if ending_of(unit.text) in SENTENCES:
        return True
    long = min(len(above.text.split()), len(unit.text.split())) >= ITEM
    return alike and long and ending_of(unit.text) == ending_of(above.text) == 0


def _titles(
    doc: Document, units: Sequence[Unit], words: Sequence[int],
    which: tuple[Sequence[int], Sequence[int], int], bars: list[float],
) -> dict[int, str]:  # fmt: skip
    """Bar lines within and below the article that are links all over, as titles of others are.

    ``which`` are the units that stay, those of them that are links, and the core's last.
    """
    kept, links, last = which[0], frozenset(which[1]), which[2]
    if _linked(doc, [units[at] for at in kept if at not in links]) > LINKS:
        return {}
    told, prose = dict[int, str](), False
    for at in kept:
        if at not in links:
            prose = ending_of(units[at].text) in PROSE
            continue
        inside = at < last
        least = TITLE if inside else LAST_TITLE
        stays = inside and (not prose or is_heading(doc, units[at].first))
        if words[at] >= least and not stays and ending_of(units[at].text) not in SENTENCES:
            bars[at] = NEVER
            told[at] = "a link all over, as titles of other articles are"
    return told


def _linked(doc: Document, units: Sequence[Unit]) -> float:
    """The share of lines that are links."""
    lines = [line for unit in units for line in range(unit.first, unit.last)]
    return sum(map(linked_lines(doc).__contains__, lines)) / (len(lines) or 1)


def _notes(doc: Document, units: Sequence[Unit], words: Sequence[int], last: int) -> list[int]:
    """Notes on the article itself below it: "Originally published in …", "Correction: …"."""
    begun = {
        paragraphs(doc)[number].first
        for number, rules in started(doc).items()
        if any(rule.topic == _NOTE for rule in rules)
    }
    near = range(last + 1, min(last + 1 + NOTES, len(units))) if begun else ()
    return [at for at in near if units[at].first in begun and words[at] <= NOTE]
