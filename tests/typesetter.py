"""A typesetter for the round trip law: paragraphs in, pages as people print them out.

It sets only what a reader could put together again. Where nobody could, it avoids the case:

- a sentence that ends inside a paragraph exactly at the foot of a page (without indents that looks
  like the end of the paragraph): the line moves to the next page;
- the first line of a paragraph alone at the foot of a page, most of its words names, where
  the next page begins with a name or a number: it reads as a title, and moves to that page;
- a divided word that stands nowhere else in one piece, and a compound at whose own hyphen a line
  ends if it stands nowhere else: they are not divided;
- a folio on the only page: nothing tells that it is one;
- a text too short to show its measure: manuscripts have at least five paragraphs of three
  sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from cleanpress.document import Box, Document, Typeset

_WORDS = """
the of and to in a that was for it with on at by this had not are but from or have an they which
were her his their been has who when there more said out after over into than some harbour ferry
council pier lighthouse captain morning evening winter question number answer remember together
between nothing another because thousand yesterday government development responsibility
announcement agreement department understanding particularly international information
conversation neighbourhood demonstration investigation fishermen boats tide rope sail lamp coat
bread office window letter minute paper river island market bridge station early late small wide
cold quiet careful certain public heavy simple strange sudden ordinary waited walked counted
carried followed promised repaired replied remained delivered explained
"""
WORDS = tuple(_WORDS.split())
NAMES = (
    "Ann Lee", "Bo Carlsen", "Port Example", "Mayor Okafor", "Dr. Weiss", "J. B. Moreau", "Monday",
    "Mrs. Duarte", "Lake Inari", "the U.S. Navy", "St. Olav", "October 24", "No. 7", "Müller",
)  # fmt: skip
NUMBERS = ("3,000", "12", "1987", "4.5", "20", "£38", "7:30")
COMPOUNDS = ("well-known", "long-term", "harbour-side", "twenty-one", "ill-advised")
ENDS = (".", ".", ".", ".", ".", "?", "!")
HEADINGS = ("Why it matters", "A long winter", "What comes next")


class Setting(NamedTuple):
    """How a manuscript is set."""

    measure: int  # characters
    length: int  # lines of text on a page
    indents: bool  # first lines are indented; otherwise blank lines part paragraphs
    divides: bool  # words are divided at line ends
    feeds: bool  # form feeds between pages; otherwise furniture or blank lines alone


class Sheet(NamedTuple):
    """One line on a page: its text, the paragraph it belongs to (-1: none), whether it is first."""

    text: str
    paragraph: int
    first: bool


# ---- what is written -----------------------------------------------------------------------------
def paragraphs() -> st.SearchStrategy[tuple[str, ...]]:
    """The paragraphs of a manuscript.

    Hypothesis draws the seed alone: drawn word by word, a manuscript takes longer than its
    cleaning, and none is shrunk.
    """
    return st.integers(0, 2**64 - 1).map(manuscript)


def manuscript(seed: int) -> tuple[str, ...]:
    """Paragraphs of the typesetter's words, all different."""
    dice = Random(seed)
    found: dict[str, None] = {}
    for _ in range(dice.randint(5, 12)):
        found[" ".join([sentence(dice) for _ in range(dice.randint(3, 8))])] = None
    return tuple(found)


def sentence(dice: Random) -> str:
    """A sentence with names, numbers, abbreviations, compounds and quotations here and there."""
    words = dice.choices(WORDS, k=dice.randint(5, 18))
    for spice in (NAMES, NUMBERS, COMPOUNDS):
        if dice.random() < 1 / 3:
            words.insert(dice.randint(1, len(words) - 1), dice.choice(spice))
    if dice.random() < 1 / 5:
        words[dice.randint(1, len(words) - 2)] += dice.choice((",", ";", " —"))
    text = " ".join(words)
    text = text[0].upper() + text[1:] + dice.choice(ENDS)
    return f"“{text}”" if dice.random() < 1 / 6 else text


def settings_of_type() -> st.SearchStrategy[Setting]:
    """Ways to set a manuscript."""
    return st.builds(
        Setting,
        measure=st.integers(40, 100),
        length=st.integers(6, 60),
        indents=st.booleans(),
        divides=st.booleans(),
        feeds=st.booleans(),
    )


