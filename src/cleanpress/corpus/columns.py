"""Columns of the tables that engines know; a table's own library is loaded with it, never by us.

A table is told by the module of its type, so that nothing has to be imported to tell them apart.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from types import ModuleType
from typing import Any, NamedTuple, TypeAlias

from cleanpress.errors import ConfigError

# The libraries' types are not there to be named: mypy sees this module without them.
Table: TypeAlias = Any
Texts: TypeAlias = Mapping[str, Sequence[str | None]]


class Kind(NamedTuple):
    """What can be done with one kind of table."""

    names: Callable[[Table], Sequence[str]]
    values: Callable[[Table, str], Sequence[object]]
    with_texts: Callable[[Table, Texts], Table]


def values(table: object, name: str) -> list[object]:
    """The values of a column; what is missing is ``None``.

    Raises:
        ConfigError: the table has no such column, or is of a kind that is not known.

    >>> values({"text": ["a", None, float("nan")]}, "text")
    ['a', None, None]
    """
    kind = _kind(table)
    names = list(kind.names(table))
    if name not in names:
        raise ConfigError(f"the batch has no column {name!r}; it has: {', '.join(map(str, names))}")
    return [None if _missing(one) else one for one in kind.values(table, name)]


def with_texts(table: Table, new: Texts) -> Table:
    """A table of the same type with columns of text added or replaced.

    >>> with_texts({"id": [7], "text": ["a"]}, {"text": ["b"], "error": [""]})
    {'id': [7], 'text': ['b'], 'error': ['']}
    """
    return _kind(table).with_texts(table, new)


def _kind(table: object) -> Kind:
    for one in type(table).__mro__:
        home = one.__module__.partition(".")[0]
        if (home, one.__name__) in _KINDS:
            return _KINDS[home, one.__name__]
    if isinstance(table, Mapping):
        return _MAPPING
    told = f"{type(table).__module__}.{type(table).__qualname__}"
    raise ConfigError(
        f"a batch is a pyarrow Table or RecordBatch, a pandas or polars DataFrame, "
        f"or a dict of columns, not {told}"
    )


def _missing(value: object) -> bool:
    """Whether a value stands for none: ``None``, NaN, and the NA of pandas."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and value != value


def _library(name: str) -> ModuleType:
    """The library of a table that is at hand, so that it is loaded already."""
    return sys.modules[name]


# ---- pyarrow -----------------------------------------------------------------------------------
def _arrow_with(table: Table, new: Texts) -> Table:
    arrow = _library("pyarrow")
    for name, texts in new.items():
        at = table.schema.get_field_index(name)
        field = table.schema.field(at) if at >= 0 else arrow.field(name, arrow.string())
        if not _holds_text(arrow, field.type):
            field = field.with_type(arrow.string())
        column = arrow.array(texts, field.type)
        table = (
            table.append_column(field, column) if at < 0 else table.set_column(at, field, column)
        )
    return table


def _holds_text(arrow: ModuleType, kind: object) -> bool:
    kinds = [arrow.string(), arrow.large_string(), arrow.string_view()]
    return kind in kinds


# ---- pandas ------------------------------------------------------------------------------------
def _pandas_with(table: Table, new: Texts) -> Table:
    pandas = _library("pandas")
    out = table.copy(deep=False)
    for name, texts in new.items():
        kind = table[name].dtype if name in table.columns else None
        if kind is not None and not pandas.api.types.is_string_dtype(kind):
            kind = object  # bytes become texts, categories plain values
        out[name] = pandas.Series(list(texts), index=table.index, dtype=kind)
    return out


# ---- polars ------------------------------------------------------------------------------------
def _polars_with(table: Table, new: Texts) -> Table:
    polars = _library("polars")
    series = [polars.Series(name, texts, dtype=polars.String) for name, texts in new.items()]
    return table.with_columns(series)


# ---- dicts of lists or numpy arrays, and what behaves like one -----------------------------------
def _mapping_values(table: Table, name: str) -> Sequence[object]:
    column = table[name]
    return column.tolist() if hasattr(column, "tolist") else column  # type: ignore[no-any-return]


def _mapping_with(table: Table, new: Texts) -> Table:
    arrays = any(type(one).__module__ == "numpy" for one in _loaded(table))
    out: MutableMapping[str, object] = table.copy() if hasattr(table, "copy") else dict(table)
    for name, texts in new.items():
        out[name] = _array(texts) if arrays else list(texts)
    return out


def _loaded(table: Table) -> list[object]:
    """The columns as they are; those that ``datasets`` has not decoded yet stay so."""
    return list((table.data if hasattr(table, "data") else table).values())


def _array(texts: Sequence[str | None]) -> object:
    numpy = _library("numpy")
    return numpy.array(texts, dtype=object)


_MAPPING = Kind(lambda table: list(table), _mapping_values, _mapping_with)
_ARROW = Kind(
    lambda table: table.schema.names,
    lambda table, name: table.column(table.schema.get_field_index(name)).to_pylist(),
    _arrow_with,
)
_KINDS: dict[tuple[str, str], Kind] = {
    ("pyarrow", "Table"): _ARROW,
    ("pyarrow", "RecordBatch"): _ARROW,
    ("pandas", "DataFrame"): Kind(
        lambda table: list(table.columns), lambda table, name: table[name].tolist(), _pandas_with
    ),
    ("polars", "DataFrame"): Kind(
        lambda table: table.columns, lambda table, name: table[name].to_list(), _polars_with
    ),
}
