"""The quarrel over the list itself, step by step; the diagram says in which order."""

from dataclasses import replace
from datetime import date
from typing import Any

from engine.casework.list_changes import fields_between
from engine.casework.list_revision import (
    ADOPTED,
    ADOPTING,
    DRAFTING,
    DROPPED,
    MEETING,
    OBJECT,
    POSITIONS,
    REVIEW,
    ListRevision,
    Position,
    affected_units,
    position_of,
    told,
)
from engine.casework.list_table import COLUMNS, cells_of, code_of, row_of
from engine.casework.moments import day_of
from engine.casework.responsibility_list import REVISION, Row
from engine.errors import NotNow, Refusal, Unusable
from engine.operations import clocks
from engine.operations.deadlines import known_limit
from engine.operations.list_editions import adopt_rows, finder, next_version, problems_of
from engine.operations.present import about
from engine.operations.registry import operation
from engine.operations.takes import Position as PositionName
from engine.persistence.unit_of_work import UnitOfWork

EMPTY = ("-", "－", "—", "无")  # what a drafter writes into a cell that shall be empty
Pair = tuple[Row | None, Row]


@operation("revisions.register", gives=("affected_units", "round", "draft_problems"))
def register(work: UnitOfWork, reason: str, matter: str | None = None, case: str | None = None) -> dict[str, Any]:
    """登记清单修订：原因、涉及事项、来源案件。

    Register a revision of the list: why, about which matter, and the case whose ruling asked for it.

    Returns affected_units (empty), round (0).
    """
    number = about(work)
    if work.list_revisions.find(number=number) is None:
        who = work.by.username
        work.list_revisions.add(ListRevision(number, DRAFTING, reason, matter, case, who, work.now))
        _note(work, number, "raise", reason, matter=matter, case=case)
    return {"affected_units": [], "round": 0, "draft_problems": ""}


@operation(
    "revisions.draft", gives=("is_usable", "draft_problems", "adoption_problems", "affected_units", "draft_text")
)
def draft(work: UnitOfWork, rows: list[Any]) -> dict[str, Any]:
    """审查并登记修订草案：逐行与现行清单比较；有问题则逐条说明，不登记。

    Hold the drafted rows against the list in force and keep them. Cells left out stay as they are, those
    with a dash or 无 are emptied; nothing is kept when one row is wrong.

    Returns is_usable, draft_problems (text), affected_units, draft_text (before and after, in words),
    adoption_problems (none any more).
    """
    revision = _current(work)
    revision.expect(DRAFTING, REVIEW, MEETING, ADOPTING)
    lines = [_line(one) for one in rows]
    try:
        pairs = _pairs(work, lines, work.today)
        problems = _problems(work, pairs, work.today)
    except Unusable as refusal:
        pairs, problems = [], [refusal.message]
    if problems:
        return {"is_usable": False, "draft_problems": "\n".join(problems)}
    units = affected_units(pairs, work.units, work.places.all())
    work.list_revisions.save(replace(revision, state=DRAFTING, lines=lines, units=units))
    clocks.stop(work, revision.number, "draft")
    _note(work, revision.number, "draft", rows=[after.code for _, after in pairs], units=units)
    text = told(pairs, {unit.code: unit.name for unit in work.unit_rows.all()})
    facts = {"draft_problems": "", "adoption_problems": "", "affected_units": units, "draft_text": text}
    return {"is_usable": True, **facts}


@operation("revisions.reopen", gives=("draft_due",), begins=("draft",))
def reopen(work: UnitOfWork) -> dict[str, Any]:
    """修订转入（退回）起草。

    The draft is open, for the first time or again: from now until it is usable the revision is being drafted. A draft
    that is not usable gains no time.

    Returns draft_due (ISO text).
    """
    revision = _current(work)
    work.list_revisions.save(replace(revision, state=DRAFTING))
    clocks.stop(work, revision.number, "adoption")
    return _within(work, revision.number, "draft")


