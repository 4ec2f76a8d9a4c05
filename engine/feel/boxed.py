"""Boxed expressions to closures (DMN 1.5 §7.3 and §10.2)."""

from collections.abc import Callable
from typing import Any

from lxml import etree

from engine.feel import compile_loops, compile_operators
from engine.feel.boxed_calls import function_definition, invocation
from engine.feel.boxed_tables import decision_table
from engine.feel.boxing import Boxing
from engine.feel.dmn_elements import child, children, local, text_in
from engine.feel.scope import Closure, Scope


def boxed(element: etree._Element, box: Boxing) -> Closure:
    """The closure of a boxed expression; its type is checked where the standard has one."""
    name = local(element)
    make = _BOXES.get(name)
    if make is None:
        box.report.add(
            element,
            "dmn-unknown-expression",
            f"Expected a DMN expression, found <{name}>. Draw it as a table, a literal expression or another box.",
        )
        return lambda scope: None
    return make(element, box)


def literal(element: etree._Element, box: Boxing) -> Closure:
    language = element.get("expressionLanguage")
    if language and "FEEL" not in language.upper():
        box.report.add(
            element,
            "feel-only",
            f"Expected FEEL, found the expression language {language}. Write it in FEEL, and take the language out.",
        )
    text = text_in(child(element, "text"))
    if not text:
        return lambda scope: None
    return box.typed(element, box.expression(text, element))


def context(element: etree._Element, box: Boxing) -> Closure:
    """Entries see those before them; an entry without a name is the result; one name twice makes all of it null."""
    entries: list[tuple[str | None, Closure]] = []
    names: list[str] = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        inner = [one for one in children(entry) if local(one) not in ("variable", "description", "extensionElements")]
        value: Closure = boxed(inner[0], box.inside(names)) if inner else _null
        if variable is None:
            entries.append((None, value))
            continue
        name = variable.get("name", "")
        if name in names:
            box.report.doubt(
                entry,
                "dmn-context-entry-twice",
                f"Expected one entry {name} in a context, found two. Rename one of them.",
            )
            return _null
        names.append(name)
        entries.append((name, box.fitted(box.types.of(variable), value)))

    def build(scope: Scope) -> Any:
        values: dict[str, Any] = {}
        inner = Scope(values, scope)
        for name, value in entries:
            if name is None:
                return value(inner)
            values[name] = value(inner)
        return values

    return box.typed(element, build)


def list_(element: etree._Element, box: Boxing) -> Closure:
    items = [boxed(one, box) for one in children(element) if local(one) not in ("description", "extensionElements")]
    return box.typed(element, lambda scope: [item(scope) for item in items])


def relation(element: etree._Element, box: Boxing) -> Closure:
    columns = children(element, "column")
    names = [column.get("name", "") for column in columns]
    rows = [
        [one for one in children(row) if local(one) not in ("description", "extensionElements")]
        for row in children(element, "row")
    ]
    if any(len(row) != len(columns) for row in rows):
        box.report.add(element, "dmn-relation", f"Expected {len(columns)} cells in every row, one for each column.")
        return _null
    cells = [[box.typed(column, boxed(one, box)) for column, one in zip(columns, row, strict=True)] for row in rows]
    return box.typed(
        element, lambda scope: [dict(zip(names, (one(scope) for one in row), strict=True)) for row in cells]
    )


def conditional(element: etree._Element, box: Boxing) -> Closure:
    return box.typed(element, compile_operators.branch(*(_part(element, tag, box) for tag in ("if", "then", "else"))))


def filter_(element: etree._Element, box: Boxing) -> Closure:
    items = _part(element, "in", box)
    match = _part(element, "match", box.inside(["item"], is_open=True))
    return box.typed(element, lambda scope: compile_loops.kept(items(scope), match, scope, True))


def for_(element: etree._Element, box: Boxing) -> Closure:
    name = element.get("iteratorVariable", "item")
    items = _part(element, "in", box)
    body = _part(element, "return", box.inside([name, "partial"]))
    return box.typed(element, compile_loops.loop(compile_loops.turns_over(name, items), body))


def quantified(element: etree._Element, box: Boxing) -> Closure:
    name = element.get("iteratorVariable", "item")
    items = _part(element, "in", box)
    body = _part(element, "satisfies", box.inside([name]))
    run = compile_loops.quantifier(compile_loops.turns_over(name, items), body, local(element) == "some")
    return box.typed(element, run)


def _part(element: etree._Element, tag: str, box: Boxing) -> Closure:
    held = child(element, tag)
    inner = (
        []
        if held is None
        else [one for one in children(held) if local(one) not in ("description", "extensionElements")]
    )
    if not inner:
        box.report.add(
            element,
            "dmn-incomplete",
            f"Expected an expression in <{tag}>, found nothing. Write one, or take the box out.",
        )
        return _null
    return boxed(inner[0], box)


def _null(_: Scope) -> None:
    return None


_BOXES: dict[str, Callable[[etree._Element, Boxing], Closure]] = {
    "literalExpression": literal,
    "context": context,
    "decisionTable": decision_table,
    "list": list_,
    "relation": relation,
    "conditional": conditional,
    "filter": filter_,
    "for": for_,
    "some": quantified,
    "every": quantified,
    "invocation": lambda element, box: invocation(element, box, boxed),
    "functionDefinition": lambda element, box: function_definition(element, box, boxed),
}
