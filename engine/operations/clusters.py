"""What a new request of a matter means for its like: does it come back, does it make a cluster?"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from engine.casework.case import Case
from engine.casework.cluster import Cluster, Recurrence
from engine.casework.tracking import CLUSTER, new_number
from engine.operations.present import current_case
from engine.operations.registry import operation
from engine.persistence.readable import WATCH
from engine.persistence.unit_of_work import UnitOfWork


def watch(work: UnitOfWork, case: Case, joined: str = "") -> None:
    """Have somebody look what a case means for its like: once for each matter, and for each case that ``joined`` it.

    A process of its own does that, so that what counts as many, and who is told, is the district's.
    """
    if case.matter is not None:
        dedup = f"{case.number}/watch/{case.matter.code}/{joined}"
        work.throw("matter_settled", f"{case.number}/{WATCH}", {"kind": case.kind}, dedup=dedup)


@operation("recurrences.look_back", gives=("recurs", "nth", "after_joint"))
def look_back(work: UnitOfWork, within_days: int, apart_metres: float) -> dict[str, Any]:
    """回潮：同一事项、同一地点办结后若干日内再次反映，记在新案上。

    Look for a case of the same matter and place that was closed within some days before, and flag the new one.

    Returns recurs (true the first time it is found), nth (how often in a row), after_joint (the earlier one was handled
    by several units).
    """
    case = current_case(work)
    nothing = {"recurs": False, "nth": 0, "after_joint": False}
    if case.matter is None or work.recurrences.find(case=case.number) is not None:
        return nothing
    earlier = work.recurrences.closed_before(case, timedelta(days=within_days), apart_metres)
    if earlier is None or earlier.closed_at is None:
        return nothing
    before = work.recurrences.find(case=earlier.number)
    found = Recurrence(
        case=case.number,
        earlier=earlier.number,
        matter=case.matter.code,
        street=case.place.street,
        community=case.place.community,
        days=(case.registered_at - earlier.closed_at).days,
        nth=before.nth + 1 if before else 1,
        after_joint=work.recurrences.was_joint(earlier),
        found_at=work.now,
    )
    work.recurrences.add(found)
    _note(work, case, "recur", earlier=earlier.number, days=found.days, nth=found.nth)
    return {"recurs": True, "nth": found.nth, "after_joint": found.after_joint}


@operation("recurrences.escalate", gives=())
def escalate(work: UnitOfWork) -> dict[str, Any]:
    """回潮升级：记录已提级。

    Keep that this recurrence was escalated.
    """
    case = current_case(work)
    found = work.recurrences.find(case=case.number)
    if found is not None and found.escalated_at is None:
        work.recurrences.save(replace(found, escalated_at=work.now))
        _note(work, case, "escalate_recurrence", nth=found.nth)
    return {}


@operation("clusters.count", gives=("size", "proposed"))
def count(work: UnitOfWork, window_days: int, proposes_from: int) -> dict[str, Any]:
    """统计同一事项、同一地点在窗口期内的诉求；达到数量即提出类案协调建议，只提一次。

    Count the requests of this matter and place in a window; from a number on, propose to coordinate, once.

    Returns size, proposed (true the first time).
    """
    case = current_case(work)
    if case.matter is None:
        return {"size": 0, "proposed": False}
    since = work.clusters.counted_from(case, work.now - timedelta(days=window_days))
    size = work.clusters.size(case.matter.code, case.place.street, case.place.community, since)
    if size < proposes_from or work.clusters.open_at(case) is not None or _is_joined(work, case):
        return {"size": size, "proposed": False}
    made = Cluster(
        number=new_number(work.now, work.settings.zone, CLUSTER),
        matter=case.matter.code,
        level3=case.matter.level3,
        street=case.place.street,
        community=case.place.community,
        since=since,
        size=size,
        opened_at=work.now,
    )
    work.clusters.add(made)
    _note(work, case, "cluster", cluster=made.number, size=size)
    return {"size": size, "proposed": True}


def _is_joined(work: UnitOfWork, case: Case) -> bool:
    """Do several units handle it together already? Then nothing needs to be proposed."""
    return any(work.joint_handlings.open_of(number) for number in (case.number, case.merged_into) if number)


def _note(work: UnitOfWork, case: Case, what: str, **detail: Any) -> None:
    work.journal.add(key=case.number, kind="case", detail={"what": what, **detail})
