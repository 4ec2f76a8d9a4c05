"""Whatever stands in a timer, it is a time the clock can come to, a problem in words, or an incident in words."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import Problem
from engine.runtime import Source, check_bundle
from engine.runtime.start_timer import StartTimer
from tests.runtime.diagram import MONDAY, ZONE, Desk, bpmn, flows, user

FAR = "between the years 1900 and 9998"
PYTHON = ("Error:", "Decimal(", "datetime.", "Duration(", "None", "DateTime(")
LONG = st.integers(0, 10**16) | st.integers(0, 12)
LENGTHS = st.builds("{}P{}{}".format, st.sampled_from(["", "-"]), LONG, st.sampled_from("YMDW")) | st.builds(
    "PT{}{}".format, LONG, st.sampled_from("HMS")
)
MOMENTS = st.builds(
    "{:04d}-{:02d}-{:02d}T{:02d}:00:00{}".format,
    st.integers(0, 10_001) | st.sampled_from([1, 1899, 1900, 9998, 9999]),
    st.integers(0, 13),
    st.integers(0, 32),
    st.integers(0, 25),
    st.sampled_from(["", "Z", "+14:00", "-12:00", "@Asia/Shanghai"]),
)
CYCLES = st.builds("R{}/{}".format, st.just("") | LONG, LENGTHS) | st.builds("R/{}/{}".format, MOMENTS, LENGTHS)
ANYTHING = st.text(st.characters(exclude_characters='\\"', categories=["L", "N", "P", "Z"]), max_size=12)
QUOTED = st.builds('"{}"'.format, CYCLES | LENGTHS | MOMENTS | ANYTHING)
TEXTS = QUOTED | st.builds("duration({})".format, QUOTED) | st.builds("date and time({})".format, QUOTED)
TEXTS |= st.builds("now() + duration({})".format, QUOTED) | LONG.map(str) | st.sampled_from(["null", "[1]", "true"])


def drawn(form: str, text: str) -> bytes:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    late = f'<boundaryEvent id="late" attachedToRef="a" cancelActivity="{str(form != "timeCycle").lower()}">'
    late += f"<timerEventDefinition><{form}>{text}</{form}></timerEventDefinition></boundaryEvent>"
    body = f'<startEvent id="s"/>{user("a")}{late}<endEvent id="e"/><endEvent id="x"/>'
    return bpmn(body + flows("s a;a e;late x"))


def problems(form: str, text: str) -> list[Problem]:
    found = check_bundle("p", [Source("p.bpmn", drawn(form, text))], operations={})
    return [one for one in found if one.rule in ("timers", "feel_text")]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("timeCycle", '"R/P9999Y"'),
        ("timeCycle", '"R/P300000000D"'),
        ("timeCycle", '"R/9999-12-31T23:00:00/P1D"'),
        ("timeDuration", '"P9999Y"'),
        ("timeDuration", 'duration("P999999999D")'),
        ("timeDate", '"9999-12-31T23:59:59-12:00"'),
        ("timeDate", 'now() + duration("P9000Y")'),
        ("timeDate", '"0001-01-01T00:00:00+14:00"'),
    ],
)
def test_a_time_no_clock_comes_to_is_refused_where_it_is_written_and_an_incident_where_it_is_computed(form, text):
    (problem,) = problems(form, text)
    assert FAR in problem.message and problem.severity == "error"
    case = Desk(drawn(form, f"if far then {text} else null")).start(far=True)
    (incident,) = case.last.incidents
    assert incident.element == "late" and FAR in incident.cause and "Correct the facts and retry." in incident.cause
    assert StartTimer("s", form, text).first(MONDAY, ZONE) is None


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(form=st.sampled_from(["timeDate", "timeDuration", "timeCycle"]), text=TEXTS)
def test_whatever_is_written_there_is_a_due_time_or_a_sentence(form, text):
    told = problems(form, text)
    assert not [word for one in told for word in PYTHON if word in one.message], told
    if any(one.rule == "feel_text" for one in told):
        return
    case = Desk(drawn(form, f"if far then {text} else null")).start(far=True)
    causes = [one.cause for one in case.last.incidents]
    assert not [word for cause in causes for word in PYTHON if word in cause], causes
    due = [one.due_at for one in case.last.timers]
    assert bool(told) == bool(causes) and len(due) + len(causes) == 1
    assert all(datetime(1899, 12, 1, tzinfo=UTC) < one < datetime(9999, 1, 2, tzinfo=UTC) for one in due if one)
    slot = StartTimer("s", form, text).first(MONDAY, ZONE)
    assert slot is None or (slot.due_at > MONDAY and not told)
