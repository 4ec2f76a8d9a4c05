"""Tables in files: read from a path, and the rows that were refused written beside it."""

from pathlib import Path

from engine.casework.sheet import LARGEST, Sheet, sheet_of, written
from engine.casework.sheet import SheetRow as Row
from engine.errors import Unusable

__all__ = ["Row", "Sheet", "read_sheet", "write_refused"]


def read_sheet(path: Path) -> Sheet:
    """The table in a ``.csv``, ``.tsv``, ``.txt`` or ``.xlsx`` file.

    Raises:
        Unusable: the file is no table, too large, or in an encoding nobody uses.
    """
    return sheet_of(path.name, read_file(path))


def read_file(path: Path) -> bytes:
    """The content of a file that may be a table. Raises: Unusable when it is too large."""
    if path.stat().st_size > LARGEST:
        raise Unusable(f"Expected a file of at most {LARGEST // 2**20} MB, but {path.name} is larger. Split it.")
    return path.read_bytes()


def write_refused(path: Path, header: list[str], refused: list[tuple[Row, str]]) -> None:
    """Write the refused rows with line and reason; no cell can come alive in a spreadsheet.

    Raises:
        Unusable: the file cannot be written.
    """
    rows = [[row.line, reason, *row.cells] for row, reason in refused]
    write_file(path, written(path.name, ["line", "reason", *header], rows))


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole. Raises: Unusable when it cannot be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Unusable(f"Expected to write {path}, but found: {error.strerror}.") from error
