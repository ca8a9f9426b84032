"""How one document of a corpus is cleaned: set once, checked at once, carried to other machines."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import ClassVar, NamedTuple, TypedDict
from weakref import finalize

from cleanpress.api import clean, clean_bytes, is_pdf
from cleanpress.article import Article
from cleanpress.errors import ConfigError, Empty, ReadError
from cleanpress.isolation import Isolated
from cleanpress.limits import DEFAULT, Limits
from cleanpress.pipeline import Pipeline
from cleanpress.presets import preset as preset_of
from cleanpress.registry import unknown
from cleanpress.report.plain import Record
from cleanpress.report.record import failed, record_of, versions
from cleanpress.site_files import Given, profiles_of, with_profiles

LONE = "\N{REPLACEMENT CHARACTER}"

_LONE = re.compile("[\ud800-\udfff]")


class Asked(NamedTuple):
    """One document, and what is wanted of it."""

    source: object
    name: str
    receipt: bool


class Cleaned(NamedTuple):
    """What became of one document.

    ``text`` is the body; where ``status`` is ``failed`` it is the source as it was, and empty for
    bytes. ``error`` is the error's class and message, empty where there was none. ``receipt`` is
    the document's record as a line of JSON, if it was asked for. ``changes`` counts pieces that
    were removed or rewritten by filter, ``characters`` those of the source.
    """

    text: str
    status: str
    error: str
    receipt: str
    changes: Mapping[str, int]
    characters: int


class RecipeOptions(TypedDict, total=False):
    """The options of a recipe, for those who hand them on."""

    form: str
    preset: str
    languages: Sequence[str]
    embeds: str
    profile: Given | Sequence[Given] | None
    pipeline: Pipeline | None
    backend: str
    password: str
    encoding: str | None
    limits: Limits
    keep_going: bool
    isolate: bool | None


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What is to be done with each document; it can be pickled before, after and between uses.

    The options are those of ``cleanpress.clean_bytes``; ``form`` (``text`` or ``markdown``); and
    ``encoding``, that of texts that come as bytes, if it is not to be told by what they show.

    With ``isolate`` documents are read and cleaned in a process beside this one, which is replaced
    when one crashes it, hangs or swallows memory: such a document has an error as any other
    (``WorkerDied``, ``LimitExceeded``), and the engine's own worker lives on. Left open, PDFs that
    PDFium reads are read there and cleaned here; with ``isolate=False`` nothing is done there.

    The pickle holds the settings and the version of cleanpress and nothing that was compiled, and
    is the same bytes for the same settings: caches that go by it (Hugging Face's ``datasets``) hold
    until a setting or the version changes.

    Raises:
        ConfigError: a preset, language, mode, form or backend that does not exist, or a file that
            is no site profile.

    >>> Recipe(preset="reflow").clean("The ferry leaves at noon.").text
    'The ferry leaves at noon.\\n'
    >>> Recipe(preset="reflo")
    Traceback (most recent call last):
        ...
    cleanpress.errors.ConfigError: unknown preset 'reflo'; did you mean 'reflow'?
    """

    forms: ClassVar[tuple[str, ...]] = ("text", "markdown")

    form: str = "text"
    preset: str = "default"
    languages: Sequence[str] = ()
    embeds: str = "residue"
    profile: Given | Sequence[Given] | None = None
    pipeline: Pipeline | None = None
    backend: str = "auto"
    password: str = field(default="", repr=False)
    encoding: str | None = None
    limits: Limits = DEFAULT
    keep_going: bool = False
    isolate: bool | None = None

    def __post_init__(self) -> None:
        if self.form not in self.forms:
            raise unknown("form", self.form, self.forms)
        if isinstance(self.languages, str):
            raise ConfigError(f"languages: {self.languages!r} is one string; give a list of codes")
        object.__setattr__(self, "languages", tuple(self.languages))
        from cleanpress.readers.pdf import check_backend

        check_backend(self.backend)
        try:
            "".encode(self.encoding or "utf-8")
        except LookupError as error:
            raise ConfigError(str(error)) from None
        if self.profile is not None:  # read here: workers may not have the file
            object.__setattr__(self, "profile", profiles_of(self.profile))
        _ = self._preset

    @property
    def _preset(self) -> Pipeline:
        chosen = preset_of(self.preset, languages=tuple(self.languages), embeds=self.embeds)
        return with_profiles(chosen, self.profile)

    @cached_property
    def _filters(self) -> Pipeline:
        return self._preset if self.pipeline is None else self.pipeline

    def clean(self, source: object, *, receipt: bool = False, name: str = "") -> Cleaned:
        r"""Clean one document: a text, or the bytes of a text or PDF. It never raises.

        What cannot be cleaned comes back as it was, with the error's class and message. The text
        is valid Unicode, so that every format can hold it: lone surrogates, which stand for bytes
        that could not be decoded, are U+FFFD.

        >>> Recipe().clean(b"%PDF-1.7 cut short").error[:8]
        'Damaged:'
        >>> Recipe().clean(7).error
        'TypeError: neither text nor bytes: int'
        """
        plain = bytes(source) if isinstance(source, bytearray | memoryview) else source
        asked = Asked(plain, name, receipt)
        try:
            return self._elsewhere(asked) if self.isolate else self.clean_here(asked)
        except Exception as error:  # one document of millions must not cost the others
            kept = whole(source) if isinstance(source, str) else ""
            record = as_line(failed(name, told(error))) if receipt else ""
            return Cleaned(kept, "failed", told(error), record, {}, len(kept))

    def clean_here(self, asked: Asked) -> Cleaned:
        """Clean one document in this process.

        Raises:
            ReadError: it cannot be read, or takes more than the limits allow.
            TypeError: it is neither text nor bytes.
        """
        article, error = self.article(asked.source)
        record = ""
        if asked.receipt:
            data = asked.source if isinstance(asked.source, bytes) else None
            record = as_line(record_of(article, file=asked.name, data=data))
        changes = Counter(run.by for run in article.document.runs if run.by)
        return Cleaned(
            self.text(article), article.status, told(error) if error else "", record,
            dict(changes), len(article.source),
        )  # fmt: skip

    def article(self, source: object) -> tuple[Article, ReadError | None]:
        """The article in a text or in bytes; with an error it is what could be read before it.

        Raises:
            ReadError: nothing could be read, or not to ``keep_going``; it takes more than it may.
            TypeError: it is neither text nor bytes.
        """
        try:
            return self._article(source), None
        except ReadError as error:
            if not isinstance(error.partial, Article):
                raise
            return error.partial, error

    def text(self, article: Article) -> str:
        """The article's text as it is wanted, in valid Unicode."""
        return whole(article.markdown if self.form == "markdown" else article.text)

    def _article(self, source: object) -> Article:
        if not isinstance(source, str | bytes):
            raise TypeError(f"neither text nor bytes: {type(source).__name__}")
        if isinstance(source, bytes) and not source.strip():
            raise Empty("the file is empty")
        if isinstance(source, bytes) and self.encoding is not None and not is_pdf(source):
            source = source.decode(self.encoding)
        if isinstance(source, str):
            return clean(source, pipeline=self._filters, limits=self.limits,
                         keep_going=self.keep_going)  # fmt: skip
        return clean_bytes(
            source, password=self.password, backend=self.backend, limits=self.limits,
            keep_going=self.keep_going, pipeline=self._filters,
            isolate=None if self.isolate is None else False,
        )  # fmt: skip

    def _elsewhere(self, asked: Asked) -> Cleaned:
        """Clean one document in the process beside this one."""
        process, beside = self.__dict__.get("_beside", (0, None))
        if process != os.getpid() or beside is None:  # a fork has no part in what its parent has
            beside = Isolated(replace(self, isolate=False).clean_here, limits=self.limits)
            self.__dict__["_beside"] = os.getpid(), beside
            finalize(self, beside.close)
        found: Cleaned = beside(asked)
        return found

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


def as_line(record: Record) -> str:
    """A record as one line of JSON that UTF-8 can hold."""
    text = json.dumps(record, ensure_ascii=False)
    return json.dumps(record) if _LONE.search(text) else text
