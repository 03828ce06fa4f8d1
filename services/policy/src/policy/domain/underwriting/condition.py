"""The language of the rules' conditions: comparisons of named facts, and nothing that can act.

    building_sum * 100 < rebuild_estimate * 80 and not flood_defence

It is Python's grammar, read into a tree and walked by us: names, numbers, texts, `and`, `or`,
`not`, comparisons, `+ - *`. Anything else is refused when the rule is read. Nothing is evaluated.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

COMPARE: Final[dict[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.In: lambda left, right: left in right,
}
COMPUTE: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_ALLOWED: Final = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.BinOp, ast.Compare,
    ast.Name, ast.Load, ast.Constant, ast.Tuple, *COMPARE, *COMPUTE,
)  # fmt: skip


class BadCondition(ValueError):
    """A rule's condition says something this language has no word for."""


@dataclass(frozen=True)
class Condition:
    """When a rule is hit."""

    text: str

    def __post_init__(self) -> None:
        for node in ast.walk(self._tree()):
            if not isinstance(node, _ALLOWED):
                raise BadCondition(f"{type(node).__name__} in {self.text!r}")

    @property
    def names(self) -> frozenset[str]:
        """The facts it asks for."""
        return frozenset(n.id for n in ast.walk(self._tree()) if isinstance(n, ast.Name))

    def holds(self, facts: Mapping[str, Any]) -> bool | None:
        """Whether it is so; None while that hangs on a fact that is not there. See `normal`."""
        value = _value(self._tree().body, facts)
        return None if value is None else bool(value)

    def _tree(self) -> ast.Expression:
        try:
            return ast.parse(self.text, mode="eval")
        except SyntaxError as wrong:
            raise BadCondition(self.text) from wrong


def normal(value: object) -> object:
    """A fact as conditions compare it: numbers, also written ones, are decimals."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | str | Decimal):
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        return number if number.is_finite() else value
    return str(value)


def _value(node: ast.expr, facts: Mapping[str, Any]) -> Any:  # noqa: PLR0911 - one return per word of the language
    match node:
        case ast.Name(id=name):
            return facts.get(name)
        case ast.Constant(value=value):
            return normal(value)
        case ast.Tuple(elts=parts):
            return tuple(_value(part, facts) for part in parts)
        case ast.UnaryOp(operand=inner):
            value = _value(inner, facts)
            return None if value is None else not value
        case ast.BoolOp(op=op, values=parts):
            return _joined([_value(part, facts) for part in parts], all_=isinstance(op, ast.And))
        case ast.BinOp(left=left, op=op, right=right):
            return _of_both(COMPUTE[type(op)], _value(left, facts), _value(right, facts))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _of_both(COMPARE[type(op)], _value(left, facts), _value(right, facts))
    raise BadCondition(ast.dump(node))


def _joined(values: list[Any], *, all_: bool) -> bool | None:
    """`and`, `or`: decided as soon as one part decides it, known or not what the others are."""
    if any(value is not None and bool(value) is not all_ for value in values):
        return not all_
    return None if None in values else all_


def _of_both(do: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    return None if left is None or right is None else do(left, right)
