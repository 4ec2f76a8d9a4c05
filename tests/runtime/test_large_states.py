"""A state that would grow too large: an incident at the element that makes it so, and what the person did is kept."""

import pytest

from engine.errors import Unusable
from engine.runtime.limits import LARGEST_STATE, MAX_STATE, STEP_REPLAYS
from tests.runtime.diagram import Desk, bpmn, flows, user

MEGABYTE = "x" * 1024 * 1024
FORK = '<parallelGateway id="fork"/><endEvent id="e"/><endEvent id="x"/>'


def called(name: str, operation: str, value: str, inner: str = "", result: str = "") -> str:
    told = f'<spiffworkflow:parameters><spiffworkflow:parameter id="given" value="{value}"/></spiffworkflow:parameters>'
    call = f'<spiffworkflow:serviceTaskOperator id="{operation}" resultVariable="{result}">{told}'
    ends = "</spiffworkflow:serviceTaskOperator></extensionElements>"
    return f'<serviceTask id="{name}"><extensionElements>{call}{ends}{inner}</serviceTask>'


def drawn_around(inner: str, lines: str, answer=lambda given: {"scan": given}) -> Desk:
    return Desk(bpmn(f'<startEvent id="s"/>{inner}{flows(lines)}'), operations={"scan": answer})


def scanning(value: str = "MEGABYTES", answer=lambda given: {"scan": MEGABYTE * given}) -> Desk:
    inner = FORK + user("fill") + called("scan", "scan", value) + user("look") + user("side")
    return drawn_around(inner, "s fork;fork fill;fill scan;scan look;look e;fork side;side x", answer)


def test_the_act_is_kept_and_the_incident_stands_where_the_state_grew_with_the_facts_of_before():
    case = scanning("pages").start().do("fill", pages=5)
    assert case.stuck == ["scan"] and case.open == ["side"] and len(case.blob) < 2_000
    (incident,) = case.last.incidents
    assert incident.facts == {"key": "K1", "pages": 5, "submission": {"pages": 5}} and incident.attempts == 1
    assert "Expected a state of at most 4 MB, found nearly 6 MB." in incident.cause
    assert case.desk.calls == []  # what the operation did was taken back
    assert case.retry().last.incidents[0].attempts == 2
    case.step(lambda instance, halt: instance.correct({"pages": 1}))
    assert sorted(case.retry().open) == ["look", "side"] and len(case.facts["scan"]) == len(MEGABYTE)


def test_it_can_be_skipped_and_the_other_branch_goes_on_meanwhile():
    case = scanning("pages").start().do("fill", pages=5).do("side")
    assert case.open == [] and case.skip().open == ["look"] and case.do("look").status == "completed"


def test_what_grows_a_little_in_every_round_stops_before_it_is_too_large():
    inner = '<exclusiveGateway id="again"/><endEvent id="e"/>' + user("fill") + called("scan", "scan", "scan")
    inner += '<exclusiveGateway id="enough" default="enough_again"/>'
    lines = "s again;again fill;fill scan;scan enough;enough again # no;enough e # yes: done = true"
    case = drawn_around(inner, lines, lambda given: {"scan": (given or "") + MEGABYTE}).start(scan="")
    for _ in range(3):
        assert case.do("fill").open == ["fill"]
    assert case.do("fill").stuck == ["scan"] and len(case.facts["scan"]) == 3 * len(MEGABYTE)


def test_what_the_person_sent_is_kept_even_if_it_is_too_large_and_the_next_element_waits():
    inner = user("fill") + user("look") + '<endEvent id="e"/>'
    case = drawn_around(inner, "s fill;fill look;look e").start(scan=MEGABYTE * 3).do("fill", more=MEGABYTE)
    assert case.stuck == ["look"] and MAX_STATE < len(case.blob) < LARGEST_STATE
    assert case.facts["more"] == MEGABYTE and case.retry().stuck == ["look"]
    case.step(lambda instance, halt: instance.correct({"scan": ""}))
    assert case.retry().open == ["look"]


def test_a_whole_number_that_cannot_be_stored_is_an_incident_too():
    case = scanning("pages", lambda given: {"scan": 2**70}).start().do("fill", pages=1)
    assert case.stuck == ["scan"] and "found some that cannot" in case.last.incidents[0].cause


def test_many_that_would_grow_it_are_tried_a_few_times_and_the_rest_wait_untried():
    each = "<loopDataInputRef>items</loopDataInputRef><loopDataOutputRef>scans</loopDataOutputRef>"
    each += '<inputDataItem name="item"/><outputDataItem name="scan"/>'
    each = f"<multiInstanceLoopCharacteristics>{each}</multiInstanceLoopCharacteristics>"
    inner = called("scan", "scan", "item", each) + user("look") + '<endEvent id="e"/>'
    desk = drawn_around(inner, "s scan;scan look;look e", lambda given: {"scan": MEGABYTE})
    case = desk.start(items=list(range(30)))
    causes = [one.cause for one in case.last.incidents]
    assert len(causes) == 2 and len(desk.calls) == 3 and case.played == STEP_REPLAYS + 2
    assert [one.attempts for one in case.last.incidents] == [STEP_REPLAYS, 27 - STEP_REPLAYS]
    assert causes[0].startswith("Expected a state") and causes[1].startswith("Not tried")


@pytest.mark.parametrize("facts", [{"scan": MEGABYTE * 5}, {"scan": 2**70}])
def test_facts_that_are_too_much_from_the_start_or_corrected_so_are_refused(facts):
    desk = scanning()
    with pytest.raises(Unusable, match="Expected"):
        desk.start(**facts)
    case = desk.start()
    with pytest.raises(Unusable, match="Expected"):
        case.instance().correct(facts)
