"""Why the dates of a case are what they are: each clock's ledger, step by step."""

from dataclasses import asdict, dataclass
from typing import Any

from engine.casework.deadline import HANDLE
from engine.casework.explain import explain
from engine.persistence.deadlines import Clock
from engine.persistence.readable import refuse_unless_readable
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class DeadlineExplained:
    """``number``: of a case or a joint handling."""

    number: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{number, deadlines: [{name, subject, round, state, budget, started_at, due, provisional, kept, steps}…]}``.

        A step is {at, what, zh, en, by, by_name, reason, due, provisional}; ``demo``: no public source gives the limit.
        Raises: NotFound.
        """
        refuse_unless_readable(reading, self.number)
        made_up = _limit_is_made_up(reading, self.number)
        clocks = reading.deadlines.of(self.number)
        people = reading.accounts.names({change.by for clock in clocks for change in clock.deadline.changes})
        return {"number": self.number, "deadlines": [_line(reading, clock, people, made_up) for clock in clocks]}


def _limit_is_made_up(reading: Reading, number: str) -> bool:
    """Does the row of the list that the case keeps say that its limit is a demo value?"""
    case = reading.cases.find(number)
    if case is None or case.matter is None:
        return False
    row = reading.responsibility_list.find(version=case.matter.list_version, code=case.matter.code)
    return row is not None and "limits" in row.demo


def _line(reading: Reading, clock: Clock, people: dict[str, str], made_up: bool) -> dict[str, Any]:
    deadline = clock.deadline
    steps = []
    for step in explain(deadline, reading.work_calendar):
        row = asdict(step)
        row["at"] = step.at.isoformat()
        row["due"] = step.due.isoformat() if step.due else None
        row["by_name"] = people.get(step.by)
        row["days"] = [{**asdict(one), "day": one.day.isoformat()} for one in step.days]
        steps.append(row)
    return {
        "name": deadline.name,
        "subject": deadline.subject or None,
        "round": deadline.round,
        "state": clock.state,
        "budget": deadline.budget.text,
        "budget_zh": deadline.budget.zh,
        "started_at": clock.started_at.isoformat(),
        "due": clock.due_at.isoformat() if clock.due_at else None,
        "last_due": clock.last_due_at.isoformat(),
        "provisional": clock.provisional,
        "kept": clock.kept,
        "demo": made_up and deadline.name == HANDLE,
        "steps": steps,
    }
