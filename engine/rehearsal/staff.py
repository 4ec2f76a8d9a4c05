"""Simulated staff: whoever gets a task fills in its form, whatever the form is, and decides what nobody decided yet.

Nothing is known of a diagram: decisions are the options of the forms. A draw is seeded, so a replay can be repeated.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from engine.feel import Surround
from engine.queries.standing import TaskForm
from forms import Choice, Component
from forms.conditions import hidden_components
from forms.form import fields_of

DECIDES = frozenset({"radio", "select"})
WRITTEN = frozenset({"textfield", "textarea"})
USUAL = 0.75  # how often the first option, which forms put first because it is the usual one, is taken
SOON = 4  # decisions under one key within which a place counts as one a decision led to
LONG = 12  # decisions under one key; from then on it goes the usual ways, so that it comes to its end
ENDLESS = 3 * LONG  # from then on not even what its own form hides is looked for
TEXT = "经核实，已按职责清单办理，结果已向诉求人说明。"
Decision = tuple[str, str, str, str]


@dataclass
class Staff:
    """``taken`` counts decisions as (process, element, field, option); ``every`` are those there are to take.

    ``lines`` are those of the table people work from: rows of a form with the same columns are copied from them.
    """

    draw: Random
    every: dict[Decision, str]
    lines: Sequence[Mapping[str, str]] = ()
    taken: Counter[Decision] = field(default_factory=Counter)
    _after: Counter[Decision] = field(default_factory=Counter)
    _led: Counter[tuple[Decision, tuple[str, str]]] = field(default_factory=Counter)
    _of_key: dict[str, list[Decision]] = field(default_factory=dict)

    @property
    def untaken(self) -> list[Decision]:
        return [decision for decision in self.every if not self.taken[decision]]

    def fill(
        self,
        sheet: TaskForm,
        place: tuple[str, str],
        surround: Surround,
        hints: Sequence[str],
        tired_of: Collection[str],
        key: str,
    ) -> "Filled":
        """A submission of a form.

        Args:
            sheet: the form with its option lists and facts.
            place: (process, element) of the task.
            surround: the moment and the zone.
            hints: words; an option called so is preferred where a list is offered.
            tired_of: tokens refused before on this task.
            key: the business key of the task.
        """
        filled = Filled(place, key)
        self._level(sheet.form.components, sheet, filled.data, filled, surround, hints, tired_of)
        return filled

    def note(self, filled: "Filled", key: str) -> None:
        """The submission was accepted: its decisions are taken, and work followed on those before under the key."""
        before = self._of_key.setdefault(key, [])
        self._after.update(before)
        self._led.update((decision, filled.place) for decision in set(before[-SOON:]))
        before.extend(filled.decisions)
        self.taken.update(filled.decisions)

    def _level(
        self,
        components: tuple[Component, ...],
        sheet: TaskForm,
        values: dict[str, Any],
        filled: "Filled",
        surround: Surround,
        hints: Sequence[str],
        tired_of: Collection[str],
    ) -> None:
        for component in fields_of(components):
            if component.readonly or component.kind == "filepicker":
                continue
            if component.id in hidden_components(components, values, sheet.facts, surround):
                continue
            value = self._value(component, sheet, filled, surround, hints, tired_of)
            if value is not None:
                values[str(component.key)] = value

    def _value(
        self,
        component: Component,
        sheet: TaskForm,
        filled: "Filled",
        surround: Surround,
        hints: Sequence[str],
        tired_of: Collection[str],
    ) -> Any:
        if component.kind in DECIDES:
            return self._choice(component, sheet, filled, surround, hints, tired_of)
        if component.kind in {"checklist", "taglist"}:
            return self._several(component, sheet)
        if component.kind == "dynamiclist":
            return self._rows(component, sheet, filled, surround, hints, tired_of)
        if component.kind == "checkbox":
            return component.required or self.draw.random() < 0.5
        if component.kind == "number":
            return component.bounds.minimum or 1
        if not component.required and self.draw.random() < 0.5:
            return None
        return self._moment(component, surround.now) if component.kind == "datetime" else _text(component)

    def _choice(
        self,
        component: Component,
        sheet: TaskForm,
        filled: "Filled",
        surround: Surround,
        hints: Sequence[str],
        tired_of: Collection[str],
    ) -> Any:
        choices = [one for one in component.choices_from(sheet.options) if one.token not in tired_of]
        if component.required and not choices:
            filled.is_impossible = True
        if not choices or (not component.required and self.draw.random() < 0.5):
            return None
        if component.source is not None:
            listed = self._listed(component, sheet, choices, hints)
            filled.listed.append(listed.token)
            return listed.value
        decisions = {(*filled.place, str(component.key), one.token): one for one in choices}
        fresh = [decision for decision in decisions if not self.taken[decision]]
        if fresh and self.draw.random() < 0.9:
            decision = self.draw.choice(fresh)
        elif self._hides_untaken(filled):
            sought = self._showing_untaken(decisions, component, sheet, filled, surround)
            decision = self.draw.choice(sought or list(decisions))
        elif toward := self._toward(filled, list(decisions)):
            decision = self.draw.choices(list(decisions), toward)[0]
        elif self._looks_on(filled):
            decision = self.draw.choices(list(decisions), [self._promise(one) for one in decisions])[0]
        elif self.draw.random() < USUAL:
            decision = next(iter(decisions))
        else:
            decision = self.draw.choice(list(decisions))
        filled.decisions.append(decision)
        return decisions[decision].value

    def _hides_untaken(self, filled: "Filled") -> bool:
        """Does this very form have options nobody took yet? Some fields show only after rare decisions in others."""
        return not self._is_endless(filled) and any(
            one[:2] == filled.place and not self.taken[one] for one in self.every
        )

    def _showing_untaken(
        self,
        decisions: Mapping[Decision, Choice],
        component: Component,
        sheet: TaskForm,
        filled: "Filled",
        surround: Surround,
    ) -> list[Decision]:
        """Those that would bring in a field with options nobody took yet."""
        untaken = {one[2] for one in self.every if one[:2] == filled.place and not self.taken[one]}
        found = []
        for decision, choice in decisions.items():
            values = {**filled.data, str(component.key): choice.value}
            hidden = hidden_components(sheet.form.components, values, sheet.facts, surround)
            shown = {str(one.key) for one in sheet.form.fields() if one.id not in hidden and one is not component}
            if shown & untaken:
                found.append(decision)
        return found

    def _toward(self, filled: "Filled", decisions: list[Decision]) -> list[float]:
        """How often each led, soon, to a place that has options nobody took yet; nothing when none ever did."""
        if self._is_long(filled):
            return []
        places = {one[:2] for one in self.every if not self.taken[one]}
        led = [sum(self._led[one, place] for place in places) / max(self.taken[one], 1) for one in decisions]
        return [0.05 + share for share in led] if any(led) else []

    def _is_long(self, filled: "Filled") -> bool:
        """Has this one been round long enough? Then it goes the usual ways."""
        return len(self._of_key.get(filled.key, ())) > LONG

    def _is_endless(self, filled: "Filled") -> bool:
        """Some forms are reached only after long; what they hold is still looked for, but not for ever."""
        return len(self._of_key.get(filled.key, ())) > ENDLESS

    def _looks_on(self, filled: "Filled") -> bool:
        """Is there a decision of this process nobody took yet? Then the ways that lead furthest are gone first."""
        if self._is_long(filled):
            return False
        return any(decision[0] == filled.place[0] and not self.taken[decision] for decision in self.every)

    def _promise(self, decision: Decision) -> float:
        """How much work followed on a decision so far, squared: where there is much, decisions are to be found."""
        return (1 + self._after[decision] / max(self.taken[decision], 1)) ** 2

    def _listed(self, component: Component, sheet: TaskForm, choices: list[Choice], hints: Sequence[str]) -> Choice:
        """One of a server-supplied list: what was proposed, what a hint names, else any."""
        proposed = sheet.facts.get(f"proposed_{component.key}")
        named = [one for one in choices if one.value == proposed] or [one for one in choices if one.label in hints]
        return named[0] if named and self.draw.random() < 0.9 else self.draw.choice(choices)

    def _several(self, component: Component, sheet: TaskForm) -> list[Any]:
        choices = component.choices_from(sheet.options)
        if component.source is None:
            return [one.value for one in choices]
        most = min(len(choices), self.draw.choice((0, 0, 1, 2)) if not component.required else 2)
        return [one.value for one in self.draw.sample(choices, most)]

    def _rows(
        self,
        component: Component,
        sheet: TaskForm,
        filled: "Filled",
        surround: Surround,
        hints: Sequence[str],
        tired_of: Collection[str],
    ) -> list[dict[str, Any]]:
        """Two or three rows; what is chosen from a list is chosen once."""
        rows: list[dict[str, Any]] = []
        used = set(tired_of)
        for line in self._copied(component, self.draw.choice((2, 3))):
            row: dict[str, Any] = {}
            self._level(component.components, sheet, row, filled, surround, hints, used)
            row.update({name: line[name] for name in row.keys() & line.keys()})
            listed = {str(c.key) for c in fields_of(component.components) if c.source is not None}
            used |= {str(value) for name, value in row.items() if name in listed}
            rows.append(row)
        return rows

    def _copied(self, component: Component, most: int) -> list[Mapping[str, str]]:
        """A line of the table for each row; empty ones where the rows ask for what the table does not have."""
        written = {str(one.key) for one in fields_of(component.components) if one.required and one.kind in WRITTEN}
        known = [line for line in self.lines if written and written <= line.keys()]
        return self.draw.sample(known, most) if len(known) >= most else [{} for _ in range(most)]

    def _moment(self, component: Component, now: datetime) -> str:
        later = now + timedelta(days=self.draw.choice((1, 2, 3)), hours=1)
        if component.subtype == "date":
            return later.date().isoformat()
        return later.strftime("%H:%M") if component.subtype == "time" else later.isoformat()


@dataclass
class Filled:
    """A submission, and the decisions in it.

    ``listed``: what was picked from lists of the server; ``is_impossible``: a required list had nothing to pick.
    """

    place: tuple[str, str]
    key: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    is_impossible: bool = False

    @property
    def to_avoid(self) -> list[str]:
        """What not to try again when it was refused: what was picked from lists, else the first decision."""
        if self.listed and not self.is_impossible:
            return self.listed
        return [decision[3] for decision in self.decisions][:1]


def _text(component: Component) -> str:
    text = TEXT if (component.bounds.max_length or 100) >= len(TEXT) else "已办理"
    return text.ljust(component.bounds.min_length or 0, "。")
