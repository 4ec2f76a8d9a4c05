"""A wrong word in a table or a diagram is told by the check; what slips through stops the element, and nobody's act is
lost. What a person typed wrongly is still theirs to mend.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.actor import Actor
from engine.errors import Unusable
from engine.operations.bundle_problems import problems_of
from engine.queries.case_file import CaseFile
from engine.queries.case_list import CaseList
from engine.queries.open_incidents import OpenIncidents
from engine.rehearsal.district import demo_district
from tests.conftest import MONDAY
from tests.operations.test_acts_on_running_cases import ANNA, DISPATCHER, INTAKE, Hall

EDITH = Actor("edith", "伊迪丝", frozenset({"designer", "admin"}))
ROOT = Path(__file__).parents[2]
DAYS, ACCEPTED = b'"7 working days"', b"&quot;accepted&quot;"


def shipped(**changed: tuple[bytes, bytes]) -> dict[str, bytes]:
    """The shipped files, of some the first place of a text written otherwise."""
    folders = [ROOT / "processes" / "citizen_request", ROOT / "forms" / "citizen_request"]
    files = {path.name: path.read_bytes() for folder in folders for path in folder.iterdir() if path.is_file()}
    for stem, (old, new) in changed.items():
        name = next(name for name in files if name.startswith(f"{stem}."))
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
    return files


@contextmanager
def hall(**changed: tuple[bytes, bytes]) -> Iterator[Hall]:
    with demo_district({"citizen_request": shipped(**changed)}, MONDAY) as district:
        yield Hall(district)


def told(**changed: tuple[bytes, bytes]) -> list[tuple[str, str | None, str]]:
    found = problems_of("citizen_request", shipped(**changed))
    return [(one.file, one.element, one.message) for one in found]


@pytest.mark.parametrize(
    ("stem", "old", "new", "element", "sentence"),
    [
        ("time_limit", DAYS, b'"5 workdays"', "time_limit_rule_3_out_2", "found '5 workdays'"),
        ("escalation", b'"5 working days"', b'"5 workdays"', "escalation_rule_6_out_3", "found '5 workdays'"),
        (
            "extension_policy",
            b'"10 working days"',
            b'"10 workdays"',
            "extension_limit_rule_1_out_longest",
            "'10 workdays'",
        ),
        ("suspension_policy", b'"180 days"', b'"half a year"', "suspension_limit_rule_1_out_1", "'half a year'"),
        ("list_limit", b'"1 hour"', b'"an hour"', "list_limit_rule_3_out_2", "found 'an hour'"),
        ("exclusion_policy", b'"3 working days"', b'"3 dyas"', None, "found '3 dyas'"),
        ("complaint", ACCEPTED, b"&quot;nosuch&quot;", "complaint_tell_accepted", "notice template"),
        ("complaint", b"{accept: limits", b"{acept: limits", None, "name of a deadline"),
        ("complaint", b"&quot;citizen&quot;", b"&quot;citizne&quot;", None, "recipient"),
    ],
)
def test_a_constant_that_an_operation_would_refuse_is_told_where_it_stands(
    stem: str, old: bytes, new: bytes, element: str | None, sentence: str
) -> None:
    (problem,) = told(**{stem: (old, new)})
    assert problem[0].startswith(stem) and element in (None, problem[1]) and sentence in problem[2]


@pytest.mark.parametrize(
    ("stem", "old", "new", "element", "sentence"),
    [
        ("decide_exclusion", b'"exclude"', b'"exlude"', "decision", "to be one of exclude, refuse, but found 'exlude'"),
        ("handle", b'"explained"', b'"explaned"', "outcome", "but found 'explaned'"),
    ],
)
def test_a_choice_of_a_form_that_an_operation_would_refuse_is_told_at_its_field(
    stem: str, old: bytes, new: bytes, element: str, sentence: str
) -> None:
    (problem,) = [one for one in told(**{stem: (old, new)}) if one[0].endswith(".form")]
    assert problem[:2] == (f"{stem}.form", element) and sentence in problem[2] and "gets" in problem[2]


def test_a_limit_that_cannot_be_read_stops_the_element_and_the_request_is_kept() -> None:
    with hall(time_limit=(DAYS, b'"5 " + "workdays"')) as district:
        number = district.submit()["number"]
        assert [case["number"] for case in district.ask(CaseList())["items"]] == [number]
        (incident,) = district.ask(OpenIncidents(), EDITH)["items"]
    assert incident["key"] == number and incident["element"] == "complaint_start_citizen_clock"
    assert "found '5 workdays'" in incident["cause"]


def test_a_template_there_is_none_of_stops_the_element_and_what_intake_decided_is_kept() -> None:
    with hall(complaint=(ACCEPTED, b"&quot;no&quot; + &quot;such&quot;")) as district:
        number = district.submit()["number"]
        district.do(number, "intake", INTAKE, decision="accept")
        case = district.ask(CaseFile(number))
        (incident,) = district.ask(OpenIncidents(), EDITH)["items"]
    assert case["state"] == "accepted" and "intake" not in [task["role"] for task in case["open_tasks"]]
    assert incident["element"] == "complaint_tell_accepted" and "'nosuch'" in incident["cause"]


def test_what_a_person_typed_wrongly_is_refused_at_once_and_the_task_stays_open() -> None:
    with hall() as district:
        number = district.submit()["number"]
        district.do(number, "intake", INTAKE, decision="accept")
        district.do(number, "dispatcher", DISPATCHER, matter="130801", urgency="ordinary", lead_unit="B001")
        district.do(number, "handler", ANNA, decision="sign")
        promise = {"commitment": "装隔音屏", "commitment_due": "2026-03-02"}
        with pytest.raises(Unusable, match="after today"):
            reply = {"outcome": "promised", "actions": "现场看过", "public_reply": "将装隔音屏"}
            district.do(number, "handler", ANNA, **reply, **promise)
        assert "handler" in [task["role"] for task in district.ask(CaseFile(number))["open_tasks"]]
        assert district.ask(OpenIncidents(), EDITH)["items"] == []
