"""Several units handle one matter together: plan, branches with their own dates, minutes, one consolidated reply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any

from engine.actor import Actor
from engine.casework.entitlement import CONVENES
from engine.casework.moments import day_of, moment_of, written, written_day
from engine.casework.unit import Units
from engine.casework.visibility import unit_of
from engine.errors import NotFound, NotNow, Unusable

CONVENED, RUNNING, REPLIED, ENDED = "convened", "running", "replied", "ended"
LEADS = "牵头协调，汇总各单位办理情况"  # the part of a lead unit that the plan gives none
OPEN, REPORTED, RELEASED = "open", "reported", "released"


@dataclass(frozen=True, slots=True)
class JointHandling:
    """A joint handling, convened by a coordinator for one case or a cluster."""

    number: str
    reason: str
    convened_by: str
    convened_at: datetime
    state: str = CONVENED
    lead_unit: str | None = None
    meeting: dict[str, Any] | None = None
    minutes: str | None = None
    decisions: list[Any] | None = None
    outcome: str | None = None
    reply: str | None = None
    replied_by: str | None = None
    replied_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str | None = None

    @property
    def is_open(self) -> bool:
        """Is it neither replied to nor ended?"""
        return self.state in (CONVENED, RUNNING)

    def ended(self, reason: str, at: datetime) -> "JointHandling":
        """The joint handling given up before its reply.

        Raises:
            NotNow: it has replied or was ended. Unusable: no reason.
        """
        self.expect(CONVENED, RUNNING)
        if not reason.strip():
            raise Unusable("Expected a reason, but found none. Say why the joint handling ends without a reply.")
        return replace(self, state=ENDED, ended_at=at, end_reason=reason.strip())

    def carried_out(self, nth: int, done: str, by: str, at: datetime) -> "JointHandling":
        """With the ``nth`` decision of its meeting (from 1) done: what was done, by whom, when.

        Raises:
            NotFound: there is no such decision. NotNow: it was done before. Unusable: it is not said what was done.
        """
        decision = self.decision(nth)
        if decision.get("done_at"):
            raise NotNow(f"Expected decision {nth} of {self.number} to be open, but it is done. Look at it again.")
        if not done.strip():
            raise Unusable("Expected what was done, but found nothing. Say it in a sentence.")
        ticked = {**decision, "done": done.strip(), "done_by": by, "done_at": at.isoformat()}
        decisions = [ticked if place == nth else one for place, one in enumerate(self.decisions or [], 1)]
        return replace(self, decisions=decisions)

    def decision(self, nth: int) -> dict[str, Any]:
        """The ``nth`` decision of the meeting, from 1. Raises NotFound."""
        decided = self.decisions or []
        if not 1 <= nth <= len(decided):
            raise NotFound(f"Expected a decision of the meeting of {self.number}, but there is none numbered {nth}.")
        return dict(decided[nth - 1])

    def meeting_said(self, zone: tzinfo, *, english: bool = False) -> str | None:
        """When and where its meeting is, and about what, in one line; None without one that was called."""
        if not self.meeting or not self.meeting.get("at"):
            return None
        at = written(datetime.fromisoformat(self.meeting["at"]).astimezone(zone))[english]
        return (", " if english else "，").join(
            filter(None, (at, self.meeting.get("place"), self.meeting.get("agenda")))
        )

    def expect(self, *states: str) -> None:
        """Raises NotNow unless it is in one of these states."""
        if self.state not in states:
            raise NotNow(
                f"Expected the joint handling {self.number} to be {' or '.join(states)}, but it is {self.state}. "
                "Look at it again."
            )


@dataclass(frozen=True, slots=True)
class JointCase:
    """One case of a joint handling; ``left_at`` when it ended or went another way before the reply."""

    joint: str
    case: str
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One unit's part."""

    joint: str
    unit: str
    task: str
    due_at: datetime
    state: str = OPEN
    report: str | None = None
    reported_by: str | None = None
    reported_at: datetime | None = None
    released_at: datetime | None = None
    release_reason: str | None = None

    def reported(self, report: str, by: str, at: datetime) -> "Branch":
        """The branch with what the unit did.

        Raises:
            NotNow: it was reported or released before.
        """
        self._expect_open()
        return replace(self, state=REPORTED, report=report, reported_by=by, reported_at=at)

    def released(self, reason: str | None, at: datetime) -> "Branch":
        """The branch given up.

        Raises:
            NotNow: it was reported or released before.
        """
        self._expect_open()
        return replace(self, state=RELEASED, released_at=at, release_reason=reason)

    def _expect_open(self) -> None:
        if self.state != OPEN:
            raise NotNow(f"Expected a branch of {self.joint} that is open, but it is {self.state}. Look at it again.")


def plan_branches(
    joint: str, branches: Sequence[Mapping[str, Any]], *, lead: str, units: Units, now: datetime, zone: tzinfo
) -> list[Branch]:
    """The branches of a plan. The unit that leads has one in any case: it has the work, and the others' parts to join.

    Raises:
        Unusable: none, a unit twice or unknown, no task, or a date that has passed.
    """
    if not branches:
        raise Unusable("Expected at least one branch, but found none. Say which unit does what by when.")
    planned = [new_branch(joint, branch, units=units, now=now, zone=zone) for branch in branches]
    doubled = {one.unit for one in planned if sum(other.unit == one.unit for other in planned) > 1}
    if doubled:
        raise Unusable(
            f"Expected each unit once, but found {units.name(min(doubled))} several times. Join its branches."
        )
    if all(one.unit != lead for one in planned):
        planned.append(Branch(joint, lead, LEADS, max(one.due_at for one in planned)))
    return planned


