"""Diagrams broken by chance end in sentences; what is accepted can be built and started."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.errors import Refusal
from engine.runtime import Instance, Operation, Parameter, Source, StepFailed, check_bundle, parse_bundle
from tests.runtime.diagram import HERE, MONDAY, ZONE, Surroundings

FILES = sorted([*HERE.glob("*.bpmn"), *(HERE / "rules").glob("*.bpmn")])
OPERATIONS = {name: Operation(name, {"x": Parameter("any", False)}) for name in ("note", "remind", "send", "record")}


def broken(content: bytes, chance: random.Random) -> bytes:
    root = etree.fromstring(content)
    for _ in range(chance.randint(1, 6)):
        node = chance.choice(list(root.iter()))
        act = chance.choice(["drop", "attribute", "borrow", "text", "move", "copy"])
        if act == "drop" and node.getparent() is not None:
            node.getparent().remove(node)
        elif act == "attribute" and node.attrib:
            del node.attrib[chance.choice(list(node.attrib))]
        elif act == "borrow" and node.attrib:
            ids = [other.get("id") for other in root.iter() if other.get("id")] or ["x"]
            node.set(chance.choice(list(node.attrib)), chance.choice(ids))
        elif act == "text":
            node.text = chance.choice(["", "((", "PT1H", '"R/PT1S"', "null", "1 + ", "x" * 50])
        elif act in ("move", "copy") and node.getparent() is not None:
            target = chance.choice([other for other in root.iter() if other not in list(node.iter())])
            target.append(node if act == "move" else etree.fromstring(etree.tostring(node)))
    return bytes(etree.tostring(root))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(path=st.sampled_from(FILES), seed=st.integers(0, 10**6))
def test_whatever_a_file_holds_the_answer_is_sentences(path, seed):
    source = Source("x.bpmn", broken(path.read_bytes(), random.Random(seed)))
    found = check_bundle("p", [source], operations=OPERATIONS)
    assert all(problem.message and problem.rule for problem in found)
    if any(problem.severity == "error" for problem in found):
        return
    bundle = parse_bundle("p", [source], operations=OPERATIONS)
    surroundings = Surroundings(lambda: MONDAY, ZONE, lambda name, given: {})
    for definition in bundle.definitions.values():
        halt = None
        for _ in range(30):
            try:
                instance = Instance.start(definition, key="K1", facts={}, surroundings=surroundings, halt=halt)
                Instance.restore(definition, instance.dump(), surroundings)
                break
            except StepFailed as failed:
                halt = failed.halt
            except Refusal:
                break
        else:
            raise AssertionError("never comes to rest")


def test_a_subprocess_with_the_id_of_its_process_is_told_and_not_looked_into():
    """It holds itself, and a rule that looked inside never came out again."""
    drawing = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="u"><process id="p">
      <startEvent id="s"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/><subProcess id="p"/>
    </process></definitions>"""
    problems = check_bundle("p", [Source("x.bpmn", drawing)], operations={})
    assert any("The id p" in problem.message and problem.severity == "error" for problem in problems)
