"""Tables from other systems: good rows in, bad rows listed by line, a second time nothing."""

import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.casework.imported_request import imported_request, mapping_of, outcomes_with
from engine.cli.import_requests import read_requests
from engine.cli.revisions import bring
from engine.cli.sheet import Row, read_sheet, write_refused
from engine.commands.file_imported_request import FileImportedRequest
from engine.commands.import_requests import ImportRequests
from engine.errors import NotAllowed, Unusable
from engine.persistence.database import Database
from engine.persistence.past_requests import PastRequests
from engine.persistence.unit_of_work import Reading
from engine.queries.standing import OpenTasks
from engine.rehearsal.district import District

EVENTS = Path(__file__).parent / "events.csv"
CELLS = {"record_id": "1", "date": "2025-02-08", "source": "12345", "kind": "投诉"}


def requests():
    return [one.request for one in read_requests(read_sheet(EVENTS), {})[0]]


class _Count:
    def answer(self, reading: Reading) -> int:
        return PastRequests(reading.connection).count()


def test_the_columns_of_the_districts_own_events_are_found_by_name() -> None:
    first, fourth = requests()[0], requests()[3]
    assert (first.record_id, first.kind, first.received_on) == ("1", "complaint", date(2025, 2, 8))
    assert (fourth.kind, fourth.street, fourth.handling_unit) == ("thanks", None, None)


@pytest.mark.parametrize(
    "written", ["2025/2/8", "2025.02.08", "20250208", "2025年2月8日", "2025-02-08 10:00:00", "45696", 45696, 45696.5]
)
def test_a_date_may_be_written_in_the_ways_of_the_trade(written: object) -> None:
    assert imported_request({**CELLS, "date": written}).received_on == date(2025, 2, 8)


