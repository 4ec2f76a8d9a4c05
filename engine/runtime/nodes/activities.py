"""User tasks, service tasks and decisions."""

from typing import Any

from SpiffWorkflow.spiff.specs.defaults import ServiceTask as LibraryServiceTask
from SpiffWorkflow.spiff.specs.defaults import UserTask as LibraryUserTask
from SpiffWorkflow.spiff.specs.spiff_task import SpiffBpmnTask

from engine.errors import BusinessFault, Refusal, Unusable
from engine.feel import Expression, FeelError, compile_expression, read_moments, shown, to_json
from engine.runtime import expression as feel
from engine.runtime.failure import Failure
from engine.runtime.model import Element
from engine.runtime.nodes.base import Node
from engine.runtime.throwing import raise_error
from engine.runtime.token import Token
from engine.runtime.whose_fault import is_the_diagrams

ROUTING = ("unit", "assignee", "not_by", "due")


class UserTask(Node, LibraryUserTask):  # type: ignore[misc]
    """Opens for people: who, where and until when is evaluated once, when it opens."""

    def __init__(self, process_spec: Any, element: Element, name: str | None = None) -> None:
        super().__init__(process_spec, element, name)
        told = element.properties
        self.routing = {key: compile_expression(told[key]) for key in ROUTING if told.get(key)}
        kept = told.get("facts")
        self.kept = None if kept is None else frozenset(_names(kept))

    def _update_hook(self, token: Token) -> bool:
        token.internal_data["open"] = {key: self.ask(token, key) for key in self.routing}
        return True

    def ask(self, token: Token, key: str, **extra: Any) -> Any:
        """What one of ROUTING says in the facts of a token, as the state keeps it. Raises Failure."""
        expression = self.routing[key]
        if key == "due":
            moment = feel.read(token, expression, **extra)
            return None if moment is None else feel.moment(token, moment, expression.text).isoformat()
        value = feel.read_json(token, expression, **extra)
        if key == "not_by":
            return [] if value is None else value if isinstance(value, list) else [value]
        return value

    def submit(self, token: Token, submission: dict[str, Any], by: str) -> None:
        """A person completed it; of the fields only those it declares become facts.

        Raises Unusable when a field would overwrite the key.
        """
        if "key" in submission and (self.kept is None or "key" in self.kept):
            raise Unusable(
                "Expected a form without a field ‘key’: the key of an instance never changes. Rename the field."
            )
        token.submission = (submission, by)
        token.write(**{key: value for key, value in submission.items() if self.kept is None or key in self.kept})


def _names(text: str) -> list[str]:
    return [name for part in text.split(",") if (name := part.strip())]


_KINDS = {"string": str, "number": (int, float), "boolean": bool, "list": list, "context": dict}


class OperationTask(Node, LibraryServiceTask):  # type: ignore[misc]
    """Calls a registered operation, inside the caller's transaction."""

    def __init__(self, process_spec: Any, element: Element, name: str | None = None) -> None:
        call = element.call
        assert call is not None
        super().__init__(
            process_spec, element, name, operation_name=call.operation, operation_params={}, result_variable=call.result
        )
        self.result = call.result
        self.arguments = {key: (kind, compile_expression(text)) for key, (kind, text) in call.parameters.items()}
        self.texts = {key: text for key, (_, text) in self.arguments.items()}
        self.read = frozenset(name for text in self.texts.values() for name in text.free_names)

    def _run_hook(self, token: Token) -> bool | None:
        given = {key: _argument(token, key, kind, text) for key, (kind, text) in self.arguments.items()}
        try:
            result = to_json(token.workflow.perform(self.operation_name, given))
        except Refusal as refusal:
            if is_the_diagrams(refusal, token, self.texts, given):
                raise Failure(str(refusal)) from refusal
            raise
        except BusinessFault as fault:
            told = {"code": fault.code, "message": str(fault)}
            if not raise_error(token, fault.code, told):
                raise Failure(f"The operation {self.operation_name} refused ({fault.code}): {fault}") from fault
            return None  # it stays until the boundary event, which is next, cancels it
        if self.result == "key" or (not self.result and isinstance(result, dict) and "key" in result):
            raise Failure(
                f"Expected facts from {self.operation_name}, found ‘key’: the key of an instance never changes."
            )
        written = [self.result] if self.result else result if isinstance(result, dict) else ()
        token.workflow.step.pass_on(self.read, written, as_typed=False)
        if self.result:
            token.write(**{self.result: result})
        elif isinstance(result, dict):
            token.write(**result)
        elif result is not None:
            raise Failure(
                f"Expected {self.operation_name} to give a context of facts; name a result variable for others."
            )
        return True


def _argument(token: Token, name: str, kind: str, expression: Expression) -> Any:
    """A value of the type the diagram declares; null passes, the operation decides what it means."""
    if kind == "date_time":
        value = feel.read(token, expression)
        return None if value is None else feel.moment(token, value, expression.text)
    value = feel.read_json(token, expression)
    wanted = _KINDS.get(kind)
    if value is None or wanted is None:
        return value
    if not isinstance(value, wanted) or (kind == "number" and isinstance(value, bool)):  # type: ignore[arg-type]
        raise Failure(f"Expected a {kind} for ‘{name}’, found {shown(value)}: {expression.text}.")
    return value


class DecisionTask(Node, SpiffBpmnTask):  # type: ignore[misc]
    """Asks a decision of the bundle; the answer becomes a fact."""

    def __init__(self, process_spec: Any, element: Element, name: str | None = None, *, decision: Any) -> None:
        super().__init__(process_spec, element, name)
        self.decision = decision
        self.result = element.properties.get("result") or element.decision or element.id

    def _run_hook(self, token: Token) -> bool | None:
        facts = token.data
        if token.submission is not None:
            facts = {**facts, "submission": token.submission[0], "submission_by": token.submission[1]}
        try:
            facts = read_moments(facts, self.decision.inputs)
            value = to_json(self.decision.evaluate(facts, scope=token.workflow.surround()))
        except FeelError as error:
            raise Failure(f"The decision {self.element.decision} cannot be made: {error}") from error
        token.write(**{self.result: value})
        return True
