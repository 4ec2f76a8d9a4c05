"""A row of the list as a line people edit: written, read again, it is the same; what cannot be read is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.casework.list_changes import changes_between, fields_between, history_of
from engine.casework.list_table import COLUMNS, REQUIRED, cells_of, limit_of, row_of
from engine.casework.responsibility_list import Row
from engine.casework.sheet import Sheet, columns_of, sheet_of, written
from engine.errors import Unusable
from tests.casework.test_responsibility_list import a_row

CODES = {"B1": "环保局", "P1": "交警大队", "S1": "坪山执法队"}
OLD = {"市规土委": "B1"}


def find(word: str) -> str | None:
    return word if word in CODES else {name: code for code, name in CODES.items()}.get(word, OLD.get(word))


WORDS = st.text("路灯井盖噪声夜间ab 0", min_size=1, max_size=8).map(str.strip).filter(bool)
TARGETS = st.sampled_from([*CODES, "@community"])
PLACE = st.fixed_dictionaries({"street": WORDS}, optional={"community": WORDS, "asset_owner": WORDS})
RULES = st.builds(lambda to, where: {"to": to, **where}, TARGETS, st.one_of(st.just({}), PLACE))
ROWS = st.builds(
    Row,
    version=st.just(0),
    code=st.just("010101"),
    level1=WORDS,
    level2=WORDS,
    level3=WORDS,
    situation=st.none() | WORDS,
    grade=st.none() | st.sampled_from("ABC"),
    limits=st.dictionaries(st.sampled_from(["complaint", "suggestion"]), st.just("3 working days")),
    leads=st.lists(RULES, min_size=1, max_size=3),
    cooperating=st.lists(TARGETS, max_size=3),
    fallback=st.none() | TARGETS,
    powers=st.lists(st.sampled_from(["enforce", "repair", "persuade"]), unique=True),
    legal_basis=st.none() | WORDS,
    demo=st.lists(st.sampled_from(["grade", "limits"]), unique=True),
)


@given(ROWS)
def test_a_row_written_and_read_again_is_the_same(row: Row) -> None:
    assert fields_between(row, row_of(cells_of(row, CODES), find)) == {}


@settings(deadline=None, max_examples=20)
@given(st.lists(ROWS, min_size=1, max_size=4), st.sampled_from(["list.csv", "list.xlsx"]))
def test_a_table_written_and_read_again_is_the_same(rows: list[Row], name: str) -> None:
    lines = [[cells_of(row, CODES)[field] for field in COLUMNS] for row in rows]
    sheet = sheet_of(name, written(name, list(COLUMNS.values()), lines))
    columns = columns_of(sheet, COLUMNS, REQUIRED)
    again = [row_of(sheet.cells(line, columns), find) for line in sheet.rows]
    assert [fields_between(*pair) for pair in zip(rows, again, strict=True)] == [{}] * len(rows)


def test_units_are_found_by_code_by_name_and_by_a_name_they_bore() -> None:
    cells = {"code": "1", "leads": "B1 随便写的名字；坪山街道＝交警大队; 坪山街道/六和社区+权属:供水=市规土委"}
    assert row_of(cells, find).leads == [
        {"to": "B1"},
        {"to": "P1", "street": "坪山街道"},
        {"to": "B1", "street": "坪山街道", "community": "六和社区", "asset_owner": "供水"},
    ]


@pytest.mark.parametrize(
    ("text", "limit"), [("3 个工作日", "3 working days"), ("1小时", "1 hour"), ("2 days", "2 days")]
)
def test_a_limit_may_be_said_in_chinese(text: str, limit: str) -> None:
    assert limit_of(text) == limit


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"leads": "火星管理局"}, "火星管理局"),
        ({"leads": "颜色:红=B1"}, "权属"),
        ({"leads": "B1", "complaint_limit": "尽快"}, "time limit"),
        ({"leads": "B1", "level3": "长" * 200}, "小类"),
    ],
)
def test_a_cell_that_cannot_be_read_is_said(cells: dict[str, str], sentence: str) -> None:
    with pytest.raises(Unusable, match=sentence):
        row_of(cells, find)


def test_a_table_without_a_needed_column_is_refused() -> None:
    with pytest.raises(Unusable, match="牵头单位"):
        columns_of(sheet_of("x.csv", "编码,大类,中类,小类\n1,2,3,4\n".encode()), COLUMNS, REQUIRED)


def test_changes_are_told_field_by_field() -> None:
    before = [a_row(code="1", level3="甲"), a_row(code="2", level3="乙"), a_row(code="3", level3="丙")]
    after = [a_row(code="2", level3="乙", grade="A"), a_row(code="3", level3="丙"), a_row(code="4", level3="丁")]
    changes = changes_between(before, after)
    assert ([row.code for row in changes.added], [row.code for row in changes.removed]) == (["4"], ["1"])
    assert [(one.after.code, one.fields) for one in changes.changed] == [("2", {"grade": (None, "A")})]


def test_the_history_of_a_matter_tells_coming_changing_going_and_coming_back() -> None:
    first = a_row(version=1)
    rows = [first, a_row(version=2, grade="B"), a_row(version=3, removed=True), a_row(version=4)]
    assert [(row.version, what, fields) for row, what, fields in history_of(rows)] == [
        (1, "added", {}),
        (2, "changed", {"grade": (None, "B")}),
        (3, "removed", {}),
        (4, "added", {}),
    ]


def test_a_header_without_what_the_list_needs_is_told_every_column_that_is_missing() -> None:
    sheet = Sheet(["编码", "大类", "时限"], [])
    with pytest.raises(Unusable, match=r"中类 .level2., 小类 .level3., 牵头单位 .leads."):
        columns_of(sheet, COLUMNS, REQUIRED)
