"""Messages to people: a row each, delivered after the transaction."""

from typing import Any

from engine.actor import UNIT_ROLES
from engine.casework.case import Case, State
from engine.casework.moments import written
from engine.casework.notices import Notice, expect_recipient, wording
from engine.casework.promises import Suspension
from engine.errors import Unusable
from engine.operations.followers import with_followers
from engine.operations.present import about, subject
from engine.operations.registry import operation
from engine.operations.takes import Recipient, Template
from engine.persistence.answered import answered
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork

UNITS = ("unit", "lead_unit")
AT_A_UNIT = (State.DISPATCHED, State.HANDLING)


@operation("notices.send", gives=("notices",))
def send(work: UnitOfWork, to: Recipient, template: Template, unit: str | None = None) -> dict[str, Any]:
    """发送通知；to 为 citizen、citizens（连同并入案件）、answered_citizens（采用其答复的各案）、unit 等单位或角色。

    Send a notice by its template: to the citizen, to the citizen and those whose cases are merged into this one
    (citizens), to everyone who was answered with the reply of this case or joint handling, also when they have left it
    since (answered_citizens), the lead or cooperating units, those a revision of the list affects, everyone of a role.

    ``unit``: which unit is meant, where it need not be the one that has the case by now.

    Returns notices, how many were written.
    """
    number = about(work)
    if unit and to not in UNITS:
        raise Unusable(f"Expected no unit for a notice to {to}, but found {unit!r}. Send it to unit, or name none.")
    return {"notices": notify(work, number, to, template, branch=subject(work), unit=unit)}


def notify(
    work: UnitOfWork,
    number: str,
    to: str,
    template: str,
    *,
    branch: str = "",
    said: str | None = None,
    unit: str | None = None,
) -> int:
    """Write a notice about a case or joint handling for each recipient; the outbox delivers them.

    Raises:
        Unusable: no such recipient or template.
    """
    if expect_recipient(to) == "citizens":
        numbers = with_followers(work, number)
        return sum(notify(work, one, "citizen", template, said=said) for one in numbers)
    if to == "answered_citizens":
        said = said or _said(work, number, template)
        return sum(notify(work, one, "citizen", template, said=said) for one in answered(work, number))
    case = work.cases.find(number)
    fields = _fields(work, number, case, template, branch)
    words = {"said": said, "said_en": None} if said else {name: fields[name] for name in ("said", "said_en")}
    unnamed = work.unnamed if to == "citizen" else work.without_identity
    zh, en = wording(template, {**fields, **{name: text and unnamed(text, number) for name, text in words.items()}})
    found = [("unit", unit)] if unit else _recipients(work, number, case, to, branch)
    rows = [Notice(new_id(), number, kind, recipient, template, zh, en, work.now) for kind, recipient in found]
    work.notices.add(*rows)
    for row in rows:
        payload = {"notice": row.id, "to": row.recipient_kind, "recipient": row.recipient, "template": template}
        work.outbox.add("notice", {**payload, "about": number, "text": zh, "text_en": en}, key=number, dedup=row.id)
    return len(rows)


def _recipients(work: UnitOfWork, number: str, case: Case | None, to: str, branch: str) -> list[tuple[str, str]]:
    if to == "citizen":
        return [("citizen", number)]
    if to == "affected_units":
        revision = work.list_revisions.find(number=number)
        return [("unit", unit) for unit in revision.units] if revision else []
    if case and to in (*UNITS, *UNIT_ROLES) and case.owner.role == "coordinator" and case.state in AT_A_UNIT:
        return [("role", "coordinator")]  # who plans a joint handling has the case until its lead unit does
    lead, helpers = _units(work, number, case)
    if to == "cooperating_units":
        return [("unit", unit) for unit in helpers]
    if to in UNITS:
        unit = branch or lead
        return [("unit", unit)] if unit else []
    if to in UNIT_ROLES and (branch or lead):
        return [(to, branch or lead or "")]
    return [("role", to)]


