"""DMN files to Models, with every problem they have (DMN 1.1 to 1.6)."""

from collections.abc import Mapping

from lxml import etree

from engine.errors import Problem
from engine.feel.boxed import boxed
from engine.feel.boxed_calls import function_body, parameters_of
from engine.feel.boxing import Boxing
from engine.feel.dmn_elements import Report, child, children, is_model_import, local
from engine.feel.model import Decision, DecisionService, InputData, Knowledge, Logical, Model, Need, Part
from engine.feel.model_types import Types
from engine.feel.names import normal
from engine.feel.types import ANY, FunctionType, result_of
from engine.feel.xml_reading import HostileXml, measure_together


class ModelReader:
    """Reads one file of a group in four steps, each taken by all files before the next, so that they may import each
    other in any order and in a ring: ``join``, ``declare``, ``relate``, ``compile``.

    roots: the file's own root, then those it imports without a name, which become part of it (DMN 1.5 §6.3.3).
    """

    def __init__(self, root: etree._Element, file: str) -> None:
        self.root = root
        self.roots = [root]
        self.report = Report(file, root)
        self.model = Model(file, root.get("namespace", ""), root.get("name", ""), doubts=self.report.doubts)
        self.elements: dict[Part, etree._Element] = {}
        self.places: dict[tuple[str, str], Part] = {}
        self.by_name: dict[str, Part] = {}
        self.types: Types

    @property
    def problems(self) -> list[Problem]:
        return self.report.problems

    def join(self, group: Mapping[str, "ModelReader"]) -> None:
        """Find what the file imports, and know its types. ``group``: the readers of all files by namespace."""
        self._include(self.root, group)
        try:
            measure_together(self.roots, self.model.file)
        except HostileXml as hostile:
            self.report.problems.append(hostile.problem)
            self.roots = [self.root]
        self.types = Types(self.roots, self.model.imports, self.report)
        self.model.types = self.types.get
        self.model.component_names = self.types.names()

    def declare(self) -> None:
        """Know the parts by name. Of two parts of one name the nearer one counts."""
        for root in self.roots:
            for element in children(root, "inputData", "decision", "businessKnowledgeModel", "decisionService"):
                self._part(element, root)

    def relate(self) -> None:
        """Know what each part requires."""
        for part, element in self.elements.items():
            self._requirements(part, element)

    def compile(self) -> None:
        """Make each part's logic."""
        for part in self.elements:
            self._refuse_cycle(part)
        known = _component_names(self.model, set()) | frozenset(self.model.imports)
        for part, element in self.elements.items():
            if isinstance(part, Logical):
                self._logic(part, element, known)

    def _include(self, root: etree._Element, group: Mapping[str, "ModelReader"]) -> None:
        """The imports of one root: depth first, so that what an import brings along comes before the next import."""
        for element in filter(is_model_import, children(root, "import")):
            name, namespace = element.get("name", ""), element.get("namespace", "")
            found = group.get(namespace)
            if found is None:
                self.report.add(
                    element,
                    "dmn-import",
                    f"Expected the imported model ‘{namespace}’ beside this file, found none. "
                    "Add the file, or take the import out.",
                )
            elif name:
                self.model.imports.setdefault(name, found.model)
            elif found.root not in self.roots:
                self.roots.append(found.root)
                self._include(found.root, group)

    def _part(self, element: etree._Element, root: etree._Element) -> None:
        variable = child(element, "variable")
        name = normal(element.get("name") or ("" if variable is None else variable.get("name")) or "")
        place = (root.get("namespace", ""), element.get("id") or name)
        if root is not self.root and name in self.by_name:
            self.places[place] = self.by_name[name]
            return
        if not name:
            self.report.add(element, "dmn-name", f"Expected a name for this {local(element)}, found none. Give it one.")
        if place in self.places:
            self.report.add(
                element,
                "dmn-duplicate-id",
                f"Expected every id once, found ‘{place[1]}’ again. Give one of them another.",
            )
        part = self._make(element, place[1], name, variable)
        self.elements[part] = element
        self.places[place] = self.by_name[name] = part
        self.model.add(part, is_own=root is self.root)

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
                kinds = kind.by_name() if isinstance(kind, FunctionType) else {}
                return DecisionService(identity, name, self.model, result_of(kind), kinds=kinds)

    def _requirements(self, part: Part, element: etree._Element) -> None:
        if isinstance(part, DecisionService):
            references = [*children(element, "inputData"), *children(element, "inputDecision")]
            part.needs = [need for one in references if (need := self._referred(one)) is not None]
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
        """The part an ``href`` names: in the element's own file, in what is part of it, or in an imported model."""
        namespace, _, identity = element.get("href", "").rpartition("#")
        own = element.getroottree().getroot().get("namespace", "")
        near = [namespace] if namespace else [own, *(root.get("namespace", "") for root in self.roots)]
        for place in near:
            if (place, identity) in self.places:
                return Need(self.places[place, identity])
        for name, model in self.model.imports.items():
            if model.namespace == namespace and identity in model.parts:
                return Need(model.parts[identity], name)
        self.report.add(
            element,
            "dmn-unknown-reference",
            f"Expected a part of the model, found a reference to ‘{element.get('href', '')}’. "
            "Draw the requirement again.",
        )
        return None

    def _refuse_cycle(self, part: Part) -> None:
        """A decision that requires itself, by whatever way, is told with the way and requires nothing any more."""
        waiting, came = [part], dict[Part, Part]()
        while waiting:
            here = waiting.pop()
            for need in here.needs if isinstance(here, Logical) else ():
                if need.part is part and isinstance(part, Decision):
                    way = " → ".join([part.name, *_way(part, here, came)])
                    self.report.add(
                        self.elements[part],
                        "dmn-cycle",
                        f"Expected ‘{part.name}’ not to require itself, found {way}. Remove one of these requirements.",
                    )
                    part.needs = []
                    return
                if need.part not in came:
                    came[need.part] = here
                    waiting.append(need.part)

    def _logic(self, part: Logical, element: etree._Element, names: frozenset[str]) -> None:
        bound = {need.import_name or need.part.name for need in part.needs}
        if isinstance(part, Knowledge):
            bound.add(part.name)
        known = names | {need.part.name for need in part.needs}
        box = Boxing(self.types, self.report, frozenset(bound), known, part.free_names)
        if isinstance(part, Knowledge):
            self._knowledge(part, element, box)
            return
        held = [one for one in children(element) if local(one) in _EXPRESSIONS]
        if held:
            part.logic = boxed(held[0], box)
        if held and isinstance(part, Decision):
            part.box, part.scanned = held[0], known

    def _knowledge(self, part: Knowledge, element: etree._Element, box: Boxing) -> None:
        held = child(element, "encapsulatedLogic")
        if held is None:
            return
        kinds = part.kind.by_name() if isinstance(part.kind, FunctionType) else {}
        part.parameters = [
            (name, kinds.get(name, ANY) if kind is ANY else kind) for name, kind in parameters_of(held, box)
        ]
        part.result_kind = result_of(part.kind)
        if part.result_kind is ANY:
            part.result_kind = result_of(self.types.of(held))
        part.logic = function_body(held, box, boxed) or (lambda scope: None)


def _way(start: Part, end: Part, came: Mapping[Part, Part]) -> list[str]:
    """The names of the parts from the one after ``start`` to ``end``, and ``start`` once more."""
    names = [start.name]
    while end is not start:
        names.insert(0, end.name)
        end = came[end]
    return names


def _component_names(model: Model, seen: set[int]) -> frozenset[str]:
    """The names of the components of all types, here and in every import."""
    seen.add(id(model))
    names = model.component_names
    for imported in model.imports.values():
        if id(imported) not in seen:
            names |= _component_names(imported, seen)
    return names


_EXPRESSIONS = frozenset(
    {"literalExpression", "context", "decisionTable", "list", "relation", "conditional", "filter", "for", "some"}
    | {"every", "invocation", "functionDefinition"}
)
