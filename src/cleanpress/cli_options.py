"""What all commands that clean have in common: which filters run, and how a file is read."""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from functools import cache
from typing import TypedDict, cast

import click

from cleanpress.api import Beside, Job, clean, clean_bytes, is_pdf
from cleanpress.article import Article
from cleanpress.errors import CleanpressError, ConfigError
from cleanpress.limits import Limits
from cleanpress.pipeline import Pipeline
from cleanpress.presets import build, preset
from cleanpress.readers.pdf import check_backend
from cleanpress.registry import BUILTIN, filter_type


class Reading(TypedDict):
    """The options that say how a document is read and cleaned."""

    preset: str
    only: tuple[str, ...]
    without: tuple[str, ...]
    embeds: str
    profiles: tuple[str, ...]
    languages: tuple[str, ...]
    encoding: str | None
    password: str
    backend: str
    limits: Limits
    keep_going: bool
    isolate: bool | None


SHARED = frozenset(Reading.__annotations__)


def reading_of(options: Mapping[str, object]) -> tuple[Reading, Pipeline]:
    """Those of a command's options that say how to read, and the pipeline they ask for.

    Raises:
        click.UsageError: a preset, filter or language that does not exist.
    """
    reading = cast("Reading", {name: options[name] for name in SHARED})
    try:
        return reading, pipeline_of(reading)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None


def pipeline_of(options: Reading) -> Pipeline:
    """The pipeline that the options ask for.

    Raises:
        ConfigError: a preset, filter or language that does not exist.
    """
    languages, embeds = options["languages"], options["embeds"]
    chosen = preset(options["preset"], languages=languages, embeds=embeds)
    if options["only"]:
        order = list(BUILTIN)
        names = sorted(set(options["only"]), key=lambda n: order.index(n) if n in order else 999)
        chosen = Pipeline(tuple(build(name, languages, embeds) for name in names))
    for name in options["without"]:
        filter_type(name)  # a filter that exists but is not in the preset may be left out too
    if options["profiles"]:
        from cleanpress.site_files import with_profiles

        chosen = with_profiles(chosen, options["profiles"])
    return chosen.without(*(name for name in options["without"] if name in chosen.names))


def article_of(data: bytes, options: Reading, pipeline: Pipeline) -> Article:
    """The article in a file's bytes.

    Raises:
        ReadError: the file cannot be read.
        UnicodeDecodeError: it is not in the encoding that was told.
    """
    encoding = options["encoding"]
    if encoding is not None and not is_pdf(data):
        return clean(data.decode(encoding), pipeline=pipeline, limits=options["limits"],
                     keep_going=options["keep_going"])  # fmt: skip
    if is_pdf(data):
        job = Job(data, options["password"], options["backend"], options["limits"],
                  options["keep_going"], pipeline)  # fmt: skip
        return _beside(options["limits"])(job) if _apart(options) else job.done()
    return clean_bytes(data, pipeline=pipeline, limits=options["limits"],
                       keep_going=options["keep_going"])  # fmt: skip


def _apart(options: Reading) -> bool:
    """Whether PDFs are read in a process of their own: asked for, or since PDFium reads them."""
    if options["isolate"] is not None:
        return options["isolate"]
    return check_backend(options["backend"])[0] == "pdfium"


@cache
def _beside(limits: Limits) -> Beside:
    """One process for all documents of a command."""
    found = Beside(limits)
    atexit.register(found.close)
    return found


def reason_of(error: Exception) -> str:
    """Why a document failed, in one line."""
    match error:
        case OSError(strerror=str() as message):
            return message
        case CleanpressError() | OSError():
            return str(error)
        case UnicodeDecodeError():
            return f"not {error.encoding}: byte {error.object[error.start]:#04x} at {error.start}"
        case _:
            told = f"{type(error).__name__}: {error}".splitlines()[0]
            return f"internal error ({told}); please report it, CLEANPRESS_TRACEBACK=1 shows where"
