"""An instance goes on in another version of its process: judged first, then carried over token by token.

Tokens keep their ids, so tasks stay in their owners' worklists; timers keep their due times, subscriptions their keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import NotNow, Unusable
from engine.feel import FeelError
from engine.runtime import expression as feel
from engine.runtime import packing, state
from engine.runtime.definition import Definition
from engine.runtime.execution import Execution
from engine.runtime.failure import Failure, Halt
from engine.runtime.instance import Instance
from engine.runtime.migrate_match import Match
from engine.runtime.migrate_verdict import SAFE, Placement, Verdict, judge
from engine.runtime.token import FUTURE, READY, WAITING, Token


def verdict(blob: bytes, old: Definition, new: Definition, mapping: Mapping[str, str] | None = None) -> Verdict:
    """Whether an instance with this state can go on in the new version.

    Args:
        blob: its state, as dumped on ``old``.
        mapping: {old id: new id} of elements and flows whose id changed.

    Raises:
        Unusable: the state is no state of ``old``.
    """
    return judge(state.load(blob, old, None), Match(old, new, mapping))


@dataclass(frozen=True)
class Migrated:
    """``blob``: the state on the new version, as long as nothing new is awaited; ``wake`` sees to that in a step."""

    blob: bytes
    verdict: Verdict

    def wake(self, instance: Instance, halt: Halt | None) -> None:
        """Begin to wait for what the new version adds beside open elements, ask again what it words otherwise, and let
        joins go on that are complete now. ``instance``: restored from ``blob`` on the new version.

        Raises:
            Unusable: a property of an open task cannot be evaluated.
            StepFailed: see Instance.
        """
        execution = instance._execution
        execution.open_step(halt, lenient=False)
        _wake(execution, self.verdict.placement)
        execution.settle()


def migrate(blob: bytes, old: Definition, new: Definition, mapping: Mapping[str, str] | None = None) -> Migrated:
    """Carry a state over to the new version.

    Raises:
        NotNow: the verdict is not ``safe``; the sentence gives its reasons.
        Unusable: the state is no state of ``old``.
    """
    execution = state.load(blob, old, None)
    found = judge(execution, Match(old, new, mapping))
    if found.kind != SAFE:
        raise NotNow(" ".join(found.reasons))
    for token_id in found.placement.dropped:
        execution.withdraw(execution.tasks[token_id])
    for token in execution.tasks.values():
        _stand(token, new, found.placement)
    execution.definition = new
    return Migrated(packing.dump(execution), found)


def _stand(token: Token, new: Definition, placement: Placement) -> None:
    token.task_spec = new.nodes[placement.nodes[token.id]]
    own: dict[str, Any] = dict(token.internal_data)
    if token.id in placement.ways:
        way = placement.ways[token.id]
        if way is None:
            del own["via"]
        else:
            own["via"] = way
    if "timer" in own and token.open:
        deadline = token.element.properties.get("deadline")
        kept = {name: value for name, value in own["timer"].items() if name != "deadline"}
        own["timer"] = kept | ({"deadline": deadline} if deadline else {})
    if token.task_spec.many and token.open and not token.element.properties.get("adds_on"):
        own.pop("key", None)
    token.internal_data = own


def _wake(execution: Execution, placement: Placement) -> None:
    tasks = execution.tasks
    for token_id, keys in placement.asked.items():
        _ask_again(tasks[token_id], keys)
    for token_id in placement.listening:
        spec = tasks[token_id].task_spec
        tasks[token_id].internal_data["key"] = feel.key_text(_asked(tasks[token_id], spec.correlation, "correlation"))
    for host, names in placement.guards.items():
        for name in names:
            _wait_beside(execution, tasks[host], name)
    for race, ways in placement.rivals.items():
        for way in ways:
            _wait_behind(execution, race, way)
    for token in list(tasks.values()):
        own = token.internal_data
        joining = "joining" in own and token._state == WAITING and "stuck" not in own
        if joining and not token.task_spec.decides_at_rest:
            own.pop("joining")
            token._set_state(FUTURE)  # it arrives once more, in its turn: the join may have fewer flows now
            execution.queue.append(token)


def _ask_again(token: Token, keys: list[str]) -> None:
    """What the new version says about who, where and until when, where it says something else."""
    if not keys or token._state != READY:
        return
    fresh = {key: _asked(token, token.task_spec.routing[key], key) for key in keys if key in token.task_spec.routing}
    kept = {key: value for key, value in token.internal_data["open"].items() if key not in keys}
    token.internal_data["open"] = {**kept, **fresh}


def _asked(token: Token, expression: Any, key: str) -> Any:
    try:
        if key == "due":
            value = feel.read(token, expression)
            return None if value is None else feel.moment(token, value, expression.text).isoformat()
        value = feel.read_json(token, expression)
    except (Failure, FeelError) as failure:
        raise Unusable(f"Expected a value for ‘{key}’ of {token.element.label}, found none: {failure}") from failure
    if key == "not_by":
        return [] if value is None else value if isinstance(value, list) else [value]
    return value


def _wait_beside(execution: Execution, host: Token, name: str) -> None:
    guard = Token(execution, execution.definition.nodes[name], host.parent)
    guard.data = host.parent.data
    guard.internal_data["host"] = host.id
    execution.queue.append(guard)


def _wait_behind(execution: Execution, race: str, way: str) -> None:
    rival = next(one for one in execution.tasks.values() if one.internal_data.get("race") == race)
    flow = execution.definition.flows[way]
    token = Token(execution, execution.definition.nodes[flow.target], rival.parent)
    token.data = rival.data
    token.internal_data.update(race=race, via=way)
    execution.queue.append(token)
