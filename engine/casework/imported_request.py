"""A request of the past as another system recorded it: read from a row of a table, checked, kept as it was.

The kinds are the six the district's own statistics use (docs/domain.md §2); only three of them are kinds of a case.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.casework.sheet import revived
from engine.errors import Unusable

FIELDS = (
    "record_id",
    "date",
    "street",
    "community",
    "source",
    "kind",
    "level1",
    "level2",
    "level3",
    "handling_unit",
    "outcome",
)
REQUIRED = ("record_id", "date", "source", "kind")

KINDS: Mapping[str, str] = {
    "投诉": "complaint",
    "咨询": "consult",
    "建议": "suggestion",
    "求决": "help",
    "感谢": "thanks",
    "其他": "other",
}
CASE_KINDS: Mapping[str, str] = {
    "complaint": "complaint",
    "consult": "consult",
    "suggestion": "suggestion",
    "help": "complaint",
    "thanks": "suggestion",
    "other": "consult",
}
"""Which kind of a case a record becomes: who asks for help complains of something, who thanks proposes to go on so,
and what is neither is a question."""
ON_TIME, LATE = "按期办结", "逾期办结"  # the outcomes the district's own statistics use
OUTCOMES: Mapping[str, str] = {ON_TIME: ON_TIME, LATE: LATE, "on_time": ON_TIME, "late": LATE}
"""How a finished record ended; one without an outcome is not finished."""
LONGEST = {"record_id": 64, "source": 64, "kind": 32, "street": 64, "community": 64, "outcome": 64}
EARLIEST = date(1954, 1, 1)  # the serials a spreadsheet gives begin there too
_DATE_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
_SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?")  # 1954 to 2119
_BREAKS = re.compile(r"[\r\n\t]+")


@dataclass(frozen=True)
class ImportedRequest:
    """One record. ``kind`` is a code of KINDS; what the other system left open is None."""

    source: str
    record_id: str
    received_on: date
    kind: str
    street: str | None = None
    community: str | None = None
    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    handling_unit: str | None = None
    outcome: str | None = None


def imported_request(cells: Mapping[str, object], outcomes: Mapping[str, str] = OUTCOMES) -> ImportedRequest:
    """The record of a row.

    Args:
        cells: text (or a spreadsheet's own value) by field name of FIELDS; "-" and blanks stand for nothing.
        outcomes: ON_TIME or LATE by the words the other system has for them.

    Raises:
        Unusable: the first thing wrong with the row, as a sentence.
    """
    given = {name: _text(name, cells.get(name)) for name in FIELDS if name != "date"}
    for name in REQUIRED:
        if name != "date" and not given[name]:
            raise Unusable(f"Expected a {name}, but found none. Fill it in.")
    if given["outcome"]:
        given["outcome"] = _outcome(given["outcome"], outcomes)
    word = given["kind"] or ""
    kind = KINDS.get(word, word)
    if kind not in KINDS.values():
        raise Unusable(f"Expected a kind of {', '.join(KINDS)}, but found “{word}”. Write one of them.")
    return ImportedRequest(
        source=given["source"] or "",
        record_id=given["record_id"] or "",
        received_on=_day(cells.get("date")),
        kind=kind,
        **{name: given[name] for name in FIELDS[2:] if name not in ("source", "kind")},
    )


def expect_possible(record: ImportedRequest, today: date, communities: Mapping[str, Collection[str]]) -> None:
    """Can it have happened here? A past record may leave its place open.

    Args:
        today: the day in the district's zone.
        communities: of each street of the district; none where it has not named its places yet.

    Raises:
        Unusable: a date ahead of today or before 1954 (nobody kept requests on a computer then), or a street or
            community the district does not have.
    """
    if record.received_on < EARLIEST:
        raise Unusable(f"Expected a date from {EARLIEST} on, but found {record.received_on}. Mend the date.")
    if record.received_on > today:
        raise Unusable(f"Expected a date up to {today}, but found {record.received_on}. Mend the date.")
    if record.street is None or not communities:
        return
    if record.street not in communities:
        known = ", ".join(communities)
        raise Unusable(
            f"Expected a street of the district ({known}), but found {record.street}. Mend it or leave it out."
        )
    if record.community and record.community not in communities[record.street]:
        raise Unusable(
            f"Expected a community of {record.street}, but found {record.community}. Mend it or leave it out."
        )


def outcomes_with(given: Mapping[str, str]) -> dict[str, str]:
    """OUTCOMES and the other system's own words for them.

    Raises:
        Unusable: a word stands for something that is no outcome.
    """
    wrong = next((meant for meant in given.values() if meant not in OUTCOMES), None)
    if wrong is not None:
        raise Unusable(f"Expected a word to stand for {ON_TIME} or {LATE}, but found {wrong!r}. Say WORD={ON_TIME}.")
    return {**OUTCOMES, **{word: OUTCOMES[meant] for word, meant in given.items()}}


def mapping_of(header: list[str], given: Mapping[str, str]) -> dict[str, str]:
    """Which column holds which field.

    Args:
        header: the column names of the table.
        given: column by field where the names differ from FIELDS.

    Raises:
        Unusable: an unknown field, a column that is not there or holds two, or a required field without one.
    """
    unknown = sorted(given.keys() - set(FIELDS))
    if unknown:
        raise Unusable(
            f"Expected one of the fields {', '.join(FIELDS)}, but found {unknown[0]!r} in the mapping. "
            "Mend the mapping."
        )
    absent = sorted(column for column in given.values() if column not in header)
    if absent:
        raise Unusable(f"Expected the column {absent[0]!r}, but found {', '.join(header)}. Mend the mapping.")
    columns = {name: given.get(name, name) for name in FIELDS}
    found = {name: column for name, column in columns.items() if column in header}
    for name, column in found.items():
        other = next((one for one, its in found.items() if its == column and one != name), None)
        if other is not None:
            raise Unusable(
                f"Expected a column for each field, but {column} is to be both {name} and {other}. Mend the mapping."
            )
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        raise Unusable(
            f"Expected a column for {', '.join(missing)}, but found {', '.join(header)}. "
            f"Say which it is: --mapping {missing[0]}=COLUMN"
        )
    return found


def _outcome(word: str, outcomes: Mapping[str, str]) -> str:
    if word not in outcomes:
        raise Unusable(
            f"Expected the outcome {ON_TIME} (on_time), {LATE} (late) or none while the request is open, but found "
            f"“{word}”. Mend it, or say what it stands for: --outcome {word}={ON_TIME}"
        )
    return outcomes[word]


def _text(name: str, value: object) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet's numbers
    text = revived(unicodedata.normalize("NFC", str(value)).strip()) if value is not None else ""
    text = _BREAKS.sub(" ", text)  # a cell may be written in several lines
    if text in ("", "-", "—"):
        return None
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        raise Unusable(f"Expected plain text in {name}, but found a control character. Take it out.")
    longest = LONGEST.get(name, 128)
    if len(text) > longest:
        raise Unusable(f"Expected at most {longest} characters in {name}, but found {len(text)}. Shorten it.")
    return text


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value or "").strip()
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text.split(" ")[0], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    if _SERIAL.fullmatch(text):  # a date whose cell lost its format: a spreadsheet counts days from here
        return date(1899, 12, 30) + timedelta(days=int(text.split(".")[0]))
    raise Unusable(f"Expected a date such as 2026-03-02, but found {text[:40]!r}. Write it so.")
