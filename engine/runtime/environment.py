"""The guard: whatever asks SpiffWorkflow's script engine gets FEEL or a refusal. Nothing here can run code.

Several places of the library call ``script_engine.environment`` directly, so the guard is the environment, not
the engine.
"""

from typing import Any, NoReturn

from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine

from engine.errors import Refusal
from engine.feel import compile_expression, to_json


class FeelEnvironment(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """Evaluates FEEL; refuses scripts and service calls."""

    def evaluate(self, expression: str, context: dict[str, Any], external_context: dict[str, Any] | None = None) -> Any:
        return to_json(compile_expression(expression).evaluate({**(external_context or {}), **context}, scope=None))

    def _refuse(self, *given: Any, **named: Any) -> NoReturn:
        raise Refusal("Expected FEEL, found code: nothing here runs it. Name an operation in a service task instead.")

    execute = _refuse
    call_service = _refuse


GUARD = PythonScriptEngine(FeelEnvironment())
