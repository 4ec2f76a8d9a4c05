"""What a worksheet shows that its cells alone do not hold: merged ranges, and formulas nobody has calculated."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

_ROW, _CELL, _FORMULA, _VALUE, _MERGED = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "f", "v", "mergeCell"))


@dataclass(frozen=True)
class Looks:
    """``merged``: (first row, last row, first column, last column), from 1; ``uncalculated``: columns by row."""

    merged: list[tuple[int, int, int, int]]
    uncalculated: dict[int, list[int]]
    _shown: dict[tuple[int, int, int, int], object]

    def filled(self, line: int, cells: tuple[object, ...]) -> tuple[object, ...]:
        """The row as its reader sees it: every cell of a merged range shows the range's value.

        The header stays as it is, where a name over two columns names neither; a row with nothing of its own is part of
        the one above.
        """
        if not any(cell not in (None, "") for cell in cells):
            return cells
        found = list(cells)
        for span in self._spans(line):
            first_row, _, first, last = span
            if line == first_row:
                self._shown[span] = found[first - 1] if first <= len(found) else None
            for column in range(first, min(last, len(found)) + 1) if line > 1 else ():
                found[column - 1] = self._shown.get(span)
        return tuple(found)

    def problem(self, line: int) -> str | None:
        """Why the row cannot be read; None when it can."""
        columns = set(self.uncalculated.get(line, ()))
        for first_row, _, first, _ in self._spans(line):
            columns |= {first} & set(self.uncalculated.get(first_row, ()))
        if not columns:
            return None
        where = ", ".join(f"{get_column_letter(column)}{line}" for column in sorted(columns))
        return (
            f"Expected a value in {where}, but found a formula that was never calculated. "
            "Open the file in a spreadsheet program, save it, and bring it again."
        )

    def _spans(self, line: int) -> list[tuple[int, int, int, int]]:
        return [span for span in self.merged if span[0] <= line <= span[1]]


def looks_of(sheet: Any) -> Looks:
    """Read once over the part of a sheet; openpyxl tells neither when it reads a workbook row by row."""
    merged: list[tuple[int, int, int, int]] = []
    uncalculated: dict[int, list[int]] = defaultdict(list)
    line = column = 0
    with sheet._get_source() as part:  # where its part lies is told nowhere else
        for event, element in iterparse(part, events=("start", "end")):
            if event == "start" and element.tag == _ROW:
                line, column = int(element.get("r") or line + 1), 0
            elif event == "end" and element.tag == _CELL:
                column = _bounds(element.get("r"))[0] if element.get("r") else column + 1
                if _is_uncalculated(element):
                    uncalculated[line].append(column)
            elif event == "end" and element.tag == _MERGED:
                first, top, last, bottom = _bounds(element.get("ref"))
                merged.append((top, bottom, first, last))
            if event == "end" and element.tag == _ROW:
                element.clear()
    return Looks(merged, uncalculated, {})


def _bounds(place: str) -> tuple[int, int, int, int]:
    """First column, first row, last column, last row."""
    first, top, last, bottom = range_boundaries(place)
    return first or 1, top or 1, last or first or 1, bottom or top or 1


def _is_uncalculated(cell: Any) -> bool:
    """A formula without the value it had when the file was saved; an empty text is a value."""
    if cell.find(_FORMULA) is None:
        return False
    value = cell.find(_VALUE)
    return value is None or (not value.text and cell.get("t") != "str")
