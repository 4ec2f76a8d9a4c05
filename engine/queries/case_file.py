"""One case as staff see it: everything kept of it, and what the reader may do."""

from dataclasses import asdict, dataclass
from typing import Any

from engine.casework import budget as budgets
from engine.casework.case import Case, State
from engine.casework.conflict import sees_accusations
from engine.casework.entitlement import DECIDES_UNMASKING
from engine.casework.identity import Contact, seen_by
from engine.operations.conflicts import has_it
from engine.operations.extension_limit import extension_limit
from engine.persistence.readable import refuse_unless_readable
from engine.persistence.unit_of_work import Reading
from engine.queries.case_acts import may
from engine.queries.case_duty import disputes, joint_handlings, returns
from engine.queries.case_requests import requests, suspension
from engine.queries.naming import all_called, called
from engine.queries.next_deadlines import next_deadlines
from engine.queries.timeline import timeline
from engine.queries.words_shown import words_shown


@dataclass(frozen=True)
class CaseFile:
    """The file of a case."""

    number: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """The whole file. Who asked is masked unless the reader's step needs it, and left out of the citizen's words
        too.

        Raises:
            NotFound: no such case, or not the reader's to see.
        """
        refuse_unless_readable(reading, self.number)
        case = reading.cases.get(self.number)
        possible, words = may(reading, case), words_shown(reading, case)
        return {
            **_standing(reading, case),
            "title": words("title", case.title),
            "text": words("text", case.text),
            "place": {**vars(case.place), "address": words("address", case.place.address)},
            **_duty(reading, case),
            "citizen": _citizen(reading, case),
            "watched": reading.watches.find(username=reading.by.username, case=case.number) is not None,
            "identity_requests": _looks(reading, case),
            "accused_units": _accused(reading, case),
            "key_supervision": reading.supervisions.key_supervision_of(case) is not None,
            "exclusion": _exclusion(reading, case),
            "supplements": [
                {"text": words(one.id, one.text), "asks": one.asks, "at": one.added_at.isoformat()}
                for one in reading.supplements.all(case=case.number, order=("added_at",))
            ],
            "replies": _replies(reading, case),
            "ratings": [
                {**_public(one), "comment": words(one.id, one.comment), "at": one.rated_at.isoformat()}
                for one in reading.ratings.all(case=case.number, order=("rated_at",))
            ],
            "returns": returns(reading, case),
            "disputes": disputes(reading, case),
            "requests": requests(reading, case),
            "joint_handlings": joint_handlings(reading, case),
            "commitments": _promises(reading, case),
            "citizens": reading.cases.said_by(case),
            "recurrence": _recurrence(reading, case),
            "children": [{"number": child.number} for child in reading.cases.children(case.number)],
            "timeline": timeline(reading, case, words),
            "open_tasks": _open_tasks(reading, case),
            "extensions_offered": _extensions_offered(reading, case) if possible["extend"] else [],
            "may": possible,
        }


def _promises(reading: Reading, case: Case) -> list[dict[str, Any]]:
    """What its unit promised, and what stands in a joint reply or its parent's that it took."""
    sources = [one.source for one in reading.replies.all(case=case.number, order=("number",)) if one.source]
    return [
        {"number": one.number, "text": one.text, "due": one.due_on.isoformat(), "kept": one.kept}
        for number in dict.fromkeys((case.number, *sources))
        for one in reading.commitments.all(case=number, order=("number",))
    ]


def _recurrence(reading: Reading, case: Case) -> dict[str, Any] | None:
    """What was closed before and came back as this case; None when nothing did."""
    found = reading.recurrences.find(case=case.number)
    if found is None:
        return None
    return {
        "earlier": found.earlier,
        "days": found.days,
        "nth": found.nth,
        "after_joint": found.after_joint,
        "escalated": found.escalated_at is not None,
    }


def _extensions_offered(reading: Reading, case: Case) -> list[dict[str, str]]:
    """The lengths the district's table offers to ask for."""
    limit = extension_limit(reading, case) or {}
    offered = [budgets.parse(one) for one in limit.get("offered", [limit["longest"]] if limit else [])]
    return [{"budget": one.text, "budget_zh": one.zh} for one in offered]


def _standing(reading: Reading, case: Case) -> dict[str, Any]:
    holder = reading.cases.get(case.merged_into) if case.state is State.MERGED and case.merged_into else case
    owner = reading.unit_names([case.owner.unit] if case.owner.unit else []).get(case.owner.unit or "", {})
    return {
        "number": case.number,
        "kind": case.kind,
        "channel": case.channel,
        "urgency": case.urgency,
        "state": case.state.value,
        "owner_role": case.owner.role,
        "owner_unit": case.owner.unit,
        "owner_unit_name": owner.get("name"),
        "owner_unit_name_en": owner.get("name_en"),
        "suspended": holder.suspended,
        "suspension": suspension(reading, holder),
        "ruled": case.ruled,
        "redos": case.redos,
        "outcome": case.outcome,
        "merged_into": case.merged_into,
        "next_deadline": next_deadlines(reading, [case.number]).get(case.number),
        **{
            name: moment.isoformat() if (moment := getattr(case, name)) else None
            for name in ("registered_at", "dispatched_at", "signed_at", "replied_at", "closed_at")
        },
    }


