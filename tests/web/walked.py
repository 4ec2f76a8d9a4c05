"""Steps that were taken before the page a test is about: by commands, as the people of each role."""

from typing import Any

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.commands.complete_task import CompleteTask
from engine.persistence.user_tasks import UserTask
from engine.queries.option_lists import OptionLists
from engine.ticker.poll import settle
from tests.open_tasks import OpenTasks

STREET, POLICE, WATER = "D003", "P001", "B004"
MATTER = "停车场"
RETURNED = {
    "decision": "return",
    "ground": "no_power",
    "clause": "other",
    "other_clause": "街道没有执法权",
    "evidence": "夜查记录",
}
ANSWERED = {"outcome": "resolved", "actions": "夜查四次，已贴告知书。", "public_reply": "夜间已禁止货车进出。"}


def takes(application: Application, element: str, key: str, data: dict[str, Any], role: str, unit: str = "") -> None:
    """Someone of that role completes the open step of a case; of a unit's, when several units have it."""
    settle(application)
    task = next(one for one in open_steps(application, element, key) if one.unit in (None, unit))
    by = Actor(f"the-{role}-{unit}", role.title(), frozenset({role}), unit or None)
    application.execute(CompleteTask(task.id, task.revision, data), by)
    settle(application)


def open_steps(application: Application, element: str, key: str) -> list[UserTask]:
    return [one for one in application.ask(OpenTasks(key), SYSTEM) if one.element == element]


def dispatched(application: Application, case: str, unit: str, *others: str) -> None:
    """Accepted as it is and sent to the unit, with others to help."""
    takes(application, "accept", case, {"decision": "accept"}, "intake")
    rows = application.ask(OptionLists(("matters",)), Actor("x", "X", frozenset({"dispatcher"})))["matters"]
    matter = next(row["value"] for row in rows if row["label"] == MATTER)
    given = {"matter": matter, "urgency": "ordinary", "lead_unit": unit, "cooperating_units": list(others)}
    given["reason"] = "按其现场能力"
    takes(application, "dispatch", case, given, "dispatcher")


def answered(application: Application, case: str, unit: str) -> None:
    """Signed and replied to: the closure review has it."""
    takes(application, "sign", case, {"decision": "sign"}, "handler", unit)
    takes(application, "handle", case, ANSWERED, "handler", unit)


def disputed(application: Application, case: str) -> None:
    """The street returned it, its leader co-signed, the shift leader opened a dispute, every unit said "not ours"."""
    dispatched(application, case, STREET, POLICE)
    takes(application, "sign", case, {**RETURNED, "suggested_unit": POLICE}, "handler", STREET)
    takes(application, "cosign_return", case, {"decision": "cosign"}, "unit_leader", STREET)
    takes(application, "review_return", case, {"decision": "open_dispute", "reason": "各说各话"}, "shift_leader")
    for task in open_steps(application, "give_opinion", case):
        said = {"position": "not_ours", "reason": f"不属 {task.unit} 职责"}
        takes(application, "give_opinion", case, said, "handler", str(task.unit))