def _units(work: UnitOfWork, number: str, case: Case | None) -> tuple[str | None, list[str]]:
    if case is not None:
        return case.owner.unit or case.lead_unit, list(case.cooperating_units)
    joint = work.joint_handlings.find(number=number)
    lead = joint.lead_unit if joint else None
    return lead, [one.unit for one in work.branches.all(joint=number) if one.unit != lead]


def _fields(work: UnitOfWork, number: str, case: Case | None, template: str, branch: str) -> dict[str, str | None]:
    lead, _ = _units(work, number, case)
    names = ("branch",) if branch else ("handle", "citizen") if case else ("joint", "position")
    clocks = [work.deadlines.current(number, name, branch) for name in names]
    due = next((clock.due_at for clock in clocks if clock and clock.due_at), None)
    return {
        "number": number,
        "unit": work.units.name(lead),
        "unit_en": _in_english(work, lead),
        "branch": work.units.name(branch) if branch else None,
        "branch_en": _in_english(work, branch),
        "due": written(due.astimezone(work.settings.zone))[0] if due else None,
        "due_en": written(due.astimezone(work.settings.zone))[1] if due else None,
        "said": _said(work, number, template),
        "said_en": _said_in_english(work, number, template),
    }


def _said_in_english(work: UnitOfWork, number: str, template: str) -> str | None:
    """Where ``_said`` holds a time, a comma or a bracket, not somebody's words: the same as English has it."""
    if template in ("recurrence", "recurrence_escalated"):
        found = work.recurrences.find(case=number)
        return f"{found.earlier} (×{found.nth})" if found else None
    if template == "cluster_proposed":
        cluster = work.clusters.open_at(work.cases.get(number))
        where = f"{cluster.level3} ({cluster.street}{cluster.community or ''}), " if cluster else ""
        return f"{where}{cluster.number}, {cluster.size} cases" if cluster else None
    if template == "joint_meeting":
        return work.joint_handlings.get(number).meeting_said(work.settings.zone, english=True)
    paused = _pause(work, number) if template == "suspended" else None
    return f"until {written(paused.until.astimezone(work.settings.zone))[1].partition(',')[0]}" if paused else None


def _pause(work: UnitOfWork, number: str) -> Suspension | None:
    """The last suspension of a case, or of the one it follows."""
    told = work.cases.find(number)
    paused = work.suspensions.all(case=(told.merged_into if told else None) or number, order=("asked_at",))
    return paused[-1] if paused else None


def _in_english(work: UnitOfWork, unit: str | None) -> str | None:
    found = work.units.find(unit)
    return found.name_en if found else None


def _said(work: UnitOfWork, number: str, template: str) -> str | None:
    """The words of the act a notice speaks of: the question, the reply, the ruling."""
    if template == "question":
        asked = [one.text for one in work.supplements.all(case=number, asks=True, order=("added_at",))]
        return asked[-1] if asked else None
    if template in ("replied", "not_accepted"):
        reply = work.replies.latest(number)
        return reply.public_reply if reply else None
    if template == "ruled":
        rulings = work.rulings.all(case=number, order=("ruled_at",))
        return rulings[-1].reason if rulings else None
    if template == "commitment_started":
        promises = work.commitments.all(case=number, order=("number",))
        return promises[-1].text if promises else None
    if template == "redo":
        acts = [one.details for one in work.journal.of_key(number) if one.details.get("what") in ("redo", "review")]
        return acts[-1].get("reason") if acts else None
    if template in ("recurrence", "recurrence_escalated"):
        found = work.recurrences.find(case=number)
        return f"{found.earlier}（×{found.nth}）" if found else None
    if template == "cluster_proposed":
        case = work.cases.get(number)
        cluster = work.clusters.open_at(case)
        where = f"{cluster.level3}（{cluster.street}{cluster.community or ''}）" if cluster else ""
        return f"{where} {cluster.number}: {cluster.size}" if cluster else None
    if template in ("joint_ended", "joint_meeting"):
        joint = work.joint_handlings.get(number)
        return joint.end_reason if template == "joint_ended" else joint.meeting_said(work.settings.zone)
    if template == "suspended":
        paused = _pause(work, number)
        return f"至{written(paused.until.astimezone(work.settings.zone))[0].partition(' ')[0]}" if paused else None
    return None
