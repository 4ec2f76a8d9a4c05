"""Models that import others: by a name, or without one, when what is imported becomes part of the model (DMN 1.5)."""

import pytest

from engine.errors import DeploymentRefused
from engine.feel import Model, parse_models

DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/"
HEAD = '<definitions xmlns="{dmn}" name="{name}" namespace="urn:{name}">{body}</definitions>'


def models(**bodies: str) -> dict[str, Model]:
    """The models read from the insides of their files, by the file's name."""
    return parse_models({name: HEAD.format(dmn=DMN, name=name, body=body).encode() for name, body in bodies.items()})


def imports(namespace: str, name: str = "") -> str:
    return f'<import name="{name}" namespace="urn:{namespace}" importType="{DMN}"/>'


def decision(name: str, text: str, *needs: str, kind: str = "Any") -> str:
    required = "".join(
        f'<informationRequirement><requiredDecision href="{need}"/></informationRequirement>' for need in needs
    )
    return (
        f'<decision id="d_{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/>{required}'
        f"<literalExpression><text>{text}</text></literalExpression></decision>"
    )


FACT = '<inputData id="i_fact" name="fact"><variable name="fact" typeRef="tText"/></inputData>'
TEXT = '<itemDefinition name="tText"><typeRef>string</typeRef></itemDefinition>'
SUM = '<itemDefinition name="tSum"><typeRef>number</typeRef></itemDefinition>'
FEE = decision("fee", "10")


def value(found: dict[str, Model], file: str, name: str, **facts: object) -> object:
    return found[file].by_name[name].evaluate(facts)


def test_what_is_imported_without_a_name_is_part_of_the_model() -> None:
    found = models(a=imports("b") + decision("total", "fee + 1", "#d_fee", kind="tSum"), b=FEE + SUM)
    assert value(found, "a", "total") == 11
    assert value(found, "a", "fee") == 10
    assert list(found["a"].decisions) == ["d_total"]


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ({"a": imports("b"), "b": imports("c") + decision("fee", "2"), "c": decision("fee", "3")}, 2),
        ({"a": imports("b") + imports("c"), "b": decision("fee", "2"), "c": decision("fee", "3")}, 2),
        (
            {"a": imports("b") + imports("d"), "b": imports("c"), "c": decision("fee", "3"), "d": decision("fee", "4")},
            3,
        ),
        ({"a": imports("b") + decision("fee", "1"), "b": decision("fee", "2")}, 1),
        ({"a": imports("b"), "b": imports("a") + decision("fee", "2")}, 2),
        ({"a": imports("a") + decision("fee", "1")}, 1),
    ],
)
def test_of_two_of_one_name_the_nearer_one_counts(bodies: dict[str, str], expected: int) -> None:
    bodies["a"] += decision("total", "fee", "#d_fee")
    assert value(models(**bodies), "a", "total") == expected


@pytest.mark.parametrize("href", ["#d_fee", "urn:b#d_fee"])
def test_an_included_decision_requires_the_nearer_one_too(href: str) -> None:
    bodies = {"a": imports("b") + FEE, "b": decision("total", "fee", href) + decision("fee", "99")}
    assert value(models(**bodies), "a", "total") == 10
    assert value(models(**bodies), "b", "total") == 99


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_models_may_import_each_other_in_a_ring(order: str) -> None:
    bodies = {
        "a": imports("b", "other") + decision("total", "other.fee + 1", "urn:b#d_fee") + decision("base", "4"),
        "b": imports("a", "first") + decision("fee", "first.base * 2", "urn:a#d_base"),
    }
    assert value(models(**{name: bodies[name] for name in order}), "a", "total") == 9


def test_decisions_that_require_each_other_across_files_are_refused() -> None:
    with pytest.raises(DeploymentRefused) as refused:
        models(
            a=imports("b", "b") + decision("one", "b.two", "urn:b#d_two"),
            b=imports("a", "a") + decision("two", "a.one", "urn:a#d_one"),
        )
    assert [(problem.file, problem.rule) for problem in refused.value.problems] == [("a", "dmn-cycle")]
    assert "one → two → one" in refused.value.problems[0].message


def test_facts_of_one_name_are_told_apart_by_the_import() -> None:
    need = '<informationRequirement><requiredInput href="{}"/></informationRequirement>'
    both = (
        '<decision id="d_both" name="both"><variable name="both"/>'
        + need.format("#i_fact")
        + need.format("urn:b#i_fact")
        + "<literalExpression><text>fact + b.fact</text></literalExpression></decision>"
    )
    found = models(a=imports("b", "b") + TEXT + FACT + both, b=TEXT + FACT)
    assert value(found, "a", "both", fact="x", b={"fact": "y"}) == "xy"
    assert value(found, "a", "both", fact="x") == "xx"


SERVICE = (
    '<decisionService id="s_bill" name="bill"><variable name="bill"/><outputDecision href="#d_due"/>'
    '<inputData href="urn:b#i_cost"/><inputData href="urn:c#i_cost"/></decisionService>'
)


def billing(call: str) -> dict[str, Model]:
    """A service over two facts of one name from two models, and a decision that calls it (DMN 1.5 §10.4)."""
    cost = '<inputData id="i_cost" name="cost"><variable name="cost" typeRef="number"/></inputData>'
    due = (
        '<decision id="d_due" name="due"><variable name="due"/>'
        '<informationRequirement><requiredInput href="urn:b#i_cost"/></informationRequirement>'
        '<informationRequirement><requiredInput href="urn:c#i_cost"/></informationRequirement>'
        "<literalExpression><text>water.cost * 100 + heat.cost</text></literalExpression></decision>"
    )
    asked = (
        '<decision id="d_asked" name="asked"><variable name="asked"/>'
        '<knowledgeRequirement><requiredKnowledge href="#s_bill"/></knowledgeRequirement>'
        f"<literalExpression><text>{call}</text></literalExpression></decision>"
    )
    return models(a=imports("b", "water") + imports("c", "heat") + due + SERVICE + asked, b=cost, c=cost)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("bill(3, 7)", 307),
        ("bill(heat.cost: 7, water.cost: 3)", 307),
        ("bill(cost: 3)", None),
        ('bill(3, "seven")', None),
    ],
)
def test_a_service_calls_what_it_takes_from_other_models_by_their_import(call: str, expected: int | None) -> None:
    assert value(billing(call), "a", "asked") == expected


def test_a_service_finds_the_facts_of_other_models_below_their_import() -> None:
    service = billing("1")["a"].services["bill"]
    assert service.evaluate({"water": {"cost": 3}, "heat": {"cost": 7}}) == 307
    assert service.evaluate({"cost": 5}) == 505


def test_a_problem_is_told_once_by_the_file_that_has_it() -> None:
    with pytest.raises(DeploymentRefused) as refused:
        models(a=imports("b") + FEE, b=decision("wrong", "1 +"))
    assert [(problem.file, problem.rule) for problem in refused.value.problems] == [("b", "feel-syntax")]


def test_what_is_included_counts_towards_the_limits_of_one_file() -> None:
    many = "".join(f'<inputData id="{{0}}{n}" name="{{0}}{n}"/>' for n in range(600))
    with pytest.raises(DeploymentRefused) as refused:
        models(a=imports("b") + many.format("x"), b=many.format("y"))
    assert [(problem.file, problem.rule) for problem in refused.value.problems] == [("a", "xml-too-many")]
