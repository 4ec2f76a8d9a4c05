"""What a decision can give, read from its boxes: the outputs of its tables, and of those it requires."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from lxml import etree

from engine.feel.dmn_elements import child, children, identity, local, text_in
from engine.feel.errors import FeelSyntaxError
from engine.feel.hit_policies import SHORT
from engine.feel.model import Decision, InputData
from engine.feel.parser import parse_expression
from engine.feel.possible import NOTHING, UNKNOWN, Names, Possible, any_of, possible, small

LISTS: Final = ("COLLECT", "RULE ORDER", "OUTPUT ORDER")
LONGEST_WAY: Final = 10  # of decisions that require one another


def decided(decision: Decision) -> Possible:
    """What a decision can give; ``facts`` are among its inputs."""
    return _decided(decision, LONGEST_WAY)


def _decided(decision: Decision, further: int) -> Possible:
    if decision.possible is None:
        if not further:
            return _anything(decision)
        decision.possible = _Boxes(decision, further).of(decision.box)
    return decision.possible


def _anything(decision: Decision) -> Possible:
    return Possible(facts=frozenset(name for name, _ in decision.inputs)) if decision.inputs else UNKNOWN


def known_to(decision: Decision, names: Names) -> Names:
    """What each name in a decision's boxes can be: the decisions it requires, else as ``names`` says of facts."""
    boxes = _Boxes(decision, LONGEST_WAY)
    return cache(lambda name: names(name) if boxes.is_fact(name) else boxes.known(name))


class _Boxes:
    """The boxes of one decision. ``further``: how many more decisions may be followed."""

    def __init__(self, decision: Decision, further: int) -> None:
        self.decision = decision
        self.further = further
        self.needs = {need.import_name or need.part.name: need for need in decision.needs}
        self.names = frozenset(self.needs) | decision.scanned
        self.known: Names = cache(self._known)

    def of(self, box: etree._Element | None) -> Possible:
        if box is None:
            return NOTHING
        match local(box):
            case "literalExpression":
                return self._text(box)
            case "decisionTable":
                return self._table(box)
        return _anything(self.decision)

    def is_fact(self, name: str) -> bool:
        need = self.needs.get(name)
        return need is None or isinstance(need.part, InputData)

    def _known(self, name: str) -> Possible:
        need = self.needs.get(name)
        if need is None or isinstance(need.part, InputData):
            return Possible(facts=frozenset([name]))
        if isinstance(need.part, Decision) and not need.import_name:
            return _decided(need.part, self.further - 1)
        return _anything(self.decision)

    def _text(self, element: etree._Element) -> Possible:
        text = text_in(child(element, "text"))
        if not text:
            return NOTHING
        try:
            tree = parse_expression(text, self.names)
        except FeelSyntaxError:
            return NOTHING  # told when the model was read
        return possible(tree, self.known, (self.decision.model.file, identity(element) or self.decision.id))

    def _table(self, element: etree._Element) -> Possible:
        if element.get("aggregation"):
            return _anything(self.decision)
        outputs = children(element, "output")
        rows: list[Sequence[etree._Element | None]] = [
            children(rule, "outputEntry") for rule in children(element, "rule")
        ]
        defaults = [child(one, "defaultOutputEntry") for one in outputs]
        if any(one is not None for one in defaults):
            rows.append(defaults)
        names = [one.get("name", "") for one in outputs]
        made = [self._row(names, row) for row in rows if len(row) == len(names)]
        policy = element.get("hitPolicy", "UNIQUE").strip().upper()
        return small(Possible(items=tuple(made))) if SHORT.get(policy, policy) in LISTS else any_of(made)

    def _row(self, names: list[str], row: Sequence[etree._Element | None]) -> Possible:
        values = [NOTHING if one is None else self._text(one) for one in row]
        return values[0] if len(values) == 1 else Possible(fields=dict(zip(names, values, strict=True)))
