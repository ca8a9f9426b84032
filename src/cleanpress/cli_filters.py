"""``cleanpress filters``: each filter's stage, what it removes, its reasons and one example."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from cleanpress.document import Filter
from cleanpress.registry import BUILTIN, filter_type


class Example(NamedTuple):
    """One example of a filter: the code of its doctest, and the texts where it shows them."""

    code: str
    result: str
    before: str | None
    after: str | None


class Entry(NamedTuple):
    """What the list says of one filter."""

    name: str
    stage: str
    about: str
    reasons: dict[str, str]
    example: Example | None


def entries(names: Sequence[str] = ()) -> list[Entry]:
    """The entries of the named filters, or of all that are built in.

    Raises:
        ConfigError: no such filter.
    """
    kinds = [(name, filter_type(name)) for name in names or BUILTIN]
    return [_entry(name, kind) for name, kind in kinds]


def _entry(name: str, kind: type[Filter]) -> Entry:
    about = (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")
    return Entry(name, kind.stage.name, about, dict(kind.reasons), example_of(kind))


def example_of(kind: type[Filter]) -> Example | None:
    """The first example of a filter's docstring that shows a text as it comes out."""
    import doctest  # it brings the debugger along, and most commands show no example

    lines: list[str] = []
    for one in doctest.DocTestParser().get_examples(inspect.getdoc(kind) or ""):
        lines.append(one.source)
        if one.want:
            code = "".join(line for line in lines if "import" not in line)
            return Example(code, one.want.strip(), _given("".join(lines)), _text(one.want))
    return None


def _given(code: str) -> str | None:
    """The text that the example reads: the first string handed to a reader or a filter's call."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and node.args:
            try:
                value = ast.literal_eval(node.args[0])
            except (ValueError, TypeError):
                continue
            if isinstance(value, str):
                return value
    return None


def _text(want: str) -> str | None:
    try:
        value = ast.literal_eval(want.strip())
    except (ValueError, SyntaxError):
        return None
    return value if isinstance(value, str) else None


def as_json(found: Sequence[Entry]) -> str:
    """The list as JSON."""
    plain = [
        {**one._asdict(), "example": one.example._asdict() if one.example else None}
        for one in found
    ]
    return json.dumps(plain, ensure_ascii=False, indent=2)


def as_text(found: Sequence[Entry]) -> Iterator[str]:
    """The list for a person, in the order in which the filters run."""
    for one in found:
        yield f"{click.style(one.name, bold=True)}  {click.style(one.stage, fg='cyan')}"
        yield f"  {one.about}"
        wide = max(map(len, one.reasons), default=0)
        for reason, meaning in one.reasons.items():
            yield f"    {click.style(reason.ljust(wide), fg='yellow')}  {meaning}"
        yield from _shown(one.example)
        yield ""


def _shown(example: Example | None) -> Iterator[str]:
    if example is None:
        return
    if example.before is not None and example.after is not None:
        yield f"  before  {example.before!r}"
        yield f"  after   {example.after!r}"
        return
    for line in example.code.splitlines():
        yield f"  >>> {line}"
    yield from (f"  {line}" for line in example.result.splitlines())
