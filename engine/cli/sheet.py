"""Tables as people have them: CSV in the encodings of the trade, or XLSX; read row by row with their line numbers."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from engine.errors import Unusable

ENCODINGS = ("utf-8-sig", "gb18030")
LARGEST = 200 * 1024 * 1024  # bytes, of a CSV and of a workbook unpacked
MOST_COLUMNS = 200
_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Row:
    """One row: its line in the file (the header is line 1), and its cells as they stand there."""

    line: int
    cells: tuple[object, ...]


@dataclass(frozen=True)
class Sheet:
    """A table with its header."""

    header: list[str]
    rows: list[Row]


def read_sheet(path: Path) -> Sheet:
    """The table in a ``.csv``, ``.tsv``, ``.txt`` or ``.xlsx`` file.

    Raises:
        Unusable: the file is no table, too large, or in an encoding nobody uses.
    """
    if path.stat().st_size > LARGEST:
        raise Unusable(f"Expected a file of at most {LARGEST // 2**20} MB, but {path.name} is larger. Split it.")
    lines = _xlsx(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path)
    try:
        header = next(lines, None)
        if header is None:
            raise Unusable(f"Expected a table with a header row, but {path.name} is empty.")
        names = ["" if cell is None else str(cell).strip() for cell in header.cells]
        if len(names) != len(set(names)) or len(names) > MOST_COLUMNS:
            raise Unusable(f"Expected every column of {path.name} to have a name of its own. Mend the header row.")
        return Sheet(names, [row for row in lines if any(cell not in (None, "") for cell in row.cells)])
    except csv.Error as error:
        raise Unusable(f"Expected a CSV file, but {path.name} is none: {error}.") from error


def write_refused(path: Path, header: list[str], refused: list[tuple[Row, str]]) -> None:
    """Write the refused rows with line and reason; no cell can come alive in a spreadsheet.

    Raises:
        Unusable: the file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["line", "reason", *map(_inert, header)])
            for row, reason in refused:
                writer.writerow([row.line, reason, *map(_inert, row.cells)])
    except OSError as error:
        raise Unusable(f"Expected to write {path}, but found: {error.strerror}.") from error


def _csv(path: Path) -> Iterator[Row]:
    text = _decoded(path)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text.replace("\x00", "\ufffd"), newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield Row(line, tuple(cells))
        line = reader.line_num + 1


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unusable(f"Expected {path.name} in UTF-8 or GB 18030, but found another encoding. Save it as UTF-8.")


def _xlsx(path: Path) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                raise Unusable(f"Expected a workbook of at most {LARGEST // 2**20} MB unpacked. Split {path.name}.")
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unusable(f"Expected an XLSX workbook, but {path.name} is none: {error}.") from error
    try:
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield Row(line, tuple(cells))
    finally:
        book.close()


def _inert(cell: object) -> object:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip("\ufeff\u200b ").startswith(_LIVE) else text
