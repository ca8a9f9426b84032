"""Plain values: what JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from typing import Protocol, TypeAlias, runtime_checkable

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
Record: TypeAlias = dict[str, Plain]


@runtime_checkable
class Brief(Protocol):
    """A setting of which a report says less than all: what it is called, and its SHA-256."""

    @property
    def told(self) -> Mapping[str, object]: ...  # noqa: D102


def plain(value: object) -> Plain:
    """A filter's setting as a plain value; what JSON cannot hold is told as Python writes it.

    >>> plain(("en", 2)), plain(frozenset("ba")), plain({1: None})
    (['en', 2], ['a', 'b'], {'1': None})
    """
    if isinstance(value, Brief):
        return plain(value.told)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((plain(one) for one in value), key=str)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return repr(value)
