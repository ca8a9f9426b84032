"""What is worked out once: properties of an instance, and what pure functions say of texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, overload

_S = TypeVar("_S")
_T = TypeVar("_T")


class once(Generic[_S, _T]):  # noqa: N801  # it stands where property stands
    """A property that is worked out once: ``functools.cached_property`` without its lock.

    In Python 3.11 the lock costs more than most of what a document works out.
    """

    def __init__(self, make: Callable[[_S], _T]) -> None:
        self.make, self.name, self.__doc__ = make, make.__name__, make.__doc__

    def __set_name__(self, kind: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, owner: None, kind: type, /) -> once[_S, _T]: ...
    @overload
    def __get__(self, owner: _S, kind: type, /) -> _T: ...
    def __get__(self, owner: _S | None, kind: type, /) -> once[_S, _T] | _T:
        if owner is None:
            return self
        value = owner.__dict__[self.name] = self.make(owner)
        return value


class Facts(dict[str, _T]):
    """A table that fills itself: a text that is not in it yet is given to ``make``.

    >>> sizes = Facts(len)
    >>> sizes["ferry"], dict(sizes)
    (5, {'ferry': 5})
    """

    __slots__ = ("make",)

    def __init__(self, make: Callable[[str], _T]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, text: str) -> _T:
        value = self[text] = self.make(text)
        return value
