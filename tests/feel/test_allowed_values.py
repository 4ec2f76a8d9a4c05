"""What a model says values must be: types with allowed values, listed inputs and outputs, typed boxes; else null."""

from typing import Any

import pytest

from engine.feel import Model
from engine.feel.model_group import read_models

HEAD = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
  <itemDefinition name="tColour"><typeRef>string</typeRef><allowedValues><text>"red", "blue"</text></allowedValues>
  </itemDefinition>
  <itemDefinition name="tSame"><typeRef>tColour</typeRef></itemDefinition>
  <itemDefinition name="tSide"><typeRef>tColour</typeRef><allowedValues><text>"left"</text></allowedValues>
  </itemDefinition>
  <itemDefinition name="tColours" isCollection="true"><typeRef>tColour</typeRef></itemDefinition>
  <itemDefinition name="tRows" isCollection="true"><itemComponent name="c"><typeRef>tColour</typeRef></itemComponent>
  </itemDefinition>
  <itemDefinition name="tPaint"><functionItem outputTypeRef="tColour"><parameters name="x"/></functionItem>
  </itemDefinition>
  <itemDefinition name="tTake"><functionItem><parameters name="x" typeRef="tColour"/></functionItem></itemDefinition>
  <inputData id="i_x" name="x"><variable name="x"/></inputData>
  {body}
