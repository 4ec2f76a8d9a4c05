"""What is proposed beside a dispatch, always for what the form says: another matter brings its own unit and evidence.

The form tells by a hidden field for which matter its units were filled in. When that is no longer the matter chosen,
the server fills in the units of the new one, for a script as for the button that shows the form again.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext

from engine.queries.suggestions import Suggestions
from web.handler.filled import Filled
from web.shared import door
from web.shared.refusals import optional

FILLED_FOR = "_filled_for"
CONFIRMS = "_confirms"  # the button that confirms says what: matter and lead, as they were shown
CHOOSES = "_matter"  # a button beside the form chooses another matter
FOLLOWED, BROUGHT = "matter asset_owner lead_unit", f"lead_unit cooperating_units {FILLED_FOR}"
Posted = Mapping[str, str]


def shows_proposals(task: Mapping[str, Any]) -> bool:
    """Does the diagram show proposals beside this task?"""
    return task["status"] == "open" and "proposed_because" in task["data"]


def followed(task: Mapping[str, Any], filled: Filled, posted: Posted) -> tuple[Filled, bool]:
    """The form with the units of the matter it names, and whether the person has to look at it again."""
    if not shows_proposals(task):
        return filled, False
    if posted.get(CHOOSES):
        filled = replace(filled, data={**filled.data, "matter": posted[CHOOSES]})
    confirms = posted.get(CONFIRMS)
    differs = confirms is not None and confirms != _pair(filled)
    then, now = posted.get(FILLED_FOR, _about(Filled.untouched(task))), _about(filled)
    if then == now:
        return filled, differs or CHOOSES in posted
    before, after = _units(task, then), _units(task, now)
    if after is None:
        return filled, differs
    brought = {}
    for key in ("lead_unit", "cooperating_units"):
        old = [before[key] if before else None, task["data"].get(f"proposed_{key}"), None, "", []]
        if filled.data.get(key) in old:  # what a person chose stays; what was proposed goes with its matter
            brought[key] = after[key]
    changed = any((filled.data.get(key) or None) != (value or None) for key, value in brought.items())
    return replace(filled, data={**filled.data, **brought}), changed or differs


def beside(task: Mapping[str, Any], filled: Filled, moved: bool) -> dict[str, Any] | None:
    """What is shown of the matter and unit in the form: suggestions, ``ground``, ``unit``, and if it is to confirm.

    None when the task shows no proposals, or they are not the person's to see.
    """
    if not shows_proposals(task):
        return None
    found = _suggestions(task, _about(filled))
    if found is None:
        return None
    matter, lead = _said(filled, "matter"), _said(filled, "lead_unit")
    unit = next((one for one in found["units"] if one["unit"] == lead), None)
    usual = {found["proposed"]["lead_unit"]}
    if matter == task["data"].get("proposed_matter"):
        usual.add(task["data"].get("proposed_lead_unit"))
    is_usual = bool(matter and unit and lead in usual)
    return {
        **found,
        "ground": next((one for one in found["matters"] if one["matter"] == matter), None),
        "others": [one for one in found["matters"] if one["matter"] != matter],
        "chosen": filled.in_words(f"‘{lead}’") if lead else None,
        "unit": unit,
        "confirms": _pair(filled) if is_usual and not unit["barred"] else None,  # type: ignore[index]
        "is_usual": is_usual,
        "needs_reason": bool(matter and lead) and (unit is None or unit["needs_reason"]),
        "moved": moved,
        "filled_for": _about(filled),
        "followed": FOLLOWED,
        "brought": BROUGHT,
    }


def with_a_reason(task: Mapping[str, Any], filled: Filled) -> Filled:
    """The form, refused beside its reason when a unit is chosen that the list does not name for the matter."""
    shown = beside(task, filled, False) if not str(filled.data.get("reason") or "").strip() else None
    if shown is None or not shown["needs_reason"]:
        return filled
    said = gettext("The list does not name %(unit)s for this matter: say why it is to act.", unit=shown["chosen"])
    return replace(filled, errors={**filled.errors, "reason": [said]})


def as_shown(shown: dict[str, Any] | None, filled: Filled) -> Filled:
    """The form with the conflict of interest of the unit in it, where that is not the one first proposed."""
    if shown is None or _said(filled, "lead_unit") == filled.facts.get("proposed_lead_unit"):
        return filled
    unit = shown["unit"] or {}
    conflict = "accused" if unit.get("complained_of") else "mentioned" if unit.get("mentioned") else None
    if unit and unit["unit"] == shown["proposed"]["lead_unit"]:
        conflict = shown["proposed"]["conflict"]
    return replace(filled, facts={**filled.facts, "proposed_conflict": conflict})


def _said(filled: Filled, key: str) -> Any:
    return filled.data.get(key, filled.facts.get(f"proposed_{key}"))


def _about(filled: Filled) -> str:
    return f"{_said(filled, 'matter') or ''}|{filled.data.get('asset_owner') or ''}"


def _pair(filled: Filled) -> str:
    return f"{_said(filled, 'matter') or ''}|{_said(filled, 'lead_unit') or ''}"


def _units(task: Mapping[str, Any], about: str) -> dict[str, Any] | None:
    found = _suggestions(task, about)
    return found["proposed"] if found else None


def _suggestions(task: Mapping[str, Any], about: str) -> dict[str, Any] | None:
    matter, _, owner = about.partition("|")
    number = task["case"].partition("/")[0]
    found: dict[str, Any] | None = optional(lambda: door.ask(Suggestions(number, matter or None, owner or None)))
    return found
