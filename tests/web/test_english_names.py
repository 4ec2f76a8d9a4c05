"""An English page calls units, processes and steps by their English names."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.commands.complete_task import CompleteTask
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.submit_request import SubmitRequest
from engine.persistence.unit_of_work import Reading
from engine.queries.standing import StandingOf
from engine.ticker.poll import settle
from tests.web.conftest import Visitor

As = Callable[[str], Visitor]
CITIZEN = Actor("citizen", "市民", kind="citizen")
NOISE = "130801"


class Names:
    """What must not stand on an English page: Chinese names of units, and of what is deployed."""

    def answer(self, reading: Reading) -> set[str]:
        processes = {one["name"] for bundle in reading.bundles.in_force() for one in bundle.manifest["processes"]}
        return processes | {unit.name for unit in reading.unit_rows.all()}


def act(application: Application, command: Any, by: Actor) -> Any:
    application.clock.forward(timedelta(minutes=1))  # type: ignore[attr-defined]
    answer = application.execute(command, by)
    settle(application)
    return answer


def complete(application: Application, key: str, role: str, unit: str | None = None, **submission: Any) -> None:
    person = Actor(f"{role}-{unit}", role, frozenset({role}), unit)
    waiting = application.ask(StandingOf(key), SYSTEM).tasks
    task = [one for one in waiting if one.role == role and one.unit in (None, unit)][-1]  # the newest: the opinion
    act(application, CompleteTask(task.id, task.revision, submission), person)


def test_units_and_processes_are_called_by_their_english_names(application: Application, as_: As) -> None:
    place = {"street": "坪山街道", "community": "六和社区"}
    made = act(application, SubmitRequest("complaint", "Noise", "Every night", place), CITIZEN)
    number = made["number"]
    complete(application, number, "intake", decision="accept")
    complete(application, number, "dispatcher", matter=NOISE, urgency="ordinary", lead_unit="B001")
    returned = {
        "ground": "not_our_duty",
        "clause": "other",
        "other_clause": "Outside",
        "evidence": "Photographs",
        "suggested_unit": "S002",
    }
    complete(application, number, "handler", "B001", decision="return", **returned)
    complete(application, number, "unit_leader", "B001", decision="cosign")
    complete(application, number, "shift_leader", decision="open_dispute", reason="Two views")
    coordinator = as_("coordinator").in_english()
    names = application.ask(Names(), SYSTEM) - set(place.values())  # a place has but its own name
    assert len(names) > 30
    assert_english(coordinator, "/disputes", names)
    for unit in ("B001", "S002"):
        complete(application, number, "handler", unit, position="ours", reason="Ours it is")
    complete(application, number, "coordinator", lead_unit="B001", reason="It has the power", make_precedent=False)
    convening = ConveneJointHandling((number,), "One is not enough")
    joint = act(application, convening, Actor("kai", "Kai", frozenset({"coordinator"})))["number"]
    branches = [{"unit": unit, "task": "Inspect", "due": "2026-03-05T18:00"} for unit in ("B001", "P001")]
    complete(application, joint, "coordinator", lead_unit="B001", branches=branches)
    for path in (f"/cases/{number}", "/cases", "/joint-handlings", f"/joint-handlings/{joint}", "/processes"):
        assert_english(coordinator, path, names)


def assert_english(person: Visitor, path: str, names: set[str]) -> None:
    page = re.sub(r"<(script|title)\b.*?</\1>", "", person.read(path), flags=re.DOTALL)
    assert sorted(name for name in names if name in page) == [], path
