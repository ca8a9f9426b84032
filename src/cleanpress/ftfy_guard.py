"""Where ftfy could want to change something: a cheap search that never misses, and the repair.

ftfy 6.3 leaves an encoding alone unless its ``badness.BADNESS_RE`` matches, and that runs at
5 MB/s. :data:`BAD` matches at least wherever it does, at some 100 MB/s and without importing ftfy.
``tests/test_mojibake_guard.py`` holds the two against each other.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
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
_FIRST = rf"\x1b\x80-\x9fÙ{UPPER}{LOWER}{OTHER}{ODD}{BOX}{MONEY}{SUMS}{LAW}{OPENING}{CLOSING}"
_PAIRS = (
    r"(?<=[\x80-\x9f])",
    rf"(?<=[{UPPER}{LOWER}{OTHER}{ODD}{BOX}{MONEY}{SUMS}{LAW}{OPENING}{CLOSING}])[{ODD}]",
    rf"(?<=[{ODD}])[{UPPER}{LOWER}{BOX}{MONEY}{SUMS}{LAW}{OPENING}{CLOSING}]",
    rf"(?<=[{LOWER}{OTHER}{BOX}{MONEY}{SUMS}{CLOSING}])[{UPPER}]",
    rf"(?<=[{BOX}{MONEY}{SUMS}{CLOSING}])[{LOWER}]",
    rf"(?<=[{UPPER}{LOWER}{BOX}{CLOSING}β])[{MONEY}]",
    rf"(?<=[{UPPER}{BOX}])[{SUMS}{LAW}]",
    rf"(?<=[à×])[{SUMS}]",
    rf"(?<=[{UPPER}{LOWER}{MONEY}{SUMS}{LAW}{CLOSING}])[{OPENING}{CLOSING}][\w{_BEYOND}]",
    rf"(?<=[{BOX}{MONEY}{SUMS}])[{OPENING}]",
    rf"(?<=[{UPPER}])[°{OPENING}]",
    rf"(?<=[{BOX}])[{_BEYOND}]",
    rf"(?<=[{UPPER}{LOWER}{MONEY}{SUMS}{LAW}{OPENING}{CLOSING}])[{BOX}]",
    r"(?<=[Œœ])[^A-Za-z\n\f]",
    rf"(?<=[ÂÃÎÐ√≈])[ {_BEYOND}]",
    rf"(?<=[ØÙ])[{_BEYOND}][ØÙ]",
    rf"(?<=‚)[Äâó][{_BEYOND}]",
    "(?<=в)Ђ",
    "(?<=Г)ў",
    rf"(?<=[ВГРС])[{ODD}{OPENING}{CLOSING}{MONEY}°µ\x80-\x9f][ВГРС]",
    rf"(?<=[ΒΓΞΟ])[{ODD}{OPENING}{CLOSING}{MONEY}°\x80-\x9f][ΒΓΞΟ]",
    r"(?<=\x1b)\[",
)
_MARKS = "\u0300-\u036f\u3099\u309a"  # accents set apart, and the voicing marks of kana
_ALSO = (
    "(?<=&)#?[0-9A-Za-z]{1,24};",
    f"(?<=[{_MARKS}])",
    "(?<=[\u1100-\u1112])[\u1161-\u1175]",
    "(?<=[\ud800-\udbff])[\udc00-\udfff]",
)
# One set in front: the search then runs from candidate to candidate and tries the rest only there.
BAD = re.compile(f"[{_FIRST}](?:{'|'.join(_PAIRS)})")
SLOW = re.compile(
    f"[{_FIRST}&{_MARKS}\u1100-\u1112\ud800-\udbff](?:{'|'.join(_PAIRS + _ALSO)})"
)

# ---- the repairs besides mojibake -----------------------------------------------------------
_AMPERSANDS = re.compile("&(?:amp;|AMP;|#0{0,5}38;|#[xX]0{0,5}26;)+")  # escaped again and again
ENTITY = re.compile("&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][0-9A-Za-z]{1,23});")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_DECOMPOSED = re.compile(
    "[^\\W\\d_][\u0300-\u036f]+|[\u3041-\u30ff][\u3099\u309a]"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)
MAX_LOOPS = 16  # entities within entities within entities; real text needs two


def repaired(line: str, *, entities: bool) -> str:
    """One line, repaired until there is nothing more to repair.

    >>> repaired("cafÃ© &amp;amp; bar", entities=True)
    'café & bar'
    """
    for _ in range(MAX_LOOPS):
        before = line
        if entities and "&" in line:
            line = ENTITY.sub(_character, _AMPERSANDS.sub("&", line))
        line = joined(line)
        if BAD.search(line):
            import ftfy  # 70 ms, which clean text need not pay

            line = ftfy.fix_and_explain(line, config()).text
        line = composed(line)
        if line == before:
            break
    return line


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