# ---- lines ---------------------------------------------------------------------------------------
class _Divider:
    """Divides a word if the same word stands elsewhere in one piece."""

    def __init__(self, manuscript: Sequence[str]) -> None:
        bare = [word.strip("“”.,;?!") for text in manuscript for word in text.split()]
        self.left = Counter(bare)

    def parts(self, word: str, room: int, divides: bool) -> tuple[str, str] | None:
        """The part that fits and the rest, or None if the word must not be divided there."""
        core = word.strip("“”.,;?!")
        if self.left[core] < 2 or not core.isascii() or not core.replace("-", "").islower():
            return None
        hyphen = core.find("-")
        if hyphen > 0:
            at = word.index("-") + 1
            fits, head = at <= room, word[:at]
        else:
            start = word.index(core)
            at = min(room - 1, start + len(core) - 3)
            fits, head = divides and len(core) >= 8 and at >= start + 3, word[:at] + "-"
        if not fits:
            return None
        self.left[core] -= 1
        return head, word[at:]


def wrap(text: str, measure: int, divider: _Divider, divides: bool, indent: str) -> list[str]:
    """A paragraph's lines, filled greedily."""
    lines, line = [], indent
    words = text.split()
    while words:
        word = words.pop(0)
        joint = "" if not line.strip() else " "
        if len(line + joint + word) <= measure:
            line += joint + word
            continue
        parts = divider.parts(word, measure - len(line + joint), divides)
        if parts is not None:
            line += joint + parts[0]
            words.insert(0, parts[1])
        else:
            words.insert(0, word)
        lines.append(line)
        line = ""
    return [*lines, line]


def set_lines(manuscript: Sequence[str], how: Setting) -> list[Sheet]:
    """All lines of a manuscript in order, blank ones between paragraphs if that is the style."""
    divider = _Divider(manuscript)
    out: list[Sheet] = []
    for index, text in enumerate(manuscript):
        indent = "   " if how.indents else ""
        for at, line in enumerate(wrap(text, how.measure, divider, how.divides, indent)):
            out.append(Sheet(line, index, at == 0))
        if not how.indents:
            out.append(Sheet("", -1, False))
    return out


def paginate(sheets: Sequence[Sheet], length: int) -> list[list[Sheet]]:
    """Pages of at most ``length`` lines that no sentence inside a paragraph ends exactly."""
    pages: list[list[Sheet]] = []
    rest = list(sheets)
    while rest:
        page, rest = rest[:length], rest[length:]
        while len(page) > 1 and rest and _is_in_doubt(page[-1], rest[0]):
            rest.insert(0, page.pop())
        while page and not page[-1].text:
            page.pop()
        while rest and not rest[0].text:
            rest.pop(0)
        if page:
            pages.append(page)
    return pages


