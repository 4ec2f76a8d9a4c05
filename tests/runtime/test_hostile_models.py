"""Whatever a file holds, the answer is sentences, and what is too large is refused before work is spent on it."""

import pytest

from engine.runtime import Source, check_bundle
from engine.runtime.check import read_bundle
from engine.runtime.rules.soundness import Play, marking_of
from tests.runtime import hostile
from tests.runtime.diagram import bpmn, flows, user


def problems(content: bytes, name: str = "x.bpmn"):
    found = check_bundle("p", [Source(name, content)], operations={})
    for problem in found:
        assert problem.rule and problem.message.endswith((".", "?", "…")) and len(problem.message) < 1_000, problem
    return found


def named(models):
    return [pytest.param(content, id=name) for name, content in models]


@pytest.mark.parametrize("content", named(hostile.no_diagrams()))
def test_what_is_no_diagram_is_one_sentence(content):
    (problem,) = problems(content)
    assert problem.severity == "error" and problem.message.startswith("Expected")


@pytest.mark.parametrize("content", named(hostile.foreign()))
def test_what_other_tools_draw_is_told_in_sentences(content):
    assert problems(content)


@pytest.mark.parametrize("content", named(hostile.huge()))
def test_what_is_beyond_a_limit_is_told_by_the_limit_alone(content):
    rules = {problem.rule for problem in problems(content)}
    assert rules <= {"size", "sizes", "depth", "xml"} and len(rules) == 1


@pytest.mark.parametrize("content", named(hostile.tangled()))
def test_what_is_tangled_is_told_and_never_a_thousand_times(content):
    assert len(problems(content)) <= 501


@pytest.mark.parametrize("content", named(hostile.no_diagrams()))
def test_a_decision_file_that_is_none_is_told_as_well(content):
    assert any(problem.severity == "error" for problem in problems(content, "x.dmn"))


def test_a_decision_file_beyond_a_limit_is_told_by_the_limit():
    cells = "".join(f"<rule><outputEntry><text>{nth}</text></outputEntry></rule>" for nth in range(6_000))
    table = f'<decision id="d" name="d"><decisionTable><output/>{cells}</decisionTable></decision>'
    head = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="n" name="m">'
    assert "at most 5000 cells" in problems(f"{head}{table}</definitions>".encode(), "x.dmn")[0].message


# --- the search for stuck tokens leaves out orders that cannot matter; it must find the same joins as the whole one ---


def stuck_joins(process, moves):
    todo, seen, found = [marking_of([("at", "s")])], set(), set()
    while todo:
        marking = todo.pop()
        if marking in seen:
            continue
        seen.add(marking)
        assert len(seen) < 20_000
        after = [one for _, one in moves(marking)]
        if marking and not after:
            found |= {process.flows[name].target for kind, name in marking if kind == "in"}
        todo += after
    return found


FINE = {
    "a fork and its join": "s f;f a;f b;a j;b j;j e",
    "a loop inside a branch": "s f;f a;f g;a j;g g2;g2 g;g2 j;j e",
}
BROKEN = {
    "a choice inside a fork": "s f;f a;f g;a j;g j;g x;j e",
    "a fork inside a fork, one branch astray": "s f;f h;f a;h b;h g;g k;g x;b k;k j;a j;j e",
    "a choice that both joins wait for": "s g;g f;g h;f a;f b;h c;h d;a j;b k;c j;d k;j e;k x",
}


@pytest.mark.parametrize(("name", "lines"), [*FINE.items(), *BROKEN.items()])
def test_leaving_out_orders_that_cannot_matter_loses_no_stuck_join(name, lines):
    names = dict.fromkeys(lines.replace(";", " ").split())
    kinds = {"f": "parallel", "h": "parallel", "j": "parallel", "k": "parallel", "g": "exclusive"}
    body = "".join(
        f'<startEvent id="{one}"/>'
        if one == "s"
        else f'<endEvent id="{one}"/>'
        if one in "ex"
        else f'<{kinds[one[0]]}Gateway id="{one}"/>'
        if one[0] in kinds
        else user(one)
        for one in names
    )
    model, _ = read_bundle("p", (Source("p.bpmn", bpmn(body + flows(lines))),), {}, None, None)
    process = model.processes["p"]
    play = Play(process)
    whole, short = stuck_joins(process, play.moves), stuck_joins(process, play.moves_that_matter)
    assert whole == short and bool(whole) == (name in BROKEN)
