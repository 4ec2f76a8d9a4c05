"""A walk is read strictly: a typing error would prove nothing."""

from zoneinfo import ZoneInfo

import pytest

from engine.errors import Unusable
from engine.rehearsal.scenario import read_scenario

ZONE = ZoneInfo("Asia/Shanghai")


def read(text: str):
    return read_scenario("a.yaml", text.encode(), ZONE)


def test_a_walk_has_a_title_a_start_and_steps() -> None:
    scenario = read("walk: 受理\nstarts: 2026-03-02 10:00\nsteps:\n  - complete: 受理\n    with: {decision: accept}\n")
    assert scenario.title == "受理"
    assert scenario.starts.isoformat() == "2026-03-02T10:00:00+08:00"
    assert (scenario.steps[0].verb, scenario.steps[0].what) == ("complete", "受理")
    assert scenario.steps[0].terms == {"with": {"decision": "accept"}}


def test_times_in_a_walk_stay_the_text_that_was_written() -> None:
    scenario = read("walk: x\nsteps:\n  - expect: {deadlines: {accept: 2026-03-02 11:00}}\n")
    assert scenario.steps[0].what == {"deadlines": {"accept": "2026-03-02 11:00"}}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{", "Expected YAML in a.yaml"),
        ("steps: []", "Expected “walk: title”"),
        ("walk: x\nsteps: []\nmood: y", "but found 'mood'"),
        ("walk: x\nstarts: soon\nsteps: []", "Expected a time such as"),
        ("walk: x\nsteps: [7]", "as step 1 of a.yaml"),
        ("walk: x\nsteps: [{by: me}]", "Expected exactly one of"),
        ("walk: x\nsteps: [{complete: a, pass: 1 day}]", "found complete, pass"),
        ("walk: x\nsteps: [{complete: a, wiht: {}}]", "but found 'wiht'"),
        ("walk: x\nsteps: [{complete: [a]}]", "Expected words after complete"),
        ("walk: x\nsteps: [{citizen: sings}]", "Expected a citizen who submits"),
        ("walk: x\nsteps: [{expect: {}}]", "Expected what must be true"),
        ("walk: x\nsteps: [{expect: {mood: good}}]", "but found 'mood'"),
        ("walk: !!python/object/apply:os.system [ls]\nsteps: []", "Expected YAML"),
    ],
)
def test_what_is_no_walk_is_refused_with_the_place(text: str, part: str) -> None:
    with pytest.raises(Unusable, match=part.replace("(", r"\(")):
        read(text)