def _is_in_doubt(last: Sheet, following: Sheet) -> bool:
    if last.paragraph != following.paragraph or last.paragraph < 0:
        return False
    if last.text.rstrip("”")[-1:] in (*ENDS, ":"):
        return True
    words = last.text.split()
    title = sum(word[0].islower() for word in words) < max(2, (len(words) + 1) // 2)
    return last.first and title and not following.text.lstrip()[0].islower()


# ---- pages ---------------------------------------------------------------------------------------
def text_of(pages: Sequence[Sequence[Sheet]], how: Setting) -> str:
    """Bare pages as text, without any furniture; there a form feed must tell the pages."""
    return "\f".join("\n".join(sheet.text for sheet in page) + "\n" for page in pages)


FURNITURE = ("chrome", "plugin", "folio", "slash", "site")


def furnished(pages: Sequence[Sequence[Sheet]], how: Setting, kind: str) -> str:
    """Pages with what the printing added, as a text extractor gives them."""
    out, of = [], len(pages)
    for number, page in enumerate(pages, start=1):
        head, foot = _furniture(kind, number, of)
        if number > 1 and not how.feeds and kind in ("plugin", "site"):
            head += "\n\n---"  # without counters or form feeds a scraper's rule tells the pages
        body = "\n".join(sheet.text for sheet in page)
        out.append("\n\n".join(part for part in (head, body, foot) if part) + "\n")
    return ("\f" if how.feeds else "\n").join(out)


def _furniture(kind: str, number: int, of: int) -> tuple[str, str]:
    url = "https://www.example.org/news/the-ferry-was-late"
    title = "The ferry was late - Port Example Gazette"
    match kind:
        case "chrome":
            return f"10/24/26, 4:47 PM {title}", f"{url} {number}/{of}"
        case "plugin":
            return "Written by Nora Quist on October 24, 2026", str(number)
        case "folio":
            return "", f"Page {number} of {of}"
        case "slash":
            return "", f"{number}/{of}"
    return title, f"- {number} -"


CLUTTER = (
    "Advertisement",
    "Nora Quist/Example Press/Picture Plus",
    "Photo: Nora Quist",
    "pic.twitter.com/Xy98Zw76Qa",
    "Story continues below",
)
PROMO = ("Subscribe to the Port Example Gazette", "Subscribe")


def cluttered(
    sheets: Sequence[Sheet], spots: Sequence[int], line: str, promo: Sequence[str]
) -> list[Sheet]:
    """The lines with a line of clutter in some gaps between paragraphs, and a promo at the end."""
    gaps = [at for at, sheet in enumerate(sheets) if not sheet.text]
    chosen = {gaps[spot % len(gaps)] for spot in spots} if gaps else set()
    out: list[Sheet] = []
    for at, sheet in enumerate(sheets):
        out.append(sheet)
        if at in chosen and at + 1 < len(sheets):
            out += [Sheet(line, -1, True), Sheet("", -1, False)]
    for text in promo:
        out += [Sheet(text, -1, True), Sheet("", -1, False)]
    return out


# ---- geometry ------------------------------------------------------------------------------------
SIZE, LEADING, LEFT, TOP = 10.0, 12.0, 72.0, 72.0
GLYPH = {**dict.fromkeys(" iljtf.,;:'’!I", 2.6), **dict.fromkeys("mwMW—", 8.2)}  # points at 10 pt


def document_of(pages: Sequence[Sequence[Sheet]], how: Setting) -> Document:
    """The pages as a PDF reader gives them: each line in its box, each paragraph a block."""
    parts: list[str] = []
    typeset: list[Typeset] = []
    starts, at, block = [0], 0, 0
    for number, page in enumerate(pages, start=1):
        before: Sheet | None = None
        y = TOP
        for sheet in page:
            y += LEADING
            if not sheet.text:
                continue
            joint = "\n"
            if not typeset:
                joint = ""
            elif before is None:
                joint = "\f"
                starts.append(at + 1)
            elif before.paragraph != sheet.paragraph:
                joint = "\n\n"
            block += joint != "\n"
            text = sheet.text.strip()
            at += len(joint)
            x0 = LEFT + (15.0 if how.indents and sheet.first else 0.0)
            box = Box(x0, y, x0 + points(text), y + SIZE)
            typeset.append(Typeset(at, at + len(text), number, box, SIZE, block=block))
            parts += [joint, text]
            at += len(text)
            before = sheet
    sizes = ((612.0, 792.0),) * len(starts)
    return Document(
        "".join(parts), typeset=tuple(typeset), page_starts=tuple(starts), page_sizes=sizes
    )


def points(text: str) -> float:
    """The width of a line in a proportional face, in points."""
    return sum(GLYPH.get(char, 5.0) for char in text)


def wrap_points(manuscript: Sequence[str], how: Setting) -> list[Sheet]:
    """All lines of a manuscript, filled greedily to a measure in points."""
    measure = how.measure * 4.6
    out: list[Sheet] = []
    for index, text in enumerate(manuscript):
        line, first, room = "", True, measure - (15.0 if how.indents else 0.0)
        for word in text.split():
            longer = f"{line} {word}".lstrip()
            if line and points(longer) > room:
                out.append(Sheet(line, index, first))
                line, first, room = word, False, measure
            else:
                line = longer
        out.append(Sheet(line, index, first))
        if not how.indents:
            out.append(Sheet("", -1, False))
    return out
