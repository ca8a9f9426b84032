"""What a learner has kept, in a file: so that several workers learn from their share of a site."""

from __future__ import annotations

import json
import re

from cleanpress.errors import ConfigError
from cleanpress.learner import ROWS, SAMPLE, Learner, Sampled
from cleanpress.sites.outline import Row
from cleanpress.sites.templates import LONGEST

SCHEMA = "cleanpress-site-sample/1"
MAX_BYTES = 400_000_000  # of a sample file; one of 400 news pages has 10 to 20 million
_DIGEST = re.compile(r"[0-9a-f]{64}")


def dumps(learner: Learner) -> str:
    """What a learner has seen, as JSON Lines: the head, then one document a line."""
    head = {"schema": SCHEMA, "name": learner.name, "seen": learner.seen, "sample": learner.sample}
    told = [[one.digest, one.host, one.rows] for one in learner.sampled]
    return "".join(f"{json.dumps(one, separators=(',', ':'))}\n" for one in (head, *told))


def loads(text: str, origin: str = "sample") -> Learner:
    """A learner from what :func:`dumps` wrote.

    Raises:
        ConfigError: it is no such file; named is the line.

    >>> from cleanpress.document import Document
    >>> one = Learner(name="gull")
    >>> one.add(Document("It left."))
    >>> loads(dumps(one)).sampled == one.sampled
    True
    """
    lines = text.splitlines()
    head = _json(lines[0] if lines else "", f"{origin}: line 1")
    if not isinstance(head, dict) or head.get("schema") != SCHEMA:
        raise ConfigError(f"{origin}: not a sample that `cleanpress learn --sample` wrote")
    name, seen, size = head.get("name"), head.get("seen"), head.get("sample")
    if not (isinstance(name, str) and type(seen) is int and type(size) is int
            and len(lines) - 1 <= min(seen, size) and size <= 100 * SAMPLE):  # fmt: skip
        raise ConfigError(f"{origin}: its first line does not fit the others")
    learner = Learner(name=name[:200], sample=size)
    for number, line in enumerate(lines[1:], start=2):
        where = f"{origin}: line {number}"
        learner.take(_sampled(_json(line, where), where))
    learner.seen = seen
    return learner


def _json(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ConfigError(f"{where}: not JSON") from None


def _sampled(told: object, where: str) -> Sampled:
    match told:
        case [str() as digest, str() as host, list() as rows] if _DIGEST.fullmatch(digest):
            if len(rows) <= ROWS and len(host) <= 255:
                return Sampled(digest, host, tuple(_row(one, where) for one in rows))
    raise ConfigError(f"{where}: not a document of a sample")


def _row(told: object, where: str) -> Row:
    match told:
        case [str() as text, int() as unit, int() | float() as size, str() as face,
              bool() as bold, bool() as linked] if text and len(text) <= 2 * LONGEST:  # fmt: skip
            return Row(text, unit, float(size), face[:200], bold, linked)
    raise ConfigError(f"{where}: not a line of a sample")
