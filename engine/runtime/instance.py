"""A running instance: the doors through which persons, messages, the clock and operators move it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.errors import NotFound, NotNow, Unusable
from engine.feel import FeelError, to_json
from engine.runtime import collect, packing, state
from engine.runtime.definition import Definition
from engine.runtime.execution import Execution
from engine.runtime.failure import Halt, StepFailed
from engine.runtime.limits import LARGEST_STATE, MAX_STATE
from engine.runtime.nodes.activities import UserTask
from engine.runtime.outcome import Outcome, Status
from engine.runtime.surroundings import Surroundings
from engine.runtime.token import COMPLETED, READY, STARTED, Token


class Instance:
    """One instance in memory for one step: restore, act once, read the outcome, dump.

    Every act takes ``halt``: see StepFailed. An operation's refusal inside ``start``, ``complete`` and ``deliver`` goes
    to the caller and nothing is kept; inside ``fire`` and ``retry`` it fails the element, since nobody is there
    to tell.
    After any exception throw the instance away and restore it again.
    """

    def __init__(self, execution: Execution) -> None:
        self._execution = execution

    # --- coming and going ---

    @classmethod
    def start(
        cls,
        definition: Definition,
        *,
        key: str,
        facts: Mapping[str, Any],
        surroundings: Surroundings,
        message: str | None = None,
        halt: Halt | None = None,
    ) -> "Instance":
        """Start at the plain start event, or at the one of ``message``, whose payload the facts are.

        Raises Unusable when there is no such start event or the facts are too large, StepFailed.
        """
        execution = Execution(definition, key, surroundings)
        root = execution.task_tree = Token(execution, definition.spec.start, None, COMPLETED)
        root.data = {**_plain(facts), "key": key}
        execution.open_step(halt, lenient=True)
        execution.step.says(root.data)
        if halt is not None and halt.weighs and (why := packing.weigh(execution)[1]):
            raise Unusable(why)
        execution.arrive(root, definition.start_node(message), root)
        execution.settle()
        return cls(execution)

    @classmethod
    def restore(cls, definition: Definition, blob: bytes, surroundings: Surroundings) -> "Instance":
        """As it was dumped. Raises Unusable for another format, or a definition the state doesn't fit."""
        return cls(state.load(blob, definition, surroundings))

    def dump(self) -> bytes:
        """The state to store.

        Raises StepFailed when the last act made it too large, or made a fact that cannot be stored: played again, the
        act stops at the element that did. Raises Unusable when that does not help.
        """
        step = self._execution.step
        plays_again = step.is_settled and not step.halt.weighs
        try:
            blob = packing.dump(self._execution)
            if len(blob) > (MAX_STATE if plays_again else LARGEST_STATE):
                raise Unusable(packing.too_large(len(blob)))
        except Unusable as error:
            if plays_again:
                raise StepFailed(str(error), step.halt.weighing(step.stint)) from error
            raise
        return blob

    # --- what it is ---

    @property
    def key(self) -> str:
        return self._execution.key

    @property
    def status(self) -> Status:
        return self._execution.status

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as one context; what parallel branches changed is merged in the order they stand."""
        return collect.facts(self._execution)

    def outcome(self) -> Outcome:
        """Where it stands, and what the last step did."""
        return collect.outcome(self._execution)

    # --- people ---

    def complete(self, task_id: str, submission: Mapping[str, Any], by: str, *, halt: Halt | None = None) -> None:
        """Complete an open user task. Raises NotNow when it is not open (any more), StepFailed."""
        token = self._execution.tasks.get(task_id)
        if token is None or token._state != READY or not token.task_spec.manual:
            raise NotNow("Expected an open task, but it was completed or withdrawn before. Look at the list again.")
        self._begin(halt, lenient=True)
        spec: UserTask = token.task_spec
        spec.submit(token, _plain(submission), by)
        self._execution.step.says(["submission", "submission_by", *submission])
        token.run()
        self._execution.settle()

    def deliver(self, message: str, key: str, payload: Mapping[str, Any], *, halt: Halt | None = None) -> None:
        """Hand a message to the one element that waits for it. Raises NotNow when none does, Unusable when
        several do.
        """
        heard = [one for one in self._execution.tasks.values() if _hears(one, message, key)]
        if not heard:
            raise NotNow(f"Expected somebody to wait for the message ‘{message}’ with the key {key}, found nobody.")
        if len(heard) > 1:
            names = ", ".join(one.element.label for one in heard)
            raise Unusable(f"Expected one element that waits for ‘{message}’ with the key {key}, found {names}.")
        self._begin(halt, lenient=True)
        self._execution.step.says(_names_of_message(heard[0], message, payload))
        heard[0].task_spec.take_message(heard[0], _plain(payload))
        self._execution.settle()

    # --- the clock ---

    def fire(self, timer_id: str, *, halt: Halt | None = None) -> bool:
        """Fire a timer that is due. False, without effect, when it waits no longer, rests, or is not due yet."""
        token = self._execution.tasks.get(timer_id)
        timer = token.internal_data.get("timer") if token is not None else None
        if token is None or timer is None or timer["due"] is None or not token.task_spec.reachable_from_outside(token):
            return False
        self._begin(halt, lenient=False)
        now = self._execution.surround().now
        if "stuck" in token.internal_data or datetime.fromisoformat(timer["due"]) > now:
            return False
        token.task_spec.fire(token, now)
        self._execution.settle()
        return True

    def move_deadline(self, name: str, due: datetime | None) -> int:
        """Move every timer and open task bound to this deadline; None lets them rest. How many moved.

        May be called from inside an operation while a step runs.
        """
        text = None if due is None else due.astimezone(UTC).isoformat()
        moved = 0
        for token in self._execution.tasks.values():
            timer = token.internal_data.get("timer")
            if timer is not None and timer.get("deadline") == name and token.open:
                token.internal_data["timer"] = {**timer, "due": text}
                moved += 1
            opened = token.internal_data.get("open")
            if opened is not None and token.open and token.element.properties.get("deadline") == name:
                token.internal_data["open"] = {**opened, "due": text}
                moved += 1
        return moved

    # --- operators ---

    def retry(self, incident_id: str, *, halt: Halt | None = None) -> None:
        """Execute what is stuck again. Raises NotFound when there is no such incident, StepFailed."""
        tokens = self._stuck(incident_id)
        self._begin(halt, lenient=False)
        for token in tokens:
            self._execution.let_go(token)
            self._execution.queue.append(token)
        self._execution.settle()

    def skip(self, incident_id: str, *, halt: Halt | None = None) -> None:
        """Go on behind what is stuck without executing it. Raises NotFound, NotNow where that has no meaning."""
        tokens = self._stuck(incident_id)
        self._begin(halt, lenient=False)
        for token in tokens:
            if "stuck" in token.internal_data and token.open:  # no other took it along, as a join does
                self._execution.let_go(token)
                token.task_spec.skip(token)
        self._execution.settle()

    def correct(self, facts: Mapping[str, Any]) -> None:
        """Set facts everywhere in the instance, in every branch alike. Raises Unusable when that makes it too large."""
        if "key" in facts:
            raise Unusable("Expected facts to correct, found ‘key’: the key of an instance never changes.")
        plain = _plain(facts)
        execution = self._execution
        execution.open_step(None, lenient=False)
        before, _ = packing.weigh(execution)
        for token in execution.tasks.values():
            token.data = {**token.data, **plain}
        weight, why = packing.weigh(execution)
        if why and weight >= before:
            raise Unusable(why)

    def cancel(self) -> None:
        """End it at once, wherever it stands. Raises NotNow when it has ended."""
        if self.status != "running":
            raise NotNow(f"Expected a running instance, but it is {self.status}.")
        self._execution.open_step(None, lenient=False)
        self._execution.cancel_all()

    def _begin(self, halt: Halt | None, *, lenient: bool) -> None:
        self._execution.open_step(halt, lenient)

    def _stuck(self, incident_id: str) -> list[Token]:
        """All tokens an incident stands for: those at its element that stopped for the same cause."""
        tokens = [one for one in self._execution.tasks.values() if "stuck" in one.internal_data]
        first = next((one for one in tokens if one.id == incident_id), None)
        if first is None:
            raise NotFound("Expected an open incident, found none with this id. It may have been settled.")
        cause = first.internal_data["stuck"]["cause"]
        return [one for one in tokens if one.element is first.element and one.internal_data["stuck"]["cause"] == cause]


def _hears(token: Token, message: str, key: str) -> bool:
    if ("stuck" in token.internal_data and token._state != STARTED) or not token.open:
        return False
    return bool(token.task_spec.hears_message(token, message, key))


def _names_of_message(token: Token, message: str, payload: Mapping[str, Any]) -> list[str]:
    """The facts that take what a message brings: one of its own name, or those of the item that it adds."""
    event, loop = token.element.event, token.element.loop
    own = (event.variable or event.reference) if event else None
    return [name for name in (message, own, loop.item if loop else None, *payload) if name]


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Plain JSON, and a copy: what the caller does with its own afterwards changes nothing here."""
    try:
        return {str(key): to_json(value) for key, value in facts.items()}
    except FeelError as error:
        raise Unusable(str(error)) from error