def _duty(reading: Reading, case: Case) -> dict[str, Any]:
    units = [unit for unit in (case.lead_unit, case.fallback_unit, *case.cooperating_units) if unit]
    names = reading.unit_names(units)
    matter = None
    if case.matter is not None:
        row = reading.responsibility_list.find(version=case.matter.list_version, code=case.matter.code)
        matter = {
            **asdict(case.matter),
            "demo": row.demo if row else [],
            "legal_basis": row.legal_basis if row else None,
        }
    return {
        "matter": matter,
        **called("lead_unit", case.lead_unit, names),
        "cooperating_units": list(case.cooperating_units),
        **all_called("cooperating_unit", case.cooperating_units, names),
        **called("fallback_unit", case.fallback_unit, names),
    }


def _citizen(reading: Reading, case: Case) -> dict[str, Any]:
    contact = reading.parties.contact(case.number) or Contact()
    accused = {one.unit for one in reading.accused_units.all(case=case.number)}
    shown = seen_by(reading.by, case, contact, accused)
    return {**vars(shown), "masked": shown != contact}


def _looks(reading: Reading, case: Case) -> list[dict[str, Any]]:
    """The requests to see who asked: one's own, and all of them for those who decide them."""
    decides = reading.by.has(*DECIDES_UNMASKING)
    found = reading.identity_requests.all(case=case.number, order=("asked_at",))
    people = reading.accounts.names({name for one in found for name in (one.asked_by, one.decided_by) if name})
    return [
        {
            "id": one.id,
            "asked_by": people.get(one.asked_by, one.asked_by),
            "asked_at": one.asked_at.isoformat(),
            "reason": one.reason,
            "decision": one.decision,
            "decided_by": people.get(one.decided_by or "", one.decided_by),
            "decision_reason": one.decision_reason,
            "until": one.until.isoformat() if one.until else None,
            "mine": one.asked_by == reading.by.username,
            "open": one.is_granted_at(reading.now),
        }
        for one in found
        if decides or one.asked_by == reading.by.username
    ]


def _exclusion(reading: Reading, case: Case) -> dict[str, Any] | None:
    """The application of the unit that led the case not to have it counted."""
    found = reading.exclusions.find(case=case.number, unit=case.lead_unit) if case.lead_unit else None
    if found is None:
        return None
    moments = {name: at.isoformat() if at else None for name, at in asdict(found).items() if name.endswith("_at")}
    return {**asdict(found), **moments, "counts_out": found.counts_out}


def _accused(reading: Reading, case: Case) -> list[dict[str, Any]]:
    found = reading.accused_units.all(case=case.number, order=("named_at",))
    if not sees_accusations(reading.by, {one.unit for one in found}):
        return []
    names = reading.unit_names({one.unit for one in found})
    people = reading.accounts.names({one.let_act_by for one in found if one.let_act_by})
    at_work = {has_it(reading, case)[1], *case.cooperating_units}
    return [
        {
            **called("unit", one.unit, names),
            "reason": one.reason,
            "has_the_case": one.unit in at_work,
            "let_act_by": people.get(one.let_act_by or "", one.let_act_by),
            "let_act_because": one.let_act_because,
        }
        for one in found
    ]


def _replies(reading: Reading, case: Case) -> list[dict[str, Any]]:
    found = reading.replies.all(case=case.number, order=("number",))
    units = reading.unit_names({one.unit for one in found if one.unit})
    people = reading.accounts.names({one.replied_by for one in found})
    return [
        {
            **_public(one),
            "text": one.public_reply,
            "at": one.replied_at.isoformat(),
            "reviewed_at": one.reviewed_at.isoformat() if one.reviewed_at else None,
            **called("unit", one.unit, units),
            "by_name": people.get(one.replied_by, one.replied_by),
        }
        for one in found
    ]


def _public(record: Any) -> dict[str, Any]:
    row = asdict(record)
    return {name: value for name, value in row.items() if name not in ("id", "case") and not name.endswith("_at")}


def _open_tasks(reading: Reading, case: Case) -> list[dict[str, Any]]:
    tasks = [task for task in reading.user_tasks.of_key(case.number) if task.is_open and task.is_shown_to(reading.by)]
    people = reading.accounts.names({task.assignee for task in tasks if task.assignee})
    return [
        {
            "id": task.id,
            "name": task.name,
            "name_en": task.name_en,
            "role": task.role,
            "unit": task.unit,
            "assignee_name": people.get(task.assignee or ""),
            "due": task.due_at.isoformat() if task.due_at else None,
        }
        for task in tasks
    ]
