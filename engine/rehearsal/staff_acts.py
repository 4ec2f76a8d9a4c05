"""What staff do that no task asks for: suspend, extend, convene, merge, urge; order, ask and appeal beside the case.

Each is drawn for a case with a chance of its own. Whoever does it is another person than whoever decides on it: the
tasks that follow say who may not take them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from engine.actor import SYSTEM, Actor
from engine.casework.case import Case
from engine.casework.exclusion import GROUNDS
from engine.persistence.unit_of_work import Reading
from engine.rehearsal.district import District
from engine.rehearsal.people import person


@dataclass(frozen=True)
class Scene:
    """A case at a moment, and the ``numbers`` of all cases filed so far."""

    district: District
    draw: Random
    case: Case
    numbers: tuple[str, ...]

    @property
    def now(self) -> datetime:
        return self.district.clock.now()

    def of_unit(self, role: str) -> Actor | None:
        """Someone of the unit that leads the case; None while none does."""
        return person(role, self.case.lead_unit) if self.case.lead_unit else None


Deed = tuple[dict[str, Any], Actor | None]  # the values of a command, and who does it; nobody can: not now


@dataclass(frozen=True)
class StaffAct:
    """``chance`` for a case to meet it. ``begins``: a process of its own. ``then``: what follows once it is done."""

    chance: float
    deed: Callable[[Scene], Deed]
    begins: bool = False
    after_closing: bool = False
    then: str | None = None


def _urge(scene: Scene) -> Deed:
    return {"number": scene.case.number, "reason": "请尽快办理"}, person("supervisor")


def _merge(scene: Scene) -> Deed:
    others = scene.district.application.ask(_OpenLike(scene.case, scene.numbers), SYSTEM)
    if not others:
        return {}, None
    return {"parent": scene.draw.choice(others), "children": [scene.case.number]}, person("intake")


def _suspend(scene: Scene) -> Deed:
    until = scene.now + timedelta(days=scene.draw.randint(1, 5))
    return {"number": scene.case.number, "reason": "engineering", "until": until}, person("coordinator")


def _convene(scene: Scene) -> Deed:
    return {"cases": [scene.case.number], "reason": "一家单位办不了"}, person("coordinator")


def _extend(scene: Scene) -> Deed:
    given = {"number": scene.case.number, "budget": "2 working days", "reason": "需等检测报告"}
    return given, scene.of_unit("handler")


def _ask_suspension(scene: Scene) -> Deed:
    until = scene.now + timedelta(days=scene.draw.randint(1, 5))
    given = {"number": scene.case.number, "until": until, "reason": "engineering", "text": "需待道路施工结束"}
    return given, scene.of_unit("handler")


def _order_key_supervision(scene: Scene) -> Deed:
    return {"number": scene.case.number, "reason": "涉及面广，领导点名"}, person("leader")


def _ask_identity(scene: Scene) -> Deed:
    given = {"number": scene.case.number, "reason": "需上门核实现场"}
    return given, person(scene.draw.choice(("reviewer", "shift_leader", "supervisor")))


def _raise_revision(scene: Scene) -> Deed:
    matter = scene.case.matter.code if scene.case.matter else None
    return {"reason": "清单表述与实际职责不符", "matter": matter}, person("admin")


def _ask_exclusion(scene: Scene) -> Deed:
    ground = scene.draw.choice(GROUNDS).code
    given = {"number": scene.case.number, "ground": ground, "explanation": "经核查超出本单位职权范围"}
    return given, scene.of_unit("handler")


def _appeal_exclusion(scene: Scene) -> Deed:
    given = {"number": scene.case.number, "reason": "未考虑现场调解情况"}
    return given, scene.of_unit("unit_leader")


STAFF_ACTS: Final = {
    "merge_cases": StaffAct(0.05, _merge),
    "suspend_case": StaffAct(0.06, _suspend),
    "urge": StaffAct(0.05, _urge),
    "request_extension": StaffAct(0.16, _extend, begins=True, then="request_extension"),
    "request_suspension": StaffAct(0.04, _ask_suspension, begins=True),
    "convene_joint_handling": StaffAct(0.14, _convene, begins=True),
    "order_key_supervision": StaffAct(0.04, _order_key_supervision, begins=True),
    "request_identity": StaffAct(0.04, _ask_identity, begins=True),
    "raise_list_revision": StaffAct(0.02, _raise_revision, begins=True),
    "request_exclusion": StaffAct(0.08, _ask_exclusion, begins=True, after_closing=True, then="appeal_exclusion"),
    "appeal_exclusion": StaffAct(0, _appeal_exclusion, after_closing=True),
}


@dataclass(frozen=True)
class _OpenLike:
    """Open cases of the same kind, of those ``among``, that could be a parent."""

    case: Case
    among: tuple[str, ...]

    def answer(self, reading: Reading) -> list[str]:
        found = (reading.cases.find(number) for number in self.among[-40:])
        return [
            one.number
            for one in found
            if one and not one.has_ended and one.kind == self.case.kind and one.number != self.case.number
            and one.merged_into is None
        ]  # fmt: skip
