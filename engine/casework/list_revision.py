"""The quarrel over the list itself: a draft, the position of every affected unit in counted rounds, adoption."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.casework.case import Place
from engine.casework.list_changes import COMPARED, fields_between
from engine.casework.list_table import COLUMNS, cells_of
from engine.casework.responsibility_list import Row
from engine.casework.unit import ANYWHERE, Community, Units
from engine.errors import NotNow, Unusable

DRAFTING, POSITIONS, REVIEW, MEETING, ADOPTING, ADOPTED, DROPPED = (
    "drafting", "positions", "review", "meeting", "adopting", "adopted", "dropped",
)  # fmt: skip
STATES = (DRAFTING, POSITIONS, REVIEW, MEETING, ADOPTING, ADOPTED, DROPPED)
AGREE, OBJECT = "agree", "object"
DEMO = "（演示值 demo）"


@dataclass(frozen=True, slots=True)
class ListRevision:
    """A revision under way. ``lines`` are the drafted rows as table cells; ``round`` counts the hearings so far."""

    number: str
    state: str
    reason: str
    matter: str | None
    case: str | None
    raised_by: str
    raised_at: datetime
    lines: list[dict[str, Any]] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    round: int = 0
    legal_opinion: str | None = None
    minutes: str | None = None
    version: int | None = None
    ended_at: datetime | None = None

    def expect(self, *states: str) -> None:
        """Raises NotNow unless the revision is in one of these states."""
        if self.state not in states:
            raise NotNow(f"Expected {self.number} to be {' or '.join(states)}, but it is {self.state}. Look again.")


@dataclass(frozen=True, slots=True)
class Position:
    """What a unit says to a draft in one round."""

    revision: str
    round: int
    unit: str
    position: str
    reason: str | None
    given_by: str
    given_at: datetime


def position_of(value: str) -> str:
    """A position of the closed list. Raises: Unusable."""
    if value not in (AGREE, OBJECT):
        raise Unusable(f"Expected the position agree or object, but found {value!r}. Choose one of them.")
    return value


def affected_units(pairs: Iterable[tuple[Row | None, Row]], units: Units, places: Sequence[Community]) -> list[str]:
    """Every unit that has a part in a row before or after: as lead, helper or fallback, wherever the target leads."""
    found: dict[str, None] = {}
    for row in (row for pair in pairs for row in pair if row is not None):
        targets = [*(rule["to"] for rule in row.leads), *row.cooperating, *([row.fallback] if row.fallback else [])]
        for target in targets:
            if not target.startswith(ANYWHERE):
                found[target] = None
                continue
            here = (units.at(target, Place(one.street, one.community)) for one in places)
            found |= {unit: None for unit in here if unit}
    return [code for code in found if (unit := units.find(code)) is not None and unit.active]


def told(pairs: Iterable[tuple[Row | None, Row]], called: Mapping[str, str]) -> str:
    """The draft in words, row by row, each field before → after."""
    return "\n".join(_row_told(before, after, called) for before, after in pairs)


def _marked(row: Row, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells with a mark on every value that no public source gives."""
    limits = ("consult_limit", "suggestion_limit", "complaint_limit")
    demo = {one for name in row.demo for one in (limits if name == "limits" else (name,))}
    return {name: text + DEMO if text and name in demo else text for name, text in cells.items()}


def _row_told(before: Row | None, after: Row, called: Mapping[str, str]) -> str:
    head = f"{after.code} {after.called}"
    if after.removed:
        return f"− {head}：删除"
    new = _marked(after, cells_of(after, called))
    if before is None:
        return f"＋ {head}：新增；" + "；".join(f"{COLUMNS[name]} {text}" for name, text in new.items() if text)
    old = _marked(before, cells_of(before, called))
    changed = fields_between(before, after)
    names = [name for name in COLUMNS if name in COMPARED and name in changed]
    names += [f"{kind}_limit" for kind in ("consult", "suggestion", "complaint")] if "limits" in changed else []
    lines = [f"{COLUMNS[name]}：{old[name] or '—'} → {new[name] or '—'}" for name in names if old[name] != new[name]]
    return "\n    ".join([f"~ {head}", *lines])
