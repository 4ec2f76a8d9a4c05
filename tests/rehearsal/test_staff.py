"""Simulated staff take every option a form offers, also those that show only after a rare decision."""

from datetime import UTC, datetime
from random import Random
from typing import Any

import orjson
import pytest

from engine.feel import Surround
from engine.queries.standing import TaskForm
from engine.rehearsal.staff import Decision, Filled, Staff
from forms import read_form

PLACE = ("complaint", "accept")
NOW = Surround(now=datetime(2026, 3, 2, 1, 0, tzinfo=UTC), zone=UTC)


def radio(key: str, *options: str, **more: Any) -> dict[str, Any]:
    values = [{"value": one, "label": one} for one in options]
    field = {"type": "radio", "id": key, "key": key, "label": key, "values": values, "validate": {"required": True}}
    return field | more


DECISION = radio("decision", "accept", "reject", "merge", "ask", "other")
KIND = radio("kind", "consult", "suggestion", conditional={"hide": '=decision != "other"'})
PARENT = {
    "type": "select",
    "id": "parent",
    "key": "parent",
    "label": "parent",
    "valuesKey": "open_cases",
    "validate": {"required": True},
    "conditional": {"hide": '=decision != "merge"'},
}


def sheet(*components: dict[str, Any], parents: tuple[str, ...] = ()) -> TaskForm:
    drawn = {"type": "default", "id": "accept", "schemaVersion": 16, "components": list(components)}
    listed = [{"value": one, "label": one} for one in parents]
    return TaskForm(form=read_form(orjson.dumps(drawn)), options={"open_cases": listed}, facts={})


def every(*components: dict[str, Any]) -> dict[Decision, str]:
    return {(*PLACE, one["key"], value["value"]): "" for one in components for value in one.get("values", ())}


def filled(staff: Staff, form: TaskForm, key: str, tired_of: tuple[str, ...] = ()) -> Filled:
    return staff.fill(form, PLACE, NOW, (), tired_of, key)


@pytest.mark.parametrize("seed", range(12))
def test_what_shows_only_after_a_rare_decision_is_taken_as_well(seed: int) -> None:
    staff = Staff(Random(seed), every(DECISION, KIND))
    for nth in range(60):
        done = filled(staff, sheet(DECISION, KIND), f"K{nth}")
        staff.note(done, f"K{nth}")
        if done.data["decision"] == "accept":  # much follows on this one, so it looks the way to what is untaken
            for _ in range(9):
                staff.note(Filled(PLACE, decisions=[("complaint", "handle", "outcome", "x")]), f"K{nth}")
    assert staff.untaken == []


@pytest.mark.parametrize("seed", range(8))
def test_a_form_reached_a_few_times_only_gives_all_it_hides(seed: int) -> None:
    staff = Staff(Random(seed), every(DECISION, KIND))
    staff.taken.update((*PLACE, "decision", one["value"]) for one in DECISION["values"])
    for nth in range(4):  # by chance one in five would lead to the kinds
        staff.note(filled(staff, sheet(DECISION, KIND), f"K{nth}"), f"K{nth}")
    assert staff.untaken == []


@pytest.mark.parametrize("seed", range(6))
def test_the_way_to_a_rare_place_is_gone_until_everything_there_is_taken(seed: int) -> None:
    sign, review = radio("decision", "sign", "return"), radio("decision", "reject", "error", "dispute")
    places = {("complaint", "sign"): sign, ("complaint", "review_return"): review}
    decisions = {(*place, "decision", one["value"]): "" for place, form in places.items() for one in form["values"]}
    staff = Staff(Random(seed), decisions)
    for nth in range(40):
        key = f"K{nth}"
        done = staff.fill(sheet(sign), ("complaint", "sign"), NOW, (), (), key)
        staff.note(done, key)
        if done.data["decision"] == "return":
            staff.note(staff.fill(sheet(review), ("complaint", "review_return"), NOW, (), (), key), key)
        else:
            for _ in range(9):  # much more follows on what is usual
                staff.note(Filled(("complaint", "handle")), key)
    assert staff.untaken == []


def test_a_decision_that_asks_for_what_no_list_offers_is_not_even_sent() -> None:
    staff = Staff(Random(1), every(DECISION))
    tries = [filled(staff, sheet(DECISION, PARENT), f"K{nth}") for nth in range(40)]
    merging = [one for one in tries if one.data["decision"] == "merge"]
    assert merging and all(one.is_impossible and one.to_avoid == ["merge"] for one in merging)
    assert not any(one.is_impossible for one in tries if one not in merging)


def test_what_was_refused_is_not_tried_again() -> None:
    staff = Staff(Random(1), every(DECISION))
    form = sheet(DECISION, PARENT, parents=("A", "B"))
    merging = next(one for nth in range(99) if (one := filled(staff, form, f"K{nth}")).data["decision"] == "merge")
    (parent,) = merging.to_avoid
    others = [filled(staff, form, f"L{nth}", tuple(merging.to_avoid)) for nth in range(99)]
    assert {one.data["parent"] for one in others if "parent" in one.data} == {"A", "B"} - {parent}


def test_rows_with_the_columns_of_the_table_are_copied_from_it() -> None:
    cells = [{"type": "textfield", "id": key, "key": key, "label": key} for key in ("code", "grade")]
    cells[0]["validate"] = {"required": True}
    rows = {"type": "dynamiclist", "id": "rows", "path": "rows", "label": "rows", "components": cells}
    lines = [{"code": f"{nth:02}", "grade": f"G{nth}"} for nth in range(5)]
    staff = Staff(Random(1), {}, lines)
    drafted = [row for nth in range(20) for row in filled(staff, sheet(rows), f"K{nth}").data["rows"]]
    assert {row["code"] for row in drafted} == {line["code"] for line in lines}
    assert all(row.get("grade", f"G{int(row['code'])}") == f"G{int(row['code'])}" for row in drafted)
