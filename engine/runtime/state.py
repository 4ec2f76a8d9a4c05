"""A stored state as a running instance again, on any definition that still has the names of its elements."""

from collections.abc import Collection
from typing import Any, get_args

import orjson

from engine.errors import Unusable
from engine.runtime.execution import Execution
from engine.runtime.outcome import Status
from engine.runtime.packing import STATE_FORMAT
from engine.runtime.token import CANCELLED, COMPLETED, FUTURE, READY, STARTED, WAITING, Token

ENGINE_VERSION = "spiffworkflow-3.2.0/suqiu-1"


def load(blob: bytes, definition: Any, surroundings: Any) -> Execution:
    """An execution as it was. Raises Unusable for a blob of another format, or one that doesn't fit the definition."""
    try:
        state = orjson.loads(blob)
        found = state.get("format")
    except (orjson.JSONDecodeError, AttributeError):
        raise Unusable("Expected the state of an instance, found something that is no JSON object.") from None
    if type(found) is not int or found != STATE_FORMAT:
        raise Unusable(
            f"Expected a state of format {STATE_FORMAT}, found {found}. Migrate it with the release that wrote it."
        )
    try:
        return _rebuild(state, definition, surroundings)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise Unusable(f"Expected the whole state of an instance, found a damaged one: {error!r}.") from error


def _rebuild(state: dict[str, Any], definition: Any, surroundings: Any) -> Execution:
    execution = Execution(definition, state["key"], surroundings)
    execution.status, execution.ended_at = _one_of(get_args(Status), state["status"]), state["ended_at"]
    execution.completed = execution.status != "running"
    nodes = _nodes(state["names"], definition)
    built: list[Token] = []
    for row in state["tokens"]:
        padded: list[Any] = row + _REST[len(row) :]
        token_id, above, name, token_state, internal, changed, gone = padded
        parent = built[above] if above >= 0 else None
        token = Token(execution, nodes[name], parent, _one_of(_STATES, token_state), token_id)
        token.internal_data = internal or {}
        data = parent.data if parent is not None else {}
        if changed or gone:
            data = {**data, **(changed or {})}
            for key in gone or ():
                data.pop(key, None)
        token.data = data
        built.append(token)
    execution.task_tree = built[0]
    return execution


def _one_of(known: Collection[Any], found: Any) -> Any:
    if found not in known:
        raise ValueError(found)
    return found


_STATES = (FUTURE, WAITING, READY, STARTED, COMPLETED, CANCELLED)
_REST: list[Any] = ["", -1, 0, 0, 0, 0, 0]


def _nodes(names: list[str], definition: Any) -> list[Any]:
    missing = [name for name in names if name not in definition.nodes]
    if missing:
        raise Unusable(
            f"Expected a state of {definition.process_id} as it is in this version, but its tokens stand at "
            f"{', '.join(missing)}, which it has not. Migrate the instance with a mapping."
        )
    return [definition.nodes[name] for name in names]
