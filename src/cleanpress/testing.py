"""For tests, ours and those of plugin authors: cases, laws and strategies.

Needs hypothesis for :func:`pages`; everything else runs without it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cleanpress.contracts import check_edits
from cleanpress.document import Box, Document, Filter, Picture, Typeset
from cleanpress.pipeline import Pipeline
from cleanpress.readers.text import read_text
from cleanpress.receipt import receipt_of, replay, restore
from cleanpress.registry import filter_type
from cleanpress.sites.profile import SCHEMA as SITE
from cleanpress.sites.profile import Profile
from cleanpress.testing_pages import pages

__all__ = [
    "Case", "check_account", "check_contracts", "check_idempotent", "check_laws",
    "check_no_new_words", "load_cases", "pages", "run_case", "step", "typeset_document",
]  # fmt: skip

_BOXES = frozenset({"text", "box", "picture"})
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
    """A setting as a filter takes it: tuples for lists, and a site profile for what is one."""
    if isinstance(value, dict) and value.get("schema") == SITE:
        return Profile.loads(json.dumps(value))
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def typeset_document(
    lines: Sequence[Mapping[str, object]], page_size: tuple[float, float] = (612.0, 792.0)
) -> Document:
    """A document with geometry from lines, each ``{text, page, box, size, …}`` as in Typeset.

    Lines are joined by a line break, blocks by a blank line, pages by a form feed. ``picture`` is
    the box of a picture on the line's page.
    """
    parts: list[str] = []
    typeset: list[Typeset] = []
    starts, at, before = [0], 0, None
    pictures: list[Picture] = []
    for line in lines:
        given = {key: value for key, value in line.items() if key not in _BOXES}
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
        if "picture" in line:
            pictures.append(Picture(one.page, _box(line, "picture")))
    sizes = (page_size,) * len(starts)
    return Document(
        "".join(parts), typeset=tuple(typeset), page_starts=tuple(starts), page_sizes=sizes,
        pictures=tuple(pictures),
    )  # fmt: skip


def _box(line: Mapping[str, object], key: str = "box") -> Box:
    box = line.get(key, [72.0, 72.0, 540.0, 84.0])
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
        check_edits(one, [edit], doc.text)
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
            check_edits(one, [edit], doc.text)
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
