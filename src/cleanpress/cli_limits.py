"""The options that say how much a document may take, and what becomes of one that takes more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import TypeVar

import click

from cleanpress.errors import ConfigError
from cleanpress.limits import DEFAULT, Limits

__all__ = ["limit_options", "limits_of"]

_Command = TypeVar("_Command", bound=Callable[..., object])
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_NAMES = tuple(field.name for field in fields(Limits))


def limits_of(given: Sequence[str]) -> Limits:
    """The limits that options of the form ``name=number`` ask for, others as they are.

    Raises:
        ConfigError: there is no such limit, or what is given is no number.

    >>> limits_of(["pages=50", "memory=512M"]).memory
    536870912
    """
    changed: dict[str, float] = {}
    for one in given:
        name, _, number = one.partition("=")
        name = name.strip().replace("-", "_")
        if name not in _NAMES:
            raise ConfigError(f"unknown limit {name!r}; there are {', '.join(_NAMES)}")
        changed[name] = _number(name, number.strip())
    return replace(DEFAULT, **changed)  # type: ignore[arg-type]


def _number(name: str, told: str) -> float:
    digits, unit = (told[:-1], told[-1:].lower()) if told[-1:].isalpha() else (told, "")
    try:
        found = float(digits) * _UNITS[unit]
        return found if name == "seconds" else int(found)
    except (ValueError, KeyError, OverflowError):
        told = f"limit {name!r} is {told!r}; it must be a number, as 50, 0.5 or 512M"
        raise ConfigError(told) from None


def _parsed(_: click.Context, __: click.Parameter, given: Sequence[str]) -> Limits:
    try:
        return limits_of(given)
    except ConfigError as error:
        raise click.BadParameter(str(error)) from None


def limit_options(command: _Command) -> _Command:
    """Give a command the options."""
    for option in (
        click.option(
            "--isolate/--no-isolate",
            default=None,
            help="Read PDFs in a process beside this one, which may crash and is ended at its "
            "limits. Default: where pdfium reads them.",
        ),
        click.option(
            "--keep-going",
            is_flag=True,
            help="Of a document that ends with an error, write what could be read before it.",
        ),
        click.option(
            "--limit",
            "limits",
            multiple=True,
            metavar="NAME=N",
            callback=_parsed,
            help="What one document may take: " + ", ".join(_NAMES) + ". May be repeated; "
            "k, M and G are 1024, its square and its cube.",
        ),
    ):
        command = option(command)
    return command
