"""Named deadlines of the case or joint handling being moved."""

from dataclasses import replace
from typing import Any

from engine.casework.budget import parse
from engine.casework.deadline import CONTACT, HANDLE
from engine.casework.supervision import RungTaken
from engine.errors import NotFound
from engine.operations import clocks
from engine.operations.present import about
from engine.operations.registry import operation
from engine.operations.takes import DeadlineName, Limit
from engine.persistence.deadlines import Clock
from engine.persistence.deployed import decided
from engine.persistence.unit_of_work import UnitOfWork


@operation("deadlines.start", gives=("*_due",), begins=("{name}",))
def start(work: UnitOfWork, name: DeadlineName, budget: Limit | None = None) -> dict[str, Any]:
    """起算一个时限，未给时长的取时限表；诉求人时钟只起算一次，单位时钟只在分拨差错或重办后重起。

    Start a named deadline from now, without a budget with what ``time_limit`` gives for it. The citizen's never
    restarts; the unit's only after a dispatcher's error or a redo.

    Returns <name>_due as ISO text.
    """
    return start_each(work, {name: budget})


@operation("deadlines.start_each", gives=("*_due",), begins=("{budgets}",))
def start_each(
    work: UnitOfWork, budgets: dict[DeadlineName, Limit | list[Limit] | None], dispatched: bool = False
) -> dict[str, Any]:
    """起算多个时限：名称与时限一一对应；dispatched 为再次分拨：单位时限随现定紧急程度。

    Start several named deadlines from now: {sign: "2 working hours", handle: "7 working days"}; of a list of budgets
    the one that ends first. That of the first contact starts only when the citizen left a telephone number.

    A budget that is null, as in a case that began before its table gave one, is what ``time_limit`` gives now.

    ``dispatched``: urgency and list row have just been settled; a unit's limit that goes on follows them.

    Returns <name>_due of each as ISO text.
    """
    number = about(work)
    restart = _may_restart(work, number) if HANDLE in budgets else False
    begun = [
        _begin(work, number, name, budget or step_limit(work, number, name), restart, dispatched)
        for name, budget in budgets.items()
        if name != CONTACT or _can_be_contacted(work, number)
    ]
    return clocks.facts(begun)


@operation("deadlines.stop", gives=())
def stop(work: UnitOfWork, name: DeadlineName) -> dict[str, Any]:
    """时限停止计时。

    Stop a named deadline; whether it was kept is remembered.
    """
    clocks.stop(work, about(work), name)
    return {}


@operation("deadlines.note_overdue", gives=("overdue",))
def note_overdue(work: UnitOfWork, name: DeadlineName) -> dict[str, Any]:
    """时限已过而事情未办的，登记一次。

    Note in the journal, once in each round of a named deadline, that it has run out and what it is for is not done.

    Returns overdue (false: done meanwhile, or noted before).
    """
    number, rung = about(work), f"{name}_overdue"
    clock = work.deadlines.current(number, name)
    late = clock is not None and clock.state == "running" and clock.due_at is not None and clock.due_at <= work.now
    if clock is None or not late:
        return {"overdue": False}
    if work.rungs_taken.find(key=number, round=clock.deadline.round, rung=rung) is not None:
        return {"overdue": False}
    work.rungs_taken.add(RungTaken(number, clock.deadline.round, rung, work.now))
    work.journal.add(key=number, kind="supervision", detail={"rung": rung, "subject": None})
    return {"overdue": True}


def step_limit(work: UnitOfWork, number: str, step: str) -> str:
    """The limit the district's table gives for a step of a case, joint handling or revision of the list; where it gives
    none, what the step had the last time.

    Raises:
        NotFound: neither.
    """
    found = known_limit(work, number, step)
    if found is None:
        raise NotFound(f"Expected a limit for the step {step} in time_limit.dmn, but found none. Add a row for it.")
    return found


def known_limit(work: UnitOfWork, number: str, step: str) -> str | None:
    """The same; None where there is none, as in a district whose table is older than the step."""
    case = work.cases.find(number)
    facts = {"kind": case.kind if case else None, "urgency": case.urgency if case else None}
    found = [one["budget"] for one in decided(work, "time_limit", facts) or [] if one["step"] == step]
    last = work.deadlines.current(number, step)
    if not found:
        return last.deadline.budget.text if last else None
    return str(found[0])


def _begin(work: UnitOfWork, number: str, name: str, budget: Any, restart: bool, dispatched: bool) -> Clock:
    last = work.deadlines.current(number, name) if name == HANDLE and dispatched and not restart else None
    soonest = _soonest(work, budget)
    if last is None or last.deadline.budget == parse(soonest):
        return clocks.begin(work, number, name, soonest, restart=restart)
    return clocks.settle_limit(work, number, soonest, may_grow=not work.cases.get(number).redos)


def _soonest(work: UnitOfWork, budget: Any) -> str:
    """Budgets of different measures are compared by the moment each leads to from now."""
    texts = [str(one) for one in (budget if isinstance(budget, list) else [budget])]
    return min(texts, key=lambda one: work.work_calendar.add(work.now, parse(one)).at)


def _can_be_contacted(work: UnitOfWork, number: str) -> bool:
    """Did the citizen leave a number, and is not spoken to yet? A merge stops the clock and speaks to nobody."""
    known, clock = work.parties.contact(number), work.deadlines.current(number, CONTACT)
    if known is None or not known.phone:
        return False
    if clock is None or clock.state != "stopped":
        return True
    stopped = clock.deadline.standing().stopped_at
    return any(one.merged_at == stopped for one in work.merges.all(child=number)) and not work.replies.latest(number)


def _may_restart(work: UnitOfWork, number: str) -> bool:
    """Was the unit's clock freed to start again? Asking uses it up."""
    case = work.cases.find(number, lock=True)
    if case is None or not case.restart_clock:
        return False
    work.cases.save(replace(case, restart_clock=False))
    return True
