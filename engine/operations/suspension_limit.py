"""May a case be put aside until a day? Asked at the request, at its decision, and when a coordinator does it."""

from datetime import datetime

from engine.casework import budget as budgets
from engine.casework.case import Case
from engine.casework.promises import expect_reason_and_day
from engine.errors import NotNow, Unusable
from engine.persistence.deployed import decided
from engine.persistence.unit_of_work import UnitOfWork


def expect_may_suspend(work: UnitOfWork, case: Case, until: datetime, reason: str) -> None:
    """Only a case that runs, with its unit alone, for a listed reason, and no longer than the district allows.

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
    _expect_within_limit(work, until, reason)


def _expect_within_limit(work: UnitOfWork, until: datetime, reason: str) -> None:
    """The district's table ends it on a day, counted from now; docs/domain.md §3, suspensions."""
    limit = decided(work, "suspension_limit", {"reason": reason})
    if limit is None:
        return
    calendar, longest = work.work_calendar, budgets.parse(limit["longest"])
    last = calendar.day_of(calendar.add(work.now, longest).at)
    if calendar.day_of(until) > last:
        raise Unusable(
            f"Expected a day of resumption within {longest} (suspension_policy.dmn, suspension_limit: "
            f"{limit['source']}), but found {calendar.day_of(until)}. Choose {last} or an earlier day."
        )