def test_a_cell_may_be_written_in_several_lines() -> None:
    assert imported_request({**CELLS, "level3": "路灯\r\n\t坏了"}).level3 == "路灯 坏了"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"record_id": " "}, "Expected a record_id, but found none."),
        ({"kind": "表扬"}, "Expected a kind of"),
        ({"outcome": "也许"}, "say what it stands for: --outcome 也许=按期办结"),
        ({"date": "tomorrow"}, "Expected a date such as"),
        ({"source": "x" * 65}, "Expected at most 64 characters in source"),
        ({"level1": "a\x00b"}, "but found a control character"),
    ],
)
def test_a_bad_row_is_refused_with_a_sentence(changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(Unusable, match=sentence):
        imported_request({**CELLS, **changed})


def test_a_mapping_says_which_column_holds_a_field() -> None:
    header = ["编号", "date", "source", "kind"]
    assert mapping_of(header, {"record_id": "编号"})["record_id"] == "编号"
    for given in ({}, {"record_id": "号"}, {"mood": "编号"}):
        with pytest.raises(Unusable):
            mapping_of(header, given)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "e.csv"
    file.write_bytes(EVENTS.read_text(encoding="utf-8").encode(encoding))
    assert len(read_requests(read_sheet(file), {})[0]) == 6


def test_a_workbook_is_read_with_its_own_dates_and_numbers(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["record_id", "date", "source", "kind", "outcome"])
    book.active.append([17, datetime(2025, 2, 8), "12345", "咨询", "按期办结"])  # noqa: DTZ001
    book.save(tmp_path / "e.xlsx")
    good, refused = read_requests(read_sheet(tmp_path / "e.xlsx"), {})
    assert refused == []
    assert (good[0].request.record_id, good[0].request.received_on) == ("17", date(2025, 2, 8))


def test_every_row_of_a_merged_range_has_its_value(tmp_path: Path) -> None:
    book = Workbook()
    for row in (
        ["record_id", "date", "source", "kind", "street", "community", "outcome"],
        [1, "2025-02-08", "12345", "投诉", "坪山街道", "六和社区", "按期办结"],
        [2, None, None, "咨询", None, "六联社区", None],
        [None, None, None, None, None, None, None],
        [3, "2025-02-09", "12345", "投诉", "碧岭街道", None, "逾期办结"],
    ):
        book.active.append(row)
    for span in ("B2:B4", "C2:C3", "E2:E3", "G2:G3", "E5:F5"):
        book.active.merge_cells(span)
    book.save(tmp_path / "e.xlsx")
    good, refused = read_requests(read_sheet(tmp_path / "e.xlsx"), {})
    first, second, third = (one.request for one in good)
    assert refused == []
    assert (second.received_on, second.source, second.street) == (first.received_on, first.source, first.street)
    assert (second.record_id, second.outcome, second.community) == ("2", "按期办结", "六联社区"), "finished, not open"
    assert third.community == "碧岭街道", "as it is shown; the district then refuses it"


def test_a_formula_nobody_calculated_is_refused_with_what_to_do(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["record_id", "date", "source", "kind", "outcome"])
    book.active.append([1, "2025-02-08", "12345", "投诉", '=IF(1>0,"按期办结","逾期办结")'])
    book.active.append([2, "2025-02-08", "12345", "投诉", "按期办结"])
    book.active.append([3, "2025-02-08", "12345", "投诉", None])
    book.active.merge_cells("E2:E2")
    book.save(tmp_path / "e.xlsx")
    good, refused = read_requests(read_sheet(tmp_path / "e.xlsx"), {})
    assert [one.request.record_id for one in good] == ["2", "3"]
    assert [(row.line, reason) for row, reason in refused] == [
        (
            2,
            "Expected a value in E2, but found a formula that was never calculated. "
            "Open the file in a spreadsheet program, save it, and bring it again.",
        )
    ]


def test_a_formula_with_its_value_is_read_an_empty_text_too(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["record_id", "date", "source", "kind", "outcome"])
    book.active.append([1, "2025-02-08", "12345", "投诉", "=1"])
    book.active.append([2, "2025-02-08", "12345", "投诉", "=2"])
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(tmp_path / "e.xlsx", "w") as saved:
        for name in plain.namelist():
            part = plain.read(name)
            if name.endswith("sheet1.xml"):
                part = re.sub(rb'(r="E2") ?>.*?</c>', r'\1 t="str"><f>X</f><v>按期办结</v></c>'.encode(), part)
                part = re.sub(rb'(r="E3") ?>.*?</c>', rb'\1 t="str"><f>X</f><v></v></c>', part)
            saved.writestr(name, part)
    good, refused = read_requests(read_sheet(tmp_path / "e.xlsx"), {})
    assert refused == []
    assert [one.request.outcome for one in good] == ["按期办结", None]


def test_the_header_says_which_name_stands_twice_and_where(tmp_path: Path) -> None:
    file = tmp_path / "e.csv"
    file.write_text("record_id,date,kind,date\n1,2,3,4\n")
    with pytest.raises(Unusable, match="but found “date” in B and D"):
        read_sheet(file)


@pytest.mark.parametrize("content", [b"", b"\xff\xff\x00\xfe", b"a,a\n1,2\n"])
def test_what_is_no_table_gets_one_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "e.csv"
    file.write_bytes(content)
    with pytest.raises(Unusable):
        read_sheet(file)
    (tmp_path / "e.xlsx").write_bytes(b"PK no workbook")
    with pytest.raises(Unusable):
        read_sheet(tmp_path / "e.xlsx")


def test_bad_rows_are_listed_by_line_and_cannot_come_alive_in_a_spreadsheet(tmp_path: Path) -> None:
    file = tmp_path / "e.csv"
    file.write_text(
        "record_id,date,source,kind\n1,2025-02-08,12345,投诉\n=1+1,x,12345,投诉\n1,2025-02-08,12345,投诉\n9\n"
    )
    sheet = read_sheet(file)
    good, refused = read_requests(sheet, {})
    assert len(good) == 1
    assert [row.line for row, _ in refused] == [3, 4, 5]
    write_refused(tmp_path / "r.csv", sheet.header, refused)
    lines = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "line,reason,record_id,date,source,kind"
    assert "'=1+1" in lines[1]
    assert "stands in line 2 already" in lines[2]


def test_importing_twice_adds_nothing(application: Application) -> None:
    batch = ImportRequests(tuple(requests()))
    assert application.execute(batch, SYSTEM) == {"added": 6, "known": 0, "refused": {}}
    assert application.execute(batch, SYSTEM) == {"added": 0, "known": 6, "refused": {}}
    assert application.ask(_Count(), SYSTEM) == 6
    with pytest.raises(NotAllowed):
        application.execute(batch, Actor("x", "x", frozenset({"handler"})))


def test_a_row_without_an_outcome_is_filed_as_a_case_once(district: District) -> None:
    record = imported_request({**CELLS, "street": "坪山街道", "community": "六和社区", "level3": "下水井盖"})
    application = district.application
    assert application.execute(FileImportedRequest(record), SYSTEM)["added"] == 1
    assert application.execute(FileImportedRequest(record), SYSTEM)["added"] == 0
    assert [task.process_id for task in application.ask(OpenTasks(), SYSTEM)] == ["complaint"]
    for place in ({"street": "火星街道"}, {"street": "坪山街道", "community": "火星社区"}, {}):
        with pytest.raises(Unusable):
            application.execute(FileImportedRequest(imported_request({**CELLS, "record_id": "2", **place})), SYSTEM)


@pytest.mark.parametrize("outcome", [None, "按期办结"])
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"date": "2999-01-01"}, "Expected a date up to 2026-03-02, but found 2999-01-01. Mend the date."),
        ({"street": "火星街道"}, "Expected a street of the district .*坪山街道.*, but found 火星街道"),
        ({"street": "坪山街道", "community": "火星社区"}, "Expected a community of 坪山街道, but found 火星社区"),
    ],
)
def test_what_cannot_have_happened_here_is_refused_past_or_open(
    district: District, outcome: str | None, changed: dict[str, str], sentence: str
) -> None:
    record = imported_request({**CELLS, "street": "坪山街道", "outcome": outcome, **changed})
    good = imported_request({**CELLS, "record_id": "2", "outcome": "按期办结"})
    if outcome is None:
        with pytest.raises(Unusable, match=sentence):
            district.application.execute(FileImportedRequest(record), SYSTEM)
        return
    done = district.application.execute(ImportRequests((record, good)), SYSTEM)
    assert (done["added"], list(done["refused"])) == (1, [0])
    assert re.search(sentence, done["refused"][0])


