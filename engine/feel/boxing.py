"""What boxed expressions are compiled with: the names around them, the model's types, the report of problems."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from engine.feel.compiler import Compiler
from engine.feel.dmn_elements import Report
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compiled
from engine.feel.functions import unknown_function
from engine.feel.model_types import Types
from engine.feel.parser import parse_expression
from engine.feel.scope import Closure, Scope
from engine.feel.types import ANY, FeelType
from engine.feel.unary import Test, compile_tests


@dataclass(frozen=True)
class Boxing:
    """``bound``: names that have a value around here; ``known``: more names the scanner should know (components).

    free: names nobody binds, with the type their place asks for; filled while compiling.
    """

    types: Types
    report: Report
    bound: frozenset[str]
    known: frozenset[str]
    free: dict[str, str]
    is_open: bool = False

    def inside(self, names: Iterable[str], *, is_open: bool = False) -> "Boxing":
        """The same with more names bound; ``is_open``: an item's own names may be bound, too."""
        return replace(self, bound=self.bound | frozenset(names), is_open=self.is_open or is_open)

    def expression(self, text: str, element: etree._Element, *, type_name: str = "Any") -> Closure:
        """Compile; a wrong expression is reported and stands for null."""
        compiler = self._compiler()
        try:
            run = self._run(text, compiler)
        except FeelSyntaxError as error:
            self.report.syntax(element, error)
            return lambda scope: None
        self._free(compiler, type_name)
        self._doubt(compiler, text, element)
        return run

    def tests(self, text: str, element: etree._Element) -> Test | None:
        """The tests of a cell, None when everything passes. Wrong ones are reported and never pass."""
        if text in ("", "-"):
            return None
        compiler = self._compiler()
        try:
            test = compile_tests(text, compiler)
        except FeelSyntaxError as error:
            self.report.syntax(element, error)
            return lambda value, scope: None
        self._free(compiler, "Any")
        self._doubt(compiler, text, element)
        return test

    def typed(self, element: etree._Element, run: Closure) -> Closure:
        """The closure with its value made to fit the element's ``typeRef``."""
        return self.fitted(self.types.of(element), run)

    def fitted(self, kind: FeelType, run: Closure) -> Closure:
        if kind is ANY:
            return run

        def fit(scope: Scope) -> object:
            return kind.fit(run(scope))

        return fit

    def limited(self, run: Closure, test: Test | None) -> Closure:
        """The closure with null for a value that the test does not pass; without a test, as it is."""
        if test is None:
            return run

        def limit(scope: Scope) -> object:
            value = run(scope)
            return value if value is None or test(value, scope) is True else None

        return limit

    def _run(self, text: str, compiler: Compiler) -> Closure:
        tree = parse_expression(text, compiler.names)
        if not self.bound and not self.is_open:
            return compiled(tree, compiler)
        with compiler.binding(self.bound), compiler.binding(None if self.is_open else ()):
            return compiled(tree, compiler)

    def _compiler(self) -> Compiler:
        return Compiler(self.bound | self.known, self.types.get)

    def _doubt(self, compiler: Compiler, text: str, element: etree._Element) -> None:
        for name in sorted(compiler.unknown_functions):
            why = unknown_function(name)
            self.report.doubt(element, "feel-function", f"Expected functions of FEEL in ‘{text[:80]}’. {why}")

    def _free(self, compiler: Compiler, type_name: str) -> None:
        for name in sorted(compiler.free - self.bound - self.known):
            self.free.setdefault(name, type_name)
