"""Diagrams made up by chance: blocks inside blocks, as a designer would nest them."""

from dataclasses import dataclass
from typing import Any

from tests.runtime.diagram import Desk, bpmn, flows, user, with_properties

INNER = {  # how many blocks each kind holds
    "task": 0, "seq": 2, "fork": 2, "any": 2, "choice": 2, "race": 2, "loop": 1, "box": 1, "each": 1, "in_turn": 1,
    "late": 1, "reminded": 1, "asked": 1, "fault": 1, "raised": 1, "signalled": 1,
}  # fmt: skip
NAMES = (
    '<message id="more" name="more"/><signal id="over" name="over"/><error id="bad" errorCode="bad"/>'
    '<escalation id="up" escalationCode="up"/>'
)
EVENTS = {  # what is attached to a box, and whether it interrupts
    "late": ('<timerEventDefinition><timeDuration>"PT6H"</timeDuration></timerEventDefinition>', True),
    "reminded": ('<timerEventDefinition><timeCycle>"R2/PT3H"</timeCycle></timerEventDefinition>', False),
    "asked": ('<messageEventDefinition messageRef="more"/>', False),
    "fault": ('<errorEventDefinition errorRef="bad"/>', True),
    "raised": ('<escalationEventDefinition escalationRef="up"/>', False),
    "signalled": ('<signalEventDefinition signalRef="over"/>', False),
}
FACTS = {"left": True, "again": False, "bad": False, "items": [1, 2]}


@dataclass(frozen=True)
class Part:
    """Elements and flows of a block, and the elements it begins and ends with."""

    elements: str
    lines: str
    first: str
    last: str


class Drawing:
    """Writes blocks as elements and flows."""

    def __init__(self) -> None:
        self.count = 0

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def draw(self, block: tuple[Any, ...]) -> Part:
        kind, parts = block[0], [self.draw(one) for one in block[1:]]
        if kind == "task":
            name = self.name("t")
            return Part(user(name), "", name, name)
        if kind == "seq":
            first, then = parts
            lines = f"{first.lines}{then.lines}{first.last} {then.first};"
            return Part(first.elements + then.elements, lines, first.first, then.last)
        if kind == "loop":
            return self._loop(parts[0])
        if kind == "race":
            return self._race(*parts)
        if kind in ("fork", "any", "choice"):
            return self._branches(kind, *parts)
        if kind in EVENTS:
            return self._guarded(kind, parts[0])
        return self._box(kind, parts[0])

    def _loop(self, part: Part) -> Part:
        first, last = self.name("f"), self.name("j")
        made = f'<exclusiveGateway id="{first}"/><exclusiveGateway id="{last}" default="{last}_{last}x"/>'
        made += f'<exclusiveGateway id="{last}x"/>'
        lines = f"{first} {part.first};{part.last} {last};{last} {last}x # on;{last} {first} # again: again = true;"
        return Part(part.elements + made, part.lines + lines, first, f"{last}x")

    def _race(self, soon: Part, later: Part) -> Part:
        first, last = self.name("g"), self.name("m")
        made, lines = f'<eventBasedGateway id="{first}"/><exclusiveGateway id="{last}"/>', ""
        for hours, part in ((2, soon), (5, later)):
            event = self.name("w")
            made += (
                f'<intermediateCatchEvent id="{event}"><timerEventDefinition><timeDuration>"PT{hours}H"</timeDuration>'
            )
            made += f"</timerEventDefinition></intermediateCatchEvent>{part.elements}"
            lines += f"{part.lines}{first} {event};{event} {part.first};{part.last} {last};"
        return Part(made, lines, first, last)

    def _branches(self, kind: str, left: Part, right: Part) -> Part:
        first, last = self.name("f"), self.name("j")
        tag = {"fork": "parallelGateway", "any": "inclusiveGateway", "choice": "exclusiveGateway"}[kind]
        default = "" if kind == "fork" else f' default="{first}_{right.first}"'
        made = f'<{tag} id="{first}"{default}/><{tag} id="{last}"/>'
        condition = "" if kind == "fork" else " # left: left = true"
        lines = f"{first} {left.first}{condition};{first} {right.first} # right;{left.last} {last};{right.last} {last};"
        return Part(left.elements + right.elements + made, left.lines + right.lines + lines, first, last)

    def _box(self, kind: str, part: Part) -> Part:
        """A subprocess; an instance of it for each item, or one whose end may be a fault, an escalation, a signal."""
        box, begin, end = self.name("b"), self.name("s"), self.name("e")
        made, lines = self._ending(kind, part, end)
        marks = ""
        if kind in ("each", "in_turn"):
            marks = f'<multiInstanceLoopCharacteristics isSequential="{str(kind == "in_turn").lower()}">'
            marks += f"<loopDataInputRef>items</loopDataInputRef><loopDataOutputRef>steps_{box}</loopDataOutputRef>"
            marks += (
                f'<inputDataItem name="item_{box}"/><outputDataItem name="result"/></multiInstanceLoopCharacteristics>'
            )
        inner = f'<startEvent id="{begin}"/><endEvent id="{end}"/>{part.elements}{made}'
        lines = flows(f"{part.lines}{begin} {part.first};{lines}")
        return Part(f'<subProcess id="{box}">{marks}{inner}{lines}</subProcess>', "", box, box)

    def _ending(self, kind: str, part: Part, end: str) -> tuple[str, str]:
        if kind == "signalled":
            throw = self.name("n")
            event = '<signalEventDefinition signalRef="over"/>'
            made = f'<intermediateThrowEvent id="{throw}">{event}</intermediateThrowEvent>'
            return made, f"{part.last} {throw};{throw} {end};"
        if kind in ("fault", "raised"):
            ask, thrown = self.name("x"), self.name("n")
            made = f'<exclusiveGateway id="{ask}" default="{ask}_{end}"/>'
            made += f'<endEvent id="{thrown}">{EVENTS[kind][0]}</endEvent>'
            return made, f"{part.last} {ask};{ask} {end} # well;{ask} {thrown} # bad: bad = true;"
        return "", f"{part.last} {end};"

    def _guarded(self, kind: str, part: Part) -> Part:
        box, event, told, last = self._box(kind, part), self.name("v"), self.name("t"), self.name("m")
        definition, interrupts = EVENTS[kind]
        key = f'"{event}"'.replace('"', "&quot;")
        if kind == "asked":
            definition = with_properties(correlation=key) + definition
        marks = f'attachedToRef="{box.first}" cancelActivity="{str(interrupts).lower()}"'
        made = f'{box.elements}<boundaryEvent id="{event}" {marks}>{definition}</boundaryEvent>{user(told)}'
        lines = f"{event} {told};{told} {last};"
        if interrupts:
            return Part(f'{made}<exclusiveGateway id="{last}"/>', f"{lines}{box.last} {last};", box.first, last)
        return Part(f'{made}<endEvent id="{last}"/>', lines, box.first, box.last)


def drawing(block: tuple[Any, ...]) -> bytes:
    """A file of one process around a block."""
    part = Drawing().draw(block)
    ends = '<startEvent id="begin"/><endEvent id="finish"/>'
    lines = flows(f"{part.lines}begin {part.first};{part.last} finish")
    return bpmn(f"{ends}{part.elements}{lines}", before=NAMES)


def made_up(block: tuple[Any, ...]) -> Desk:
    """A bundle of one process around a block."""
    return Desk(drawing(block))
