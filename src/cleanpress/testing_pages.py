"""Pages as scrapes are, drawn at random: prose, furniture, syntax, clutter and raw noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def pages() -> SearchStrategy[str]:
    """Texts as scrapes are: prose, furniture, syntax, clutter and raw noise in any order."""
    from hypothesis import strategies as st

    fragment = st.one_of(st.sampled_from(_FRAGMENTS), st.text(max_size=40), _prose())
    joint = st.sampled_from(["\n", "\n\n", " ", "\f", "\n\n---\n\n", "\r\n", "\n\n\n", "-\n", ""])
    return st.lists(st.tuples(fragment, joint), max_size=24).map(
        lambda parts: "".join(text + gap for text, gap in parts)
    )


def _prose() -> SearchStrategy[str]:
    from hypothesis import strategies as st

    word = st.sampled_from(_WORDS)
    sentence = st.lists(word, min_size=1, max_size=14).map(lambda ws: " ".join(ws).capitalize())
    return st.tuples(sentence, st.sampled_from([".", "?", "!", ",", ":", ".”", "", " -", "…"])).map(
        "".join
    )


_WORDS = [
    "the",
    "council",
    "harbour",
    "ferry",
    "co-operate",
    "pre-",
    "and",
    "post-war",
    "naïve",
    "Straße",
    "l'été",
    "años",
    "of",
    "about",
    "newsletter",
    "subscribe",
    "page",
    "3/7",
    "by",
    "Ann",
    "Lee",
    "on",
    "October",
    "24,",
    "2026",
    "Dr.",
    "e.g.",
    "A",
    "I",
    "cid",
    "(cid:12)",
    "ﬁre",
    "oﬀice",
    "â€œquoteâ€",
    "don’t",
    "“well,”",
    "said",
    "https://t.co/Ab12Cd34",
    "10",
    "1,000",
    "x²",
    "—",
    "–",
    "-",
    "*",
    "#",
    "_",
    "`",
    ">",
    "|",
]
_FRAGMENTS = (
    "Written by [Ann Lee](#) on October 24, 2026",
    "Written by Ann Lee on October 24, 2026",
    "By Ann Lee",
    "10/24/26, 4:47 PM",
    "https://www.example.org/news/ferry-late 1/3",
    "https://www.example.org/news/ferry-late 2/3",
    "Page 2 of 3",
    "2/3",
    "- 4 -",
    "## **The ferry was late**",
    "### Why it matters",
    "# Title",
    "Title\n=====",
    "---",
    "* * *",
    "> A quotation of some length, set apart.",
    "- first of the list\n- second of the list",
    "1. first\n2. second",
    "| a | b |\n|---|---|\n| c | d |",
    "![harbour](https://example.org/a.jpg)",
    "[words](https://example.org/x_(y))",
    "[![x](y)](z)",
    "\\_ \\* \\[not a link\\]",
    "**bold** *stress* _under_ `code` ~~gone~~",
    "Ann Lee/Example Press/Picture Plus",
    "Photo: Ann Lee",
    "(Photo by Ann Lee/Example Press)",
    "Advertisement",
    "Story continues below",
    "Share Tweet Email Print",
    "Read more: The other ferry",
    "Related:",
    "Continued on A6",
    "Sign up for our newsletter",
    "## Subscribe to the Gazette",
    "**Subscribe**",
    "We use cookies to improve your experience.",
    "© 2026 Example Press. All rights reserved.",
    "Comments",
    "3 Comments",
    "Ann Lee covers ferries for the Gazette.",
    "Trains run again <https://t.co/Ab12Cd34 pic.twitter.com/Xy98Zw76>",
    "pic.twitter.com/Xy98Zw76",
    "— Rail (@rail) May 2, 2026",
    "View this post on Instagram",
    "T\nhe council met",
    "exam-\nple",
    "\N{SOFT HYPHEN}soft\N{SOFT HYPHEN}ly",
    "\N{ZERO WIDTH SPACE}\N{BYTE ORDER MARK}\N{RIGHT-TO-LEFT OVERRIDE}",
    "\x00\x01\x1b[31m",
    "a\u2028b\u2029c\x85d",
    "\ud800 lone \udfff",
    "\N{NO-BREAK SPACE} spaces \N{THIN SPACE}«\N{NARROW NO-BREAK SPACE}mots »\N{THIN SPACE}!",
    "&amp; &lt;b&gt; <i>tag</i>",
    "Ã©tÃ© â€œquotedâ€\x9d",
)
