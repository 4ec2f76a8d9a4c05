"""Is this text FEEL? Asked while a designer types it."""

from dataclasses import dataclass
from typing import Any, Literal

from engine.errors import Unusable
from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests
from engine.operations.draft_files import refuse_non_designers
from engine.persistence.unit_of_work import Reading

LONGEST = 20_000  # characters, as deployment takes them


@dataclass(frozen=True)
class FeelCheck:
    """``kind``: an expression, or the unary tests of a decision table's cell."""

    text: str
    kind: Literal["expression", "tests"] = "expression"

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"problem": None or {message, line, column, expected}, "names": [free names]}``; lines and columns from 1.

        Raises: NotAllowed; Unusable for a text beyond LONGEST.
        """
        refuse_non_designers(reading.by)
        if len(self.text) > LONGEST:
            raise Unusable(f"Expected at most {LONGEST} characters of FEEL, found {len(self.text)}. Shorten it.")
        compile_ = compile_unary_tests if self.kind == "tests" else compile_expression
        try:
            compiled = compile_(self.text)
        except FeelSyntaxError as error:
            place = {"line": error.line, "column": error.column, "expected": error.expected}
            return {"problem": {"message": error.message, **place}, "names": []}
        return {"problem": None, "names": sorted(compiled.free_names)}
