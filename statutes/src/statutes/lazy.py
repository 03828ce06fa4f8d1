"""A property that is worked out once, when it is first asked for.

`functools.cached_property` takes a lock before Python 3.12; without it a due date costs a fifth
less, and two threads may both work it out, and get the same.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - it is read as the decorator it is
    """Keeps the answer in the object's own dictionary, where it is found before this."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, of: None, owner: type) -> "lazy[T]": ...
    @overload
    def __get__(self, of: object, owner: type) -> T: ...
    def __get__(self, of: object | None, owner: type) -> "lazy[T] | T":
        """The answer, from now on without asking here."""
        if of is None:
            return self
        answer = of.__dict__[self._name] = self._work(of)
        return answer