def test_the_words_another_system_has_for_an_outcome_can_be_said() -> None:
    words = outcomes_with({"已办": "按期办结", "超期": "late"})
    assert [imported_request({**CELLS, "outcome": word}, words).outcome for word in ("已办", "超期", "on_time")] == [
        "按期办结", "逾期办结", "按期办结",
    ]  # fmt: skip
    with pytest.raises(Unusable, match="WORD=按期办结"):
        outcomes_with({"已办": "好"})


def test_the_command_reports_rows_in_and_rows_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.cli import suqiu

    monkeypatch.setenv("SUQIU_VAR", str(tmp_path))
    monkeypatch.delenv("SUQIU_DATABASE_URL", raising=False)
    database = Database(f"sqlite:///{tmp_path / 'suqiu.db'}")
    bring(database)
    database.close()
    file = tmp_path / "e.csv"
    file.write_text(EVENTS.read_text(encoding="utf-8") + "7,x,-,-,12345,投诉,,,,,按期办结\n", encoding="utf-8")
    said = CliRunner().invoke(suqiu, ["import-requests", str(file)])
    assert "7 rows: 6 kept as past requests, 0 filed as cases, 0 known already, 1 refused." in said.output
    assert "record_id ← " in said.output and "按期办结 → 按期办结 (" in said.output
    assert (tmp_path / "e.csv.refused.csv").exists()


def test_a_refused_file_that_was_mended_reads_as_the_table_it_came_from(tmp_path: Path) -> None:
    row = Row(2, ("@坪山", "1"))
    write_refused(tmp_path / "r.csv", ["source", "record_id"], [(row, "Mend the date.")])
    sheet = read_sheet(tmp_path / "r.csv")
    cells = dict(zip(sheet.header, sheet.rows[0].cells, strict=True))
    assert cells["source"] == "'@坪山"  # nothing comes alive in a spreadsheet
    assert imported_request({**CELLS, **cells}).source == "@坪山"


def test_a_cell_that_is_far_too_long_costs_its_own_row_only(tmp_path: Path) -> None:
    lines = EVENTS.read_text(encoding="utf-8").splitlines()
    long = lines[1].split(",")
    long[lines[0].split(",").index("level3")] = "长" * 140_000
    (tmp_path / "e.csv").write_text("\n".join([lines[0], ",".join(long), *lines[2:]]), encoding="utf-8")
    good, refused = read_requests(read_sheet(tmp_path / "e.csv"), {})
    assert len(good) == len(lines) - 2 and [(row.line, "at most" in why) for row, why in refused] == [(2, True)]


def test_one_column_is_not_two_fields() -> None:
    with pytest.raises(Unusable, match="to be both"):
        mapping_of(["source", "record_id", "date", "kind"], {"record_id": "date"})
