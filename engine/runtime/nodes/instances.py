"""Multi-instance activities: one instance per item of a FEEL list or context, results in the order of the input."""

from typing import Any

from SpiffWorkflow.spiff.specs import defaults as library

from engine.errors import NotNow, Unusable
from engine.feel import compile_expression, shown
from engine.runtime import expression as feel
from engine.runtime import history
from engine.runtime.failure import Failure
from engine.runtime.limits import MAX_ITEMS
from engine.runtime.model import Element, Loop
from engine.runtime.nodes.base import Node
from engine.runtime.token import FUTURE, STARTED, Token


def name_of_one(element_id: str) -> str:
    """The node that one instance of a multi-instance activity stands at; the activity's own has the element's id."""
    return f"{element_id} [child]"


class _Instances(Node):
    """Its own token stays while the instances run below it. What an instance writes besides its output item is dropped.
    However it is left, by itself, by its condition, by a skip or by an event, the results are those of what is done.

    ``internal_data``: keys (of a context, else null), count, todo (items not begun), results (by index), ended.
    """

    shown = False
    many = True
    sequential = False

    def __init__(self, process_spec: Any, element: Element, child: Any) -> None:
        super().__init__(process_spec, element, task_spec=child.name)
        loop = element.loop
        assert loop is not None
        self.child = child
        self.loop: Loop = loop
        self.collection = feel.optional(loop.collection)
        self.cardinality = feel.optional(loop.cardinality)
        self.until = feel.optional(loop.condition)
        self.adds_on = element.properties.get("adds_on")
        self.correlation = compile_expression(element.properties.get("correlation") or "key")
        self.adds_key = compile_expression(element.properties.get("adds_key") or "key")

    def _update_hook(self, token: Token) -> bool:
        own = token.internal_data
        if token._state == FUTURE:
            keys, items = self._items(token)
            own.update(keys=keys, count=len(items), todo=items, results={}, ended=[])
            if self.adds_on:
                own["key"] = feel.key_text(feel.read_json(token, self.correlation))
            if not items:
                return self._gather(token)
            token._set_state(STARTED)
            self._begin_next(token)
            return False
        while own["ended"]:
            index, facts = own["ended"][0]
            if self.loop.output_item:
                own["results"][str(index)] = facts.get(self.loop.output_item)
            enough = self._enough(token, facts, len(own["ended"]))
            own["ended"] = own["ended"][1:]
            if enough:
                self._leave_others(token)
                return self._gather(token)
        if own["todo"] and self.sequential and not any(child.open for child in token.children):
            self._begin_next(token)
        return not any(child.open for child in token.children) and self._gather(token)

    def _items(self, token: Token) -> tuple[list[str] | None, list[Any]]:
        if self.cardinality is not None:
            count = feel.read_json(token, self.cardinality)
            if not isinstance(count, int) or isinstance(count, bool) or count < 0:
                raise Failure(f"Expected a number of instances, found {shown(count)}: {self.cardinality.text}.")
            self._limit(count)
            return None, list(range(1, count + 1))
        assert self.collection is not None
        found = feel.read_json(token, self.collection)
        if not isinstance(found, (list, dict)):
            raise Failure(f"Expected a list or a context to go through, found {shown(found)}: {self.collection.text}.")
        self._limit(len(found))
        return (list(found), list(found.values())) if isinstance(found, dict) else (None, found)

    def _limit(self, count: int) -> None:
        if count > MAX_ITEMS:
            raise Failure(f"Expected at most {MAX_ITEMS} instances of {self.element.label}, found {count}.")

    def _begin_next(self, token: Token) -> None:
        own = token.internal_data
        now = own["todo"][:1] if self.sequential else own["todo"]
        token.workflow.expect_room(len(now), self.element.label)
        first = own["count"] - len(own["todo"])
        own["todo"] = own["todo"][len(now) :]
        for index, item in enumerate(now, first):
            child = token.workflow.arrive(token, self.child, token)
            child.internal_data["index"] = index
            if self.loop.output_item in child.data:  # its own begins empty, whatever the fact of this name holds
                child.write(**{str(self.loop.output_item): None})
            if self.loop.item:
                child.write(**{self.loop.item: item})
                token.workflow.step.pass_on(self.collection.free_names if self.collection else (), [self.loop.item])

    def _enough(self, token: Token, facts: dict[str, Any], pending: int) -> bool:
        if self.until is None:
            return False
        active = sum(child.open for child in token.children)
        counts = {
            "numberOfInstances": token.internal_data["count"],
            "numberOfActiveInstances": active,
            "numberOfCompletedInstances": token.internal_data["count"]
            - active
            - len(token.internal_data["todo"])
            - (pending - 1),
        }
        if self.loop.output:
            counts[self.loop.output] = self._results(token)
        return feel.truth(token, self.until, f"the completion condition of {self.element.label}", **{**facts, **counts})

    def _results(self, token: Token) -> Any:
        own = token.internal_data
        ordered = sorted((int(index), value) for index, value in own["results"].items()) if own["results"] else []
        if own["keys"] is None:
            return [value for _, value in ordered]
        return {own["keys"][index]: value for index, value in ordered}

    def finished_inside(self, token: Token) -> dict[str, Any]:
        """The results of the instances that are done, as at the end. Nothing before it has begun."""
        own = token.internal_data
        if not self.loop.output or "results" not in own:
            return {}
        for index, facts in own["ended"]:
            own["results"][str(index)] = facts.get(self.loop.output_item)
        return {self.loop.output: self._results(token)}

    def _gather(self, token: Token) -> bool:
        if self.loop.output:
            token.write(**{self.loop.output: self._results(token)})
            token.workflow.step.pass_on([self.loop.output_item or ""], [self.loop.output])
        if not token.internal_data["count"]:
            token.workflow.passed(token, "completed")
        return True

    def inner_ended(self, scope: Token, token: Token) -> None:
        """An instance is done; the loop itself takes its result when it is its turn."""
        own = {
            key: value
            for key, value in token.data.items()
            if key == self.loop.output_item or scope.data.get(key) is not value
        }
        scope.internal_data["ended"] = [*scope.internal_data["ended"], [token.internal_data["index"], own]]
        scope.submission = token.submission  # no hops: how many there are is bounded by the collection
        scope.workflow.queue.append(scope)

    # --- one more item while it runs ---

    def hears_message(self, token: Token, name: str, key: str) -> bool:
        return bool(self.adds_on) and name == self.adds_on and token.internal_data.get("key") == key

    def take_message(self, token: Token, payload: dict[str, Any]) -> None:
        """The payload is one more item. For a context its key comes from ``adds_key``, or it is the one entry
        itself.
        """
        own, item = token.internal_data, payload
        self._limit(own["count"] + 1)
        if own["keys"] is not None:
            key = feel.read_json(token, self.adds_key, **{"key": None, **payload})
            if not isinstance(key, str):
                if len(payload) != 1:
                    raise Unusable(f"Expected a key for the new item of {self.element.label}; name it with ‘adds_key’.")
                key, item = next(iter(payload.items()))
            if self._runs(token, key):
                raise NotNow(f"{key} takes part in {self.element.label} already.")
            own["keys"] = [*own["keys"], key]
        own["count"] += 1
        own["todo"] = [*own["todo"], item]
        if not self.sequential:
            self._begin_next(token)

    def _runs(self, token: Token, key: str) -> bool:
        """Does an instance of this key wait or run? One that is over may come again; the later result stands."""
        own = token.internal_data
        begun = own["count"] - len(own["todo"])
        active = {child.internal_data.get("index") for child in token.children if child.open}
        return any(one == key and (place >= begun or place in active) for place, one in enumerate(own["keys"]))

    def _leave_others(self, token: Token) -> None:
        execution = token.workflow
        lost = {name for child in token.children for name in history.written_inside(execution, child)}
        execution.tell_lost(sorted(lost), f"{self.element.label} went on; what its unfinished items had written")
        for child in token.children:
            execution.withdraw(child)

    def skip(self, token: Token) -> None:
        """On with the results there are; instances that run are withdrawn."""
        self._leave_others(token)
        token.internal_data.setdefault("results", {})
        token.internal_data.setdefault("keys", None)
        token.internal_data.setdefault("count", 0)
        self._gather(token)
        token.complete()


class ParallelInstances(_Instances, library.ParallelMultiInstanceTask):  # type: ignore[misc]
    """All at once."""


class SequentialInstances(_Instances, library.SequentialMultiInstanceTask):  # type: ignore[misc]
    """One after the other."""

    sequential = True
