"""The responsibility list as the administrator keeps it: whole editions, single rows, each dated and with a reason."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.actor import Actor
from engine.clock import VirtualClock
from engine.commands.import_list import ImportList
from engine.commands.rename_unit import RenameUnit
from engine.commands.revise_row import ReviseRow
from engine.errors import FormRejected, NotAllowed, NotFound, NotNow, Stale, Unusable
from engine.queries.list_export import ListExport
from engine.queries.responsibility_row import ResponsibilityRow
from engine.queries.responsibility_rows import ListClasses, ResponsibilityRows
from engine.queries.units import UnitList
from tests.operations.desk import ANNA, NOISE, NUMBER, Desk

ADMIN = Actor("zhu", "朱管理", frozenset({"admin"}))
NAMES = Path(__file__).parent / "observed_2018"
NO_UNITS = {"-", "区指挥中心处置", "区测试责任单位一", "区指挥中心", "坑梓街道分中心处置"}  # trial and centre entries
TODAY, LATER = date(2026, 3, 2), date(2026, 7, 1)


@dataclass
class Keeper:
    """The administrator at work on the list."""

    desk: Desk

    def act(self, command: Any, by: Actor = ADMIN) -> dict[str, Any]:
        answer: dict[str, Any] = self.desk.application.execute(command, by)
        return answer

    def ask(self, query: Any, by: Actor = ADMIN) -> Any:
        return self.desk.application.ask(query, by)

    def table(self) -> list[dict[str, str]]:
        exported = self.ask(ListExport("csv"))["content"].decode("utf-8-sig")
        return list(csv.DictReader(exported.splitlines()))

    def import_rows(self, rows: list[dict[str, str]], **how: Any) -> dict[str, Any]:
        lines = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
        given = {"reason": "新版办法", **how}
        return self.act(ImportList("list.csv", "\n".join(lines).encode(), **given))

    def revise(self, code: str = NOISE, reason: str = "编办通知", **how: Any) -> dict[str, Any]:
        return self.act(ReviseRow(code, reason, **how))


@pytest.fixture
def keeper(desk: Desk) -> Keeper:
    return Keeper(desk)


def observed(name: str) -> Iterator[dict[str, str]]:
    with (NAMES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_the_shipped_list_covers_every_observed_matter_unit_and_place(keeper: Keeper) -> None:
    def missing(reading: Any) -> tuple[set[Any], set[str], set[Any]]:
        listed = {(row.level1, row.level2, row.level3) for row in reading.responsibility_list.rows(reading.today)}
        places = {(one.street, one.community) for one in reading.places.all()}
        named = ((one["name"], reading.unit_rows.named(one["name"])) for one in observed("unit_names"))
        return (
            {tuple(one.values()) for one in observed("matters")} - listed,
            {name for name, unit in named if unit is None or not unit.active},
            {tuple(one.values()) for one in observed("places")} - places,
        )

    matters, units, places = keeper.desk.see(missing)
    assert (len(list(observed("matters"))), len(list(observed("unit_names")))) == (346, 145)
    assert (matters, units) == (set(), NO_UNITS)
    assert places == {("-", "-"), ("碧岭街道", "碧玲社区")}  # unknown, and a misspelling of 碧岭社区


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_imported_again_changes_nothing(keeper: Keeper, ending: str) -> None:
    made = keeper.ask(ListExport(ending))
    shown = keeper.act(ImportList(made["name"], made["content"], reason="同一份"))
    assert (shown["version"], shown["added"], shown["removed"], shown["changed"]) == (None, [], [], [])
    assert shown["rows"] == 347 and shown["problems"] == []


def test_what_no_public_source_gives_is_marked_in_the_export_too(keeper: Keeper) -> None:
    assert all("时限" in row["演示值（无公开来源）"] for row in keeper.table())


def test_a_dry_run_shows_what_comes_goes_and_differs_and_stores_nothing(keeper: Keeper) -> None:
    rows = keeper.table()
    gone = rows.pop(0)
    rows[0]["分级"], rows[0]["投诉时限"] = "A", "1 个工作日"
    rows.append({**rows[-1], "编码": "990101", "小类": "无人机扰民"})
    shown = keeper.import_rows(rows, dry_run=True)
    assert [one["code"] for one in shown["added"]] == ["990101"]
    assert [one["code"] for one in shown["removed"]] == [gone["编码"]]
    ((difference),) = shown["changed"]
    assert difference["fields"]["grade"] == {"before": "C", "after": "A"}
    assert difference["fields"]["limits"]["after"] == {"complaint": "1 working day"}
    assert shown["version"] is None and keeper.table()[0] == gone


def test_one_bad_row_and_nothing_is_stored(keeper: Keeper) -> None:
    rows = keeper.table()
    rows[1]["牵头单位"] = "火星管理局"
    rows[2]["牵头单位"] = ""
    rows[3]["编码"] = rows[4]["编码"]
    shown = keeper.import_rows(rows, dry_run=True)
    assert [problem["line"] for problem in shown["problems"]] == [3, 4, 6]
    doubled = keeper.table()[3]["编码"]
    assert [one["code"] for one in shown["removed"]] == [doubled]  # what cannot be read does not remove its matter
    with pytest.raises(FormRejected, match="Nothing was stored") as refused:
        keeper.import_rows(rows)
    assert "火星管理局" in refused.value.fields["line 3"][0] and "lead unit" in refused.value.fields["line 4"][0]
    assert keeper.desk.see(lambda reading: reading.list_versions.newest()) == 1


def test_an_edition_takes_effect_on_its_day_and_running_cases_keep_their_row(
    keeper: Keeper, clock: VirtualClock
) -> None:
    keeper.desk.register()
    keeper.desk.dispatched()
    rows = keeper.table()
    mine = next(row for row in rows if row["编码"] == NOISE)
    mine["牵头单位"], mine["兜底单位"] = "住房和建设局", "B006"
    assert keeper.import_rows(rows, effective_from=LATER)["version"] == 2
    lead = {"to": "B001"}
    assert keeper.ask(ResponsibilityRow(NOISE))["in_force"]["leads"] == [lead]
    clock.forward(timedelta(days=130))
    assert keeper.ask(ResponsibilityRow(NOISE))["in_force"]["leads"] == [{"to": "B007"}]
    kept = keeper.desk.case(NUMBER)
    assert kept.matter is not None and (kept.matter.list_version, kept.fallback_unit) == (1, "B005")
    assert keeper.desk.do("disputes.open")["named_units"][0] == "B001"
    assert keeper.ask(ResponsibilityRows(on=TODAY, q=NOISE))["items"][0]["leads"] == [lead]


def test_an_edit_today_outlives_an_edition_adopted_for_later(keeper: Keeper, clock: VirtualClock) -> None:
    rows = keeper.table()
    rows[0]["分级"] = "A"
    keeper.import_rows(rows, effective_from=LATER)
    keeper.revise(cells={"grade": "A"})
    clock.forward(timedelta(days=130))
    grades = [keeper.ask(ResponsibilityRow(code))["in_force"]["grade"] for code in (rows[0]["编码"], NOISE)]
    assert grades == ["A", "A"]


def test_a_change_that_a_later_version_would_take_back_is_refused_until_that_one_is_changed(
    keeper: Keeper, clock: VirtualClock
) -> None:
    keeper.revise(cells={"complaint_limit": "5 working days"}, effective_from=LATER)
    with pytest.raises(FormRejected) as refused:
        keeper.revise(cells={"grade": "A"})
    (told,) = refused.value.fields[NOISE]
    assert "takes effect on 2026-07-01 and has grade as before" in told
    changed = [line | ({"分级": "A"} if line["编码"] == NOISE else {}) for line in keeper.table()]
    assert any("has grade as before" in one["message"] for one in keeper.import_rows(changed, dry_run=True)["problems"])
    with pytest.raises(FormRejected, match="without problems"):
        keeper.revise(remove=True)
    keeper.revise(cells={"grade": "A"}, effective_from=LATER)
    keeper.revise(cells={"grade": "A"})
    clock.forward(timedelta(days=130))
    row = keeper.ask(ResponsibilityRow(NOISE))["in_force"]
    assert (row["grade"], row["limits"]["complaint"]) == ("A", "5 working days")


def test_an_edition_without_a_matter_that_a_later_version_has_is_refused_until_that_one_has_it_no_more(
    keeper: Keeper, clock: VirtualClock
) -> None:
    keeper.revise(cells={"complaint_limit": "5 working days"}, effective_from=LATER)
    without = [line for line in keeper.table() if line["编码"] != NOISE]
    shown = keeper.import_rows(without, dry_run=True)
    assert [one["code"] for one in shown["removed"]] == [NOISE]
    (problem,) = shown["problems"]
    assert problem["line"] == 1 and f"a line for {NOISE}" in problem["message"] and "2026-07-01" in problem["message"]
    with pytest.raises(FormRejected, match="Nothing was stored"):
        keeper.import_rows(without)
    assert keeper.import_rows(without, effective_from=LATER)["version"] == 3
    assert keeper.import_rows(without)["version"] == 4
    clock.forward(timedelta(days=130))
    assert keeper.ask(ResponsibilityRow(NOISE))["in_force"] is None


def test_every_change_of_a_row_has_its_reason_and_source(keeper: Keeper) -> None:
    keeper.revise(cells={"leads": "B001; 坪山街道=P001"}, source="区编办〔2026〕3 号")
    at_length = "并入他项；" * 500  # no shorter than somebody wrote it
    keeper.revise(reason=at_length, remove=True, effective_from=LATER)
    told = keeper.ask(ResponsibilityRow(NOISE))
    assert [(one["what"], one["origin"], one["reason"]) for one in told["history"]] == [
        ("removed", "edit", at_length),
        ("changed", "edit", "编办通知"),
        ("added", "seed", "演示区 / demo district"),
    ]
    assert told["history"][1]["source"] == "区编办〔2026〕3 号"
    assert told["history"][1]["fields"]["leads"]["after"][1] == {"to": "P001", "street": "坪山街道"}
    assert told["coming"][0]["removed"] is True
    journal = keeper.desk.see(lambda reading: reading.journal.of_key("responsibility-list"))
    assert [entry.details["reason"] for entry in journal][-2:] == ["编办通知", at_length]


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"cells": {"leads": ""}}, "lead unit"),
        ({"cells": {"leads": "坪山街道=P001"}, "reason": " "}, "why"),
        ({"cells": {"leads": "坪山街道=P001", "fallback": ""}}, "everywhere"),
        ({"cells": {"leads": "B001; 坪山街道=P001; 坪山街道=S002"}}, "overlapping"),
        ({"cells": {"leads": "Z999"}}, "Z999"),
        ({"cells": {"leads": "B001; 坪山街道/田头社区=B001"}}, "田头社区 lies in 石井街道"),
        ({"cells": {"grade": "A"}, "effective_from": date(2026, 3, 1)}, "not rewritten"),
        ({"cells": {"colour": "red"}}, "colour"),
        ({"cells": {"level1": "环保水务", "level2": "噪声污染", "level3": ""}}, "three levels"),
    ],
)
def test_a_row_that_would_be_wrong_is_refused(keeper: Keeper, how: dict[str, Any], sentence: str) -> None:
    with pytest.raises((Unusable, FormRejected)) as refused:
        keeper.revise(**how)
    assert sentence in f"{refused.value} {getattr(refused.value, 'fields', '')}"
    assert keeper.desk.see(lambda reading: reading.list_versions.newest()) == 1


def test_no_matter_is_listed_twice_on_a_later_day_either(keeper: Keeper, clock: VirtualClock) -> None:
    again = {"level1": "环保水务", "level2": "噪声污染", "level3": "无人机扰民", "leads": "B001"}
    keeper.revise("999901", cells=again, effective_from=LATER)
    with pytest.raises(FormRejected) as refused:
        keeper.revise("999902", cells=again)
    assert "from 2026-07-01 999901 无人机扰民 is the same matter" in refused.value.fields["999902"][0]
    rows = keeper.table()
    rows.append({**rows[-1], "编码": "999903", "大类": "环保水务", "中类": "噪声污染", "小类": "无人机扰民"})
    (problem,) = keeper.import_rows(rows, dry_run=True)["problems"]
    assert problem["line"] == len(rows) + 1 and "999901" in problem["message"]
    keeper.revise("999901", reason="改由另一项", remove=True, effective_from=LATER)
    keeper.revise("999902", cells=again)
    clock.forward(timedelta(days=130))
    assert [row["code"] for row in keeper.ask(ResponsibilityRows(q="无人机扰民"))["items"]] == ["999902"]


def test_a_matter_taken_over_by_another_code_later_can_still_be_edited_today(keeper: Keeper) -> None:
    rows = keeper.table()
    next(row for row in rows if row["编码"] == NOISE)["编码"] = "999901"
    keeper.import_rows(rows, effective_from=LATER)
    assert keeper.revise(cells={"grade": "A"})["version"] == 3


def test_a_revision_is_held_against_the_list_of_the_day_it_takes_effect(keeper: Keeper) -> None:
    desk, again = keeper.desk, {"level1": "环保水务", "level2": "噪声污染", "level3": "无人机扰民", "leads": "B001"}
    desk.do("revisions.register", key="LR1", reason="新事项")
    assert desk.do("revisions.draft", key="LR1", rows=[{"code": "999902", **again}])["is_usable"]
    keeper.revise("999901", cells=again, effective_from=LATER)
    for day, sentence in (
        (TODAY, "from 2026-07-01 999901 无人机扰民 is the same"),
        (LATER, "but 999901 无人机扰民 is the same"),
        (LATER + timedelta(days=1), "but 999901 无人机扰民 is the same"),
    ):
        answer = desk.do("revisions.adopt", key="LR1", effective_from=day.isoformat())
        assert not answer["is_adopted"] and sentence in answer["adoption_problems"], day
    again_drafted = desk.do("revisions.draft", key="LR1", rows=[{"code": "999902", **again}])
    assert not again_drafted["is_usable"] and "999901" in again_drafted["draft_problems"]


def test_a_code_typed_in_full_width_digits_is_the_code(keeper: Keeper) -> None:
    rows = keeper.table()
    rows[0]["编码"] = rows[0]["编码"].translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    assert rows[0]["编码"] == "０１０１０１"
    shown = keeper.import_rows(rows, dry_run=True)
    assert (shown["added"], shown["removed"], shown["changed"], shown["problems"]) == ([], [], [], [])
    assert keeper.revise("０１０１０１", cells={"grade": "A"})["code"] == "010101"
    desk = keeper.desk
    desk.do("revisions.register", key="LR1", reason="分级")
    assert desk.do("revisions.draft", key="LR1", rows=[{"code": "０１０１０１", "grade": "B"}])["is_usable"]


def test_a_draft_empties_a_cell_that_says_so_and_leaves_what_it_leaves_out(keeper: Keeper) -> None:
    desk = keeper.desk
    desk.do("revisions.register", key="LR1", reason="不再配合")
    drafted = desk.do("revisions.draft", key="LR1", rows=[{"code": NOISE, "cooperating": "无", "legal_basis": ""}])
    assert drafted["is_usable"] and drafted["draft_text"].endswith("→ —")
    assert drafted["draft_text"].count("→") == 1
    desk.do("revisions.adopt", key="LR1", effective_from=TODAY.isoformat())
    (row,) = [row for row in desk.see(lambda reading: reading.responsibility_list.rows(TODAY)) if row.code == NOISE]
    assert (row.cooperating, row.leads != []) == ([], True)
    desk.do("revisions.register", key="LR2", reason="无人负责")
    refused = desk.do("revisions.draft", key="LR2", rows=[{"code": NOISE, "leads": "-"}])
    assert not refused["is_usable"] and "Expected a lead unit" in refused["draft_problems"]


def test_a_draft_that_changes_nothing_is_refused(keeper: Keeper) -> None:
    (grade,) = [row["分级"] for row in keeper.table() if row["编码"] == NOISE]
    desk = keeper.desk
    desk.do("revisions.register", key="LR1", reason="分级")
    refused = desk.do("revisions.draft", key="LR1", rows=[{"code": NOISE, "grade": grade}, {"code": "010101"}])
    assert not refused["is_usable"] and "differs from the list in force" in refused["draft_problems"]
    other = "A" if grade != "A" else "B"
    assert desk.do("revisions.draft", key="LR1", rows=[{"code": NOISE, "grade": other}])["is_usable"]


def test_an_edit_of_a_row_somebody_changed_meanwhile_is_refused(keeper: Keeper) -> None:
    keeper.revise(cells={"grade": "A"}, version=1)
    with pytest.raises(Stale, match="meanwhile"):
        keeper.revise(cells={"grade": "B"}, version=1)
    with pytest.raises(Stale, match="version 1"):
        keeper.import_rows(keeper.table(), base=1)
    with pytest.raises(NotNow, match="as it was"):
        keeper.revise(cells={"grade": "A"})
    with pytest.raises(NotNow, match="not there"):
        keeper.revise("999999", remove=True)


def test_only_an_administrator_changes_the_list(keeper: Keeper) -> None:
    with pytest.raises(NotAllowed, match="admin"):
        keeper.act(ReviseRow(NOISE, "因为", {"grade": "A"}), ANNA)
    with pytest.raises(NotAllowed, match="admin"):
        keeper.act(ImportList("list.csv", b"", dry_run=True), ANNA)
    with pytest.raises(NotAllowed, match="admin"):
        keeper.act(RenameUnit("B001", "生态环境局", "Ecology", "机构改革"), ANNA)


def test_rows_are_found_by_words_class_and_unit(keeper: Keeper) -> None:
    assert {row["code"] for row in keeper.ask(ResponsibilityRows(q="违法建设 许可"))["items"]} == {"070605", "070606"}
    classes = keeper.ask(ListClasses())
    assert sum(one["matters"] for one in classes) == 347
    mine = keeper.ask(ResponsibilityRows(level1=classes[1]["level1"], limit=200))["items"]
    assert len(mine) == classes[1]["matters"]
    of_unit = keeper.ask(ResponsibilityRows(unit="U009", limit=200))["items"]
    assert "080201" in {row["code"] for row in of_unit} and len(of_unit) < 40


def test_the_lead_depends_on_matter_place_and_who_owns_the_asset(keeper: Keeper) -> None:
    """A manhole cover: the water company, unless another owns it; nobody's, the community of the place."""
    desk = keeper.desk
    for number, matter, owner, unit in (
        ("PS260302-COVR1", "080201", None, "U001"),
        ("PS260302-COVR2", "080201", "坑梓自来水公司", "U009"),
        ("PS260302-COVR3", "080207", None, "C004"),
    ):
        desk.register(number, title="井盖缺失")
        desk.do("cases.accept", key=number)
        found = desk.do("cases.classify", key=number, matter=matter, urgency="ordinary", asset_owner=owner)
        assert found["lead_unit"] == unit, matter
    assert desk.case("PS260302-COVR2").asset_owner == "坑梓自来水公司"


