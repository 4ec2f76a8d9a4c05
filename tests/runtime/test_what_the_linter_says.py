"""Read aloud, every sentence of the linter is one a designer would say: no word of Python, no wrong count."""

import re

import pytest

from engine.runtime import Source, check_bundle
from engine.runtime.limits import MAX_BYTES, MAX_SCOPE_DEPTH
from tests.runtime.diagram import bpmn, flows, user
from tests.runtime.hostile import foreign, huge
from tests.runtime.test_rules import NAMES, problems

PYTHON = re.compile(r"\w+Error:|Decimal\(|datetime\.|\bNone\b|\bTrue\b")
CODE = re.compile(rf"{PYTHON.pattern}|\b[a-z]+(SubProcess|Gateway|Task|Event)\b")


def told(*bodies: str, rule: str) -> list[str]:
    sources = [
        Source(f"{at}.bpmn", bpmn(body).replace(b'id="p"', f'id="p{at}"'.encode())) for at, body in enumerate(bodies)
    ]
    return [one.message for one in check_bundle("b", sources, operations={}) if one.rule == rule]


@pytest.mark.parametrize("rule", NAMES)
def test_no_rule_speaks_python_or_xml(rule):
    found = [one.message for one in problems(f"{rule}_bad")]
    assert [one for one in found if CODE.search(one)] == []


def test_what_is_not_run_is_called_as_the_palette_calls_it():
    kinds = ("adHocSubProcess", "transaction", "scriptTask", "manualTask", "complexGateway", "task")
    body = "".join(f'<{kind} id="x{at}" name="x{at}"/>' for at, kind in enumerate(kinds))
    found = told(f'<startEvent id="s"/><endEvent id="e"/>{body}' + flows("s e"), rule="supported")
    assert [one.split(" is ")[1].partition(",")[0] for one in found] == [
        "an ad-hoc subprocess", "a transaction", "a script task", "a manual task", "a complex gateway",
        "an untyped task",
    ]  # fmt: skip
    assert not [one for one in found if CODE.search(one)]


@pytest.mark.parametrize(
    ("drawn", "called"),
    [
        ('<endEvent id="x"><signalEventDefinition signalRef="n"/></endEvent>', "a signal end event"),
        ('<endEvent id="x"><timerEventDefinition/></endEvent>', "a timer end event"),
        ('<intermediateThrowEvent id="x"><errorEventDefinition/></intermediateThrowEvent>', "an error throw event"),
        ('<intermediateCatchEvent id="x"><linkEventDefinition/></intermediateCatchEvent>', "a link catch event"),
        ('<intermediateCatchEvent id="x"/>', "a catch event that waits for nothing"),
    ],
)
def test_an_event_that_is_not_run_is_called_as_the_palette_calls_it(drawn, called):
    (sentence,) = told(f'<startEvent id="s"/>{drawn}' + flows("s x"), rule="event_kinds")
    assert sentence.startswith(f"x is {called}, which is not run: ") and not CODE.search(sentence)


def test_how_much_there_is_is_told_only_where_it_was_counted():
    (problem,) = check_bundle("b", [Source("p.bpmn", b"<" * (MAX_BYTES + 1))], operations={})
    assert problem.message == "Expected a file of at most 10 MB, found a larger one. Split the diagram."
    depth, inner = 20, '<startEvent id="s"/><endEvent id="e"/>' + flows("s e")
    for at in range(depth):
        name = f"b{at}"
        ends = f'<startEvent id="s{at}"/><endEvent id="e{at}"/>{flows(f"s{at} {name};{name} e{at}")}'
        inner = f'<subProcess id="{name}">{inner}</subProcess>{ends}'
    (sentence,) = told(inner, rule="sizes")
    assert f"at most {MAX_SCOPE_DEPTH} subprocesses inside each other" in sentence and f"found {depth}" in sentence


def test_an_id_that_called_processes_share_is_told_once_however_many_call_them():
    def calls(*names):
        inner = "".join(f'<callActivity id="{here}_{name}" calledElement="{name}"/>' for here, name in names)
        ways = [f"{here}_{name}" for here, name in names]
        return f'<startEvent id="s{ways[0]}"/>{inner}<endEvent id="e{ways[0]}"/>' + flows(
            ";".join(
                f"{one} {other}" for one, other in zip([f"s{ways[0]}", *ways], [*ways, f"e{ways[0]}"], strict=True)
            )
        )

    leaf = f'<startEvent id="{{0}}s"/>{user("same")}<endEvent id="{{0}}e"/>' + flows("{0}s same;same {0}e")
    bodies = [calls((f"c{at}", "p3"), (f"c{at}", "p4")) for at in range(3)]
    found = told(*bodies, leaf.format("y"), leaf.format("z"), rule="ids")
    assert len(found) == 1 and "‘same’ (same) of p4 has the same id as an element of p3" in found[0]


def test_an_event_subprocess_gets_one_sentence_that_says_what_to_draw():
    inner = '<startEvent id="is"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="ie"/>'
    box = f'<subProcess id="box" triggeredByEvent="true">{inner}{flows("is ie")}</subProcess>'
    body = f'<startEvent id="s"/>{user("a")}{box}<endEvent id="e"/>' + flows("s a;a e")
    raw = bpmn(body, before='<message id="m" name="more"/>')
    found = [one for one in check_bundle("b", [Source("p.bpmn", raw)], operations={}) if one.element in ("box", "is")]
    assert [one.rule for one in found] == ["supported"] and "boundary event" in found[0].message


def test_foreign_and_huge_models_are_told_in_the_same_words():
    for name, content in [*foreign(), *huge()]:
        found = check_bundle("b", [Source("p.bpmn", content)], operations={})
        assert [one.message for one in found if PYTHON.search(one.message)] == [], name
