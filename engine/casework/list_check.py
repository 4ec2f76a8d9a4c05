"""What is wrong with a list: each problem is a sentence beside the row it is about."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from engine.casework import budget as budgets
from engine.casework.case import Place
from engine.casework.glossary import KINDS, POWERS, check
from engine.casework.list_changes import fields_between
from engine.casework.responsibility_list import Row
from engine.casework.unit import ANYWHERE, Community, Units
from engine.errors import Unusable

MARKABLE = ("situation", "grade", "limits", "leads", "cooperating", "legal_basis", "powers", "fallback")


def check_rows(rows: Sequence[Row], units: Units, places: Sequence[Community] = ()) -> list[tuple[Row, str]]:
    """Every problem of a list that would be in force, in the order of its rows.

    Overlapping rows (a code or a matter listed twice), overlapping rules of one row, unknown units, streets and
    functions, a matter that somewhere has neither lead nor fallback unit, limits and powers that cannot be read.
    ``places``: the streets and communities of the district; without them places are not checked.
    """
    problems: list[tuple[Row, str]] = []
    codes_seen: dict[str, Row] = {}
    matters_seen: dict[tuple[str, str, str, str], Row] = {}
    for row in rows:
        if row.code in codes_seen:
            problems.append((row, f"Expected one row for {_told(row)}, but found several. Keep one."))
        first = matters_seen.setdefault(_matter_of(row), row)
        if first is not row and first.code != row.code:
            problems.append(
                (
                    row,
                    f"Expected each matter once, but {_told(first)} is the same matter. Keep one, or say the "
                    "situation.",
                )
            )
        codes_seen[row.code] = row
        problems += [(row, problem) for problem in _row_problems(row, units, places)]
    return problems


def overlaps_to_come(new: Iterable[Row], coming: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Each new row that is the same matter as one that takes effect while it holds: told once, with that row and day.

    Args:
        new: rows that are to take effect on a day.
        coming: every row adopted for a later day, in the order they take effect.
    """
    holding = {row.code: row for row in new if not row.removed}
    for day, rows in groupby(coming, key=lambda row: row.effective_from):
        changed = {row.code: row for row in rows}
        others = {_matter_of(row): row for row in changed.values() if not row.removed}
        holding = {code: row for code, row in holding.items() if code not in changed}
        for row in [row for row in holding.values() if _matter_of(row) in others]:
            del holding[row.code]
            yield (
                row,
                f"Expected each matter once, but from {day.isoformat()} {_told(others[_matter_of(row)])} is the "
                "same matter. Keep one, or say the situation.",
            )


