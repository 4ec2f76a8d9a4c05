"""Branches that meet without a join are refused or told before something runs twice, and only then."""

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from engine.errors import DeploymentRefused
from engine.runtime import Source, check_bundle
from tests.runtime.diagram import Desk, bpmn, flows, user, with_properties
from tests.runtime.made_up import FACTS, Drawing

ASK = '<message id="ask" name="ask"/><message id="answer" name="answer"/>'


def told(inner: str, lines: str, *rules: str) -> list[tuple[str, str, str]]:
    body = f'<startEvent id="s"/><endEvent id="e"/>{inner}{flows(lines)}'
    found = check_bundle("p", [Source("p.bpmn", bpmn(body, before=ASK))], operations={})
    return [(one.severity, one.element or "", one.message) for one in found if one.rule in rules]


def meeting(inner: str, lines: str) -> list[tuple[str, str, str]]:
    """``f``, ``g`` and ``j`` are parallel gateways, ``m`` and ``n`` exclusive ones, where the lines name them."""
    used = {end for line in lines.split(";") for end in line.split()[:2]}
    gates = [f'<parallelGateway id="{one}"/>' for one in "fgj" if one in used]
    gates += [f'<exclusiveGateway id="{one}"/>' for one in "mn" if one in used]
    return told(inner + "".join(gates), lines, "fork_join")


def tasks(names: str) -> str:
    return "".join(map(user, names))


def attached(kind: str, inside: str = "") -> str:
    return f'<boundaryEvent id="t" name="asked" attachedToRef="a" cancelActivity="false">{inside}{kind}</boundaryEvent>'


def message(name: str) -> str:
    return f'<messageEventDefinition messageRef="{name}"/>'


def test_a_join_of_other_branches_does_not_hide_that_these_meet_unjoined() -> None:
    lines = "s f;f a;f g;g b;g c;b j;c j;a m;j m;m w;w e"
    ((severity, at, sentence),) = meeting(tasks("abcw"), lines)
    assert (severity, at) == ("error", "m") and "s → f → a → g → b → c → j" in sentence


def test_what_follows_from_a_meeting_is_told_once() -> None:
    ((_, at, _),) = meeting(tasks("abc"), "s f;f a;f b;a m;b m;m c;c n;n m # again: x = 1;n e")
    assert at == "m"


def test_branches_may_end_side_by_side_and_at_one_end() -> None:
    assert meeting(tasks("ab"), "s f;f a;f b;a e;b e") == []
    both = '<endEvent id="over"><terminateEventDefinition/></endEvent>'
    assert meeting(tasks("ab") + both, "s f;f a;f b;a m;b m;m over") == []


def test_a_loop_or_a_choice_meets_nothing() -> None:
    assert meeting(tasks("ab"), "s m;m a;a b;b n;n m # again: x = 1;n e") == []
    assert meeting(tasks("abc"), "s f;f a;f b;a j;b j;j m;m c;c n;n m # again: x = 1;n e") == []


def test_an_end_of_all_beside_them_hides_no_meeting_whatever_it_is_called() -> None:
    for name in ("Event_x", "z_x"):
        withdrawn = f'<intermediateCatchEvent id="w">{message("ask")}</intermediateCatchEvent>'
        withdrawn += f'<endEvent id="{name}"><terminateEventDefinition/></endEvent>'
        lines = f"s f;f w;w {name};f g;g b;g c;b m;c m;m d;d e"
        ((severity, at, _),) = meeting(tasks("bcd") + withdrawn, lines)
        assert (severity, at) == ("error", "m")


def test_of_an_inclusive_fork_the_default_is_taken_alone() -> None:
    gates = '<inclusiveGateway id="i" default="i_m"/><inclusiveGateway id="k"/>'
    assert meeting(tasks("abc") + gates, "s i;i a # x: x = 1;i b # y: y = 1;i m;a k;b k;k m;m c;c e") == []


def test_a_tangled_process_does_not_keep_the_others_from_being_searched() -> None:
    many = range(9)
    choices = "".join(
        f'<exclusiveGateway id="c{n}"/><exclusiveGateway id="d{n}"/>{user(f"a{n}")}{user(f"b{n}")}' for n in many
    )
    lines = ";".join(f"g c{n};c{n} a{n} # a: x = {n};c{n} b{n} # b: x > {n};a{n} d{n};b{n} d{n};d{n} j" for n in many)
    tangled = f'<startEvent id="s"/><endEvent id="e"/><parallelGateway id="g"/><parallelGateway id="j"/>{choices}'
    forked = f'<startEvent id="s"/><endEvent id="e"/><parallelGateway id="f"/><exclusiveGateway id="m"/>{tasks("abc")}'
    sources = [
        Source("a.bpmn", bpmn(tangled + flows(f"s g;{lines};j e"), process="tangled")),
        Source("b.bpmn", bpmn(forked + flows("s f;f a;f b;a m;b m;m c;c e"), process="forked")),
    ]
    found = [one for one in check_bundle("p", sources, operations={}) if one.rule == "fork_join"]
    assert ("b.bpmn", "error") in [(one.file, one.severity) for one in found]


