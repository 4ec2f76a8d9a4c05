"""An instance goes on in another version of its process: judged first, then carried over token by token.

Tokens keep their ids, so tasks stay in their owners' worklists; timers keep their due times, subscriptions their keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import NotNow
from engine.runtime import packing, state
from engine.runtime.definition import Definition
from engine.runtime.execution import Execution
from engine.runtime.failure import Halt
from engine.runtime.instance import Instance
from engine.runtime.migrate_match import Match
from engine.runtime.migrate_verdict import SAFE, Placement, Verdict, judge
from engine.runtime.surroundings import Surroundings
from engine.runtime.token import COMPLETED, FUTURE, WAITING, Token


def verdict(
    blob: bytes, old: Definition, new: Definition, around: Surroundings, mapping: Mapping[str, str] | None = None
) -> Verdict:
    """Whether an instance with this state can go on in the new version.

    Args:
        blob: its state, as dumped on ``old``.
        around: the time and zone by which what the new version says of open tasks is asked.
        mapping: {old id: new id} of elements and flows whose id changed.

    Raises:
        Unusable: the state is no state of ``old``.
    """
    return judge(state.load(blob, old, around), Match(old, new, mapping))


@dataclass(frozen=True)
class Migrated:
    """``blob``: the state on the new version, as long as nothing new is awaited; ``wake`` sees to that in a step."""

    blob: bytes
    verdict: Verdict

    def wake(self, instance: Instance, halt: Halt | None) -> None:
        """Begin to wait for what the new version adds beside open elements, and let joins go on that are complete now.
        ``instance``: restored from ``blob`` on the new version.

        Raises:
            StepFailed: see Instance.
        """
        execution = instance._execution
        execution.open_step(halt, lenient=False)
        _wake(execution, self.verdict.placement)
        execution.settle()


def migrate(
    blob: bytes, old: Definition, new: Definition, around: Surroundings, mapping: Mapping[str, str] | None = None
) -> Migrated:
    """Carry a state over to the new version.

    Raises:
        NotNow: the verdict is not ``safe``; the sentence gives its reasons.
        Unusable: the state is no state of ``old``.
    """
    execution = state.load(blob, old, around)
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
    token.write(**placement.renamed.get(token.id, {}))
    own: dict[str, Any] = dict(token.internal_data) | placement.said.get(token.id, {})
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


def _wait_beside(execution: Execution, host: Token, name: str) -> None:
    """A boundary event that is new begins as those do that came with the host: with what the host came with."""
    if not execution.guards(host):
        _fork_above(execution, host)
    guard = Token(execution, execution.definition.nodes[name], host.parent)
    guard.data = host.data
    guard.internal_data["host"] = host.id
    execution.queue.append(guard)


def _fork_above(execution: Execution, host: Token) -> None:
    """A place where host and guards part, as there is when they come together: the history before it was cut."""
    above = execution.tasks[host._parent or ""]
    fork = Token(execution, execution.definition.nodes["Start"], above, COMPLETED)
    fork.data, fork._children = host.data, [host.id]
    above._children.remove(fork.id)
    above._children[above._children.index(host.id)] = fork.id
    host._parent = fork.id


def _wait_behind(execution: Execution, race: str, way: str) -> None:
    rival = next(one for one in execution.tasks.values() if one.internal_data.get("race") == race)
    flow = execution.definition.flows[way]
    token = Token(execution, execution.definition.nodes[flow.target], rival.parent)
    token.data = rival.data
    token.internal_data.update(race=race, via=way)
    execution.queue.append(token)
