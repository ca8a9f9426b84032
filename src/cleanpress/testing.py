"""For tests, ours and those of plugin authors: cases, laws and strategies.

Needs hypothesis for :func:`pages`; everything else runs without it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleanpress.contracts import check_edit
from cleanpress.document import Box, Document, Filter, Typeset
from cleanpress.pipeline import Pipeline
from cleanpress.readers.text import read_text
from cleanpress.receipt import receipt_of, replay, restore
from cleanpress.registry import filter_type

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Value = str | int | float | bool | list["Value"] | dict[str, "Value"]


class Case(NamedTuple):
    """One case of a filter's case file; ``want is None`` means the text stays as it is."""

    filter: str
    name: str
    reason: str | None
    near: str | None
    document: Document
    want: str | None
    config: Mapping[str, object]
    after: tuple[str, ...]
    fails: bool


def load_cases(path: Path) -> tuple[Case, ...]:
    """The cases of ``<filter>.toml``."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_case(path.stem, entry) for entry in table.get("case", []))


def _case(name: str, entry: dict[str, object]) -> Case:
    lines, size = entry.get("lines"), entry.get("page_size", [612, 792])
    if isinstance(lines, list) and isinstance(size, list):
        document = typeset_document(lines, (float(size[0]), float(size[1])))
    else:
        document = read_text(str(entry["given"]))
    config = entry.get("config", {})
    after = entry.get("after", [])
    assert isinstance(config, dict) and isinstance(after, list)
    return Case(
        filter=name,
        name=str(entry["name"]),
        reason=_text(entry.get("reason")),
        near=_text(entry.get("near")),
        document=document,
        want=_text(entry.get("want")),
        config={key: _frozen(value) for key, value in config.items()},
        after=tuple(str(one) for one in after),
        fails=entry.get("expect") == "fail",
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def typeset_document(
    lines: Sequence[Mapping[str, object]], page_size: tuple[float, float] = (612.0, 792.0)
) -> Document:
    """A document with geometry from lines, each ``{text, page, box, size, …}`` as in Typeset.

    Lines are joined by a line break, blocks by a blank line, pages by a form feed.
    """
    parts: list[str] = []
    typeset: list[Typeset] = []
    starts, at, before = [0], 0, None
    for line in lines:
        given = {key: value for key, value in line.items() if key not in ("text", "box")}
        one = Typeset(0, 0, **{"page": 1, "size": 10.0, "box": _box(line), **given})  # type: ignore[arg-type]
        joint = "" if before is None else "\n"
        if before is not None and one.page != before.page:
            joint = "\f" * (one.page - before.page)
            starts += [at + 1 + skipped for skipped in range(len(joint))]
        elif before is not None and one.block != before.block:
            joint = "\n\n"
        text = str(line["text"])
        at += len(joint)
        typeset.append(one._replace(start=at, end=at + len(text)))
        parts += [joint, text]
        at += len(text)
        before = one
    sizes = (page_size,) * len(starts)
    return Document(
        "".join(parts), typeset=tuple(typeset), page_starts=tuple(starts), page_sizes=sizes
    )


def _box(line: Mapping[str, object]) -> Box:
    box = line.get("box", [72.0, 72.0, 540.0, 84.0])
    assert isinstance(box, list | tuple)
    return Box(*(float(side) for side in box))


def run_case(case: Case) -> tuple[str, str, set[str]]:
    """Run a case: the text before the filter, the text after it, the reasons it gave."""
    doc = case.document
    for name in case.after:
        doc = step(filter_type(name)(), doc)
    before = doc.text
    after = step(filter_type(case.filter)(**case.config), doc)
    reasons = {run.reason for run in after.runs if run.by == case.filter}
    return before, after.text, reasons


def step(one: Filter, doc: Document) -> Document:
    """One filter's turn on a document, its contract checked."""
    edits = list(one(doc))
    for edit in edits:
        check_edit(one, edit, doc.text)
    return doc.apply(edits, one.name)


# ---- the laws ------------------------------------------------------------------------------------
def check_account(doc: Document, pipeline: Pipeline) -> None:
    """Laws 1 to 4 and 9: the runs partition the source and tell the truth; both ways back work."""
    at = 0
    declared = {one.name: one.reasons for one in pipeline.filters}
    for run in doc.runs:
        assert run.start == at and run.end > run.start, f"runs do not meet at {at}: {run}"
        at = run.end
        if run.by:
            assert run.by in declared, f"{run.by} is not in the pipeline"
            assert run.reason in declared[run.by], f"{run.by} never declared {run.reason}"
        else:
            assert run.text == doc.source[run.start : run.end], f"not verbatim: {run}"
    assert at == len(doc.source), "the runs do not cover the source"
    assert doc.text == "".join(run.text for run in doc.runs)
    receipt = receipt_of(doc)
    assert restore(doc.text, receipt) == doc.source
    assert replay(doc.source, receipt) == doc.text


def check_contracts(pipeline: Pipeline, doc: Document) -> None:
    """Law 5, and that filters leave their input as it was and say the same thing twice (7)."""
    for one in pipeline.filters:
        before = doc.text
        edits = list(one(doc))
        assert edits == list(one(doc)), f"{one.name} is not deterministic"
        assert doc.text == before
        for edit in edits:
            check_edit(one, edit, doc.text)
        doc = doc.apply(edits, one.name)


def check_no_new_words(doc: Document) -> None:
    """Without the REPAIR stage no letter is written: the text's are the source's, in its order."""
    source = (char for char in doc.source if char.isalnum())
    for char in filter(str.isalnum, doc.text):
        assert any(char == one for one in source), f"{char!r} was invented in {doc.text!r}"


def check_idempotent(pipeline: Pipeline, text: str) -> None:
    """Laws 6 and 8: cleaning what was cleaned changes nothing, so nothing comes back."""
    once = pipeline.run(read_text(text)).document.text
    twice = pipeline.run(read_text(once)).document.text
    assert twice == once, f"cleaning twice differs:\n{once!r}\n{twice!r}"


def check_laws(pipeline: Pipeline, doc: Document) -> None:
    """All generic laws at once, for one document."""
    check_contracts(pipeline, doc)
    cleaned = pipeline.run(doc).document
    check_account(cleaned, pipeline)
    check_idempotent(pipeline, cleaned.text)


# ---- strategies ----------------------------------------------------------------------------------
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
