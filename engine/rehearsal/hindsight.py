"""One past case once more: what people sent then, at the pace they sent it, in a district where other diagrams rule.

A task the diagrams asked for then and ask for now is completed by what was sent for it, as long after it was opened
as it took then. A task nobody was asked for then is filled in by simulated staff, half-way to its deadline or after
four hours. Messages from outside follow what they followed; a joint handling is convened again, and its tasks are
done as they were.
"""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any, Final

from engine.actor import SYSTEM, Actor
from engine.casework.deadline import CITIZEN as PROMISED
from engine.commands.complete_task import CompleteTask
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.start_instance import StartInstance
from engine.errors import FormRejected, NotNow, Refusal
from engine.feel import Surround
from engine.persistence.unit_of_work import Reading, UnitOfWork
from engine.persistence.user_tasks import UserTask
from engine.queries.journal_of import JournalOf
from engine.queries.past_cases import CONVENED, Completion, Heard, PastCase
from engine.queries.standing import FieldsOf, FormOf, OpenTask, OpenTasks, Stand, StandingOf, TaskForm
from engine.rehearsal.acting import command_of
from engine.rehearsal.district import District
from engine.rehearsal.evidence import add_evidence
from engine.rehearsal.people import CITIZEN, person
from engine.rehearsal.settle import come_to_rest, forward, next_event
from engine.rehearsal.staff import Staff
from forms import Component

LONGEST: Final = timedelta(days=400)
MOST_ACTS: Final = 500
MOST_STEPS: Final = 300
ASSUMED: Final = timedelta(hours=4)
MOST_ASSUMED: Final = 5  # fillings in a row by simulated staff: what comes back after them comes back for ever
WITHHELD: Final = {"text": "（原话不在倒推中）"}  # what a citizen says stands in its own table, not in what is recorded
DOORS: Final = {
    "withdraw": ("withdraw_request", ("reason",)),
    "supplement": ("supplement_request", ("text",)),
    "citizen_rated": ("rate_reply", ("speed", "effect", "attitude", "solved")),
    "suspend": ("suspend_case", ("until", "reason")),
    "resume": ("resume_case", ()),
    "extension_requested": ("request_extension", ("budget", "reason")),
    "suspension_requested": ("request_suspension", ("until", "reason", "text")),
}
TOGETHER: Final = {  # what is told to a joint handling
    "unit_added": ("add_unit_to_joint_handling", ("unit", "task", "due")),
    "unit_released": ("release_unit", ("unit", "reason")),
    "meeting_convened": ("convene_meeting", ("at",)),
}
BY_ITSELF: Final = {"joint_replied", "parent_replied", "deadline_changed", "case_closed"}  # thrown again by operations


@dataclass(frozen=True)
class Misfit:
    """What of the record no longer fits. Labels, and what a form says, are in the reader's language."""

    to_chinese: str
    to_english: str

    def said(self, *, english: bool) -> str:
        return self.to_english if english else self.to_chinese


@dataclass
class Ran:
    """How it went, all by ids of elements. ``misfit`` says what of the record no longer fits, ``stuck`` where it waits
    for ever, ``assumed`` the tasks that simulated staff filled in.
    """

    passed: Counter[str] = field(default_factory=Counter)
    way: list[str] = field(default_factory=list)
    ended_at: str | None = None
    state: str | None = None
    late: bool = False
    misfit: Misfit | None = None
    stuck: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)


