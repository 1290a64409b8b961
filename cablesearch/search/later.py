"""A value that is made when somebody looks at it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Value = TypeVar("_Value")


class Later(Generic[_Value]):
    """What `make` gives; it is called once, at the first look.

    >>> [Later(lambda: 7).value for _ in range(2)]
    [7, 7]
    """

    def __init__(self, make: Callable[[], _Value]) -> None:
        self._make = make

    @cached_property
    def value(self) -> _Value:
        """The value."""
        made = self._make()
        del self._make  # and all that it has held
        return made