def new_branch(joint: str, branch: Mapping[str, Any], *, units: Units, now: datetime, zone: tzinfo) -> Branch:
    """One branch from {unit, task, due}.

    Raises:
        Unusable: an unknown unit, no task, or a date that has passed.
    """
    unit = units.get(branch.get("unit"))
    task = str(branch.get("task") or "").strip()
    if not task:
        raise Unusable(f"Expected what {unit.name} is to do, but found nothing. Write its task.")
    due = moment_of(branch.get("due"), f"the date of {unit.name}", zone)
    if due <= now:
        raise Unusable(
            f"Expected a date in the future for {unit.name}, but found one that has passed. Choose a later one."
        )
    return Branch(joint, unit.code, task, due)


def read_minutes(
    minutes: str,
    held_at: Any,
    attendees: Sequence[str],
    *,
    units: Units,
    convened: datetime,
    now: datetime,
    zone: tzinfo,
) -> dict[str, Any]:
    """{held_at, attendees} of a meeting that took place.

    Raises:
        Unusable: nothing written, a meeting not held yet or before the convening, or an unknown unit.
    """
    if not minutes.strip():
        raise Unusable("Expected the minutes, but found nothing. Write what was said.")
    held = moment_of(held_at, "the meeting", zone) if held_at else now
    if held > now:
        raise Unusable("Expected a meeting that was held, but found one in the future. Record its minutes afterwards.")
    if held < convened.replace(second=0, microsecond=0):  # people write down the minute
        told = convened.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        raise Unusable(f"Expected a meeting after the convening at {told}, but found an earlier one. Mend its time.")
    return {"held_at": held.isoformat(), "attendees": [units.get(unit).code for unit in attendees]}


def read_decisions(decisions: Sequence[Any], *, units: Units, zone: tzinfo, held: datetime) -> list[dict[str, Any]]:
    """What was decided: {text, unit, due}, who does what by when. Unit and due may be open.

    Raises:
        Unusable: a decision without words, an unknown unit, or a date before the meeting.
    """
    found = []
    for one in decisions:
        given = one if isinstance(one, Mapping) else {"text": one}
        text = str(given.get("text") or "").strip()
        if not text:
            raise Unusable("Expected what was decided, but found nothing. Write it or take the line out.")
        unit = units.get(given["unit"]).code if given.get("unit") else None
        due = day_of(given["due"], "the date of a decision", zone) if given.get("due") else None
        if due is not None and due < held.astimezone(zone).date():
            raise Unusable("Expected a date after the meeting, but found one before it. Choose a later one.")
        found.append({"text": text, "unit": unit, "due": due.isoformat() if due else None})
    return found


def is_late(decision: Mapping[str, Any], today: date, zone: tzinfo) -> bool:
    """Was a decision carried out after its day, or is its day over and it is not? Never without a day."""
    if not decision.get("due"):
        return False
    done = decision.get("done_at")
    day = datetime.fromisoformat(done).astimezone(zone).date() if done else today
    return day > day_of(decision["due"], "the date of a decision", zone)


def may_carry_out(decision: Mapping[str, Any], joint: JointHandling, actor: Actor) -> bool:
    """Who may say that a decision is done: the unit that was to do it, the one that leads, or a coordinator."""
    own = unit_of(actor)
    return actor.has(*CONVENES) or (own is not None and own in (decision.get("unit"), joint.lead_unit))


def consolidated(text: str, parts: Sequence[tuple[str, str]], promise: tuple[str, date] | None = None) -> str:
    """The one reply: what the lead unit writes, what it promises until when, and what each unit did: (name, report)."""
    lines = [f"{name}：{report.strip()}" for name, report in parts if report.strip()]
    promised = [f"承诺：{promise[0].strip()}（期限：{written_day(promise[1])}）"] if promise else []
    return "\n".join([text.strip(), *promised, *(["各单位办理情况："] if lines else []), *lines])


def plan_meeting(
    meeting: Mapping[str, Any] | None, *, now: datetime, zone: tzinfo, until: datetime
) -> dict[str, Any] | None:
    """A meeting from {at, place, agenda}, ``until`` the joint date; None when nothing is given.

    Raises:
        Unusable: a place or an agenda without a time, a time that has passed, or one after the joint date, by which
            its minutes and the reply are due.
    """
    if not meeting or not any(meeting.values()):
        return None
    if meeting.get("at") is None:
        raise Unusable("Expected when the meeting is, but found only its place or agenda. Choose a time too.")
    at = moment_of(meeting["at"], "the meeting", zone)
    if at <= now:
        raise Unusable("Expected a meeting in the future, but found one that has passed. Choose a later time.")
    if at > until:
        day = until.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        raise Unusable(
            f"Expected a meeting by {day}, when its minutes and the reply are due, but found a later one. "
            "Choose an earlier time, or give a unit a later date."
        )
    return {"at": at.isoformat(), "place": meeting.get("place"), "agenda": meeting.get("agenda")}
