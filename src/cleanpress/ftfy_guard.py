"""Where ftfy could want to change something: a cheap search that never misses, and the repair.

ftfy 6.3 leaves an encoding alone unless its ``badness.BADNESS_RE`` matches, and that runs at
5 MB/s. The search here stops at least wherever it would, at some 100 MB/s, and spares the import.
``tests/test_mojibake_guard.py`` holds the two against each other.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

# The characters that occur in mojibake, in the classes in which ftfy.badness has them.
UPPER = "À-ÑØÜÝĂĀĄĆČĎĐĘĚĒĖĞĢİĪĶĹĽŁĻŃŇŅŒŘŚŞŠŢŤŮŰŸŹŻŽҐ"
LOWER = "ßà-ñăāąćčďđęěēėğģįīķĺľłļœŕśşšťüźżžґﬁﬂ"
OTHER = "ÞΑ-ΩΆΈΉΊΌΎΏΪΫЁ-Яα-ωάέήίΰа-џ"
ODD = "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊\N{REPLACEMENT CHARACTER}ªº"
BOX = "│┌┐┘├┤┬┼═-╬▀▄█▌▐░▒▓"
MONEY = "¢£¥₧€"
SUMS = "²³¹±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№"
LAW = "¶§"
OPENING = "¡«¿©΄΅‘‚“„•‹\uf8ff"
CLOSING = "®»˝”›™"

_BEYOND = "\x80-\U0010ffff"
# Greek and Russian letters stand first in few pairs: those are found by their second character, so
# that the search need not stop at every letter of a Russian text.
_FIRST = rf"\x1b\x80-\x9fÙ°Ђў{UPPER}{LOWER}{ODD}{BOX}{MONEY}{SUMS}{LAW}{OPENING}{CLOSING}"
_AFTER_OTHER = (
    rf"(?<=[{OTHER}][{ODD}{UPPER}])",
    "(?<=β€|вЂ|Гў)",
    rf"(?<=[ВГРС][{OPENING}{CLOSING}{MONEY}°µ])[ВГРС]",
    rf"(?<=[ΒΓΞΟ][{OPENING}{CLOSING}{MONEY}°])[ΒΓΞΟ]",
)
_AFTER_REST = (
    rf"(?<=[{UPPER}{LOWER}{ODD}{BOX}{MONEY}{SUMS}{LAW}{OPENING}{CLOSING}])[{ODD}]",
    rf"(?<=[{ODD}])[{UPPER}{LOWER}{BOX}{MONEY}{SUMS}{LAW}{OPENING}{CLOSING}]",
    rf"(?<=[{LOWER}{BOX}{MONEY}{SUMS}{CLOSING}])[{UPPER}]",
    rf"(?<=[{BOX}{MONEY}{SUMS}{CLOSING}])[{LOWER}]",
    rf"(?<=[{UPPER}{LOWER}{BOX}{CLOSING}])[{MONEY}]",
    rf"(?<=[{UPPER}{BOX}])[{SUMS}{LAW}]",
    rf"(?<=[à×])[{SUMS}]",
    rf"(?<=[{UPPER}{LOWER}{MONEY}{SUMS}{LAW}{CLOSING}])[{OPENING}{CLOSING}][\w{_BEYOND}]",
    rf"(?<=[{BOX}{MONEY}{SUMS}])[{OPENING}]",
    rf"(?<=[{UPPER}])[°{OPENING}]",
    rf"(?<=[{UPPER}{LOWER}{MONEY}{SUMS}{LAW}{OPENING}{CLOSING}])[{BOX}]",
    rf"(?<=[ÂÃÎÐ√≈{BOX}])[{_BEYOND}]",
    rf"(?<=[ØÙ])[{_BEYOND}][ØÙ]",
    rf"(?<=‚)[Äâó][{_BEYOND}]",
)
# What follows a letter is mostly an ASCII character: that question comes before the others.
_PAIRS = (
    r"(?<=[\x80-\x9f])|(?<=\x1b)\[|(?<=[Œœ])[^A-Za-z\n\f]|(?<=[ÂÃÎÐ√≈]) "
    rf"|{'|'.join(_AFTER_OTHER)}|(?=[{_BEYOND}])(?:{'|'.join(_AFTER_REST)})"
)
_MARKS = "\u0300-\u036f\u3099\u309a"  # accents set apart, and the voicing marks of kana
_ALSO = (
    f"(?<=[&{_MARKS}\u1100-\u1112\ud800-\udbff])(?:(?<=&)#?[0-9A-Za-z]{{1,24}};"
    f"|(?<=[{_MARKS}])|(?<=[\u1100-\u1112])[\u1161-\u1175]|(?<=[\ud800-\udbff])[\udc00-\udfff])"
)
# One set in front: the search then runs from candidate to candidate and tries the rest only there.
_SLOW = f"[{_FIRST}&{_MARKS}\u1100-\u1112\ud800-\udbff](?:{_PAIRS}|(?P<also>{_ALSO}))"


# Characters that a repair can begin with although an ASCII character follows, but for entities.
_ALONE = frozenset("\x1b\u0152\u0153\xc2\xc3\xce\xd0√≈\u3099\u309a").union(
    map(chr, range(0x80, 0xA0)), map(chr, range(0x300, 0x370))
)
_ENTITY = re.compile("&#?[0-9A-Za-z]{1,24};")
_BESIDE = re.compile(rb"\?\?+")


def is_sound(text: str, signs: frozenset[str]) -> bool:
    """Whether it is clear at a glance that a text has no place where ``slow`` would stop.

    Each of its patterns takes one of few characters, an entity, or two beside each other that are
    not ASCII. A text has few of those, and they come again and again. ``signs`` has at least the
    characters of the text that are not ASCII.

    >>> [is_sound(text, frozenset(text)) for text in (
    ...     "“Yes”, said the mayor’s son.", "mayorâ€™s", "café &amp; bar")]
    [True, False, False]
    """
    if any(char in text for char in _ALONE & signs):
        return False
    raw = text.encode("ascii", "replace")  # a question mark for each
    runs = {text[run.start() : run.end()] for run in _BESIDE.finditer(raw)}
    if runs and slow().search("a ".join([*runs, ""])):  # letters may follow each
        return False
    return "&" not in text or _ENTITY.search(text) is None


@cache
def slow() -> re.Pattern[str]:
    """What finds every place where there could be something to repair.

    Compiling it takes 30 ms, which plain ASCII need not pay.
    """
    return re.compile(_SLOW)


def looks_misread(line: str) -> bool:
    """Whether ftfy could call the encoding of the line bad; never no where it would.

    >>> looks_misread("“Été” in Łódź"), looks_misread("Ã‰tÃ©")
    (False, True)
    """
    return any(hit.lastgroup != "also" for hit in slow().finditer(line))


# ---- the repairs besides mojibake -----------------------------------------------------------
_AMPERSANDS = re.compile("&(?:amp;|AMP;|#0{0,5}38;|#[xX]0{0,5}26;)+")  # escaped again and again
ENTITY = re.compile("&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][0-9A-Za-z]{1,23});")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_DECOMPOSED = re.compile(
    "[^\\W\\d_][\u0300-\u036f]+|[\u3041-\u30ff][\u3099\u309a]"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)
MAX_WORD = 60  # characters; longer ones are lines, and lines seldom come twice
MAX_LOOPS = 16  # entities within entities within entities; real text needs two


def repaired(line: str, *, entities: bool) -> str:
    """One line or word, repaired until there is nothing more to repair.

    >>> repaired("cafÃ© &amp;amp; bar", entities=True)
    'café & bar'
    """
    if len(line) <= MAX_WORD and not slow().search(line):
        return line
    return (_recalled if len(line) <= MAX_WORD else _repaired)(line, entities)


def _repaired(line: str, entities: bool) -> str:
    for _ in range(MAX_LOOPS):
        before = line
        if entities and "&" in line:
            line = ENTITY.sub(_character, _AMPERSANDS.sub("&", line))
        line = joined(line)
        if looks_misread(line):
            import ftfy  # 70 ms, which clean text need not pay

            line = ftfy.fix_and_explain(line, config()).text
        line = composed(line)
        if line == before:
            break
    return line


_recalled = lru_cache(maxsize=4096)(_repaired)  # a misread document repeats its words


@cache
def config() -> TextFixerConfig:
    """How ftfy is run: encodings and terminal escapes, nothing that has a filter of its own."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )


def joined(line: str) -> str:
    """The line with split surrogates made one character; lone ones stay."""
    return _PAIR.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16"), line)


def composed(line: str) -> str:
    """The line with letters and their accents made one, where Unicode has such a letter."""
    return _DECOMPOSED.sub(lambda match: unicodedata.normalize("NFC", match[0]), line)


def _character(match: re.Match[str]) -> str:
    """What an entity stands for; a line break becomes a space, since a repair adds no lines."""
    from html import entities, unescape

    name = match[0]
    found = unescape(name) if name[1] == "#" else entities.html5.get(name[1:], name)
    return " " if found in ("\n", "\f") else found
