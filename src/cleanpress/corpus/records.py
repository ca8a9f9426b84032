"""Records of JSON Lines: the text changes, every other byte of the line stays what it is.

A line is never rebuilt from what a JSON library made of it: that would turn ``1E5`` into
``100000.0``, a number of thirty digits into another one, and order and spaces into its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from cleanpress.errors import BadRecord

__all__ = ["text_of", "with_field", "with_text"]

# A string that never ends is a token, too: to look for its end from every quote is quadratic.
_TOKEN = re.compile(r'"(?:[^"\\]+|\\.)*+"?|[{}\[\],:]', re.S)
_READ = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)


def text_of(line: str, field: str) -> str:
    r"""The text in a record.

    Raises:
        BadRecord: the line is no JSON object, or the field is not there or no text.

    >>> text_of('{"id": 1E5, "text": "The f\\u0065rry."}', "text")
    'The ferry.'
    """
    _check(line)
    spans = list(_values(line, field))
    if not spans:
        raise BadRecord(f"the record has no field {field!r}")
    start, end = spans[-1]  # of fields of one name JSON libraries take the last
    if line[start] != '"':
        raise BadRecord(f"the field {field!r} is no text: {line[start:end][:40]}")
    text: str = _READ.decode(line[start:end])
    return text


def with_text(line: str, field: str, text: str) -> str:
    r"""The record with another text in the field.

    >>> with_text('{"id": 1E5,  "text": "The\\nferry.", "n": [1.50]}', "text", "A ferry.")
    '{"id": 1E5,  "text": "A ferry.", "n": [1.50]}'
    """
    value = json.dumps(text, ensure_ascii=line.isascii())
    parts, at = [], 0
    for start, end in _values(line, field):
        parts += [line[at:start], value]
        at = end
    return "".join([*parts, line[at:]])


def with_field(line: str, field: str, value: str) -> str:
    """The record with a field more, or another value of one that is there; ``value`` is JSON.

    >>> with_field('{"id": 7}', "cleanpress", "[1]"), with_field("{}", "a", "1")
    ('{"id": 7, "cleanpress": [1]}', '{"a": 1}')
    """
    found = list(_values(line, field))
    if found:
        start, end = found[-1]
        return line[:start] + value + line[end:]
    close = line.rindex("}")
    parted = ", " if line[line.index("{") + 1 : close].strip() else ""
    return f"{line[:close]}{parted}{json.dumps(field)}: {value}{line[close:]}"


def _check(line: str) -> None:
    try:
        if isinstance(_READ.decode(line), dict):
            return
    except RecursionError:  # nested deeper than the library goes: then the brackets must do
        if line.lstrip()[:1] == "{" and _balanced(line):
            return
    except ValueError as error:
        raise BadRecord(f"the line is no JSON: {error}") from None
    raise BadRecord("the line is no JSON object")


def _balanced(line: str) -> bool:
    depth = 0
    for token in _TOKEN.finditer(line):
        depth += (token[0] in "{[") - (token[0] in "}]")
    return depth == 0


def _values(line: str, field: str) -> Iterator[tuple[int, int]]:
    """Where the values of a field of the record itself stand; the line is JSON."""
    depth, start, key = 0, -1, ""
    for token in _TOKEN.finditer(line):
        sign = token[0]
        if depth == 1:
            if start < 0 and sign[0] == '"':
                key = sign
            elif sign == ":":
                start = token.end()
            elif sign in ",}":
                if start >= 0 and _READ.decode(key) == field:
                    yield _trimmed(line, start, token.start())
                start = -1
        if sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    value = line[start:end]
    return end - len(value.lstrip()), start + len(value.rstrip())
