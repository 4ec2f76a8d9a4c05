"""What a walk under way knows: the district, the names it gave to cases, who is who, and how its words are meant."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.actor import SYSTEM, Actor
from engine.casework import budget as budgets
from engine.casework.calendar import WorkCalendar
from engine.clock import VirtualClock
from engine.errors import Unusable
from engine.persistence.unit_of_work import Reading
from engine.persistence.user_tasks import UserTask
from engine.queries.standing import OpenTasks, Stand, StandingOf
from engine.rehearsal.district import District
from engine.rehearsal.people import person
from engine.rehearsal.scenario import moment_in
from engine.rehearsal.settle import MOST_ACTS, forward

_NAME = re.compile(r"\$(\w+)", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")
DEFAULT_CASE = "case"


@dataclass
class Stage:
    """One walk's district and memory. ``names`` are the keys of cases by the walk's names for them."""

    district: District
    names: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    tracking: dict[str, str] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    case: str | None = None
    key: str | None = None
    most_acts: int = MOST_ACTS

    def __post_init__(self) -> None:
        units: dict[str, str] = self.district.application.ask(_UnitNames(), SYSTEM)
        self.codes = {name: code for code, name in units.items()}

    @property
    def clock(self) -> VirtualClock:
        return self.district.clock

    def ask(self, query: Any) -> Any:
        """What the system itself may ask."""
        return self.district.application.ask(query, SYSTEM)

    def stand(self, key: str) -> Stand:
        """Where everything under a key stands."""
        found: Stand = self.ask(StandingOf(key))
        return found

    def named(self, name: str, key: str) -> None:
        """From now on the walk calls this key so, and speaks of it."""
        self.names[name] = key
        self.key = key

    def text(self, value: Any) -> Any:
        """A value with the walk's names put in: ``$A`` is the number of case A, also inside lists and rows."""
        if isinstance(value, str):
            return _NAME.sub(lambda found: self._key_of(found[1]), value)
        if isinstance(value, list):
            return [self.text(item) for item in value]
        if isinstance(value, dict):
            return {str(name): self.text(item) for name, item in value.items()}
        return value

    def plain(self, value: Any) -> Any:
        """As ``text``; units' names become codes and times become ISO text in the district's zone."""
        value = self.text(value)
        if isinstance(value, str):
            if _TIME.fullmatch(value):
                return self.moment(value, "a time").isoformat()
            return self.codes.get(value, value)
        if isinstance(value, list):
            return [self.plain(item) for item in value]
        if isinstance(value, dict):
            return {name: self.plain(item) for name, item in value.items()}
        return value

    def _key_of(self, name: str) -> str:
        if name not in self.names:
            raise Unusable(f"Expected a name of this walk ({', '.join(self.names) or 'none yet'}), but found ${name}.")
        return self.names[name]

    def moment(self, text: Any, where: str) -> datetime:
        """A time of the walk, in the district's zone."""
        return moment_in(self.district.application.settings.zone, text, where)

    def subject(self, terms: Any) -> str | None:
        """The key a step speaks of: its ``case`` or ``key``; it is remembered. None when it names neither."""
        if "case" in terms:
            self.case = self.key = self._key_of(str(terms["case"]))
        elif "key" in terms:
            self.key = str(self.text(terms["key"]))
        else:
            return None
        return self.key

    def unit(self, name: str) -> str:
        """The code of a unit by its name or code."""
        code = self.codes.get(name, name)
        if code not in self.codes.values():
            raise Unusable(f"Expected a unit of the district, but found {name!r}.")
        return code

    def role_and_unit(self, text: str) -> tuple[str | None, str | None]:
        """ "handler of 城市管理局" → (handler, its code); "of …" and "handler" alone leave the other open."""
        role, of, unit = f" {text} ".partition(" of ")
        return role.strip() or None, self.unit(unit.strip()) if of else None

    def actor(self, terms: Any, task: UserTask | None = None) -> Actor:
        """Who acts: as the step says, else someone the task is for."""
        role, unit = self.role_and_unit(str(terms["by"])) if "by" in terms else (None, None)
        username = str(terms["person"]) if "person" in terms else None
        if task is None:
            return person(role or "admin", unit, username=username)
        return person(
            role or task.role,
            unit or task.unit,
            username=username or task.assignee,
            but=task.not_by,
        )

    def task(self, what: str, terms: Any) -> UserTask:
        """The one open task of a label or element that fits the step.

        Raises:
            Unusable: there is none, or several fit.
        """
        key = self.subject(terms)
        unit = self.unit(str(self.text(terms["unit"]))) if "unit" in terms else None
        tasks: list[UserTask] = self.ask(OpenTasks())
        called = [task for task in tasks if what in (task.name, task.name_en, task.element)]
        fits = [
            task
            for task in called
            if key in (None, task.business_key)
            and unit in (None, task.unit)
            and terms.get("process", task.process_id) == task.process_id
        ]
        if key is None and len(fits) > 1:
            fits = [task for task in fits if task.business_key == self.case] or fits
        if len(fits) > 1 and "person" in terms:
            fits = [task for task in fits if task.assignee == terms["person"]] or fits
        if len(fits) != 1:
            found = ", ".join(f"{self.label(task)} [{task.business_key}]" for task in fits or tasks) or "none"
            raise Unusable(f"Expected one open task “{what}”, but found {found}.")
        return fits[0]

    def label(self, task: UserTask) -> str:
        """The task as people say it: its name, and its unit's."""
        names = {code: name for name, code in self.codes.items()}
        return f"{task.name} @{names.get(task.unit, task.unit)}" if task.unit else task.name

    def passes(self, text: str, terms: Any) -> None:
        """Let the clock run: "2 working hours", "until 2026-03-04 10:00", "until handle due", "until due"."""
        forward(
            self.district.application, self.clock, self._until(text, self.subject(terms) or self.key), self.most_acts
        )

    def _until(self, text: str, key: str | None) -> datetime:
        words = text.split()
        if words[0] != "until":
            return self._after(text)
        if words[-1] != "due":
            return self.moment(" ".join(words[1:]), "pass")
        name = words[1] if len(words) == 3 else None
        for about in dict.fromkeys(filter(None, (key, self.case))):
            due = self._due(self.stand(about), name)
            if due is not None:
                return due
        raise Unusable(f"Expected a running deadline for “pass: {text}”, but found none.")

    def _due(self, stand: Stand, name: str | None) -> datetime | None:
        waiting = [(one.deadline, one.due_at) for one in stand.timers] + [
            (one.deadline, one.due_at) for one in stand.tasks
        ]
        soonest = min((due for deadline, due in waiting if due and name in (None, deadline)), default=None)
        return soonest if name is None else stand.deadline(name) or soonest

    def _after(self, text: str) -> datetime:
        number, _, unit = text.partition(" ")
        if unit.strip() in ("week", "weeks"):
            text = f"{float(number) * 7:g} days"
        calendar: WorkCalendar = self.ask(_Calendar())
        return calendar.add(self.clock.now(), budgets.parse(text)).at


@dataclass(frozen=True)
class _UnitNames:
    def answer(self, reading: Reading) -> dict[str, str]:
        return {unit.code: unit.name for unit in reading.unit_rows.all()}


@dataclass(frozen=True)
class _Calendar:
    def answer(self, reading: Reading) -> WorkCalendar:
        return reading.work_calendar
