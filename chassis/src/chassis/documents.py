"""Values kept whole: a column that holds, as JSON, anything pydantic can write and read back."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Dialect, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

T = TypeVar("T")


class Document(TypeDecorator[T], Generic[T]):
    """`Column("address", Document(Address))`: the value is replaced as a whole, never edited."""

    impl = JSONB
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__(none_as_null=True)
        self.kind = kind
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """As JSON can say it."""
        return None if value is None else self._adapter.dump_python(value, mode="json")

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """Straight to text: a dictionary in between costs as much again."""
        dump = self._adapter.dump_json
        return lambda value: None if value is None else dump(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """As it was."""
        return None if value is None else self._adapter.validate_python(value)