@operation("revisions.open_round", gives=("round",))
def open_round(work: UnitOfWork) -> dict[str, Any]:
    """开始新一轮征求意见，轮次加一。

    Begin the next round of hearing every affected unit.

    Returns round.
    """
    revision = _current(work)
    revision.expect(DRAFTING)
    after = replace(revision, state=POSITIONS, round=revision.round + 1)
    work.list_revisions.save(after)
    _note(work, revision.number, "round", round=after.round)
    return {"round": after.round}


@operation("revisions.record_position", gives=("unit", "position"))
def record_position(work: UnitOfWork, unit: str, position: PositionName, reason: str | None = None) -> dict[str, Any]:
    """登记一个单位对草案的立场：同意或反对，反对须说明理由。

    Keep what one affected unit says: agree or object, and why.
    """
    revision = _current(work)
    revision.expect(POSITIONS)
    given = Position(revision.number, revision.round, unit, position_of(position), reason, work.by.username, work.now)
    if unit not in revision.units:
        raise Unusable(
            f"Expected a unit that {revision.number} affects, but found {work.units.told(unit)}. Leave it to "
            "the units it affects."
        )
    work.list_positions.add(given)
    _note(work, revision.number, "position", unit=unit, position=position, round=revision.round)
    return {"unit": unit, "position": position}


@operation(
    "revisions.close_round", gives=("is_disputed", "positions_text", "revision_review_due"), begins=("revision_review",)
)
def close_round(work: UnitOfWork) -> dict[str, Any]:
    """本轮意见收齐或期满：统计立场，未表态单位单列。

    End the round: who agreed, who objected, who was silent.

    Returns is_disputed (somebody objected), positions_text, revision_review_due (ISO text).
    """
    revision = _current(work)
    revision.expect(POSITIONS)
    given = {one.unit: one for one in work.list_positions.all(revision=revision.number, round=revision.round)}
    words = {"agree": "同意 agrees", OBJECT: "反对 objects", None: "未表态 silent"}
    lines = [
        f"{work.units.name(unit)}：{words[given[unit].position if unit in given else None]}" for unit in revision.units
    ]
    work.list_revisions.save(replace(revision, state=REVIEW))
    disputed = any(one.position == OBJECT for one in given.values())
    text = "\n".join([f"第 {revision.round} 轮 round", *lines])
    clocks.stop(work, revision.number, "position")
    return {"is_disputed": disputed, "positions_text": text, **_within(work, revision.number, "revision_review")}


@operation("revisions.record_legal_review", gives=("legal_opinion", "adoption_due"), begins=("adoption",))
def record_legal_review(work: UnitOfWork, decision: str, opinion: str) -> dict[str, Any]:
    """登记法制审核意见。

    Keep the legal opinion on the draft.

    Returns legal_opinion, adoption_due (ISO text): by when it is decided on.
    """
    revision = _current(work)
    work.list_revisions.save(replace(revision, state=REVIEW, legal_opinion=opinion))
    _note(work, revision.number, "legal_opinion", opinion, decision=decision)
    clocks.stop(work, revision.number, "revision_review")
    return {"legal_opinion": opinion, **_within(work, revision.number, "adoption")}


@operation("revisions.record_meeting", gives=())
def record_meeting(work: UnitOfWork, decision: str, minutes: str) -> dict[str, Any]:
    """登记专题协调会纪要与决定。

    Keep the minutes of the coordination meeting and what it decided.
    """
    revision = _current(work)
    work.list_revisions.save(replace(revision, state=MEETING, minutes=minutes))
    _note(work, revision.number, "meeting", minutes, decision=decision)
    return {}


