import threading

import pytest

from engine.errors import DeploymentRefused, NotFound, Refusal, Unusable
from engine.feel import FeelError
from engine.runtime import Source, bundle_hash, check_bundle, parse_bundle
from engine.runtime.environment import GUARD
from tests.runtime.diagram import HERE, Desk, bpmn, drawn, flows, user

LINE = bpmn('<startEvent id="s"/>' + user("a") + '<endEvent id="e"/>' + flows("s a;a e"))


def test_the_same_content_has_the_same_hash_whatever_its_order():
    one, other = Source("a.bpmn", b"1"), Source("b.bpmn", b"2")
    assert bundle_hash([one, other]) == bundle_hash([other, one])
    assert bundle_hash([one]) != bundle_hash([Source("b.bpmn", b"1")])


def test_a_bundle_is_parsed_once_and_shared():
    first = parse_bundle("p", [Source("a.bpmn", LINE)], operations={})
    assert parse_bundle("p", [Source("a.bpmn", LINE)], operations={}) is first


def test_all_problems_come_at_once():
    wrong = bpmn('<startEvent id="s"/><userTask id="a"/><scriptTask id="b"/>' + flows("s a;a b"), process="q")
    with pytest.raises(DeploymentRefused) as refused:
        parse_bundle("p", [Source("a.bpmn", LINE), Source("b.bpmn", wrong), Source("c.bpmn", b"<x")], operations={})
    assert {problem.file for problem in refused.value.problems} == {"b.bpmn", "c.bpmn"}
    assert len({problem.rule for problem in refused.value.problems}) >= 4


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff",
        b"<html/>",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        b"<a>" * 4_000_000,
        bpmn("<task id='t'/>" * 60_000),
        bpmn("<subProcess>" * 200 + "</subProcess>" * 200),
        bpmn("<task/>"),
        bpmn('<sequenceFlow sourceRef="x" targetRef="x"/><startEvent id="x"/>'),
        bpmn('<startEvent id="s"/><boundaryEvent id="b" attachedToRef="b"/>' + flows("s b;b b")),
        bpmn('<callActivity id="c" calledElement="p"/><startEvent id="s"/>' + flows("s c;c c")),
    ],
)
def test_broken_and_hostile_files_end_in_sentences(content):
    found = check_bundle("p", [Source("x.bpmn", content)], operations={})
    assert found and all(problem.message for problem in found)


def test_a_diagram_of_300_elements_in_one_line_runs():
    names = [f"t{nth}" for nth in range(300)]
    gateways = "".join(f'<exclusiveGateway id="{name}"/>' for name in names)
    ways = ";".join(f"{one} {other}" for one, other in zip(["s", *names], [*names, "e"], strict=True))
    case = Desk(bpmn(f'<startEvent id="s"/>{gateways}<endEvent id="e"/>{flows(ways)}')).start()
    assert case.status == "completed" and len(case.last.flows) == 301


def test_nothing_behind_the_script_engine_runs_code():
    assert GUARD.environment.evaluate("1 + x", {"x": 2}) == 3
    for act in (GUARD.environment.execute, GUARD.environment.call_service):
        with pytest.raises(Refusal):
            act("import os", {}) if act == GUARD.environment.execute else act({})
    with pytest.raises((Refusal, FeelError)):
        GUARD.environment.evaluate("__import__('os').system('true')", {})


def test_threads_share_a_bundle():
    source = Source("m.bpmn", (HERE / "multi_instance.bpmn").read_bytes())
    failures: list[BaseException] = []

    def work() -> None:
        try:
            case = Desk(source).start(units=[{"code": str(nth)} for nth in range(20)], enough=99)
            for nth in range(20):
                case.do("opinion", opinion=nth)
            assert case.facts["opinions"] == list(range(20))
        except BaseException as error:  # noqa: BLE001 - told in the main thread
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_process_is_started_only_by_a_message_it_knows():
    with pytest.raises(Unusable, match="the message ‘other’"):
        drawn("message_start").start(message="other")


def test_an_incident_nobody_has_is_not_found():
    case = drawn("rework").start()
    with pytest.raises(NotFound):
        case.instance().skip("0" * 32)