def taken_back(before: Iterable[Row], new: Iterable[Row], coming: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Each new row that a version adopted earlier for a later day would undo: rows are whole, the later one knows
    nothing of it.

    Args:
        before: the rows in force on the day from which the new ones are to hold.
        new: rows that are to take effect on that day.
        coming: every row adopted for a later day, in the order they take effect.
    """
    was = {row.code: row for row in before}
    latest = {(row.code, row.effective_from): row for row in coming}
    for row in new:
        for later in (one for one in latest.values() if one.code == row.code and not one.removed):
            undone = sorted(_undone(was.get(row.code), row, later))
            if undone:
                yield (
                    row,
                    f"Expected a change that lasts, but version {later.version} takes effect on "
                    f"{later.effective_from.isoformat()} and has {', '.join(undone)} as before. Change the matter from "
                    "that day on first, then from this one.",
                )


def brought_back(removed: Iterable[Row], coming: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Each matter that would be off the list only until a version adopted earlier for a later day has it again.

    Args:
        removed: rows in force that are to be taken off the list.
        coming: every row adopted for a later day, in the order they take effect.
    """
    latest = {(row.code, row.effective_from): row for row in coming}
    for row in removed:
        for later in [one for one in latest.values() if one.code == row.code and not one.removed][:1]:
            yield (
                row,
                f"Expected a line for {row.code} {row.called}, but found none, and version {later.version} brings it "
                f"back on {later.effective_from.isoformat()}. Keep the line, or take the matter off from that day on "
                "first.",
            )


def _undone(was: Row | None, row: Row, later: Row) -> set[str]:
    """What ``row`` changes and ``later`` has as it was; a matter that is taken away would be back."""
    if was is None:
        return set()
    if row.removed:
        return {"the matter"}
    return set(fields_between(was, row)) - set(fields_between(was, later))


def _told(row: Row) -> str:
    return f"{row.code} {row.called}"


def _matter_of(row: Row) -> tuple[str, str, str, str]:
    return row.level1, row.level2, row.level3, row.situation or ""


def _row_problems(row: Row, units: Units, places: Sequence[Community]) -> Iterator[str]:
    if not all(text.strip() for text in (row.code, row.level1, row.level2, row.level3)):
        yield "Expected a code and three levels, but found one of them empty. Fill it in."
    if not row.leads:
        yield "Expected a lead unit, but found none. Name one, or a rule by place."
    conditions = [tuple(sorted((key, value) for key, value in rule.items() if key != "to")) for rule in row.leads]
    if len(set(conditions)) < len(conditions):
        yield "Expected one lead unit for each place, but found overlapping rules. Keep one."
    yield from _unknown_targets(row, units)
    yield from _cooperating_amiss(row, units)
    if places:
        yield from _unknown_places(row, places)
        yield from _without_a_unit(row, units, places)
    yield from _unreadable(row)


def _unknown_targets(row: Row, units: Units) -> Iterator[str]:
    targets = [*(rule.get("to", "") for rule in row.leads), *row.cooperating, *([row.fallback] if row.fallback else [])]
    for target in dict.fromkeys(targets):
        if target.startswith(ANYWHERE):
            if target.removeprefix(ANYWHERE) not in units.functions:
                yield f"Expected a function some unit has, but found {target!r}. Correct it."
            continue
        unit = units.find(target)
        if unit is None:
            yield f"Expected a unit or @function, but found {target!r}. Correct it."
        elif not unit.active:
            yield f"Expected a unit in force, but {unit.name} ({target}) no longer is. Name the one that took over."


def _cooperating_amiss(row: Row, units: Units) -> Iterator[str]:
    """A unit helps once, and never where it leads everywhere: a row of several leads may name one for the others."""

    def called(target: str) -> str:
        unit = units.find(target)
        return f"{unit.name} ({target})" if unit else target

    for target, many in Counter(row.cooperating).items():
        if many > 1:
            yield f"Expected each cooperating unit once, but found {called(target)} {many} times. Keep it once."
    leads = {rule.get("to", "") for rule in row.leads}
    if len(leads) == 1 and leads & set(row.cooperating):
        (lead,) = leads & set(row.cooperating)
        yield f"Expected units that help the lead, but {called(lead)} is the lead itself. Take it out of those."


def _unknown_places(row: Row, places: Sequence[Community]) -> Iterator[str]:
    streets = {one.street for one in places}
    street_of = {one.community: one.street for one in places}
    known = {(one.street, one.community) for one in places}
    for rule in row.leads:
        street, community = rule.get("street"), rule.get("community")
        if street is not None and street not in streets:
            yield f"Expected a street of the district, but found {street!r}. Correct it."
        if community is not None and community not in street_of:
            yield f"Expected a community of the district, but found {community!r}. Correct it."
        elif community is not None and street in streets and (street, community) not in known:
            yield f"Expected a community of {street}, but {community} lies in {street_of[community]}. Correct it."


def _without_a_unit(row: Row, units: Units, places: Sequence[Community]) -> Iterator[str]:
    if not row.leads:
        return
    for one in places:
        place = Place(one.street, one.community)
        if row.lead_at(place, units) is None and row.fallback_at(place, units) is None:
            yield f"Expected a lead or a fallback unit everywhere, but {one.street} {one.community} has none. Name one."
            return


def _unreadable(row: Row) -> Iterator[str]:
    attempts: list[Any] = [(budgets.parse, (limit,)) for limit in row.limits.values()]
    attempts += [(check, (KINDS, kind, "the kind of a limit")) for kind in row.limits]
    attempts += [(check, (POWERS, power, "a power")) for power in row.powers]
    for read, arguments in attempts:
        try:
            read(*arguments)
        except Unusable as refusal:
            yield refusal.message
    for name in row.demo:
        if name not in MARKABLE:
            yield f"Expected the demo mark on one of {', '.join(MARKABLE)}, but found {name!r}. Name one of them."
