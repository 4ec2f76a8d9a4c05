"""The next version of a made-up diagram: one change of the kinds designers make, by chance."""

import random
from collections.abc import Callable
from xml.etree import ElementTree as Tree

from tests.runtime.diagram import user

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
FRESH = 'duration("PT" + string(step + 1) + "H")'
Change = Callable[["Version", random.Random], bool]


class Version:
    """A drawing that can be changed. Tasks inside a multi-instance box are for the unit that is its item."""

    def __init__(self, text: bytes) -> None:
        self.root = Tree.fromstring(text)
        for box in self.every("subProcess"):
            item = box.find(f"{BPMN}multiInstanceLoopCharacteristics/{BPMN}inputDataItem")
            for task in box.iter(f"{BPMN}userTask") if item is not None else ():
                set_property(task, "unit", item.get("name", ""))

    @property
    def text(self) -> bytes:
        return bytes(Tree.tostring(self.root))

    def every(self, tag: str) -> list[Tree.Element]:
        return list(self.root.iter(f"{BPMN}{tag}"))

    def around(self, element: Tree.Element) -> Tree.Element:
        return next(one for one in self.root.iter() if element in list(one))

    def add(self, scope: Tree.Element, text: str) -> None:
        wrapped = f'<x xmlns="{BPMN[1:-1]}" xmlns:spiffworkflow="{SPIFF[1:-1]}">{text}</x>'
        scope.extend(list(Tree.fromstring(wrapped)))

    def flows(self, end: str, name: str) -> list[Tree.Element]:
        return [one for one in self.every("sequenceFlow") if one.get(end) == name]


def set_property(task: Tree.Element, name: str, value: str) -> None:
    told = next(task.iter(f"{SPIFF}properties"))
    for one in [one for one in told if one.get("name") == name]:
        told.remove(one)
    Tree.SubElement(told, f"{SPIFF}property", name=name, value=value)


def task_inserted(version: Version, chance: random.Random) -> bool:
    races = {one.get("id") for one in version.every("eventBasedGateway")}
    flow = chance.choice([one for one in version.every("sequenceFlow") if one.get("sourceRef") not in races])
    target = flow.get("targetRef")
    flow.set("targetRef", "extra")
    line = f'<sequenceFlow id="extra_on" sourceRef="extra" targetRef="{target}"/>'
    version.add(version.around(flow), user("extra") + line)
    return True


def timer_added(version: Version, chance: random.Random) -> bool:
    """Its length is read from a fact that every task writes."""
    host = chance.choice(version.every("userTask"))
    version.add(version.around(host),
        f'<boundaryEvent id="fresh" attachedToRef="{host.get("id")}" cancelActivity="false"><timerEventDefinition>'
        f"<timeDuration>{FRESH}</timeDuration></timerEventDefinition></boundaryEvent>{user('told_fresh')}"
        '<endEvent id="end_fresh"/><sequenceFlow id="fresh_1" sourceRef="fresh" targetRef="told_fresh"/>'
        '<sequenceFlow id="fresh_2" sourceRef="told_fresh" targetRef="end_fresh"/>')  # fmt: skip
    return True


def branches_in_sequence(version: Version, chance: random.Random) -> bool:
    """The second branch of a fork after the first; both gateways stay, with nothing to fork and join."""
    forks = [one for one in version.every("parallelGateway") if len(version.flows("sourceRef", one.get("id", ""))) > 1]
    if not forks:
        return False
    fork = chance.choice(forks).get("id", "")
    _, second = version.flows("sourceRef", fork)
    done, _ = version.flows("targetRef", f"j{int(fork[1:]) + 1}")
    version.around(second).remove(second)
    done.set("targetRef", second.get("targetRef", ""))
    done.set("id", f"{done.get('id')}_then")
    return True


def item_renamed(version: Version, chance: random.Random) -> bool:
    items = version.every("inputDataItem")
    if not items:
        return False
    item = chance.choice(items)
    before = item.get("name", "")
    item.set("name", f"{before}_anew")
    for one in version.root.iter(f"{SPIFF}property"):
        if one.get("name") == "unit" and one.get("value") == before:
            one.set("value", f"{before}_anew")
    return True


def unit_read_from_a_new_form(version: Version, chance: random.Random) -> bool:
    set_property(chance.choice(version.every("userTask")), "unit", "of_a_new_form")
    return True


CHANGES: tuple[Change, ...] = (
    task_inserted, timer_added, branches_in_sequence, item_renamed, unit_read_from_a_new_form,
)  # fmt: skip
