"""One running instance inside: its tokens, and the loop that moves them until every one rests.

A ``BpmnWorkflow`` of SpiffWorkflow whose task tree holds only tokens that are there, plus the places where they forked.
The library's own loop walks the tree at each step and predicts ahead; this one has a queue.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from engine.errors import Refusal
from engine.feel import Budget, FeelError, Stint, Surround
from engine.runtime import history, merge, packing
from engine.runtime.environment import GUARD
from engine.runtime.failure import Failure, Halt, StepFailed, sentence
from engine.runtime.limits import PATH_TASKS, STEP_INSTANCES, STEP_REPLAYS, STEP_SECONDS, STEP_TASKS
from engine.runtime.outcome import Passed, Status, Thrown
from engine.runtime.token import CANCELLED, FUTURE, READY, STARTED, WAITING, Token


class Step:
    """What one act of a person, a message or the clock does, until everything rests again."""

    def __init__(self, halt: Halt | None, lenient: bool) -> None:
        self.halt = halt or Halt()
        self.causes = self.halt.causes()  # what is still ahead of them
        self.lenient = lenient  # a refusal of an operation goes back to the person who acts
        self.tried: dict[str, int] = {}
        self.count = 0
        self.begun = 0  # instances of multi-instance activities
        self.weight: float = 0  # bytes of the state, in a step that weighs it
        self.is_settled = False
        self.performed = 0  # operations: what fails after one in the same turn must be rolled back
        self.stint = self.halt.stint or Stint(STEP_SECONDS)
        self.passed: list[Passed] = []
        self.flows: list[str] = []
        self.typed: set[str] = set()  # the facts that hold what whoever acts gave in this act
        self.given: set[str] = set()  # and those that an operation made of them
        self.thrown: list[Thrown] = []
        self.clashes: list[str] = []

    def says(self, names: Iterable[str]) -> None:
        """Whoever acts gave these facts."""
        self.typed.update(names)
        self.given |= self.typed

    def pass_on(self, read: Iterable[str], written: Iterable[str], *, as_typed: bool = True) -> None:
        """What is made of facts that somebody gave is given, too; ``as_typed``: by the same person, word for word."""
        names = {name.partition(".")[0] for name in read}
        if as_typed and names & self.typed:
            self.typed.update(written)
        if names & self.given:
            self.given.update(written)

    @property
    def gives_up(self) -> bool:
        """So many operations failed that those after the last are not tried: each would replay the whole step."""
        return len(self.halt.at) >= STEP_REPLAYS and not self.causes


class Execution(BpmnWorkflow):  # type: ignore[misc]
    """``tasks`` maps token ids to tokens in the order they came to be; the root stands for the whole instance."""

    def __init__(self, definition: Any, key: str, surroundings: Any) -> None:
        super().__init__(definition.spec, definition.specs, script_engine=GUARD, deserializing=True)
        self.definition = definition
        self.key = key
        self.surroundings = surroundings
        self.tasks: dict[str, Token]
        self.queue: deque[Token] = deque()
        self.made = 0  # tokens
        self.status: Status = "running"
        self.ended_at: str | None = None
        self.step = Step(None, False)
        self._surround: Surround | None = None

    @property
    def root(self) -> Token:
        root: Token = self.task_tree
        return root

    def surround(self) -> Surround:
        """What surrounds FEEL in this step: its time is read once, its budget is shared by all expressions."""
        if self._surround is None:
            self._surround = Surround(
                now=self.surroundings.now(),
                zone=self.surroundings.zone,
                functions=self.surroundings.functions,
                budget=Budget(seconds=STEP_SECONDS, stint=self.step.stint),
            )
        return self._surround

    def perform(self, name: str, arguments: dict[str, Any]) -> Any:
        """Call an operation. Raises what it raises, and Failure when the step gives up."""
        if self.step.gives_up:
            raise Failure(
                f"Not tried: {STEP_REPLAYS} operations failed before it in the same step, so the others wait. "
                "Retry it when they work again."
            )
        self.step.performed += 1
        return self.surroundings.perform(name, arguments)

    # --- the loop ---

    def open_step(self, halt: Halt | None, lenient: bool) -> None:
        """A new step: nothing of the last one is seen any more, its submission least of all."""
        self.step = Step(halt, lenient)
        self._surround = None
        for token in self.tasks.values():
            token.submission, token.hops = None, 0

    def settle(self) -> None:
        """Run until every token rests. Raises StepFailed, and the refusal of an operation to the person who acts."""
        self.step.is_settled = True
        if self.step.halt.weighs:
            self._weigh()
        while True:
            while self.queue:
                token = self.queue.popleft()
                if token.task_spec.calls_out and any(not one.task_spec.calls_out for one in self.queue):
                    self.queue.append(token)
                elif token.open and token.id in self.tasks and "stuck" not in token.internal_data:
                    self._act(token)
            if self.status != "running" or not self._late_joins():
                break
        if self.status == "running":
            self._look_for_dead_ends()
        history.cut(self)

    def _act(self, token: Token) -> None:
        step, element = self.step, token.element.id
        nth = step.tried[element] = step.tried.get(element, 0) + 1
        cause = step.causes.pop((element, nth), None)
        if cause is not None:
            self.hold_up(token, cause)
        acted = cause is None and self._try(token, nth)
        if step.halt.weighs and not step.stint.is_over:  # weighing a large state at each of many elements takes long
            before = step.weight
            why = self._weigh()
            if acted and why and step.weight > before:
                raise StepFailed(why, step.halt.and_at(element, nth, why, step.stint))

    def _try(self, token: Token, nth: int) -> bool:
        """False when it failed and is held up."""
        step = self.step
        before, performed = (token._state, token.data, dict(token.internal_data)), step.performed
        try:
            self._count(token)
            token.task_spec.act(token)
            return True
        except Exception as error:
            if step.lenient and isinstance(error, Refusal) and not isinstance(error, FeelError):
                at = token.element
                error.place = (at.id, at.name, at.name_en)
                raise
            wrote_nothing = isinstance(error, (Failure, FeelError)) and step.performed == performed
            if not wrote_nothing and not step.gives_up:
                cause = sentence(error)
                raise StepFailed(cause, step.halt.and_at(token.element.id, nth, cause, step.stint)) from error
            token._state, token.data, token.internal_data = before
            self.hold_up(token, sentence(error))
            if self._surround is not None:  # the others can do nothing for what this one used up, but for the time
                budget = Budget(seconds=STEP_SECONDS, stint=step.stint)
                self._surround = replace(self._surround, budget=budget)
            return False

    def _weigh(self) -> str:
        """How much the state weighs now, as if everything rested, and why that is too much; nothing when it is not."""
        history.cut(self)
        self.step.weight, why = packing.weigh(self)
        return why

    def _count(self, token: Token) -> None:
        if self.step.halt.weighs and self.step.gives_up and token._state != STARTED:
            raise Failure(
                f"Not tried: {STEP_REPLAYS} elements before it in the same step failed or made the state too large. "
                "Correct large facts to smaller ones and retry."
            )
        self.step.count += 1
        if token._state == FUTURE:  # it came here: that a container hears of each of its items makes no path longer
            token.hops += 1
        if token.hops > PATH_TASKS:
            raise Failure(
                f"Expected a rest within {PATH_TASKS} steps on one path, found none: a loop, or a line as long. "
                "Let it wait in between."
            )
        if self.step.count > STEP_TASKS:
            raise Failure(f"Expected at most {STEP_TASKS} elements in one step. Does a loop fork again and again?")
        if self.step.stint.is_over:
            raise Failure(
                f"The step takes longer than {STEP_SECONDS:g} s. Make its expressions or collections smaller."
            )

    def expect_room(self, instances: int, label: str) -> None:
        """Raises Failure, before any of them is made, when so many more instances are too many for one step."""
        if self.step.begun + instances > STEP_INSTANCES:
            raise Failure(
                f"Expected at most {STEP_INSTANCES} instances begun in one step, found more at {label}: "
                "multi-instance activities stand inside each other. Let one of them be sequential, or smaller."
            )
        self.step.begun += instances

    # --- tokens come and go ---

    def arrive(self, parent: Token, spec: Any, source: Token, flow: str | None = None) -> Token:
        """A token comes to an element, and with it the events attached there start to wait.

        It takes its facts from ``source``, mostly the same as ``parent``.
        """
        token = Token(self, spec, parent)
        token.data, token.submission, token.hops = source.data, source.submission, source.hops
        for boundary in spec.boundaries:
            guard = Token(self, boundary, parent)
            guard.data, guard.hops = parent.data, source.hops
            guard.internal_data["host"] = token.id
            self.queue.append(guard)
        if flow is not None:
            if len(spec.incoming) > 1:
                token.internal_data["via"] = flow  # a join asks by which way a token came
            self.step.flows.append(flow)
        self.queue.append(token)
        return token

    def guards(self, host: Token) -> list[Token]:
        """The boundary events that wait on a token."""
        parent = host.parent
        return [one for one in parent.children if one.internal_data.get("host") == host.id] if parent else []

    def release(self, host: Token) -> None:
        """The host is done: nothing attached to it waits any longer."""
        for guard in self.guards(host):
            self.remove(guard)

    def withdraw(self, token: Token) -> None:
        """Take away a token with everything inside it, its boundary events included."""
        self.release(token)
        for one in sorted(self.below(token), key=lambda one: one.nth):
            if one.open and one.task_spec.shown and one.state in (READY, STARTED):
                self.passed(one, "cancelled")
            one._set_state(CANCELLED)
            self.tasks.pop(one.id, None)
        self._forget(token)

    def tell_lost(self, names: list[str], what: str) -> None:
        """``what`` was not finished when others went on: the journal names the facts it had written."""
        if names:
            self.step.clashes.append(f"{what} is gone: {', '.join(names)}.")

    def remove(self, token: Token) -> None:
        """Take one token without children out of the tree."""
        token._set_state(CANCELLED)
        self.tasks.pop(token.id, None)
        self._forget(token)

    def _forget(self, token: Token) -> None:
        parent = self.tasks.get(token._parent or "")
        if parent is not None and token.id in parent._children:
            parent._children.remove(token.id)

    def below(self, token: Token) -> Iterator[Token]:
        """The token and all its descendants."""
        stack = [token]
        while stack:
            one = stack.pop()
            yield one
            stack.extend(self.tasks[key] for key in one._children)

    def scope_of(self, token: Token) -> Token:
        """The subprocess, call or multi-instance activity a token is in; the root when in none."""
        found = self.tasks[token._parent or ""]
        while found._state != STARTED and found._parent is not None:
            found = self.tasks[found._parent]
        return found

    def others_open(self, scope: Token, token: Token) -> bool:
        """Is anything else going on in a scope?"""
        return any(one.open and one is not token and one is not scope for one in self.below(scope))

    # --- endings ---

    def ended(self, token: Token) -> None:
        """A token has nowhere to go on to."""
        scope = self.scope_of(token)
        scope.task_spec.inner_ended(scope, token)

    def close_path(self, scope: Token, token: Token) -> bool:
        """Park what an ended path changed; when it was the last of its scope, give the scope its facts. True
        when so.
        """
        if self.others_open(scope, token):
            base = history.fork_of(self, token)
            rows = merge.changes(base.data, token.data)
            if rows:
                parked, clashes = merge.park(scope.internal_data.get("parked", []), rows)
                scope.internal_data["parked"] = parked
                if base.element.kind in ("parallelGateway", "inclusiveGateway"):
                    self.step.clashes += clashes  # an event that comes again only says anew what it said before
            return False
        facts, clashes = merge.settle(token.data, scope.internal_data.pop("parked", []))
        self.step.clashes += clashes
        scope.data, scope.submission, scope.hops = facts, token.submission, token.hops
        return True

    def finish(self, facts: dict[str, Any], element: str | None) -> None:
        """The whole instance is over."""
        self.status, self.ended_at, self.completed = "completed", element, True
        self.root.data = facts
        self.data.update(facts)

    def cancel_all(self) -> None:
        for key in list(self.root._children):
            self.withdraw(self.tasks[key])
        self.queue.clear()
        self.status, self.completed = "cancelled", True

    # --- things happen to waiting tokens ---

    def occur(self, token: Token, **facts: Any) -> None:
        """What a token waits for has come. A boundary event that doesn't interrupt stays and sends a twin on
        its way.
        """
        spec = token.task_spec
        if spec.stays(token):
            twin = Token(self, spec, token.parent)
            twin.data = token.data
            token = twin
        if facts:
            token.write(**facts)
        token.internal_data["occurred"] = True
        token._set_state(READY)
        self.queue.appendleft(token)

    def waiting(self) -> Iterator[Token]:
        """Tokens that wait for an event, stuck ones left out."""
        for token in self.tasks.values():
            if token._state == WAITING and "stuck" not in token.internal_data:
                yield token

    # --- records ---

    def passed(self, token: Token, state: str) -> None:
        element = token.element
        self.step.passed.append(Passed(element.id, element.kind, element.name, state))

    # --- incidents ---

    def hold_up(self, token: Token, cause: str) -> None:
        """The token stays where it is, as an incident; what the person submitted is kept for the retry."""
        own = token.internal_data
        attempts = own.pop("attempts", 0) + 1
        own["stuck"] = {"cause": cause, "attempts": attempts, "state": token._state, "submission": token.submission}
        if token._state != STARTED:  # a container stays one for what runs inside it
            token._set_state(WAITING)

    def let_go(self, token: Token) -> dict[str, Any]:
        """Back into the state before the incident; returns what was noted about it."""
        noted: dict[str, Any] = token.internal_data.pop("stuck")
        token._set_state(noted["state"])
        token.internal_data["attempts"] = noted["attempts"]
        if noted["submission"] is not None:
            token.submission = (noted["submission"][0], noted["submission"][1])
        return noted

    def _look_for_dead_ends(self) -> None:
        """An instance at rest with nobody to wait for would never move again: that is an incident, not silence."""
        tokens = [token for token in self.tasks.values() if token.open and token is not self.root]
        if any(
            "stuck" in t.internal_data or t._state == READY or t.task_spec.reachable_from_outside(t) for t in tokens
        ):
            return
        waiting = [token for token in tokens if token._state == WAITING] or tokens
        if waiting:
            names = ", ".join(dict.fromkeys(token.element.label for token in waiting))
            self.hold_up(
                waiting[0],
                f"Nothing is left that could move this on: {names} wait for something that cannot come any more. "
                "Skip this element, or correct the facts and retry.",
            )
        else:
            self.finish(self.root.data, None)

    def _late_joins(self) -> bool:
        """Inclusive joins fire when nothing that still moves can reach them: known only when all else rests."""
        specs = dict.fromkeys(
            (token.task_spec, self.scope_of(token))
            for token in self.waiting()
            if token.task_spec.decides_at_rest and token.internal_data.get("joining")
        )
        fired = [spec.fire_at_rest(self, scope) for spec, scope in specs]  # each, not only the first
        return any(fired)
