"""Item definitions: a model's own types (DMN 1.5 §7.3.2)."""

from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree

from engine.feel.dmn_elements import Report, child, children, text_in
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile_unary_tests
from engine.feel.model import Model
from engine.feel.scope import Root
from engine.feel.types import ANY, Allowed, ContextType, FeelType, FunctionType, ListType, scalar


class Types:
    """The types of one model, each made when first asked for, so that they may be defined in any order."""

    def __init__(self, roots: Sequence[etree._Element], imports: dict[str, Model], report: Report) -> None:
        self._elements: dict[str, etree._Element] = {}
        for root in roots:
            for element in children(root, "itemDefinition"):
                self._elements.setdefault(element.get("name", ""), element)
        self._made: dict[str, FeelType | None] = {}
        self._imports = imports
        self._report = report

    def names(self) -> frozenset[str]:
        """The names of all components, which paths may use."""
        return frozenset(
            part.get("name", "") for element in self._elements.values() for part in element.iter("{*}itemComponent")
        )

    def get(self, name: str) -> FeelType | None:
        """The type of this name, of the model, of an import, or built in; None when nobody knows it."""
        name = name.strip()
        if name in self._made:
            return self._made[name]
        element = self._elements.get(name)
        if element is None:
            return self._elsewhere(name)
        self._made[name] = ANY
        made = self._made[name] = self._make(element)
        return made

    def allowed(self, name: str) -> etree._Element | None:
        """The ``allowedValues`` of the type of this name, or of the one it is made from."""
        for _ in self._elements:
            element = self._elements.get(name.strip())
            if element is None:
                return None
            held = child(element, "allowedValues")
            if held is not None:
                return held
            name = text_in(child(element, "typeRef"))
        return None

    def of(self, element: etree._Element | None, *, attribute: str = "typeRef") -> FeelType:
        """The type that an element's ``typeRef`` names; Any without one. An unknown one is reported.

        Of a type with allowed values, made from one that has its own, only the nearer values count.
        """
        name = None if element is None else element.get(attribute)
        if not name or element is None:
            return ANY
        found = self.get(name)
        if found is None:
            self._report.add(
                element, "dmn-unknown-type", f"Expected a known type, found ‘{name}’. Define it or mend its name."
            )
        return ANY if found is None else found

    def _elsewhere(self, name: str) -> FeelType | None:
        for prefix, model in self._imports.items():
            if name.startswith(prefix + "."):
                return model.types(name.removeprefix(prefix + "."))
        local = name.rpartition(":")[2]
        if local != name and local in self._elements:
            return self.get(local)
        return scalar(local)

    def _make(self, element: etree._Element) -> FeelType:
        components = children(element, "itemComponent")
        function = child(element, "functionItem")
        if components:
            made: FeelType = ContextType({part.get("name", ""): self._make(part) for part in components})
        elif function is not None:
            held = children(function, "parameters")
            parameters, names = tuple(self.of(one) for one in held), tuple(one.get("name", "") for one in held)
            made = FunctionType(parameters, self.of(function, attribute="outputTypeRef"), names=names)
        else:
            made = self._referred(element)
        item_test, whole_test = self._test(element, "allowedValues"), self._test(element, "typeConstraint")
        if item_test is not None:
            made = Allowed(made.base if isinstance(made, Allowed) else made, item_test)
        if element.get("isCollection") == "true":
            made = ListType(made)
        return made if whole_test is None else Allowed(made, whole_test)

    def _referred(self, element: etree._Element) -> FeelType:
        reference = child(element, "typeRef")
        name = text_in(reference) if reference is not None else None
        if not name:
            return ANY
        found = self.get(name)
        if found is None:
            self._report.add(
                element, "dmn-unknown-type", f"Expected a known type, found ‘{name}’. Define it or mend its name."
            )
        return ANY if found is None else found

    def _test(self, element: etree._Element, tag: str) -> Callable[[Any], bool] | None:
        held = child(element, tag)
        text = None if held is None else text_in(child(held, "text"))
        if not text or held is None:
            return None
        try:
            tests = compile_unary_tests(text)
        except FeelSyntaxError as error:
            self._report.syntax(held, error)
            return None
        return lambda value: tests.run(value, Root({}, None)) is True
