"""Several units in one room: plan, branches, minutes, one consolidated reply."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.casework.case import Owner, State
from engine.casework.deadline import HANDLE, JOINT
from engine.casework.joint_handling import (
    CONVENED,
    OPEN,
    RELEASED,
    REPLIED,
    RUNNING,
    Branch,
    JointHandling,
    consolidated,
    new_branch,
    plan_branches,
    plan_meeting,
    read_decisions,
    read_minutes,
)
from engine.casework.reply import PROMISED, expect_outcome
from engine.errors import NotNow, Unusable
from engine.operations import clocks
from engine.operations.conflicts import expect_may_speak, expect_no_conflict, send_back
from engine.operations.endings import end_ladders
from engine.operations.extension_limit import expect_within_one_extension
from engine.operations.joint_cases import hand_over
from engine.operations.present import about
from engine.operations.promises import take_promise
from engine.operations.registry import operation
from engine.operations.takes import Outcome
from engine.persistence.unit_of_work import UnitOfWork


@operation("joint.plan", gives=("branches", "lead_unit", "joint_due", "meeting_planned"), begins=(JOINT, "branch"))
def plan(
    work: UnitOfWork, lead_unit: str, branches: list[dict[str, Any]], meeting: dict[str, Any] | None = None
) -> dict[str, Any]:
    """制定联合处置方案：牵头单位、各单位任务与期限、会议。

    Plan the joint handling: branches of {unit, task, due}, a meeting of {at, place, agenda}. The lead unit owns the
    cases from here on, and has a branch in any case.

    Returns branches (by unit code: unit, task, due), lead_unit, joint_due, meeting_planned.
    """
    joint = _current(work)
    joint.expect(CONVENED)
    lead = work.units.get(lead_unit).code
    zone = work.settings.zone
    planned = plan_branches(joint.number, branches, lead=lead, units=work.units, now=work.now, zone=zone)
    _expect_no_conflict(work, joint, lead, *(branch.unit for branch in planned))
    due = max(branch.due_at for branch in planned)
    talks = plan_meeting(meeting, now=work.now, zone=zone, until=due)
    _give_time(work, joint, due)
    work.branches.add(*planned)
    clocks.stop(work, joint.number, "plan")
    for branch in planned:
        clocks.begin_until(work, joint.number, "branch", branch.due_at, branch.unit)
    clocks.begin_until(work, joint.number, JOINT, due)
    work.joint_handlings.save(replace(joint, state=RUNNING, lead_unit=lead, meeting=talks))
    involve(work, joint.number, lead, *(branch.unit for branch in planned))
    hand_over(work, joint.number, Owner("handler", lead), "joint_led")
    _watch_anew(work, joint.number)
    _note(work, joint.number, "plan", lead_unit=lead, units=[branch.unit for branch in planned])
    return {
        "branches": {branch.unit: _line(branch) for branch in planned},
        "lead_unit": lead,
        "joint_due": due.isoformat(),
        "meeting_planned": talks is not None,
    }


@operation("joint.due", gives=("joint_due",))
def read_due(work: UnitOfWork) -> dict[str, Any]:
    """联合处置的时限：加派单位可能使它延后。

    By when the minutes and the one reply are due: a unit that joined with a later date has moved it.

    Returns joint_due.
    """
    return clocks.facts(work.deadlines.of(about(work), name=JOINT))


@operation("joint.record_branch", gives=("unit", "state", "report"))
def record_branch(work: UnitOfWork, unit: str, report: str) -> dict[str, Any]:
    """记录一个单位的办理情况；被投诉的单位未经第二人准许的不得报送。

    Keep what one unit did in its branch; not of a unit complained of, until a second person allows it.
    """
    joint = _current(work)
    for one in work.joint_cases.all(joint=joint.number, left_at=None):
        expect_may_speak(work, work.cases.get(one.case), unit)
    branch = work.branches.get(joint.number, unit, work.units.told).reported(report, work.by.username, work.now)
    work.branches.save(branch)
    _end_branch(work, branch)
    _note(work, joint.number, "branch", unit=unit)
    return {"unit": unit, "state": branch.state, "report": report}


@operation("joint.release", gives=("unit", "state"))
def release(work: UnitOfWork, unit: str, reason: str | None = None) -> dict[str, Any]:
    """退出一个单位；牵头单位不得退出。

    Release a unit whose branch is not needed any more; never the lead.
    """
    joint = _current(work)
    if unit == joint.lead_unit:
        raise NotNow(
            f"Expected a cooperating unit, but {work.units.name(unit)} leads {joint.number}. Release another unit, "
            "or end the joint handling and convene it anew under another lead."
        )
    branch = work.branches.get(joint.number, unit, work.units.told).released(reason, work.now)
    work.branches.save(branch)
    _end_branch(work, branch)
    _note(work, joint.number, "release", reason, unit=unit)
    return {"unit": unit, "state": branch.state}


@operation("joint.add", gives=("unit", "task", "due", "joint_due"), begins=("branch",))
def add(work: UnitOfWork, unit: str, task: str, due: datetime | None = None) -> dict[str, Any]:
    """加派一个单位。

    Add a unit while the joint handling runs; without a date of its own it has the joint one, a later one moves that.

    Returns unit, task, due, joint_due.
    """
    branch, joint_due = add_branch(work, _current(work), unit, task, due)
    return {**_line(branch), "joint_due": joint_due.isoformat()}


@operation("joint.record_minutes", gives=())
def record_minutes(
    work: UnitOfWork,
    minutes: str,
    decisions: list[Any] | None = None,
    held_at: Any = None,
    attendees: list[str] | None = None,
) -> dict[str, Any]:
    """记录会议：时间、到会单位、纪要，以及谁在何时前做什么的决定。

    Keep the meeting: when it was held (default: now), the units that came, the minutes, and decisions of
    {text, unit, due}: what, who, by when. A unit that is to do something may read the joint handling and its cases.
    """
    joint = _current(work)
    joint.expect(RUNNING)
    zone = work.settings.zone
    times = {"convened": joint.convened_at, "now": work.now}
    held = read_minutes(minutes, held_at, attendees or [], units=work.units, zone=zone, **times)
    day = datetime.fromisoformat(held["held_at"])
    decided = read_decisions(decisions or [], units=work.units, zone=zone, held=day)
    meeting = {**(joint.meeting or {}), **held}
    named = [one["unit"] for one in decided]
    _expect_no_conflict(work, joint, *named)
    work.joint_handlings.involve(joint.number, *named)
    involve(work, joint.number, *named)
    work.joint_handlings.save(replace(joint, minutes=minutes.strip(), decisions=decided, meeting=meeting))
    _note(work, joint.number, "minutes", decisions=len(decisions or []))
    return {}


@operation("joint.reply", gives=("outcome",))
def reply(
    work: UnitOfWork,
    text: str,
    outcome: Outcome | None = None,
    commitment: str | None = None,
    commitment_due: str | None = None,
) -> dict[str, Any]:
    """形成统一答复，附各单位办理情况和牵头单位的承诺，送达每一案件；各分支未结束的不得答复。

    Write the one consolidated reply with what each unit did and what the lead unit promises by when; every case gets
    the message joint_replied. The promise is followed once a citizen was answered with it.
    """
    joint = _current(work)
    joint.expect(RUNNING)
    open_branches = [branch.unit for branch in work.branches.all(joint=joint.number, state=OPEN)]
    if open_branches:
        names = "、".join(work.units.name(unit) or unit for unit in open_branches)
        raise NotNow(
            f"Expected every branch of {joint.number} to be reported or released, but {names} still works. "
            "Wait for it, or release the unit."
        )
    for one in work.joint_cases.all(joint=joint.number, left_at=None):
        expect_may_speak(work, work.cases.get(one.case), joint.lead_unit)
    if not text.strip():
        raise Unusable("Expected the consolidated reply, but found nothing. Say who did what.")
    waiting = work.joint_cases.all(joint=joint.number, left_at=None)
    if not waiting:
        raise NotNow(f"Expected a case that waits for the reply of {joint.number}, but every one has gone another way.")
    final = expect_outcome("complaint", outcome or "resolved")
    promise = None
    if final == PROMISED or commitment:
        promise = take_promise(work, joint.number, joint.lead_unit, commitment or "", commitment_due)
    text = consolidated(text, _parts(work, joint), (promise.text, promise.due_on) if promise else None)
    after = replace(joint, state=REPLIED, reply=text, outcome=final, replied_by=work.by.username, replied_at=work.now)
    work.joint_handlings.save(after)
    clocks.stop(work, joint.number)
    end_ladders(work, joint.number)
    for one in waiting:
        dedup = f"{joint.number}/replied/{one.case}"
        # optional: a case that was merged or withdrawn meanwhile no longer waits for the joint reply
        work.throw("joint_replied", one.case, {"joint": joint.number}, dedup=dedup, optional=True)
    until = {"due": promise.due_on.isoformat()} if promise else {}
    _note(work, joint.number, "reply", outcome=final, **until)
    return {"outcome": final}


@operation("joint.end", gives=())
def end(work: UnitOfWork, reason: str) -> dict[str, Any]:
    """终止联合处置，不再答复；未完成的分支退出，案件交回各自承办单位。

    End the joint handling without a reply: what is open of it is given up, and each case that waited for the reply
    (message joint_ended) is its own unit's again.
    """
    joint = _current(work)
    work.joint_handlings.save(joint.ended(reason, work.now))
    for branch in work.branches.all(joint=joint.number, state=OPEN):
        work.branches.save(branch.released(reason, work.now))
    clocks.stop(work, joint.number)
    end_ladders(work, joint.number)
    hand_over(work, joint.number, None, "joint_ended", reason)
    for one in work.joint_cases.all(joint=joint.number, left_at=None):
        work.joint_cases.save(replace(one, left_at=work.now))
        clocks.tell_watchers(work, one.case)
        case = work.cases.get(one.case)
        signed = case.state is State.HANDLING
        work.throw("joint_ended", one.case, {"joint": joint.number, "signed": signed}, optional=True)
        if case.lead_unit:
            send_back(work, case, case.lead_unit)
    _note(work, joint.number, "end", reason)
    return {}


def _parts(work: UnitOfWork, joint: JointHandling) -> list[tuple[str, str]]:
    """What each unit reported, the lead unit first."""
    reported = [one for one in work.branches.all(joint=joint.number) if one.report]
    reported.sort(key=lambda one: (one.unit != joint.lead_unit, one.unit))
    return [(work.units.name(one.unit) or one.unit, one.report or "") for one in reported]


def add_branch(
    work: UnitOfWork, joint: JointHandling, unit: str, task: str, due: datetime | None
) -> tuple[Branch, datetime]:
    """One more branch of a running joint handling, with its deadline; and by when all is due, which a later one moves.

    Raises:
        NotNow: it is not running, or the unit is in it already. Unusable: no such unit, no task, a past date.
    """
    joint.expect(RUNNING)
    known = work.branches.find(joint=joint.number, unit=unit)
    if known is not None and known.state != RELEASED:
        raise NotNow(
            f"Expected a unit that is not in {joint.number} yet, but {work.units.name(unit)} is. Choose another unit."
        )
    running = work.deadlines.of(joint.number, name=JOINT)[-1]
    until = running.last_due_at
    due = due or until
    wanted = {"unit": unit, "task": task, "due": due}
    branch = new_branch(joint.number, wanted, units=work.units, now=work.now, zone=work.settings.zone)
    _expect_no_conflict(work, joint, branch.unit)
    _give_time(work, joint, branch.due_at)
    if known is None:
        work.branches.add(branch)
    else:
        work.branches.save(branch)
    clocks.begin_until(work, joint.number, "branch", branch.due_at, branch.unit)
    for watcher in work.supervisions.all(about=joint.number, subject=unit):
        work.supervisions.save(replace(watcher, ended_at=None))  # released before, it is watched again
    involve(work, joint.number, branch.unit)
    _note(work, joint.number, "add", unit=unit)
    if branch.due_at > until:
        clocks.move(work, running, branch.due_at, f"加派 {work.units.name(branch.unit)}")
    return branch, max(branch.due_at, until)


def _expect_no_conflict(work: UnitOfWork, joint: JointHandling, *units: str) -> None:
    """No unit acts on a case that complains of it unless a second person allowed it; the reason is the convening's."""
    for one in work.joint_cases.all(joint=joint.number):
        expect_no_conflict(work, work.cases.get(one.case), list(units), joint.reason)


