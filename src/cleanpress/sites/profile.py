"""Site profiles: what a site prints around its articles, as a small file that people can edit.

A profile is data: texts and templates that are compared, never patterns that are run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cleanpress.errors import ConfigError
from cleanpress.sites.outline import SAME, Look
from cleanpress.sites.templates import LONGEST, is_bare, is_loose

SCHEMA = "cleanpress-site/1"
ZONES = ("top", "inside", "end")
ANCHOR = 0.7  # share of the documents of a line by which others are placed; sections have less
LOOSE_ANCHOR = 0.8  # of a template with a name or any rest; patterns of headlines have less
WIDE_ANCHOR = 0.9  # of a line at several places; the largest section's name has less
MAX_BYTES = 2_000_000  # of a profile file; one of 60 pages has 10,000
MAX_ENTRIES = 5_000
MAX_TEXT = 20 * LONGEST
MAX_COUNT = 10**9
MAX_THEN = 60  # lines
NAMES = 200  # characters of a name or a host


@dataclass(frozen=True, slots=True)
class Entry:
    """One line, template or notice of a site, and where it stands.

    ``on`` is on how many documents; ``then`` how many lines below it that are not set as the body
    belong to it (teasers under a label); ``look`` how it is set, where that is known.
    """

    text: str
    on: int
    places: tuple[str, ...]
    then: int = 0
    look: Look | None = None

    def fits(self, look: Look | None) -> bool:
        """Whether a line is set as this one is, as far as both are known."""
        if look is None or self.look is None:
            return True
        return (
            abs(look.size - self.look.size) <= 2 * SAME
            and look.own_face == self.look.own_face
            and look.bold == self.look.bold
        )


@dataclass(frozen=True)
class Profile:
    """What was learned of one site from so many documents.

    >>> profile = Profile("gull", 40, ("gull.example",), (Entry("Read on", 38, ("end",)),))
    >>> Profile.loads(profile.dumps()) == profile
    True
    """

    name: str
    documents: int
    hosts: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()

    def __getstate__(self) -> dict[str, object]:
        """Without what is cached: the same profile is the same pickle."""
        return {name: getattr(self, name) for name in ("name", "documents", "hosts", "entries")}

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the profile as it is written."""
        return sha256(self.dumps().encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def told(self) -> dict[str, object]:
        """What a report says of it: not all of it."""
        return {"name": self.name, "documents": self.documents, "hosts": list(self.hosts),
                "entries": len(self.entries), "sha256": self.sha256}  # fmt: skip

    def serves(self, host: str) -> bool:
        """Whether it is one for the pages of a host."""
        return any(host == one or host.endswith(f".{one}") for one in self.hosts)

    def is_anchor(self, entry: Entry | None) -> bool:
        """Whether an entry stands on so many documents that others are placed by it."""
        if entry is None or is_bare(entry.text):
            return False
        if is_loose(entry.text):
            return len(entry.places) == 1 and entry.on >= LOOSE_ANCHOR * self.documents
        share = ANCHOR if len(entry.places) == 1 else WIDE_ANCHOR
        return entry.on >= share * self.documents

    def dumps(self) -> str:
        """The profile as JSON, one entry a line."""
        head = {"schema": SCHEMA, "name": self.name, "documents": self.documents,
                "hosts": list(self.hosts)}  # fmt: skip
        lines = ",\n".join("  " + json.dumps(_plain(one)) for one in self.entries)
        opening = json.dumps(head, indent=1)[:-2]
        return f'{opening},\n "lines": [\n{lines}\n ]\n}}\n'

    @classmethod
    def loads(cls, text: str, origin: str = "site profile") -> Profile:
        """A profile from JSON.

        Raises:
            ConfigError: it is none, or says something that no profile says; named is the place.
        """
        if len(text) > MAX_BYTES:
            raise ConfigError(f"{origin}: longer than {MAX_BYTES:,} characters")
        try:
            told = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{origin}: not JSON ({error})") from None
        return _profile(_Checked(told, origin))


def _plain(entry: Entry) -> Mapping[str, object]:
    told: dict[str, object] = {"text": entry.text, "on": entry.on, "places": list(entry.places)}
    if entry.then:
        told["then"] = entry.then
    if entry.look:
        told["size"] = entry.look.size
        told |= {"own_face": True} if entry.look.own_face else {}
        told |= {"bold": True} if entry.look.bold else {}
    return told


class _Checked:
    """A JSON object whose values are asked for by type; nothing else may be there."""

    def __init__(self, told: object, where: str) -> None:
        if not isinstance(told, dict):
            raise ConfigError(f"{where}: not a JSON object")
        self.told, self.where = told, where

    def only(self, *names: str) -> None:
        for name in self.told:
            if name not in names:
                raise ConfigError(f"{self.where}: unknown key {str(name)[:40]!r}")

    def text(self, name: str, most: int) -> str:
        value = self.told.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > most:
            raise ConfigError(f"{self.where}: {name!r} must be a text of 1 to {most:,} characters")
        return value

    def count(self, name: str, least: int, most: int, default: int | None = None) -> int:
        value = self.told.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ConfigError(f"{self.where}: {name!r} must be a number from {least} to {most:,}")
        return value

    def flag(self, name: str) -> bool:
        value = self.told.get(name, False)
        if not isinstance(value, bool):
            raise ConfigError(f"{self.where}: {name!r} must be true or false")
        return value

    def list(self, name: str, most: int) -> list[object]:
        value = self.told.get(name)
        if not isinstance(value, list) or len(value) > most:
            raise ConfigError(f"{self.where}: {name!r} must be a list of at most {most:,}")
        return value

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        found = self.list(name, most)
        if not all(isinstance(one, str) and 0 < len(one) <= NAMES for one in found):
            raise ConfigError(f"{self.where}: {name!r} must be a list of short texts")
        return tuple(map(str, found))


def _profile(told: _Checked) -> Profile:
    if told.told.get("schema") != SCHEMA:
        given = str(told.told.get("schema"))[:60]
        raise ConfigError(f"{told.where}: the schema is {given!r}, not {SCHEMA!r}")
    told.only("schema", "name", "documents", "hosts", "lines")
    name, documents = told.text("name", NAMES), told.count("documents", 1, MAX_COUNT)
    lines = told.list("lines", MAX_ENTRIES)
    entries = tuple(
        _entry(_Checked(one, f"{told.where}: line {number}"), documents)
        for number, one in enumerate(lines, start=1)
    )
    return Profile(name, documents, tuple(map(str.lower, told.texts("hosts", 100))), entries)


def _entry(told: _Checked, documents: int) -> Entry:
    told.only("text", "on", "places", "then", "size", "own_face", "bold")
    places = told.texts("places", len(ZONES))
    if not places or not set(places) <= set(ZONES):
        raise ConfigError(f"{told.where}: 'places' must be of {', '.join(ZONES)}")
    size = told.told.get("size")
    look = None
    if size is not None:
        if isinstance(size, bool) or not isinstance(size, int | float) or not 0.05 <= size <= 50:
            raise ConfigError(f"{told.where}: 'size' must be a number from 0.05 to 50")
        look = Look(float(size), told.flag("own_face"), told.flag("bold"))
    return Entry(told.text("text", MAX_TEXT), told.count("on", 1, documents), places,
                 told.count("then", 0, MAX_THEN, 0), look)  # fmt: skip
