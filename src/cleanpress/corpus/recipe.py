"""How one document of a corpus is cleaned: set once, checked at once, carried to other machines."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import NamedTuple, TypedDict

from cleanpress.api import clean, clean_bytes
from cleanpress.article import Article
from cleanpress.errors import ConfigError
from cleanpress.pipeline import Pipeline
from cleanpress.presets import preset as preset_of
from cleanpress.registry import unknown
from cleanpress.report.record import failed, record_of, versions

FORMS = ("text", "markdown")
LONE = "\N{REPLACEMENT CHARACTER}"

_LONE = re.compile("[\ud800-\udfff]")


class Cleaned(NamedTuple):
    """What became of one document.

    ``text`` is the body, or the source as it was where ``error`` says what went wrong; ``article``
    is then ``None`` and ``status`` is ``failed``.
    """

    text: str
    status: str
    error: str
    article: Article | None


class RecipeOptions(TypedDict, total=False):
    """The options of a recipe, for those who hand them on."""

    form: str
    preset: str
    languages: Sequence[str]
    embeds: str
    pipeline: Pipeline | None
    backend: str
    password: str


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What is to be done with each document; it can be pickled before, after and between uses.

    The pickle holds the settings and the version of cleanpress and nothing that was compiled, and
    is the same bytes for the same settings: caches that go by it (Hugging Face's ``datasets``) hold
    until a setting or the version changes.

    Raises:
        ConfigError: a preset, language, mode, form or backend that does not exist.

    >>> Recipe(preset="reflow").clean("The ferry leaves at noon.").text
    'The ferry leaves at noon.\\n'
    >>> Recipe(preset="reflo")
    Traceback (most recent call last):
        ...
    cleanpress.errors.ConfigError: unknown preset 'reflo'; did you mean 'reflow'?
    """

    form: str = "text"
    preset: str = "default"
    languages: Sequence[str] = ()
    embeds: str = "residue"
    pipeline: Pipeline | None = None
    backend: str = "auto"
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise unknown("form", self.form, FORMS)
        if isinstance(self.languages, str):
            raise ConfigError(f"languages: {self.languages!r} is one string; give a list of codes")
        object.__setattr__(self, "languages", tuple(self.languages))
        from cleanpress.readers.pdf import check_backend

        check_backend(self.backend)
        preset_of(self.preset, languages=tuple(self.languages), embeds=self.embeds)

    @cached_property
    def _filters(self) -> Pipeline:
        if self.pipeline is not None:
            return self.pipeline
        return preset_of(self.preset, languages=tuple(self.languages), embeds=self.embeds)

    def clean(self, source: object) -> Cleaned:
        r"""Clean one document: a text, or the bytes of a text or PDF. It never raises.

        What cannot be cleaned comes back as it was, with the error's class and message. The text
        is valid Unicode, so that every format can hold it: lone surrogates, which stand for bytes
        that could not be decoded, are U+FFFD.

        >>> Recipe().clean(b"%PDF-1.7 cut short").error[:8]
        'Damaged:'
        >>> Recipe().clean(7).error
        'TypeError: neither text nor bytes: int'
        """
        try:
            article = self._article(source)
            text = article.markdown if self.form == "markdown" else article.text
        except Exception as error:  # one document of millions must not cost the others
            kept = source if isinstance(source, str) else ""
            return Cleaned(whole(kept), "failed", told(error), None)
        return Cleaned(whole(text), article.status, "", article)

    def _article(self, source: object) -> Article:
        if isinstance(source, str):
            return clean(source, pipeline=self._filters)
        if isinstance(source, bytes | bytearray | memoryview):
            return clean_bytes(
                bytes(source),
                password=self.password,
                backend=self.backend,
                pipeline=self._filters,
            )
        raise TypeError(f"neither text nor bytes: {type(source).__name__}")

    def __getstate__(self) -> dict[str, object]:
        state: dict[str, object] = {one.name: getattr(self, one.name) for one in fields(self)}
        if self.pipeline is not None:
            state["pipeline"] = self.pipeline.filters  # without what the pipeline has cached
        return {**state, "cleanpress": dict(versions())["cleanpress"]}

    def __setstate__(self, state: dict[str, object]) -> None:
        for one in fields(self):
            object.__setattr__(self, one.name, state[one.name])
        if isinstance(self.pipeline, tuple):
            object.__setattr__(self, "pipeline", Pipeline(self.pipeline))


def told(error: Exception) -> str:
    """An error in one line: its class and its message.

    >>> told(ConfigError("no such preset\\nat all"))
    'ConfigError: no such preset'
    """
    lines = str(error).splitlines() or [""]
    return whole(f"{type(error).__name__}: {lines[0]}".removesuffix(": "))


def whole(text: str) -> str:
    r"""The text without lone surrogates, which UTF-8 has no place for.

    >>> whole("na\udcefve") == "na\N{REPLACEMENT CHARACTER}ve"
    True
    """
    return text if text.isascii() else _LONE.sub(LONE, text)


def receipt_of(cleaned: Cleaned, source: object, *, name: str = "") -> str:
    """The document's record as one line of JSON, as ``--report r.jsonl`` writes it."""
    if cleaned.article is None:
        record = failed(name, cleaned.error)
    else:
        data = source if isinstance(source, bytes) else None
        record = record_of(cleaned.article, file=name, data=data)
    text = json.dumps(record, ensure_ascii=False)
    return text if not _LONE.search(text) else json.dumps(record)