@dataclass
class Hindsight:
    """``district`` is a copy of its own, standing at the moment the case began."""

    past: PastCase
    district: District
    ran: Ran = field(default_factory=Ran)
    _plan: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._turn = count()
        self._staff = Staff(Random(0), {})  # noqa: S311 - the same simulated staff in every trial
        self._key = self.past.key
        self._looked: datetime | None = None
        self._assumed_of: Counter[tuple[str, str | None]] = Counter()
        self._moved = True  # did anything happen since the last look?
        self._joint: dict[str, str] = {}  # numbers of joint handlings: then, and in this copy

    def run(self) -> Ran:
        """Play it to its end, or to where it goes no further."""
        try:
            self._begin()
            for _ in range(MOST_STEPS):
                if self._has_ended() or self.ran.misfit or not self._next():
                    break
        except Refusal as refusal:
            self.ran.misfit = Misfit(refusal.message, refusal.message)
        self._sum_up()
        return self.ran

    def _begin(self) -> None:
        application = self.district.application
        if self.past.request is not None:
            self._key = application.execute(command_of("submit_request", self.past.request), CITIZEN)["number"]
        else:
            facts = {name: value for name, value in self.past.facts.items() if name != "key"}
            application.execute(StartInstance(self.past.process_id, self._key, facts), SYSTEM)
        self._after(None)
        come_to_rest(application, MOST_ACTS)

    def _next(self) -> bool:
        """The next thing that happens; False when nothing is to come."""
        application, clock = self.district.application, self.district.clock
        if self._moved:
            self._look()
        coming = next_event(application)
        if not self._plan and coming is None:
            return False
        until = min(moment for moment in (self._plan[0][0] if self._plan else None, coming) if moment is not None)
        if until - self.past.started_at > LONGEST:
            return False
        self._moved = forward(application, clock, max(until, clock.now()), MOST_ACTS) > 0
        while self._plan and self._plan[0][0] <= clock.now():
            heapq.heappop(self._plan)[2]()
            come_to_rest(application, MOST_ACTS)
            self._look()  # a task may come and go within one moment
        return True

    def _look(self) -> None:
        """Plan who does the tasks that were opened since the last look."""
        tasks: list[UserTask] = self.district.application.ask(OpenTasks(since=self._looked), SYSTEM)
        self._looked, self._moved = self.district.clock.now(), False
        for task in tasks:
            if task.id in self._seen:
                continue
            self._seen.add(task.id)
            record = self._record_of(task)
            if record is None and self._assumed_of[task.element, task.unit] < MOST_ASSUMED:
                self._at(self._assumed(task), lambda task=task: self._fill(task.id))  # type: ignore[misc]
            elif record is not None and record.after is not None:
                again = record
                self._at(task.opened_at + record.after, lambda t=task, r=again: self._complete(t.id, r))  # type: ignore[misc]

    def _record_of(self, task: UserTask) -> Completion | None:
        """The first record of this task not yet used: of the same unit, where there is one."""
        alike = [one for one in self.past.tasks if one.element == task.element and one.task not in self._used]
        found = next((one for one in alike if one.unit == task.unit), alike[0] if alike else None)
        if found is not None:
            self._used.add(found.task)
        return found

    def _assumed(self, task: UserTask) -> datetime:
        now = self.district.clock.now()
        self.ran.assumed.append(task.element)
        self._assumed_of[task.element, task.unit] += 1
        return now + (task.due_at - now) / 2 if task.due_at and task.due_at > now else now + ASSUMED

    def _complete(self, task_id: str, record: Completion) -> None:
        task = self._open(task_id)
        if task is None:
            return
        called = (task.name, task.name_en or task.name)
        known: dict[str, Component] = self.district.application.ask(FieldsOf(task.id), SYSTEM)
        data = {name: value for name, value in record.submission.items() if value is not None}
        gone = sorted(name for name in data if name not in known)
        if gone:
            self.ran.misfit = Misfit(*(f"the form of ‘{name}’ has no field {gone[0]} any more" for name in called))
            return
        data = {name: value for name, value in data.items() if known[name].kind != "filepicker"}
        who = person(task.role, task.unit, username=record.by, but=task.not_by)
        add_evidence(self.district.application, known.values(), task.business_key, who)
        if refused := self._sent(task, data, who, "zh"):
            both = zip(called, (refused, self._sent(task, data, who, "en") or refused), strict=True)
            self.ran.misfit = Misfit(
                *(f"the form of ‘{name}’ does not take what was sent: {why}" for name, why in both)
            )
            return
        self._assumed_of.clear()  # what follows on the record comes to its end as the record does
        self._after(record.task)

    def _sent(self, task: UserTask, data: dict[str, Any], who: Actor, locale: str) -> str | None:
        """Completes the task; what its form says in that language of what it does not take."""
        try:
            self.district.application.execute(CompleteTask(task.id, task.revision, data, locale=locale), who)
        except FormRejected as refused:
            return " ".join(sentences[0] for sentences in refused.fields.values()) or refused.message
        return None

    def _fill(self, task_id: str) -> None:
        """Simulated staff fills in what nobody was asked for then; what it cannot, stays open."""
        task = self._open(task_id)
        if task is None:
            return
        application = self.district.application
        sheet: TaskForm = application.ask(FormOf(task.id), SYSTEM)
        surround = Surround(now=self.district.clock.now(), zone=application.settings.zone)
        who = person(task.role, task.unit, username=task.assignee, but=task.not_by)
        add_evidence(application, sheet.form.every(), task.business_key, who)
        for _ in range(4):
            filled = self._staff.fill(sheet, (task.process_id, task.element), surround, (), set(), task.business_key)
            try:
                application.execute(CompleteTask(task.id, task.revision, filled.data), who)
                return
            except (FormRejected, NotNow):
                continue

    def _after(self, task: str | None) -> None:
        """Plan the messages that followed this completion, or the start."""
        for heard in self.past.messages:
            is_ours = heard.message in TOGETHER if heard.joint else heard.message not in BY_ITSELF
            if heard.follows == task and is_ours:
                self._at(self.district.clock.now() + heard.after, lambda heard=heard: self._say(heard))  # type: ignore[misc]

    def _say(self, heard: Heard) -> None:
        try:
            if heard.message == CONVENED:
                convene = ConveneJointHandling((self._key,), WITHHELD["text"])
                answer = self.district.application.execute(convene, person("coordinator", None))
                self._joint[heard.payload["joint"]] = answer["number"]
            else:
                self.district.application.execute(self._words(heard), SYSTEM)
        except Refusal:
            return  # nobody listens to it now: the way it goes says so

    def _words(self, heard: Heard) -> Any:
        """The command that says it, where there is one; else the bare message."""
        name, fields = (TOGETHER if heard.joint else DOORS).get(heard.message, ("", ()))
        if not name or self.past.request is None:
            return _Throw(heard.message, self._key, heard.payload)
        given = {one: heard.payload.get(one, WITHHELD.get(one)) for one in fields}
        given = {one: value for one, value in given.items() if value is not None}
        about = {"joint": self._joint.get(heard.joint, heard.joint)} if heard.joint else {"number": self._key}
        return command_of(name, {**about, **given})

    def _open(self, task_id: str) -> UserTask | None:
        task: UserTask | None = self.district.application.ask(OpenTask(task_id), SYSTEM)
        return task

    def _at(self, moment: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._plan, (moment, next(self._turn), act))

    def _stand(self) -> Stand:
        stand: Stand = self.district.application.ask(StandingOf(self._key), SYSTEM)
        return stand

    def _has_ended(self) -> bool:
        ended: bool = self.district.application.ask(_HasEnded(self._key), SYSTEM)
        return ended

    def _sum_up(self) -> None:
        stand, ran = self._stand(), self.ran
        if not stand.instances:
            return
        first = stand.instances[0]  # a case filed as another kind goes on in a second instance, looked at by itself
        for entry in self.district.application.ask(JournalOf(self._key, limit=1000), SYSTEM)["items"]:
            if entry["instance"] != first.id:
                continue
            for element, _, _, state in entry["passed"][entry["kind"] == "start" :]:
                if state != "cancelled":
                    ran.passed[element] += 1
                    ran.way.append(element)
        ran.ended_at = first.ended_at_element
        ran.state = stand.case.state.value if stand.case else first.status
        promised = [one for one in stand.deadlines if one.deadline.name == PROMISED]
        now = self.district.clock.now()
        ran.late = any(one.kept is False or (one.due_at is not None and one.due_at < now) for one in promised)
        if not promised:
            ran.late = any(one.due_at and one.due_at < now for one in stand.tasks)
        if not self._has_ended() and ran.misfit is None:
            waits = [one.element for one in stand.tasks] or [one.element for one in stand.timers]
            ran.stuck = waits or ["nothing"]


@dataclass(frozen=True)
class _HasEnded:
    """Asked after every act, so no more is read than the answer needs."""

    key: str

    def answer(self, reading: Reading) -> bool:
        return reading.instances.has_ended(self.key)


class _Throw:
    def __init__(self, message: str, to: str, payload: dict[str, Any]) -> None:
        self.message, self.to, self.payload = message, to, payload

    def perform(self, work: UnitOfWork) -> str:
        return work.throw(self.message, self.to, self.payload, optional=True)
