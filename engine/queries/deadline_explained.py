"""Why the dates of a case are what they are: each clock's ledger, step by step."""

from dataclasses import asdict, dataclass
from typing import Any

from engine.casework.budget import Budget, parse
from engine.casework.deadline import HANDLE
from engine.casework.explain import explain
from engine.persistence.deadlines import Clock
from engine.persistence.deployed import decided
from engine.persistence.readable import refuse_unless_readable
from engine.persistence.unit_of_work import Reading

Limits = list[tuple[str, Budget, bool]]  # of which clock, how long, without a public source?


@dataclass(frozen=True)
class DeadlineExplained:
    """``number``: of a case or a joint handling."""

    number: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{number, deadlines: [{name, subject, round, state, budget, started_at, due, provisional, kept, steps}…]}``.

        A step is {at, what, zh, en, by, by_name, reason, due, provisional}; ``demo``: no public source gives the limit,
        as the district's tables and the row of the list say.
        Raises: NotFound.
        """
        refuse_unless_readable(reading, self.number)
        sources = _limits_by_clock(reading, self.number)
        clocks = reading.deadlines.of(self.number)
        people = reading.accounts.names({change.by for clock in clocks for change in clock.deadline.changes})
        return {"number": self.number, "deadlines": [_line(reading, clock, people, sources) for clock in clocks]}


def _limits_by_clock(reading: Reading, number: str) -> Limits:
    """The limits the district's tables give this case, and whether each is without a public source."""
    case = reading.cases.find(number)
    if case is None:
        return []
    row = None
    if case.matter is not None:
        row = reading.responsibility_list.find(version=case.matter.list_version, code=case.matter.code)
    facts = {
        "kind": case.kind,
        "urgency": case.urgency,
        "grade": row.grade if row else None,
        "row_limit": row.limits.get(case.kind) if row else None,
    }
    found = [(one["step"], parse(one["budget"]), one["demo"]) for one in decided(reading, "time_limit", facts) or []]
    by_row = row is not None and "limits" in row.demo
    for limit in (decided(reading, name, facts) for name in ("handling_limit", "redo_limit")):
        for budget, demo in _each(limit) if limit else ():
            found.append((HANDLE, parse(budget), by_row if demo is None else demo))
    return found


def _each(limit: dict[str, Any]) -> list[tuple[str, bool | None]]:
    """A limit, or the several of which the one that ends first holds."""
    budget, demo = limit["budget"], limit["demo"]
    return list(zip(budget, demo, strict=True)) if isinstance(budget, list) else [(budget, demo)]


def _line(reading: Reading, clock: Clock, people: dict[str, str], limits: Limits) -> dict[str, Any]:
    deadline = clock.deadline
    steps = []
    for step in explain(deadline, reading.calendar.at):
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
        "demo": any(made_up for name, budget, made_up in limits if name == deadline.name and budget == deadline.budget),
        "steps": steps,
    }
