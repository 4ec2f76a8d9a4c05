"""What differs between two decision files: rules added, removed, changed; and what a decision is as a whole."""

from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from engine.feel.xml_reading import HostileXml, read_xml

Rule = tuple[str, ...]  # input entries, output entries, annotations, as written


@dataclass(frozen=True)
class RuleChange:
    """``number`` counts from 1, in the table where the rule is (the newer one if in both)."""

    change: Literal["added", "removed", "changed"]
    number: int
    before: Rule | None
    after: Rule | None


@dataclass(frozen=True)
class DecisionChange:
    """``details``: (field, before, after) of the head: name, hit policy, columns, a literal expression."""

    decision: str
    name: str
    change: Literal["added", "removed", "changed"]
    details: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    rules: list[RuleChange] = field(default_factory=list)


@dataclass(frozen=True)
class _Decision:
    name: str
    head: dict[str, str]
    rules: dict[str, Rule]


def decision_changes(before: bytes | None, after: bytes | None, file: str) -> list[DecisionChange]:
    """By decision id; None is a file that is not there. A file that cannot be read has no decisions."""
    old, new = _decisions(before, file), _decisions(after, file)
    found = []
    for id_ in sorted(set(old) | set(new)):
        one, other = old.get(id_), new.get(id_)
        if one is None and other is not None:
            found.append(DecisionChange(id_, other.name, "added"))
        elif other is None and one is not None:
            found.append(DecisionChange(id_, one.name, "removed"))
        elif one is not None and other is not None and one != other:
            names = [*other.head, *(name for name in one.head if name not in other.head)]
            details = [
                (n, one.head.get(n), other.head.get(n)) for n in names if one.head.get(n) != other.head.get(n)
            ]  # fmt: skip
            found.append(DecisionChange(id_, other.name, "changed", details, _rules(one.rules, other.rules)))
    return found


def _rules(old: dict[str, Rule], new: dict[str, Rule]) -> list[RuleChange]:
    found = [
        RuleChange("added" if id_ not in old else "changed", number, old.get(id_), rule)
        for number, (id_, rule) in enumerate(new.items(), start=1)
        if old.get(id_) != rule
    ]
    gone = [(number, rule) for number, (id_, rule) in enumerate(old.items(), start=1) if id_ not in new]
    return found + [RuleChange("removed", number, rule, None) for number, rule in gone]


def _decisions(content: bytes | None, file: str) -> dict[str, _Decision]:
    if content is None:
        return {}
    try:
        root = read_xml(content, file)
    except HostileXml:
        return {}
    return {node.get("id", ""): _decision(node) for node in root.iterchildren("{*}decision")}


def _decision(node: etree._Element) -> _Decision:
    table = node.find("{*}decisionTable")
    head = {"name": node.get("name", "")}
    if table is None:
        literal = node.find("{*}literalExpression/{*}text")
        if literal is not None:
            head["expression"] = (literal.text or "").strip()
        return _Decision(head["name"], head, {})
    head["hit policy"] = " ".join(filter(None, [table.get("hitPolicy", "UNIQUE"), table.get("aggregation")]))
    for place, column in enumerate(table.iterchildren("{*}input"), start=1):
        head[f"input {place}"] = f"{column.get('label', '')} = {_text(column.find('{*}inputExpression'))}"
    for place, column in enumerate(table.iterchildren("{*}output"), start=1):
        head[f"output {place}"] = f"{column.get('label', '')} = {column.get('name', '')}"
    rules = {
        rule.get("id") or f"#{place}": tuple(_text(entry) for entry in rule.iterchildren("{*}*"))
        for place, rule in enumerate(table.iterchildren("{*}rule"), start=1)
    }
    return _Decision(head["name"], head, rules)


def _text(node: etree._Element | None) -> str:
    if node is None:
        return ""
    text = node.find("{*}text")
    return ((node if text is None else text).text or "").strip()