@pytest.mark.parametrize("back", ["r a", "r m"])
def test_a_reminder_that_leads_back_to_its_own_task_is_told(back: str) -> None:
    timer = '<timerEventDefinition><timeDuration>"PT4H"</timeDuration></timerEventDefinition>'
    way = "s m;m a" if back == "r m" else "s a"
    ((severity, at, _),) = meeting(tasks("ar") + attached(timer), f"{way};a e;t r;{back}")
    assert (severity, at) == ("warning", "a")


def test_a_reminder_may_end_at_an_inclusive_join_with_its_task() -> None:
    timer = '<timerEventDefinition><timeDuration>"PT4H"</timeDuration></timerEventDefinition>'
    joined = tasks("ab") + attached(timer) + '<inclusiveGateway id="k"/>'
    assert meeting(joined, "s a;a k;t b;b k;k e") == []


def test_a_loop_without_a_way_out_is_refused() -> None:
    choice = '<exclusiveGateway id="n" default="n_e"/>'
    around = told(tasks("ab") + choice, "s n;n e # well;n a # x: x = 1;a b;b a", "dead_end")
    assert [(severity, at) for severity, at, _ in around] == [("error", "a")]


def test_a_path_beside_the_flow_that_comes_back_into_it_is_told_as_a_doubt() -> None:
    ((severity, at, sentence),) = meeting(tasks("ab") + attached(message("ask")), "s a;a m;t m;m b;b e")
    assert (severity, at) == ("warning", "m") and "a (asked)" in sentence and "interrupt" in sentence


def test_a_path_that_can_begin_again_joins_nothing_and_waits_for_nothing_under_one_key() -> None:
    def of_again(inner: str, lines: str, kind: str = message("ask")) -> list[tuple[str, str, str]]:
        return told(tasks("a") + attached(kind) + inner, "s a;a e;" + lines, "coming_again")

    gates = '<parallelGateway id="f"/><parallelGateway id="j"/><endEvent id="x"/>' + tasks("bc")
    ((severity, at, sentence),) = of_again(gates, "t f;f b;f c;b j;c j;j x")
    assert (severity, at) == ("warning", "j") and "subprocess" in sentence
    once = '<timerEventDefinition><timeDuration>"PT4H"</timeDuration></timerEventDefinition>'
    assert of_again(gates, "t f;f b;f c;b j;c j;j x", once) == []
    loop = tasks("a") + attached(once) + gates + '<exclusiveGateway id="m"/><exclusiveGateway id="n"/>'
    rounds = "s m;m a;a n;n m # again: x = 1;n e;t f;f b;f c;b j;c j;j x"
    assert [at for _, at, _ in told(loop, rounds, "coming_again")] == ["j"]

    def wait(marks: str = "") -> str:
        return f'<intermediateCatchEvent id="w">{marks}{message("answer")}</intermediateCatchEvent><endEvent id="x"/>'

    ((_, at, sentence),) = of_again(wait(), "t w;w x")
    assert at == "w" and "‘answer’" in sentence and "correlation" in sentence
    assert of_again(wait(with_properties(correlation="key")), "t w;w x") == []


FORKS = ("seq", ("fork", ("task",), ("fork", ("task",), ("task",))), ("task",))
LOOPED = ("loop", ("fork", ("task",), ("choice", ("task",), ("task",))))


def slips(block: tuple[Any, ...]) -> Iterator[bytes]:
    """Drawn as one should, then one gateway made exclusive and one line led elsewhere, as a hand slips."""
    part = Drawing().draw(block)
    lines = [line.split(None, 2) for line in f"begin {part.first};{part.lines}{part.last} finish".split(";")]
    ends = sorted({target for _, target, *_ in lines} - {"finish"})
    gates = [f'parallelGateway id="{name}"' for name in re.findall(r'parallelGateway id="(j\d+)"', part.elements)]
    for gate in ["", *gates]:
        elements = part.elements.replace(gate, gate.replace("parallel", "exclusive")) if gate else part.elements
        for at, line in enumerate(lines):
            for end in ends if "#" not in " ".join(line) else [line[1]]:
                drawn = ";".join(" ".join(one) for one in [*lines[:at], [line[0], end, *line[2:]], *lines[at + 1 :]])
                yield bpmn(f'<startEvent id="begin"/><endEvent id="finish"/>{elements}{flows(drawn)}')


@pytest.mark.parametrize("block", [FORKS, LOOPED])
def test_no_diagram_accepted_without_a_doubt_opens_a_task_twice_at_once(block: tuple[Any, ...]) -> None:
    chance, accepted = Random(7), 0
    for drawing in slips(block):
        try:
            desk = Desk(drawing)
        except DeploymentRefused:
            continue
        if any(one.rule in ("multiplying", "fork_join", "soundness") for one in desk.bundle.warnings):
            continue
        accepted += 1
        for left in (True, False):
            case = desk.start(**FACTS | {"left": left})
            for _ in range(8):
                assert len(case.open) == len(set(case.open)), (case.open, drawing)
                if case.open and not case.last.incidents:
                    case.do(chance.choice(case.open))
    assert accepted > 10
