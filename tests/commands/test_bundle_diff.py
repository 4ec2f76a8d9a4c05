"""Two versions, or a version and a draft, in words: elements, rules of decisions, components of forms."""

import pytest

from engine.application import Application
from engine.commands.save_draft import SaveDraft
from engine.commands.start_draft import StartDraft
from engine.errors import NotAllowed
from engine.queries.bundle_diff import BundleDiff
from tests.commands.desk import ANNA, EDITH, deploy, files

TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
<decision id="limit" name="limit"><decisionTable id="t" hitPolicy="{policy}"><input id="i" label="类别">
<inputExpression><text>kind</text></inputExpression></input><output id="o" name="days"/>{rules}</decisionTable>
</decision></definitions>"""
RULE = (
    '<rule id="{id}"><inputEntry><text>{given}</text></inputEntry><outputEntry><text>{days}</text></outputEntry></rule>'
)

DRAWN = """<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><bpmndi:BPMNPlane><bpmndi:BPMNShape bpmnElement="apply">
<dc:Bounds x="{x}" y="0" width="9" height="9"/></bpmndi:BPMNShape></bpmndi:BPMNPlane>
</bpmndi:BPMNDiagram></definitions>"""


def table(*rules: tuple[str, str, str], policy: str = "FIRST") -> bytes:
    written = "".join(RULE.format(id=id_, given=given, days=days) for id_, given, days in rules)
    return TABLE.format(policy=policy, rules=written).encode()


@pytest.fixture
def drawn(application: Application) -> Application:
    deploy(application, **{"limit.dmn": table(("r1", "-", "1"), ("r2", "-", "2"))})
    application.execute(StartDraft("permit"), EDITH)
    return application


def test_a_draft_against_its_version(drawn: Application) -> None:
    diagram = files()["permit.bpmn"].decode()
    changed = diagram.replace('name="role" value="unit_leader"', 'name="role" value="shift_leader"', 1)
    assert changed != diagram
    form = files()["apply.form"].replace(b'"label"', b'"description": "x", "label"', 1)
    rules = table(("r1", "-", "3"), ("r3", "-", "9"), policy="UNIQUE")
    drawn.execute(
        SaveDraft("permit", 1, {"permit.bpmn": changed.encode(), "limit.dmn": rules, "apply.form": form}), EDITH
    )
    found = drawn.ask(BundleDiff("permit", 1, None), EDITH)
    assert found["files"] == {"added": [], "removed": [], "changed": ["apply.form", "limit.dmn", "permit.bpmn"]}
    (element,) = found["elements"]
    assert (element["change"], element["fields"], element["details"]) == (
        "changed",
        ["properties"],
        [{"field": "properties.role", "before": "unit_leader", "after": "shift_leader"}],
    )
    (decision,) = found["decisions"]
    assert decision["details"] == [{"field": "hit policy", "before": "FIRST", "after": "UNIQUE"}]
    assert {(rule["change"], rule["before"], rule["after"]) for rule in decision["rules"]} == {
        ("changed", ("-", "1"), ("-", "3")),
        ("added", None, ("-", "9")),
        ("removed", ("-", "2"), None),
    }
    (component,) = found["forms"]
    assert (component["change"], component["details"]) == (
        "changed",
        [{"field": "description", "before": None, "after": "x"}],
    )


def test_an_unsound_draft_is_compared_too(drawn: Application) -> None:
    drawn.execute(SaveDraft("permit", 1, {"permit.bpmn": None, "approve.form": None}), EDITH)
    found = drawn.ask(BundleDiff("permit", 1, None), EDITH)
    assert {one["change"] for one in found["elements"]} == {"removed"}
    assert {one["change"] for one in found["forms"]} == {"removed"}


def test_what_only_stands_elsewhere_has_moved(drawn: Application) -> None:
    for revision, x in ((1, 10), (2, 50)):
        content = files()["permit.bpmn"].decode().replace("</definitions>", DRAWN.format(x=x))
        drawn.execute(SaveDraft("permit", revision, {"permit.bpmn": content.encode()}), EDITH)
        if x == 10:
            deploy(drawn, **{"permit.bpmn": content.encode()})
    found = drawn.ask(BundleDiff("permit", 2, None), EDITH)
    assert [(one["element"], one["change"]) for one in found["elements"]] == [("apply", "moved")]


def test_drafts_are_compared_by_designers(drawn: Application) -> None:
    with pytest.raises(NotAllowed):
        drawn.ask(BundleDiff("permit", 1, None), ANNA)