</definitions>"""
NEED = '<informationRequirement><requiredInput href="#i_x"/></informationRequirement>'
ECHO = "<literalExpression{}><text>x</text></literalExpression>"
X = ECHO.format("")
COLOUR = ECHO.format(' typeRef="tColour"')
KNOWLEDGE = (
    '<businessKnowledgeModel id="k" name="k"><variable name="k"{}/><encapsulatedLogic{}>'
    f'<formalParameter name="x"{{}}/>{X}</encapsulatedLogic></businessKnowledgeModel>'
    '<decision id="d" name="d">' + NEED + '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>'
    "<literalExpression><text>k(x)</text></literalExpression></decision>"
)


def decision(box: str, kind: str = "") -> str:
    variable = f'<variable name="d" typeRef="{kind}"/>' if kind else '<variable name="d"/>'
    return f'<decision id="d" name="d">{variable}{NEED}{box}</decision>'


def table(outputs: str, cells: str, inputs: str = "", tests: str = "") -> str:
    return f"<decisionTable>{inputs}{outputs}<rule>{tests}{cells}</rule></decisionTable>"


def model(body: str) -> Model:
    models, problems = read_models({"m.dmn": HEAD.format(body=body).encode()})
    assert problems == []
    return models["m.dmn"]


ROW = f"<row>{X}</row>"
ENTRY = f'<contextEntry><variable name="c" typeRef="tColour"/>{X}</contextEntry>'
CALL = "<literalExpression><text>function(x) x</text></literalExpression>"


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        (decision(X, "tColour"), None),
        (decision(X, "tSame"), None),
        (decision(COLOUR), None),
        (decision(f'<list typeRef="tColours">{X}</list>'), None),
        (decision(f"<list>{COLOUR}</list>"), [None]),
        (decision(f'<relation typeRef="tRows"><column name="c"/>{ROW}</relation>'), None),
        (decision(f'<relation><column name="c" typeRef="tColour"/>{ROW}</relation>'), [{"c": None}]),
        (
            decision(f'<context><contextEntry><variable name="c" typeRef="tColour"/>{X}</contextEntry></context>'),
            {"c": None},
        ),
        (
            decision(f'<invocation>{CALL}<binding><parameter name="x" typeRef="tColour"/>{X}</binding></invocation>'),
            None,
        ),
        (
            decision(f'<invocation typeRef="tColour">{CALL}<binding><parameter name="x"/>{X}</binding></invocation>'),
            None,
        ),
        (KNOWLEDGE.format("", "", ' typeRef="tColour"'), None),
        (KNOWLEDGE.format(' typeRef="tPaint"', "", ""), None),
        (KNOWLEDGE.format(' typeRef="tTake"', "", ""), None),
        (KNOWLEDGE.format("", ' typeRef="tPaint"', ""), None),
        (decision(table('<output typeRef="tColour"/>', "<outputEntry><text>x</text></outputEntry>")), None),
        (
            decision(
                table(
                    '<output name="a"><outputValues><text>"red"</text></outputValues></output><output name="b"/>',
                    "<outputEntry><text>x</text></outputEntry><outputEntry><text>1</text></outputEntry>",
                )
            ),
            {"a": None, "b": 1},
        ),
    ],
)
def test_a_value_that_is_not_allowed_becomes_null(body: str, refused: Any) -> None:
    found = model(body).by_name["d"]
    assert found.evaluate({"x": "green"}) == refused
    assert found.evaluate({"x": "red"}) not in (refused, None)


def test_the_values_of_the_nearer_type_count() -> None:
    side = model(decision(X, "tSide")).by_name["d"]
    assert (side.evaluate({"x": "left"}), side.evaluate({"x": "red"})) == ("left", None)


@pytest.mark.parametrize(
    ("listed", "value", "seen"),
    [
        ('"red", "blue"', "red", True),
        ('"red", "blue"', "green", False),
        ("not(1, 2)", 3, True),
        ("not(1, 2)", 2, False),
        ("[1..9]", 5, True),
        ("[1..9]", 10, False),
        ("string length(?) = 3", "red", True),
        ("string length(?) = 3", "blue", False),
        ("-", 10, True),
        ("", 10, True),
    ],
)
def test_an_input_that_its_column_does_not_list_is_null(listed: str, value: Any, seen: bool) -> None:
    body = decision(
        table(
            "<output/>",
            "<outputEntry><text>true</text></outputEntry>",
            f"<input><inputExpression><text>x</text></inputExpression>"
            f"<inputValues><text>{listed}</text></inputValues></input>",
            "<inputEntry><text>not(null)</text></inputEntry>",
        )
    )
    assert model(body).by_name["d"].evaluate({"x": value}) is (True if seen else None)


def test_a_service_takes_what_its_type_declares() -> None:
    body = decision(X) + (
        '<decisionService id="s" name="s"><variable name="s" typeRef="tTake"/>'
        '<outputDecision href="#d"/><inputData href="#i_x"/></decisionService>'
    )
    service = model(body).services["s"]
    assert (service.evaluate({"x": "red"}), service.evaluate({"x": "green"})) == ("red", None)


def test_the_values_of_an_outputs_type_say_which_comes_first() -> None:
    cells = "<outputEntry><text>{}</text></outputEntry>"
    rules = "".join(f"<rule>{cells.format(text)}</rule>" for text in ('"blue"', '"red"'))
    box = f'<decisionTable hitPolicy="PRIORITY"><output typeRef="tSame"/>{rules}</decisionTable>'
    assert model(decision(box)).by_name["d"].evaluate({}) == "red"


@pytest.mark.parametrize(("text", "told"), [('"red"', False), ("5", True), ('"green"', True), ("x", False)])
def test_a_constant_that_can_only_become_null_is_told(text: str, told: bool) -> None:
    found = model(decision(table('<output typeRef="tColour"/>', f"<outputEntry><text>{text}</text></outputEntry>")))
    assert [doubt.rule for doubt in found.doubts] == (["dmn-value"] if told else [])


def test_a_context_that_names_an_entry_twice_is_null_and_told() -> None:
    entry = '<contextEntry><variable name="{}"/><literalExpression><text>{}</text></literalExpression></contextEntry>'
    boxed = "<context>{}</context>"
    good = model(decision(boxed.format(entry.format("a", 1) + entry.format("b", 2))))
    assert good.by_name["d"].evaluate({}) == {"a": 1, "b": 2} and not good.doubts
    twice = model(decision(boxed.format(entry.format("a", 1) + entry.format("a", 2))))
    assert twice.by_name["d"].evaluate({}) is None
    assert [doubt.rule for doubt in twice.doubts] == ["dmn-context-entry-twice"]


def test_types_of_another_makers_own_say_nothing_in_a_table() -> None:
    found = model(decision(table('<output typeRef="integer"/>', "<outputEntry><text>x</text></outputEntry>")))
    assert found.by_name["d"].evaluate({"x": 3}) == 3
