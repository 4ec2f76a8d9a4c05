"""Hit policies: what the rules that matched give together (DMN 1.5 §8.2.10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from engine.feel import functions_list
from engine.feel.equality import same
from engine.feel.errors import FeelError

Row: TypeAlias = tuple[int, list[Any]]
"""Number of a rule, from 1, and its output values."""
Shape: TypeAlias = Callable[[list[Any]], Any]

POLICIES = ("UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER")
AGGREGATIONS = ("SUM", "COUNT", "MIN", "MAX")
SHORT = {
    "U": "UNIQUE",
    "F": "FIRST",
    "P": "PRIORITY",
    "A": "ANY",
    "C": "COLLECT",
    "R": "RULE ORDER",
    "O": "OUTPUT ORDER",
}


@dataclass(frozen=True)
class HitPolicy:
    """``policy`` of POLICIES, ``aggregation`` of AGGREGATIONS or None; ``order``: per output its values, best first."""

    policy: str
    aggregation: str | None
    order: Sequence[Sequence[Any]]
    table: str

    @property
    def is_first(self) -> bool:
        return self.policy == "FIRST"

    @property
    def gives_list(self) -> bool:
        return self.policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER") and self.aggregation is None

    def result(self, rows: list[Row], shape: Shape) -> Any:
        """The table's value for the rows that matched (at least one). Raises FeelError for a violated U or A."""
        if self.policy == "UNIQUE" and len(rows) > 1:
            raise FeelError(
                f"Expected one matching rule in the unique table {self.table}, found rules {_numbers(rows)}. "
                "Make their conditions exclude each other, or choose another hit policy."
            )
        if self.policy == "ANY" and not all(same(row[1], rows[0][1]) for row in rows):
            raise FeelError(
                f"Expected equal outputs in the any table {self.table}, found rules {_numbers(rows)} that differ."
            )
        if self.policy in ("PRIORITY", "OUTPUT ORDER"):
            rows = sorted(rows, key=self._rank)
        if self.policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER"):
            return self._collected([shape(row[1]) for row in rows])
        return shape(rows[0][1])

    def none_matched(self) -> Any:
        """The value without any match and default: nothing collected, or null."""
        if self.gives_list:
            return []
        return self._collected([]) if self.aggregation == "COUNT" else None

    def _rank(self, row: Row) -> list[int]:
        ranks = []
        for value, order in zip(row[1], self.order, strict=True):
            ranks.append(next((place for place, one in enumerate(order) if same(one, value)), len(order)))
        return ranks

    def _collected(self, values: list[Any]) -> Any:
        if self.aggregation == "COUNT":
            return functions_list.count(values)
        if self.aggregation == "SUM":
            return functions_list.total(values)
        if self.aggregation == "MIN":
            return functions_list.smallest(values)
        return functions_list.largest(values) if self.aggregation == "MAX" else values


def _numbers(rows: list[Row]) -> str:
    return ", ".join(str(number) for number, _ in rows)
