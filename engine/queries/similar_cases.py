"""Requests like one: open ones that may be merged with it, and answered ones whose reply is a beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, false, select, true

from engine.casework.case import ENDED, Place, State
from engine.casework.identity import Contact
from engine.casework.likeness import LIKE_TEXT, Likeness, Told, liken
from engine.casework.visibility import sees_all, unit_of
from engine.persistence.case_texts import case_texts
from engine.persistence.cases import cases, involvements
from engine.persistence.readable import refuse_unless_readable
from engine.persistence.replies import replies
from engine.persistence.unit_of_work import Reading
from engine.queries.naming import called
from engine.text import grams, ranked, resemblance

CANDIDATES = 60
RECENT = timedelta(days=90)  # of the open ones that share matter and street but hardly a word
_COLUMNS = [
    cases.c[name]
    for name in (
        *("number", "kind", "title", "text", "state", "matter", "lead_unit", "outcome", "merged_into"),
        *("street", "community", "address", "longitude", "latitude", "registered_at", "closed_at"),
    )
]
_OPEN = cases.c.state.not_in([state.value for state in ENDED])


@dataclass(frozen=True)
class SimilarCases:
    """The like of the case ``number``; ``limit``: of each sort."""

    number: str
    limit: int = 10

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"items": open ones, "answered": closed ones with their reply}``, the likest first, each with reasons.

        Raises:
            NotFound: no such case, or not the asker's to see. Only what the asker may read is proposed.
        """
        refuse_unless_readable(reading, self.number)
        case = reading.cases.get(self.number)
        words = grams(f"{case.title}\n{case.text}")
        told = Told(case.place, case.registered_at, case.matter.code if case.matter else None)
        away = cases.c.number != case.number
        rows = _sharing(reading, words, _OPEN & away)
        if told.matter is not None:
            rows += _of_the_matter(reading, told, away)
        found = likest(reading, words, told, rows)[: self.limit]
        done = likest(reading, words, told, _sharing(reading, words, (cases.c.state == State.CLOSED.value) & away))
        names = reading.unit_names({row.lead_unit for row, _ in (*found, *done) if row.lead_unit})
        family = {number for number in (case.number, case.merged_into) if number}
        return {
            "items": [
                {**_line(row, like, names), "merged": not family.isdisjoint((row.number, row.merged_into))}
                for row, like in found
            ],
            "answered": _with_replies(reading, done[: self.limit], names),
        }


@dataclass(frozen=True)
class SimilarRequests:
    """What a citizen is about to write, compared with what others asked; ``kind``: only with those of this kind.

    A citizen is shown what it is about, whereabouts, since when, and how it stands; following one needs its number.
    Whoever asked is left out of the title here too, for the titles kept as they were typed (docs/domain.md §7a).
    """

    title: str
    text: str
    place: dict[str, Any]
    limit: int = 5
    kind: str | None = None

    def answer(self, reading: Reading) -> list[dict[str, Any]]:
        """``[{title, state, street, community, registered_at, number}…]`` of open requests, the likest first."""
        words = grams(f"{self.title}\n{self.text}")
        known = ("community", "longitude", "latitude")
        place = Place(str(self.place.get("street") or ""), **{name: self.place.get(name) for name in known})
        open_ones = _OPEN & cases.c.merged_into.is_(None)
        rows = _candidates(reading, words, open_ones & (cases.c.kind == self.kind) if self.kind else open_ones)
        found = likest(reading, words, Told(place, reading.now), rows)[: self.limit]
        return [_told_to_others(reading, row) for row, _ in found]


def likest(reading: Reading, words: Sequence[str], told: Told, rows: Sequence[Any]) -> list[tuple[Any, Likeness]]:
    """Candidates that are like it at all, the likest first."""
    by_number = {row.number: row for row in rows}
    corpus = reading.case_texts.corpus(words)
    texts = {number: f"{row.title}\n{row.text}" for number, row in by_number.items()}
    found = []
    for number, text in ranked(words, texts, corpus):
        row = by_number[number]
        shared = resemblance(words, grams(texts[number]))
        like = liken(told, Told(_place(row), row.registered_at, row.matter), text=text, shared=shared)
        if text >= LIKE_TEXT or "same_matter" in like.reasons:
            found.append((row, like))
    return sorted(found, key=lambda one: (one[1].score, one[0].number), reverse=True)


def _sharing(reading: Reading, words: Sequence[str], condition: Any) -> list[Any]:
    """Candidates by text among what the asker may read."""
    return _candidates(reading, words, condition & _mine(reading))


def _candidates(reading: Reading, words: Sequence[str], condition: Any) -> list[Any]:
    query: Select[Any] = select(*_COLUMNS).select_from(case_texts)
    query = query.join(cases, cases.c.number == case_texts.c.number).where(condition)
    return reading.case_texts.sharing(query, words, CANDIDATES)


def _of_the_matter(reading: Reading, told: Told, condition: Any) -> list[Any]:
    query = select(*_COLUMNS).where(_OPEN, condition, _mine(reading))
    query = query.where(cases.c.matter == told.matter, cases.c.street == told.place.street)
    query = query.where(cases.c.registered_at >= told.at - RECENT).order_by(cases.c.registered_at.desc())
    return list(reading.connection.execute(query.limit(CANDIDATES)))


def _mine(reading: Reading) -> Any:
    if sees_all(reading.by):
        return true()
    unit = unit_of(reading.by)
    if unit is None:
        return false()
    return cases.c.number.in_(select(involvements.c.case_number).where(involvements.c.unit == unit))


def _place(row: Any) -> Place:
    return Place(row.street, row.community, row.address, row.longitude, row.latitude)


def _told_to_others(reading: Reading, row: Any) -> dict[str, Any]:
    asked = reading.parties.contact(row.number) or Contact()
    return {
        "title": asked.left_out_of(row.title),
        **{name: getattr(row, name) for name in ("state", "street", "community", "number")},
        "registered_at": _text(row.registered_at),
    }


def _line(row: Any, like: Likeness, names: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": row.kind,
        "title": row.title,
        "state": row.state,
        "street": row.street,
        "community": row.community,
        "registered_at": _text(row.registered_at),
        **called("unit", row.lead_unit, names),
        "score": like.score,
        "reasons": list(like.reasons),
    }


def _with_replies(reading: Reading, found: Sequence[tuple[Any, Likeness]], names: Any) -> list[dict[str, Any]]:
    numbers = [row.number for row, _ in found]
    query = select(replies.c.case, replies.c.public_reply).where(replies.c.case.in_(numbers)).order_by(replies.c.number)
    said = {row.case: row.public_reply for row in reading.connection.execute(query)}  # the last one stays
    return [
        {
            **_line(row, like, names),
            "closed_at": _text(row.closed_at),
            "outcome": row.outcome,
            "reply": said.get(row.number),
        }
        for row, like in found
    ]


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
