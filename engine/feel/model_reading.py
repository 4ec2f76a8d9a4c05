"""A DMN file to a Model, with every problem it has (DMN 1.1 to 1.6)."""

from collections.abc import Mapping

from lxml import etree

from engine.errors import DeploymentRefused, Problem
from engine.feel.boxed import boxed
from engine.feel.boxed_calls import function_body, parameters_of
from engine.feel.boxing import Boxing
from engine.feel.dmn_elements import NAMESPACES, Report, child, children, local
from engine.feel.model import Decision, DecisionService, InputData, Knowledge, Logical, Model, Need, Part
from engine.feel.model_types import Types
from engine.feel.names import normal
from engine.feel.types import ANY, FunctionType
from engine.feel.xml_reading import HostileXml, read_xml


def parse_dmn(xml: bytes, file: str, imports: Mapping[str, Model] | None = None) -> Model:
    """The model. ``imports``: the models it may import, by namespace.

    Raises DeploymentRefused with every problem: file, element, sentence, line and column.
    """
    model, problems = read_model(xml, file, imports)
    if problems or model is None:
        raise DeploymentRefused(problems)
    return model


def read_model(xml: bytes, file: str, imports: Mapping[str, Model] | None = None) -> tuple[Model | None, list[Problem]]:
    """The model as far as it can be understood, and its problems. What is wrong stands for null."""
    try:
        root = read_xml(xml, file)
    except HostileXml as hostile:
        return None, [hostile.problem]
    reader = _Reader(root, file, imports or {})
    if local(root) != "definitions":
        versions = "1.1 to 1.6"
        reader.report.add(root, "dmn-root", f"Expected the definitions of DMN {versions}, found {root.tag!r}.")
        return None, reader.report.problems
    return reader.read(), reader.report.problems


class _Reader:
    """Reads one file: parts first, then what they require, then their logic."""

    def __init__(self, root: etree._Element, file: str, imports: Mapping[str, Model]) -> None:
        self.root = root
        self.report = Report(file)
        self.given = imports
        self.model = Model(file, root.get("namespace", ""), root.get("name", ""), doubts=self.report.doubts)
        self.elements: dict[Part, etree._Element] = {}
        self.types: Types
        self.known_names: frozenset[str] = frozenset()

    def read(self) -> Model:
        for element in children(self.root, "import"):
            self._import(element)
        self.types = Types(self.root, self.model.imports, self.report)
        self.model.types = self.types.get
        self.model.component_names = frozenset(self.types.names())
        self.known_names = self.model.component_names | set(self.model.imports)
        for element in children(self.root, "inputData", "decision", "businessKnowledgeModel", "decisionService"):
            self._part(element)
        for part, element in self.elements.items():
            self._requirements(part, element)
        for part in self.elements:
            self._refuse_cycle(part)
        for part, element in self.elements.items():
            if isinstance(part, Logical):
                self._logic(part, element)
        return self.model

    def _import(self, element: etree._Element) -> None:
        kind = element.get("importType", "")
        if kind and kind not in NAMESPACES:
            return
        namespace = element.get("namespace", "")
        found = self.given.get(namespace)
        if found is None:
            self.report.add(
                element, "dmn-import", f"Expected the imported model {namespace!r} beside this file, found none."
            )
            return
        self.model.imports[element.get("name", "")] = found

    def _part(self, element: etree._Element) -> None:
        variable = child(element, "variable")
        name = normal(element.get("name") or ("" if variable is None else variable.get("name")) or "")
        identity = element.get("id") or name
        if not name:
            self.report.add(element, "dmn-name", f"Expected a name for this {local(element)}, found none.")
        if identity in self.model.parts:
            self.report.add(element, "dmn-duplicate-id", f"Expected every id once, found {identity!r} again.")
        part = self._make(element, identity, name, variable)
        self.model.parts[identity] = part
        self.elements[part] = element
        if isinstance(part, Decision):
            self.model.decisions[identity] = part
            self.model.by_name[name] = part
        if isinstance(part, DecisionService):
            self.model.services[name] = part

    def _make(self, element: etree._Element, identity: str, name: str, variable: etree._Element | None) -> Part:
        kind = self.types.of(variable)
        match local(element):
            case "inputData":
                type_name = "Any" if variable is None else variable.get("typeRef", "Any")
                return InputData(identity, name, self.model, kind, type_name)
            case "decision":
                return Decision(identity, name, self.model, kind)
            case "businessKnowledgeModel":
                return Knowledge(identity, name, self.model, kind)
            case _:
                return DecisionService(
                    identity, name, self.model, kind.result if isinstance(kind, FunctionType) else kind
                )

    def _requirements(self, part: Part, element: etree._Element) -> None:
        if isinstance(part, DecisionService):
            references = [*children(element, "inputData"), *children(element, "inputDecision")]
            part.input_parts = [need.part for one in references if (need := self._referred(one)) is not None]
            for one in children(element, "outputDecision"):
                need = self._referred(one)
                if need is not None and isinstance(need.part, Decision):
                    part.outputs.append(need.part)
        if not isinstance(part, Logical):
            return
        for requirement in children(element, "informationRequirement", "knowledgeRequirement"):
            for one in children(requirement, "requiredInput", "requiredDecision", "requiredKnowledge"):
                need = self._referred(one)
                if need is not None:
                    part.needs.append(need)

    def _referred(self, element: etree._Element) -> Need | None:
        """The part an ``href`` names: here, or in an imported model when it begins with that one's namespace."""
        namespace, _, identity = element.get("href", "").rpartition("#")
        if namespace in ("", self.model.namespace):
            found = self.model.parts.get(identity)
            if found is not None:
                return Need(found)
        for name, model in self.model.imports.items():
            if model.namespace == namespace and identity in model.parts:
                return Need(model.parts[identity], name)
        self.report.add(
            element, "dmn-unknown-reference", f"Expected a part of the model, found {element.get('href', '')!r}."
        )
        return None

    def _refuse_cycle(self, part: Part) -> None:
        waiting, seen = [part], set[Part]()
        while waiting:
            here = waiting.pop()
            for need in here.needs if isinstance(here, Logical) else ():
                if need.part is part and isinstance(part, Decision):
                    self.report.add(self.elements[part], "dmn-cycle", f"Expected {part.name!r} not to require itself.")
                    part.needs = []
                    return
                if need.part not in seen:
                    seen.add(need.part)
                    waiting.append(need.part)

    def _logic(self, part: Logical, element: etree._Element) -> None:
        bound = {need.import_name or need.part.name for need in part.needs}
        if isinstance(part, Knowledge):
            bound.add(part.name)
        known = self.known_names | {need.part.name for need in part.needs}
        box = Boxing(self.types, self.report, frozenset(bound), frozenset(known), part.free_names)
        if isinstance(part, Knowledge):
            self._knowledge(part, element, box)
            return
        held = [one for one in children(element) if local(one) in _EXPRESSIONS]
        if held:
            part.logic = boxed(held[0], box)

    def _knowledge(self, part: Knowledge, element: etree._Element, box: Boxing) -> None:
        held = child(element, "encapsulatedLogic")
        if held is None:
            return
        part.parameters = parameters_of(held, box)
        part.result_kind = part.kind.result if isinstance(part.kind, FunctionType) else part.kind
        if part.result_kind is ANY:
            part.result_kind = self.types.of(held)
        part.logic = function_body(held, box, boxed) or (lambda scope: None)


_EXPRESSIONS = frozenset(
    {"literalExpression", "context", "decisionTable", "list", "relation", "conditional", "filter", "for", "some"}
    | {"every", "invocation", "functionDefinition"}
)
