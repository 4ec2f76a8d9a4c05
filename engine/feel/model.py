"""A DMN model in memory: its parts, and what callers do with a decision (DMN 1.5 §6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from engine.errors import Problem
from engine.feel.compile_calls import UserFunction
from engine.feel.conversion import to_python
from engine.feel.errors import FeelBudgetExceeded
from engine.feel.functions import Function
from engine.feel.possible import Possible
from engine.feel.scope import Closure, Root, Scope, Surround
from engine.feel.types import ANY, FeelType


@dataclass(eq=False)
class Part:
    """A part of a model that others can require."""

    id: str
    name: str
    model: "Model"
    kind: FeelType = ANY

    def answer(self, evaluation: "Evaluation") -> Any:
        """The part's value in this evaluation."""
        raise NotImplementedError


@dataclass(eq=False)
class Need:
    """A part that another requires; a part of an imported model is found below the import's name."""

    part: Part
    import_name: str | None = None

    @property
    def name(self) -> str:
        """What the requiring model calls it: the part's name, after that of the import if there is one."""
        return f"{self.import_name}.{self.part.name}" if self.import_name else self.part.name


@dataclass(eq=False)
class InputData(Part):
    """A fact that is given."""

    type_name: str = "Any"

    def answer(self, evaluation: "Evaluation") -> Any:
        return self.kind.fit(evaluation.given(self))


@dataclass(eq=False)
class Logical(Part):
    """A part with logic of its own. ``logic`` is None for a part that has none (its value is null)."""

    logic: Closure | None = None
    needs: list[Need] = field(default_factory=list)
    free_names: dict[str, str] = field(default_factory=dict)

    def required(self, evaluation: "Evaluation") -> dict[str, Any]:
        """The values of what the part requires, by name."""
        values: dict[str, Any] = {}
        for need in self.needs:
            value = evaluation.value(need.part)
            if need.import_name:
                values.setdefault(need.import_name, {})[need.part.name] = value
            else:
                values[need.part.name] = value
        return values


@dataclass(eq=False)
class Decision(Logical):
    """A decision: what callers evaluate. ``box`` is its logic as the file has it, ``scanned`` the names in scope there;
    ``possible``: what it can give, once somebody asked (possible_decisions).
    """

    box: Any = None
    scanned: frozenset[str] = frozenset()
    possible: Possible | None = None

    def answer(self, evaluation: "Evaluation") -> Any:
        if self.logic is None:
            return None
        return self.kind.fit(self.logic(Scope(self.required(evaluation), evaluation.root)))

    def evaluate(self, context: Mapping[str, Any], *, scope: Surround | None = None) -> Any:
        """The decision's value for the facts in ``context``, with all decisions it requires.

        Raises FeelError when a unique or any table is violated, naming the rules; FeelBudgetExceeded.
        """
        return _guarded(lambda: to_python(self.result(context, scope)))

    def result(self, context: Mapping[str, Any], surround: Surround | None) -> Any:
        """As ``evaluate``, in FEEL's own values."""
        return Evaluation(self.model, Root(context, surround)).value(self)

    @property
    def inputs(self) -> list[tuple[str, str]]:
        """Name and type of every fact the decision and those it requires ask for, in order of first use."""
        found: dict[str, str] = {}
        _gather(self, found, set())
        return list(found.items())


@dataclass(eq=False)
class Knowledge(Logical):
    """A business knowledge model: a function over what it requires."""

    parameters: list[tuple[str, FeelType]] = field(default_factory=list)
    result_kind: FeelType = ANY

    def answer(self, evaluation: "Evaluation") -> Any:
        """The function, known before what it requires is, so that it may call itself or be called back."""
        if self.logic is None:
            return None
        scope = Scope({}, evaluation.root)
        function = UserFunction(self.name, self.parameters, self.logic, scope, self.result_kind)
        evaluation.known[self] = function
        scope.values = {self.name: function, **self.required(evaluation)}
        return function


