"""Tables as people have them: CSV in the encodings of the trade, or XLSX; read row by row with their line numbers."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.errors import FormRejected, Unusable

ENCODINGS = ("utf-8-sig", "gb18030")
LARGEST = 200 * 1024 * 1024  # bytes, of a CSV and of a workbook unpacked
MOST_COLUMNS = 200
WORKBOOKS = (".xlsx", ".xlsm")
_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class SheetRow:
    """One row: its line in the file (the header is line 1), its cells, and what hides any of them."""

    line: int
    cells: tuple[object, ...]
    problem: str | None = None

    def expect_whole(self, width: int) -> None:
        """Raises Unusable when a cell could not be read, or cells stand beyond the ``width`` columns of the header."""
        if self.problem is not None:
            raise Unusable(self.problem)
        if any(cell not in (None, "") for cell in self.cells[width:]):
            raise Unusable(
                f"Expected {width} columns, but found {len(self.cells)}. Mend the row, or name them in the header."
            )


@dataclass(frozen=True)
class Sheet:
    """A table with its header."""

    header: list[str]
    rows: list[SheetRow]

    def cells(self, row: SheetRow, names: Mapping[str, str]) -> dict[str, str]:
        """The cells of a row as plain text, by the names that ``names`` gives its header; the other columns left out.

        Raises:
            Unusable: the row has more cells than the header, or one that could not be read.
        """
        row.expect_whole(len(self.header))
        pairs = zip(self.header, row.cells, strict=False)
        return {names[head]: _text(cell) for head, cell in pairs if head in names}


def sheet_of(name: str, content: bytes) -> Sheet:
    """The table in the content of a ``.csv``, ``.tsv``, ``.txt`` or ``.xlsx`` file called ``name``.

    Raises:
        Unusable: the file is no table, too large, or in an encoding nobody uses.
    """
    if len(content) > LARGEST:
        raise Unusable(f"Expected a file of at most {LARGEST // 2**20} MB, but {name} is larger. Split it.")
    lines = _xlsx(name, content) if name.lower().endswith(WORKBOOKS) else _csv(name, content)
    try:
        header = next(lines, None)
        if header is None:
            raise Unusable(
                f"Expected a table with a header row, but {name} is empty. Look whether it is the right file."
            )
        return Sheet(_names(name, header), [row for row in lines if any(cell not in (None, "") for cell in row.cells)])
    except csv.Error as error:
        raise Unusable(f"Expected a CSV file, but {name} is none: {error}. Save the table as CSV again.") from error


def columns_of(sheet: Sheet, columns: Mapping[str, str], required: Sequence[str]) -> dict[str, str]:
    """Which field each column of the header holds, the field named in English or in Chinese.

    Args:
        columns: by field, its Chinese name.
        required: the fields without which the table means nothing.

    Raises:
        Unusable: required columns are missing; names all of them.
    """
    found = {head: name for name, zh in columns.items() for head in sheet.header if head in (name, zh)}
    missing = [f"{columns[name]} ({name})" for name in required if name not in found.values()]
    if missing:
        raise Unusable(
            f"Expected the columns {', '.join(missing)}, but the header has none. Name the columns as an export does."
        )
    return found


def written(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as a file: XLSX when ``name`` ends so, else CSV that spreadsheets open in the right encoding."""
    if name.lower().endswith(WORKBOOKS):
        from openpyxl import Workbook  # only who has a workbook waits for this import

        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in (header, *rows):
            sheet.append([inert(cell) for cell in row])
        packed = io.BytesIO()
        book.save(packed)
        return packed.getvalue()
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in (header, *rows):
        writer.writerow([inert(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def refuse_rows(problems: Sequence[tuple[int, str]], what: str) -> None:
    """Raises FormRejected with every problem by its line; nothing when there is none."""
    if not problems:
        return
    fields: dict[str, list[str]] = {}
    for line, sentence in problems:
        fields.setdefault(f"line {line}", []).append(sentence)
    lines = f"{len(fields)} line(s)"
    raise FormRejected(fields, f"Expected {what} without problems, but found some in {lines}. Nothing was stored.")


def inert(cell: object) -> object:
    """A cell that cannot come alive in a spreadsheet."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip("\ufeff\u200b ").startswith(_LIVE) else text


def _names(name: str, header: SheetRow) -> list[str]:
    header.expect_whole(len(header.cells))
    names = ["" if cell is None else str(cell).strip() for cell in header.cells]
    if len(names) > MOST_COLUMNS:
        raise Unusable(f"Expected at most {MOST_COLUMNS} columns in {name}, but found {len(names)}. Leave some out.")
    twice = next((one for place, one in enumerate(names) if one in names[:place]), None)
    if twice is not None:
        from openpyxl.utils import get_column_letter

        where = " and ".join(get_column_letter(place) for place, one in enumerate(names, start=1) if one == twice)
        what = f"“{twice}”" if twice else "no name"
        raise Unusable(
            f"Expected every column of {name} to have a name of its own, but found {what} in {where}. "
            "Mend the header row."
        )
    return names


def revived(text: str) -> str:
    """What stood in a cell before ``inert``: a file that was written here reads as what it was made of."""
    return text[1:] if text.startswith("'") and text[1:].lstrip("\ufeff\u200b ").startswith(_LIVE) else text


def _text(cell: object) -> str:
    return revived("" if cell is None else str(cell).strip())


def _csv(name: str, content: bytes) -> Iterator[SheetRow]:
    text = _decoded(name, content)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    csv.field_size_limit(LARGEST)  # a cell too long is told with its line, and the other rows are read
    reader = csv.reader(io.StringIO(text.replace("\x00", "\ufffd"), newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield SheetRow(line, tuple(cells))
        line = reader.line_num + 1


def _decoded(name: str, content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unusable(f"Expected {name} in UTF-8 or GB 18030, but found another encoding. Save it as UTF-8.")


def _xlsx(name: str, content: bytes) -> Iterator[SheetRow]:
    from openpyxl import load_workbook

    from engine.casework.workbook import looks_of

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                raise Unusable(f"Expected a workbook of at most {LARGEST // 2**20} MB unpacked. Split {name}.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unusable(f"Expected an XLSX workbook, but {name} is none. Save it as XLSX again.") from error
    try:
        looks = looks_of(book.worksheets[0])
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield SheetRow(line, looks.filled(line, cells), looks.problem(line))
    finally:
        book.close()