def involve(work: UnitOfWork, joint: str, *units: str) -> None:
    """The units of a joint handling may read its cases."""
    for one in work.joint_cases.all(joint=joint):
        work.cases.involve(work.cases.get(one.case), *units)


def _current(work: UnitOfWork) -> JointHandling:
    return work.joint_handlings.get(about(work), lock=True)


def _end_branch(work: UnitOfWork, branch: Branch) -> None:
    clocks.stop(work, branch.joint, "branch", subject=branch.unit)
    for watcher in work.supervisions.all(about=branch.joint, subject=branch.unit, ended_at=None):
        work.supervisions.save(replace(watcher, ended_at=work.now))
        work.throw("case_closed", watcher.key, optional=True)
    if not work.branches.all(joint=branch.joint, state=OPEN):
        _watch_anew(work, branch.joint)


def _give_time(work: UnitOfWork, joint: JointHandling, due: datetime) -> None:
    """The unit's limit of each case reaches to the joint date, by an entry; the citizen's stays (docs/domain.md §5).

    Raises:
        Unusable: the date is further beyond those limits than one extension may go.
    """
    waiting = [one.case for one in work.joint_cases.all(joint=joint.number, left_at=None)]
    limits = [clock for clock in (work.deadlines.current(one, HANDLE) for one in waiting) if clock]
    if not limits:
        return
    latest = max(limits, key=lambda clock: clock.last_due_at)
    expect_within_one_extension(work, work.cases.get(latest.deadline.about), latest.last_due_at, due)
    for clock in limits:
        if clock.state == "running" and clock.last_due_at < due:
            clocks.move(work, clock, due, f"联合处置 {joint.number}：{joint.reason}")


def _watch_anew(work: UnitOfWork, joint: str) -> None:
    """The ladders of its cases wait while a branch is open, and go on when none is."""
    for one in work.joint_cases.all(joint=joint, left_at=None):
        clocks.tell_watchers(work, one.case)


def _line(branch: Branch) -> dict[str, Any]:
    return {"unit": branch.unit, "task": branch.task, "due": branch.due_at.isoformat()}


def _note(work: UnitOfWork, number: str, what: str, reason: str | None = None, **detail: Any) -> None:
    work.journal.add(key=number, kind="joint", reason=reason, detail={"what": what, **detail})
