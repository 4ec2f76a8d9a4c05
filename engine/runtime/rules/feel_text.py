"""Every expression must be FEEL and call what FEEL has; a wrong one is told with line, column and what was expected."""

from engine.feel import FeelSyntaxError, compile_expression, unknown_function
from engine.runtime.model import Model
from engine.runtime.rules.expressions import Text, texts
from engine.runtime.rules.report import Report

SHOWN = 200  # characters of an expression in a sentence
ELSEWHERE = ("&&", "||", "==", " None", "lambda ")


def check(model: Model, report: Report) -> None:
    for process in model.processes.values():
        for one in texts(process):
            _check(one, report)


def _check(one: Text, report: Report) -> None:
    if not one.text.strip():
        report.error(one.at, f"Expected FEEL in {one.what}, found nothing. Write it, or remove the empty expression.")
        return
    try:
        expression = compile_expression(one.text)
        for name in sorted(expression.unknown_functions):
            report.error(one.at, f"In {one.what}, ‘{name}’: {unknown_function(name)}")
    except FeelSyntaxError as error:
        hint = ["In FEEL the words are and, or, not(…), null, and equality is =."] if _foreign(one.text) else []
        shown = one.text if len(one.text) <= SHOWN else f"{one.text[:SHOWN]}…"
        report.error(one.at, f"In {one.what}, ‘{shown}’: {' '.join([str(error), *hint])}", one.at.line, error.column)


def _foreign(text: str) -> bool:
    return any(sign in text for sign in ELSEWHERE)