@operation("revisions.adopt", gives=("is_adopted", "adoption_problems", "list_version"))
def adopt(work: UnitOfWork, effective_from: str, reason: str | None = None) -> dict[str, Any]:
    """通过修订，成为清单的下一版，自生效日起施行；在办案件沿用原行。

    Adopt the draft as the next version of the list from a day on; running cases keep the row they had.

    Returns is_adopted, adoption_problems (text), list_version.
    """
    revision = _current(work)
    day = day_of(effective_from, "the day it takes effect", work.settings.zone)
    try:
        pairs = _pairs(work, revision.lines, day)
        problems = _problems(work, pairs, day) or ([_PAST] if day < work.today else [])
    except Refusal as refusal:
        pairs, problems = [], [refusal.message]
    if problems:
        work.list_revisions.save(replace(revision, state=ADOPTING))
        return {"is_adopted": False, "adoption_problems": "\n".join(problems)}
    source = f"清单修订 {revision.number}" + (f"（案件 {revision.case} 裁决）" if revision.case else "")
    version = next_version(work, day, origin=REVISION, source=source, reason=reason or revision.reason)
    adopt_rows(work, [after for _, after in pairs], replace(version, reference=revision.number))
    done = replace(revision, state=ADOPTED, version=version.version, ended_at=work.now)
    work.list_revisions.save(done)
    clocks.stop(work, revision.number)
    _note(work, revision.number, "adopt", reason, version=version.version, effective_from=day.isoformat())
    return {"is_adopted": True, "adoption_problems": "", "list_version": version.version}


@operation("revisions.drop", gives=())
def drop(work: UnitOfWork, reason: str | None = None) -> dict[str, Any]:
    """不予修订，终止；理由记入留痕。

    Drop the revision; the list stays as it is.
    """
    revision = _current(work)
    work.list_revisions.save(replace(revision, state=DROPPED, ended_at=work.now))
    clocks.stop(work, revision.number)
    _note(work, revision.number, "drop", reason)
    return {}


_PAST = "Expected a day from today on, but found one that has passed. Choose today or later."


def _within(work: UnitOfWork, number: str, step: str) -> dict[str, Any]:
    limit = known_limit(work, number, step)
    return clocks.facts([clocks.begin_or_keep(work, number, step, limit)]) if limit else {f"{step}_due": None}


def _current(work: UnitOfWork) -> ListRevision:
    revision = work.list_revisions.find(number=about(work))
    if revision is None:
        raise NotNow(f"Expected the revision {about(work)} to be registered, but it is not.")
    return revision


def _line(one: Any) -> dict[str, Any]:
    """A drafted row: its cells that say something, empty where one of ``EMPTY`` stands, and whether the matter goes."""
    if not isinstance(one, dict) or not str(one.get("code") or "").strip():
        raise Unusable("Expected the code of every drafted row, but found a row without one. Give each its code.")
    cells = {name: str(one[name]).strip() for name in COLUMNS if str(one.get(name) or "").strip()}
    cells = {name: "" if text in EMPTY else text for name, text in cells.items()}
    return {**cells, "code": code_of(cells["code"]), "remove": bool(one.get("remove"))}


def _pairs(work: UnitOfWork, lines: list[dict[str, Any]], day: date) -> list[Pair]:
    """Each drafted row beside the one that would be in force on the day."""
    held = {row.code: row for row in work.responsibility_list.rows(day)}
    find = finder(work, day)
    pairs: list[Pair] = []
    for line in lines:
        before = held.get(line["code"])
        known = cells_of(before, {}) if before else {}
        cells = {name: text for name, text in line.items() if name != "remove"}
        after = row_of({**known, **cells}, find)
        pairs.append((before, replace(after, removed=bool(line["remove"]))))
    return pairs


def _problems(work: UnitOfWork, pairs: list[Pair], day: date) -> list[str]:
    if not pairs:
        return ["Expected at least one row, but found none. Draft what is to change."]
    if gone := [after.code for before, after in pairs if after.removed and before is None]:
        return [f"Expected {gone[0]} in the list, but it is not there. It cannot be taken away."]
    if not any(after.removed or before is None or fields_between(before, after) for before, after in pairs):
        return ["Expected a row that differs from the list in force, but found none. Draft what is to change."]
    found = problems_of([after for _, after in pairs], work, day)
    return [f"{row.code} {row.level3}: {sentence}" for row, sentence in found]


def _note(work: UnitOfWork, number: str, what: str, reason: str | None = None, **detail: Any) -> None:
    kept = {name: value for name, value in detail.items() if value is not None}
    work.journal.add(key=number, kind="list_revision", reason=reason, detail={"what": what, **kept})
