"""Presets: which filters a pipeline has, read from ``data/presets.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from cleanpress.document import Filter
from cleanpress.pipeline import Pipeline
from cleanpress.registry import filter_type, unknown

EMBED_MODES = ("keep", "quote", "residue", "drop")


class Preset(NamedTuple):
    """One preset as its file has it: what it is for, and its filters by name."""

    name: str
    about: str
    filters: tuple[str, ...]


@cache
def presets() -> Mapping[str, Preset]:
    """All presets by name."""
    import tomllib

    path = files("cleanpress") / "data" / "presets.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Preset(name, entry["about"], tuple(entry["filters"])) for name, entry in table.items()
    }


def preset(
    name: str = "default", *, languages: tuple[str, ...] = (), embeds: str = "residue"
) -> Pipeline:
    """The pipeline of a preset, its filters set to the languages and the embed mode.

    Raises:
        ConfigError: no such preset, language or mode.

    >>> preset("reflow").names[:2]
    ('mojibake', 'cid-glyphs')
    """
    return _preset(name, tuple(languages), embeds)


@cache
def _preset(name: str, languages: tuple[str, ...], embeds: str) -> Pipeline:
    if name not in presets():
        raise unknown("preset", name, presets())
    if embeds not in EMBED_MODES:
        raise unknown("embed mode", embeds, EMBED_MODES)
    from cleanpress.phrases import LANGUAGES

    for language in languages:
        if language not in LANGUAGES:
            raise unknown("language", language, LANGUAGES)
    names = [one for one in presets()[name].filters if one != "embeds" or embeds != "keep"]
    if embeds == "quote" and "embeds" in names:
        names.append("embed-quotes")
    return Pipeline(tuple(build(one, languages, embeds) for one in names))


def build(name: str, languages: tuple[str, ...] = (), embeds: str = "residue") -> Filter:
    """A filter by name, with those settings that it has a field for."""
    kind = filter_type(name)
    known: set[str] = {one.name for one in fields(kind)} if is_dataclass(kind) else set()
    settings: dict[str, object] = {}
    if "languages" in known:
        settings["languages"] = languages
    if name == "embeds" and "mode" in known:
        settings["mode"] = "drop" if embeds == "drop" else "residue"
    return kind(**settings)
