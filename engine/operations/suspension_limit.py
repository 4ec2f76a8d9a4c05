"""May a case be put aside until a day? Asked at the request, at its decision, and when a coordinator does it."""

from datetime import datetime, timedelta

from engine.casework import budget as budgets
from engine.casework.case import Case
from engine.casework.deadline import CITIZEN
from engine.casework.promises import expect_reason_and_day
from engine.errors import NotNow, Unusable
from engine.persistence.deployed import decided
from engine.persistence.unit_of_work import UnitOfWork


def expect_may_suspend(work: UnitOfWork, case: Case, until: datetime, reason: str) -> None:
    """Only a case that runs, with its unit alone, for a listed reason, and in all no longer than the district allows.

    Raises:
        NotNow: it is suspended already, or units handle it jointly.
        Unusable: a reason outside the list, a day that has passed, or one later than the table allows.
    """
    if case.suspended or any(one.resumed_at is None for one in work.suspensions.all(case=case.number)):
        raise NotNow(f"Expected {case.number} to be running, but it is suspended. Resume it first.")
    joint = work.joint_handlings.open_of(case.number)
    if joint is not None:
        raise NotNow(
            f"Expected {case.number} to be with its unit alone, but the units of {joint.number} work on it by "
            "dates of their own. Wait for their reply, or end the joint handling first."
        )
    expect_reason_and_day(reason, until, work.now)
    _expect_within_limit(work, case, until, reason)


def _expect_within_limit(work: UnitOfWork, case: Case, until: datetime, reason: str) -> None:
    """The district's table ends it on a day: what it gives in all, less what the case has rested before, from now."""
    limit = decided(work, "suspension_limit", {"reason": reason})
    if limit is None:
        return
    calendar, longest, rested = work.work_calendar, budgets.parse(limit["longest"]), rested_before(work, case)
    end = calendar.add(work.now - rested, longest).at
    last, left = calendar.day_of(end), (calendar.day_of(end) - calendar.day_of(work.now)).days
    if end > work.now and calendar.day_of(until) <= last:
        return
    table, found = f"suspension_policy.dmn, suspension_limit: {limit['source']}", calendar.day_of(until)
    if end <= work.now:
        raise Unusable(
            f"Expected {case.number} to rest at most {longest} in all ({table}), but it has rested {rested.days} "
            "day(s) already and no day is left. Have its unit work on it, or reply as it stands."
        )
    if rested:
        raise Unusable(
            f"Expected a day of resumption within {longest} ({table}), of which {case.number} has rested "
            f"{rested.days} day(s) already and {left} day(s) are left, but found {found}. "
            f"Choose {last} or an earlier day."
        )
    raise Unusable(
        f"Expected a day of resumption within {longest} ({table}), but found {found}. Choose {last} or an earlier day."
    )


def rested_before(work: UnitOfWork, case: Case) -> timedelta:
    """How long a case was put aside so far, whatever for: by itself, and with one it was merged into."""
    own = {(one.paused_at, one.resumed_at) for one in work.suspensions.all(case=case.number)}
    citizens = work.deadlines.of(case.number, name=CITIZEN)
    spans = own | {rest for clock in citizens for rest in clock.deadline.rests()}
    return sum((end - begin for begin, end in spans if begin and end), timedelta())
