"""Whose duty a matter is at a place, and what is wrong with a list."""

import pytest

from engine.casework.case import Place
from engine.casework.list_check import check_rows
from engine.casework.responsibility_list import Row
from engine.casework.unit import Community, Units
from engine.errors import Unusable

PLACES = [
    Community("坪山街道", "六和社区", "Pingshan", "Liuhe"),
    Community("坑梓街道", "秀新社区", "Kengzi", "Xiuxin"),
]
HERE, THERE = Place("坪山街道", "六和社区"), Place("坑梓街道", "秀新社区")


def a_row(**changes: object) -> Row:
    given = {"version": 1, "code": "010101", "level1": "一", "level2": "二", "level3": "三", "leads": [{"to": "B1"}]}
    return Row(**{**given, **changes})  # type: ignore[arg-type]


def test_one_rule_by_function_serves_every_street(units: Units) -> None:
    row = a_row(leads=[{"to": "@enforcement"}])
    assert (row.lead_at(HERE, units), row.lead_at(THERE, units)) == ("S1", "S2")


def test_the_most_special_rule_decides(units: Units) -> None:
    row = a_row(
        leads=[
            {"to": "B1"},
            {"to": "S1", "street": "坪山街道"},
            {"to": "C1", "street": "坪山街道", "community": "六和社区"},
        ]
    )
    assert row.lead_at(HERE, units) == "C1"
    assert row.lead_at(Place("坪山街道"), units) == "S1"
    assert row.lead_at(THERE, units) == "B1"


def test_who_owns_the_asset_can_decide(units: Units) -> None:
    row = a_row(leads=[{"to": "B1"}, {"to": "P1", "asset_owner": "police"}])
    assert row.lead_at(HERE, units) == "B1"
    assert row.lead_at(HERE, units, asset_owner="police") == "P1"


def test_where_nobody_does_it_the_list_names_nobody(units: Units) -> None:
    assert a_row(leads=[{"to": "@community"}]).lead_at(THERE, units) is None


def test_helpers_and_fallback_are_those_of_the_place(units: Units) -> None:
    row = a_row(cooperating=["@enforcement", "S1", "P1"], fallback="@enforcement")
    assert row.cooperating_at(HERE, units) == ["S1", "P1"]
    assert row.fallback_at(THERE, units) == "S2"


def test_a_matter_keeps_the_version_it_was_read_from() -> None:
    assert a_row(version=7, grade="A").matter().list_version == 7


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"leads": []}, "lead unit"),
        ({"leads": [{"to": "B1", "street": "坪山街道"}, {"to": "S1", "street": "坪山街道"}]}, "overlapping"),
        ({"leads": [{"to": "Z9"}]}, "Z9"),
        ({"fallback": "Z9"}, "Z9"),
        ({"limits": {"complaint": "soon"}}, "time limit"),
        ({"powers": ["magic"]}, "power"),
        ({"leads": [{"to": "X1"}]}, "took over"),
        ({"leads": [{"to": "@flying"}]}, "function"),
        ({"leads": [{"to": "B1"}, {"to": "S1", "street": "月亮街道"}]}, "street of the district"),
        ({"leads": [{"to": "B1", "street": "坪山街道", "community": "月亮社区"}]}, "community of the district"),
        ({"leads": [{"to": "B1", "street": "坪山街道", "community": "秀新社区"}]}, "秀新社区 lies in 坑梓街道"),
        ({"leads": [{"to": "@community"}]}, "everywhere"),
        ({"limits": {"praise": "1 hour"}}, "kind"),
        ({"demo": ["colour"]}, "demo mark"),
        ({"level3": " "}, "three levels"),
        ({"cooperating": ["S1", "P1", "S1"]}, "(S1) 2 times. Keep it once"),
        ({"cooperating": ["@police", "@police"]}, "@police 2 times"),
        ({"cooperating": ["S1", "B1"]}, "(B1) is the lead itself"),
        ({"leads": [{"to": "B1"}, {"to": "B1", "street": "坪山街道"}], "cooperating": ["B1"]}, "(B1) is the lead"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(units: Units, wrong: dict[str, object], sentence: str) -> None:
    said = " ".join(text for _, text in check_rows([a_row(**wrong)], units, PLACES))
    assert sentence in said


def test_a_unit_may_help_where_another_leads(units: Units) -> None:
    leads = [{"to": "B1"}, {"to": "S1", "street": "坪山街道"}]
    assert check_rows([a_row(leads=leads, cooperating=["S1", "P1"])], units, PLACES) == []


def test_a_matter_listed_twice_is_said(units: Units) -> None:
    assert "several" in check_rows([a_row(), a_row()], units)[0][1]


def test_the_same_matter_under_two_codes_overlaps_unless_each_has_its_situation(units: Units) -> None:
    twice = [a_row(), a_row(code="010102")]
    assert "010101 三 is the same" in check_rows(twice, units)[0][1]
    split = [a_row(situation="有规划许可"), a_row(code="010102", situation="无规划许可", leads=[{"to": "P1"}])]
    assert check_rows(split, units) == []
    assert split[1].called == "三（无规划许可）"


def test_a_unit_out_of_force_cannot_be_chosen(units: Units) -> None:
    with pytest.raises(Unusable, match="X1"):
        units.get("X1")
    assert units.name("X1") == "旧单位"
