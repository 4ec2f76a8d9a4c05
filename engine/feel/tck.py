"""Runs test cases of the public DMN Technology Compatibility Kit (github.com/dmn-tck/tck): ``suqiu feel-tck DIR``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from engine.errors import Refusal, Unusable
from engine.feel.budget import Budget
from engine.feel.errors import FeelBudgetExceeded, FeelError
from engine.feel.functions import Function
from engine.feel.model import Decision, DecisionService, Evaluation, Knowledge, Model
from engine.feel.model_group import read_models
from engine.feel.scope import Root, Surround
from engine.feel.tck_values import agrees, local, parts, value_in
from engine.feel.xml_reading import HostileXml, read_xml


@dataclass(frozen=True)
class Outcome:
    """One result of one test case. ``state``: passed, failed or errored; ``sentence``: what was expected and found."""

    group: str
    case: str
    node: str
    state: str
    sentence: str = ""


STATES = ("passed", "failed", "errored")  # the worst of its results is the state of a case


@dataclass
class Figures:
    passed: int = 0
    failed: int = 0
    errored: int = 0

    @property
    def total(self) -> int:
        return self.passed + self.failed + self.errored

    def count(self, state: str) -> None:
        setattr(self, state, getattr(self, state) + 1)


@dataclass
class Report:
    """Test cases per group (a folder of the kit) and in total, results in total, and every outcome that is no pass.

    A case passes when all its results do. A file that cannot be read is an errored case.
    """

    groups: dict[str, Figures] = field(default_factory=dict)
    total: Figures = field(default_factory=Figures)
    results: Figures = field(default_factory=Figures)
    misses: list[Outcome] = field(default_factory=list)

    def add_case(self, outcomes: list[Outcome]) -> None:
        """All results of one case."""
        worst = max((one.state for one in outcomes), key=STATES.index)
        self.groups.setdefault(outcomes[0].group, Figures()).count(worst)
        self.total.count(worst)
        for one in outcomes:
            self.results.count(one.state)
        self.misses += [one for one in outcomes if one.state != "passed"]

    def lines(self) -> list[str]:
        """The table that the command prints."""
        rows = [*sorted(self.groups.items()), ("total", self.total), ("results in these cases", self.results)]
        width = max(len(name) for name, _ in rows)
        head = f"{'test cases of group':<{width}}  passed  failed  errored"
        return [head, *(f"{name:<{width}}  {one.passed:6}  {one.failed:6}  {one.errored:7}" for name, one in rows)]


def run_tck(directory: str | Path) -> Report:
    """Run every test file below a folder. Raises Unusable when there is none."""
    root = Path(directory)
    files = sorted(path for path in root.rglob("*.xml") if path.is_file())
    report = Report()
    models: dict[Path, dict[str, Model]] = {}
    for path in files:
        try:
            cases = read_xml(path.read_bytes(), path.name)
        except HostileXml as error:
            report.add_case([Outcome(path.parent.name, path.name, "", "errored", str(error))])
            continue
        if local(cases) != "testCases":
            continue
        if path.parent not in models:
            models[path.parent] = read_folder(path.parent)
        for outcomes in _run_file(path, cases, models[path.parent]):
            report.add_case(outcomes)
    if not report.total.total:
        raise Unusable(f"Expected test cases of the DMN TCK below {root}, found none.")
    return report


def read_folder(folder: Path) -> dict[str, Model]:
    """All models of a folder by file name; what cannot be understood in one stands for null."""
    models, _ = read_models({path.name: path.read_bytes() for path in sorted(folder.glob("*.dmn"))})
    return models


def _run_file(path: Path, cases: etree._Element, models: Mapping[str, Model]) -> Iterator[list[Outcome]]:
    """The outcomes of each case; one that asks for no result is errored."""
    named = parts(cases, "modelName")
    model = models.get((named[0].text or "").strip()) if named else None
    by_namespace = {one.namespace: one for one in models.values()}
    for case in parts(cases, "testCase"):
        group, outcomes = path.parent.name, []
        for result in parts(case, "resultNode"):
            asked = by_namespace.get(result.get("namespace", ""), model)
            name = result.get("name", "")
            given = {} if asked is None or model is None else _given(case, asked, model.namespace)
            state, sentence = _run(asked, case, name, given, value_in(_expected(result)))
            outcomes.append(Outcome(group, case.get("id", ""), name, state, sentence))
        nothing = Outcome(group, case.get("id", ""), "", "errored", "Expected a result node in the case, found none.")
        yield outcomes or [nothing]


def _given(case: etree._Element, asked: Model, home: str) -> dict[str, Any]:
    """The facts by name; those of a model that the asked one imports stand below the import's name, too."""
    given: dict[str, Any] = {}
    for one in parts(case, "inputNode"):
        name, value, namespace = one.get("name", ""), value_in(one), one.get("namespace", home)
        if namespace == asked.namespace:
            given[name] = value
            continue
        given.setdefault(name, value)
        for prefix, model in asked.imports.items():
            if model.namespace == namespace:
                given.setdefault(prefix, {})[name] = value
    return given


def _expected(result: etree._Element) -> etree._Element:
    held = parts(result, "expected")
    return held[0] if held else result


def _run(model: Model | None, case: etree._Element, name: str, given: dict[str, Any], expected: Any) -> tuple[str, str]:
    if model is None:
        return "errored", "The model could not be read."
    try:
        found = _value(model, case, name, given)
    except FeelBudgetExceeded as error:
        return "errored", error.message
    except FeelError:
        found = None
    except Refusal as error:
        return "errored", error.message
    except (RecursionError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return "errored", f"{type(error).__name__}: {error}"
    return ("passed", "") if agrees(expected, found) else ("failed", f"Expected {expected}, found {found}.")


def _value(model: Model, case: etree._Element, name: str, given: dict[str, Any]) -> Any:
    """The result node: a decision by name, below the service the case invokes, or a service or function itself."""
    surround = Surround(now=datetime.now(UTC), budget=Budget(seconds=10.0))
    evaluation = Evaluation(model, Root(given, surround))
    invoked = case.get("invocableName")
    service = model.services.get(invoked or name)
    if service is not None and (invoked or name not in model.by_name):
        return _of_service(service, evaluation, name)
    function = next((one for one in model.parts.values() if isinstance(one, Knowledge) and one.name == invoked), None)
    if function is not None:
        return _of_function(function, evaluation)
    decision: Decision | None = model.by_name.get(name)
    if decision is None:
        raise Unusable(f"Expected a decision ‘{name}’ in the model, found none. Mend the test file or the model.")
    return evaluation.value(decision)


def _of_function(part: Knowledge, evaluation: Evaluation) -> Any:
    function: Function | None = evaluation.value(part)
    values = [evaluation.root.read(name) for name, _ in part.parameters]
    return None if function is None else function.call(values, evaluation.root)


def _of_service(service: DecisionService, evaluation: Evaluation, name: str) -> Any:
    result = service.run(evaluation, service.given(evaluation))
    several = len(service.outputs) > 1 and isinstance(result, dict)
    return result.get(name, result) if several else result