@dataclass(eq=False)
class DecisionService(Part):
    """Decisions published as one function; its parameters are its input data, then its input decisions.

    A parameter that another model brings is called by its qualified name, ``import.name`` (DMN 1.5 §10.4).
    """

    needs: list[Need] = field(default_factory=list)
    outputs: list[Decision] = field(default_factory=list)
    kinds: Mapping[str, FeelType] = field(default_factory=dict)  # of the parameters, where the service declares them

    def answer(self, evaluation: "Evaluation") -> Any:
        return PublishedDecisions(self, evaluation)

    def run(self, evaluation: "Evaluation", values: Mapping[str, Any]) -> Any:
        """The output, or a context of several, for these values by parameter name."""
        inner = Evaluation(evaluation.model, evaluation.root)
        for need in self.needs:
            inner.known[need.part] = self.fit(need, values.get(need.name))
        if not self.outputs:
            return None
        if len(self.outputs) == 1:
            return self.kind.fit(inner.value(self.outputs[0]))
        return self.kind.fit({output.name: inner.value(output) for output in self.outputs})

    def fit(self, need: Need, value: Any) -> Any:
        """The value as the parameter for this part takes it; null when it cannot."""
        return self.kinds.get(need.name, ANY).fit(need.part.kind.fit(value))

    def given(self, evaluation: "Evaluation") -> dict[str, Any]:
        """The parameters' values by name, as the facts of the evaluation have them."""
        return {need.name: evaluation.given(need.part) for need in self.needs}

    def evaluate(self, context: Mapping[str, Any], *, scope: Surround | None = None) -> Any:
        """The service's result for the facts in ``context``."""
        evaluation = Evaluation(self.model, Root(context, scope))
        return _guarded(lambda: to_python(self.run(evaluation, self.given(evaluation))))


class PublishedDecisions(Function):
    """A decision service as FEEL calls it."""

    __slots__ = ("evaluation", "service")

    def __init__(self, service: DecisionService, evaluation: "Evaluation") -> None:
        super().__init__(service.name)
        self.service = service
        self.evaluation = evaluation

    def takes(self, count: int) -> bool:
        return count == len(self.service.needs)

    def call(self, values: Sequence[Any], scope: Scope) -> Any:
        if not self.takes(len(values)):
            return None
        return self.call_named(
            {need.name: value for need, value in zip(self.service.needs, values, strict=True)}, scope
        )

    def call_named(self, values: Mapping[str, Any], scope: Scope) -> Any:
        needs = self.service.needs
        if values.keys() != {need.name for need in needs}:
            return None
        if any(self.service.fit(need, values[need.name]) is None and values[need.name] is not None for need in needs):
            return None
        budget = scope.root.budget
        budget.enter()
        try:
            return self.service.run(self.evaluation, values)
        finally:
            budget.leave()


@dataclass(eq=False)
class Model:
    """A parsed model. ``decisions``: those of the file, by id; ``by_name``: also those it imports without a name."""

    file: str
    namespace: str
    name: str
    decisions: dict[str, Decision] = field(default_factory=dict)
    by_name: dict[str, Decision] = field(default_factory=dict)
    services: dict[str, DecisionService] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    imports: dict[str, "Model"] = field(default_factory=dict)
    component_names: frozenset[str] = frozenset()
    types: Callable[[str], FeelType | None] = field(default=lambda name: None)
    doubts: list[Problem] = field(default_factory=list)  # calls of unknown functions, which give null

    def add(self, part: Part, *, is_own: bool) -> None:
        """Know one more part; of two with the same id or name the first counts."""
        self.parts.setdefault(part.id, part)
        if isinstance(part, Decision):
            self.by_name.setdefault(part.name, part)
            if is_own:
                self.decisions.setdefault(part.id, part)
        if isinstance(part, DecisionService):
            self.services.setdefault(part.name, part)


class Evaluation:
    """One evaluation of a model: every part at most once."""

    __slots__ = ("known", "model", "root")

    def __init__(self, model: Model, root: Root) -> None:
        self.model = model
        self.root = root
        self.known: dict[Part, Any] = {}

    def value(self, part: Part) -> Any:
        if part not in self.known:
            self.known[part] = None
            self.known[part] = part.answer(self)
        return self.known[part]

    def given(self, part: Part) -> Any:
        """The given fact: inside contexts by the names of the imports that lead to its model, or by its own name."""
        if part.model is not self.model:
            found = _given_below(self.model, part, self.root.read, 8)
            if found is not None:
                return found
        return self.root.read(part.name) if part.name in self.root.context else None


Read: TypeAlias = Callable[[str], Any]


def _given_below(model: Model, part: Part, read: Read, depth: int) -> Any:
    for name, imported in model.imports.items():
        inner = read(name)
        if not isinstance(inner, dict) or not depth:
            continue
        if imported is part.model and part.name in inner:
            return inner[part.name]
        found = _given_below(imported, part, inner.get, depth - 1)
        if found is not None:
            return found
    return None


def _guarded(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except RecursionError:
        raise FeelBudgetExceeded("The decision is nested too deep. Does a function call itself for ever?") from None


def _gather(part: Part, found: dict[str, str], seen: set[Part]) -> None:
    if part in seen:
        return
    seen.add(part)
    if isinstance(part, InputData):
        found.setdefault(part.name, part.type_name)
    if isinstance(part, Logical):
        for need in part.needs:
            _gather(need.part, found, seen)
        for name, kind in part.free_names.items():
            found.setdefault(name, kind)
    if isinstance(part, DecisionService):
        for output in part.outputs:
            _gather(output, found, seen)
