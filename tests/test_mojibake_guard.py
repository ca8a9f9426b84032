"""The guard in front of ftfy never changes what comes out: it only saves ftfy the trouble.

The pairs in `ftfy_guard` were written by hand after `badness.BADNESS_RE` of ftfy 6.3.1. If a new
ftfy knows more kinds of mojibake, these tests fail and the guard must learn them.
"""

import itertools
import re

import ftfy
import ftfy.fixes
import pytest
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanpress import ftfy_guard
from cleanpress.document import Document
from cleanpress.filters.mojibake import Mojibake

CLASSES = {
    "upper_accented": ftfy_guard.UPPER,
    "lower_accented": ftfy_guard.LOWER,
    "bad": ftfy_guard.ODD,
    "box": ftfy_guard.BOX,
    "currency": ftfy_guard.MONEY,
    "numeric": ftfy_guard.SUMS,
    "law": ftfy_guard.LAW,
    "start_punctuation": ftfy_guard.OPENING,
    "end_punctuation": ftfy_guard.CLOSING,
}


def members(ranges: str) -> list[str]:
    """The characters of a character class."""
    return re.findall(f"[{ranges}]", "".join(map(chr, range(0x10000))))


MEMBERS = {name: members(ranges) for name, ranges in MOJIBAKE_CATEGORIES.items()}
# Few characters a class, so that the rare sequences of four and five turn up.
KEYS = list("ÂÃÎÐ€ØÙŸŠàâóÄ‚√≈œŒвЂГўВРСβΒΓΟā×²°µ \xa0\xad’™") + list("abZ .,?!<>“”&")
letters = st.one_of(
    st.sampled_from(sorted(MEMBERS)).flatmap(lambda name: st.sampled_from(MEMBERS[name])),
    st.sampled_from(KEYS),
    st.characters(exclude_characters="\n\f"),
)
pieces = st.sampled_from(
    [
        *(
            "â€™",
            "Ã©",
            "Ã ",
            "cafÃ©",
            "ĂłĹ‚",
            "вЂ™",
            "â€œ",
            "&amp;",
            "&eacute;",
            "&#8217;",
            "&amp;lt;",
        ),
        *("e\u0301", "\u304b\u3099", "\ud83d", "\ude00", "\x1b[0m", "\x85", "naïve", "“Été”", " "),
    ]
)
lines = st.one_of(
    st.text(letters, max_size=8),
    st.lists(st.one_of(pieces, st.text(letters, max_size=4)), max_size=8).map("".join),
)


def unguarded(line: str, *, entities: bool) -> str:
    """What the filter promises, with ftfy asked every time, until nothing changes."""
    while True:
        before = line
        if entities:
            line = ftfy.fixes.unescape_html(line)
        line = ftfy_guard.joined(line)
        line = ftfy.fix_and_explain(line, ftfy_guard.config()).text
        line = ftfy_guard.composed(line)
        if line == before:
            return line


@pytest.mark.parametrize("name", CLASSES)
def test_classes_are_those_of_ftfy(name: str) -> None:
    assert members(CLASSES[name]) == MEMBERS[name]


def test_other_letters_are_those_of_ftfy() -> None:
    both = MOJIBAKE_CATEGORIES["upper_common"] + MOJIBAKE_CATEGORIES["lower_common"]
    assert members(ftfy_guard.OTHER) == members(both)


def test_guard_sees_every_bad_pair() -> None:
    chars = sorted({char for chars in MEMBERS.values() for char in chars} | set("aZ .\u0301中"))
    around = list(itertools.product(("", "a", "”"), ("", "a", "½")))
    missed = [
        before + one + other + after
        for one, other in itertools.product(chars, repeat=2)
        for before, after in around
        if BADNESS_RE.search(before + one + other + after)
        and not ftfy_guard.looks_misread(before + one + other + after)
    ]
    assert missed == []


@settings(max_examples=2000, deadline=None)
@given(st.text(letters, max_size=8))
@example("3×²")
def test_guard_sees_all_that_ftfy_calls_bad(line: str) -> None:
    if BADNESS_RE.search(line):
        assert ftfy_guard.looks_misread(line)


@settings(max_examples=1000, deadline=None)
@given(lines)
def test_guarded_equals_unguarded(line: str) -> None:
    assert ftfy_guard.repaired(line, entities=False) == unguarded(line, entities=False)


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.tuples(lines, st.sampled_from(["\n", "\f", "\n\n"])), max_size=6))
def test_document_equals_its_lines(pairs: list[tuple[str, str]]) -> None:
    """The search over the whole text finds each line that has something to repair."""
    text = "".join(line.replace("&", "+") + end for line, end in pairs)  # entities: next test
    text = re.sub("[\"'“‘«(`]", " ", text)  # no quoted examples, which the filter leaves alone
    doc = Document(text)
    expected = re.sub(r"[^\n\f]+", lambda line: unguarded(line[0], entities=False), text)
    assert doc.apply(Mojibake()(doc), Mojibake.name).text == expected


@settings(max_examples=500, deadline=None)
@given(st.lists(pieces, max_size=8).map("".join))
def test_entities_equal_those_of_ftfy(line: str) -> None:
    assert ftfy_guard.repaired(line, entities=True) == unguarded(line, entities=True)
