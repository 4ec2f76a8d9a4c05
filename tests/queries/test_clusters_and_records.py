"""Clusters, recurrence and the records of units, counted from rows, on both databases."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from engine.actor import Actor
from engine.application import Application
from engine.casework.case import Matter, Owner, Place, State, register
from engine.casework.cluster import DISMISSED
from engine.casework.imported_request import ImportedRequest
from engine.clock import VirtualClock
from engine.commands.dismiss_cluster import DismissCluster
from engine.commands.import_requests import ImportRequests
from engine.demo import load
from engine.errors import NotAllowed, NotNow
from engine.operations.registered import perform
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cluster_view import ClusterView
from engine.queries.clusters import ClusterBoard, Clusters
from engine.queries.recurrence_list import RecurrenceList
from engine.queries.suggestions import Suggestions

COORDINATOR = Actor("cora", "科拉", frozenset({"coordinator"}))
ADMIN = Actor("ada", "艾达", frozenset({"admin"}))
ANNA = Actor("anna", "安娜", frozenset({"handler"}), "B001")
HERE = Place("坪山街道", "和平社区")
NOISE = Matter("130801", "环境保护", "噪声", "工业红线内噪声", "B", 1)
POLICY = {"window_days": 30, "proposes_from": 3}


class Still:
    """Where an instance would stand; no timer hangs on it."""

    def move_deadline(self, name: str, due: datetime | None) -> int:
        return 0


@dataclass(frozen=True)
class Do:
    """An operation on a case, as its process would call it."""

    key: str
    name: str
    arguments: dict[str, object]

    def perform(self, work: UnitOfWork) -> dict[str, object]:
        work.moving(self.key, Still())
        return perform(work, self.name, self.arguments)


@dataclass(frozen=True)
class Take:
    """A case of the matter, as far along as a test needs it."""

    number: str
    place: Place = HERE
    state: State = State.HANDLING
    unit: str = "B001"
    closed_at: datetime | None = None
    parent: str | None = None

    def perform(self, work: UnitOfWork) -> None:
        case = register(
            number=self.number, kind="complaint", title="夜间噪声", text="工业红线内噪声很大", place=self.place,
            channel="web", at=work.now,
        )  # fmt: skip
        work.cases.add(
            replace(
                case,
                state=self.state,
                owner=Owner("handler", self.unit),
                matter=None if self.parent else NOISE,
                lead_unit=self.unit,
                outcome="resolved" if self.closed_at else None,
                closed_at=self.closed_at,
                dispatched_at=work.now,
                merged_into=self.parent,
            )
        )


@pytest.fixture
def district(application: Application) -> Application:
    load(application, accounts=False)
    return application


@pytest.fixture
def do(district: Application) -> Callable[..., dict[str, object]]:
    def act(key: str, name: str, **arguments: object) -> dict[str, object]:
        return dict(district.execute(Do(key, name, arguments), COORDINATOR))

    return act


def test_a_growing_cluster_is_proposed_once_and_counts_merged_requests(
    district: Application, do: Callable[..., dict[str, object]]
) -> None:
    district.execute(Take("PS-1"), COORDINATOR)
    district.execute(Take("PS-2", state=State.MERGED, parent="PS-1"), COORDINATOR)
    assert do("PS-1", "clusters.count", **POLICY) == {"size": 2, "proposed": False}
    district.execute(Take("PS-3"), COORDINATOR)
    district.execute(Take("PS-4", Place("碧岭街道", "碧岭社区")), COORDINATOR)
    assert do("PS-3", "clusters.count", **POLICY) == {"size": 3, "proposed": True}
    assert do("PS-1", "clusters.count", **POLICY) == {"size": 3, "proposed": False}
    (cluster,) = district.ask(Clusters(), COORDINATOR)["items"]
    assert (cluster["size"], cluster["now"], cluster["community"]) == (3, 3, "和平社区")
    seen = district.ask(ClusterView(cluster["number"]), COORDINATOR)
    assert [one["number"] for one in seen["cases"]] == ["PS-1", "PS-2", "PS-3"]
    with pytest.raises(NotAllowed):
        district.ask(Clusters(), ANNA)


def test_a_dismissed_cluster_is_proposed_again_only_when_it_has_grown_anew(
    district: Application, do: Callable[..., dict[str, object]], clock: VirtualClock
) -> None:
    for number in range(3):
        district.execute(Take(f"PS-{number}"), COORDINATOR)
    do("PS-0", "clusters.count", **POLICY)
    (cluster,) = district.ask(Clusters(), COORDINATOR)["items"]
    clock.forward(timedelta(hours=1))
    district.execute(DismissCluster(cluster["number"], "一次性施工，已结束"), COORDINATOR)
    with pytest.raises(NotNow, match=DISMISSED):
        district.execute(DismissCluster(cluster["number"], "又一次"), COORDINATOR)
    clock.forward(timedelta(hours=1))
    district.execute(Take("PS-3"), COORDINATOR)
    assert do("PS-3", "clusters.count", **POLICY) == {"size": 1, "proposed": False}


def test_the_board_counts_by_matter_and_street(district: Application) -> None:
    for number, place in enumerate((HERE, HERE, Place("碧岭街道"))):
        district.execute(Take(f"PS-{number}", place), COORDINATOR)
    board = district.ask(ClusterBoard(), COORDINATOR)
    (row,) = board["matters"]
    assert (row["total"], row["counts"]) == (3, {"坪山街道": 2, "碧岭街道": 1})
    assert "坪山街道" in board["streets"]


def test_a_matter_that_comes_back_is_flagged_counted_and_its_repeats_are_numbered(
    district: Application, do: Callable[..., dict[str, object]], clock: VirtualClock
) -> None:
    look = {"within_days": 30, "apart_metres": 500}
    district.execute(Take("PS-1", state=State.CLOSED, closed_at=clock.now()), COORDINATOR)
    clock.forward(timedelta(days=20))
    district.execute(Take("PS-2", state=State.CLOSED, closed_at=clock.now() + timedelta(days=1)), COORDINATOR)
    assert do("PS-2", "recurrences.look_back", **look) == {"recurs": True, "nth": 1, "after_joint": False}
    assert do("PS-2", "recurrences.look_back", **look)["recurs"] is False
    clock.forward(timedelta(days=10))
    district.execute(Take("PS-3"), COORDINATOR)
    assert do("PS-3", "recurrences.look_back", **look)["nth"] == 2
    do("PS-3", "recurrences.escalate")
    listed = district.ask(RecurrenceList(), COORDINATOR)
    assert [(one["case"], one["earlier"], one["days"], one["nth"]) for one in listed["items"]] == [
        ("PS-3", "PS-2", 9, 2),
        ("PS-2", "PS-1", 20, 1),
    ]
    assert listed["items"][0]["escalated_at"] and listed["counts"][0]["many"] == 2


def test_another_place_or_a_later_time_is_no_recurrence(
    district: Application, do: Callable[..., dict[str, object]], clock: VirtualClock
) -> None:
    far = Place("坪山街道", "和平社区", longitude=114.35, latitude=22.69)
    near = Place("坪山街道", "和平社区", longitude=114.36, latitude=22.69)
    district.execute(Take("PS-1", far, state=State.CLOSED, closed_at=clock.now()), COORDINATOR)
    clock.forward(timedelta(days=3))
    district.execute(Take("PS-2", near), COORDINATOR)
    assert do("PS-2", "recurrences.look_back", within_days=30, apart_metres=500)["recurs"] is False
    assert do("PS-2", "recurrences.look_back", within_days=2, apart_metres=5000)["recurs"] is False
    assert do("PS-2", "recurrences.look_back", within_days=30, apart_metres=5000)["recurs"] is True


def test_suggestions_show_each_units_record_and_what_was_imported_apart(
    district: Application, clock: VirtualClock
) -> None:
    for number in range(4):
        district.execute(Take(f"PS-{number}", state=State.CLOSED, unit="P001", closed_at=clock.now()), COORDINATOR)
    past = [
        ImportedRequest("12345", str(number), clock.now().date(), "complaint", street="坪山街道",
                        level3="工业红线内噪声", handling_unit="环境保护和水务局",
                        outcome="按期办结" if number else "逾期办结")
        for number in range(3)
    ]  # fmt: skip
    district.execute(ImportRequests(tuple(past)), ADMIN)
    district.execute(Take("PS-9"), COORDINATOR)
    found = district.ask(Suggestions("PS-9"), COORDINATOR)
    assert found["matters"][0]["because"] == "settled"
    units = {one["unit"]: one for one in found["units"]}
    assert "history" in units["P001"]["because"] and units["P001"]["here"]["cases"] == 4
    assert units["P001"]["here"]["resolved"] | {"low": 0, "high": 1} == {
        "part": 4, "whole": 4, "value": 1.0, "low": 0, "high": 1,
    }  # fmt: skip
    assert units["P001"]["here"]["satisfied"]["value"] is None
    assert (units["B001"]["imported"]["part"], units["B001"]["imported"]["whole"]) == (2, 3)
    assert found["units"][0]["unit"] == "B001" and "list" in found["units"][0]["because"]  # the list goes first
    assert found["row"]["legal_basis"] is None or found["row"]["demo"] is not None