def test_a_unit_renamed_mid_year_is_found_by_both_names_each_in_its_time(keeper: Keeper, clock: VirtualClock) -> None:
    desk = keeper.desk
    desk.register()
    desk.dispatched()
    clock.forward(timedelta(days=121))
    keeper.act(RenameUnit("B001", "生态环境局坪山管理局", "Ecology, Pingshan", "机构改革", LATER))
    assert desk.case().lead_unit == "B001"
    assert desk.see(lambda reading: reading.units.name("B001")) == "生态环境局坪山管理局"

    def found(reading: Any) -> list[str | None]:
        asked = (("环境保护和水务局", TODAY), ("环境保护和水务局", None), ("生态环境局坪山管理局", LATER))
        units = (reading.unit_rows.named(name, day) for name, day in asked)
        return [unit.code if unit else None for unit in units]

    assert desk.see(found) == ["B001", "B001", "B001"]
    rows = keeper.table()
    assert "B001 生态环境局坪山管理局" in {row["牵头单位"] for row in rows}
    next(row for row in rows if row["牵头单位"].startswith("B001"))["牵头单位"] = "环境保护和水务局"
    assert keeper.import_rows(rows)["version"] is None
    (unit,) = (one for one in keeper.ask(UnitList()) if one["code"] == "B001")
    assert {"name": "环境保护和水务局", "since": None, "until": "2026-07-01"} in unit["names"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("B001", "", "Water", "改革"), "one of them empty"),
        (("B001", "生态环境局", "Ecology", "改革", LATER), "day gone by"),
        (("Z999", "生态环境局", "Ecology", "改革"), "Z999"),
        (("B001", "财政局", "Finance", "改革"), "B003"),
    ],
)
def test_a_renaming_that_cannot_be_is_refused(keeper: Keeper, given: tuple[Any, ...], sentence: str) -> None:
    with pytest.raises((Unusable, NotNow, NotFound), match=sentence):
        keeper.act(RenameUnit(*given))
