"""How much more time a case may be given: the district's table, asked at the request and again at the decision."""

from datetime import datetime
from typing import Any

from engine.casework import budget as budgets
from engine.casework.budget import Budget
from engine.casework.case import Case
from engine.errors import NotNow, Unusable
from engine.persistence.deployed import decided
from engine.persistence.unit_of_work import Reading


def extension_limit(reading: Reading, case: Case) -> dict[str, Any] | None:
    """``{most, longest, offered, source}`` of the bundle in force; None when no bundle has such a table."""
    limit: dict[str, Any] | None = decided(reading, "extension_limit", {"kind": case.kind})
    return limit


def expect_within_limit(reading: Reading, case: Case, granted: int, asked: Budget, due_at: datetime) -> None:
    """Neither more extensions nor a longer one than the district's table allows; docs/domain.md §3, extensions.

    Budgets of different measures are compared by the moment each would move ``due_at`` to.

    Raises:
        NotNow: as many as may be were granted. Unusable: longer than one may be.
    """
    limit = extension_limit(reading, case)
    if limit is None:
        return
    if granted >= limit["most"]:
        raise NotNow(
            f"Expected at most {limit['most']} extensions of a case (extension_policy.dmn, extension_limit: "
            f"{limit['source']}), but {case.number} was granted {granted}. Reply in time, or ask the coordinator."
        )
    calendar, longest = reading.work_calendar, budgets.parse(limit["longest"])
    if calendar.add(due_at, asked).at > calendar.add(due_at, longest).at:
        raise Unusable(
            f"Expected at most {longest} more at once (extension_policy.dmn, extension_limit: {limit['source']}), "
            f"but found {asked}. Ask for less."
        )


def expect_within_one_extension(reading: Reading, case: Case, due_at: datetime, wanted: datetime) -> None:
    """No date, of a plan say, lies further beyond ``due_at`` than one extension may go. Raises: Unusable."""
    limit = extension_limit(reading, case)
    if limit is None:
        return
    most = reading.work_calendar.add(max(due_at, reading.now), budgets.parse(limit["longest"])).at
    if wanted > most:
        until, found = (at.astimezone(reading.settings.zone).strftime("%Y-%m-%d %H:%M") for at in (most, wanted))
        raise Unusable(
            f"Expected a date until {until}, {limit['longest']} beyond the limit of {case.number} "
            f"(extension_policy.dmn, extension_limit: {limit['source']}), but found {found}. Choose an earlier one."
        )
