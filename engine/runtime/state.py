"""The state of an instance as one compact blob: tokens refer to specs by name, and hold only what differs from above.

Specs never are in it; they come from the bundle. It loads on any definition that still has the names.
"""

from typing import Any

import orjson

from engine.errors import Unusable
from engine.runtime.execution import Execution
from engine.runtime.limits import MAX_STATE
from engine.runtime.token import Token

STATE_FORMAT = 1
ENGINE_VERSION = "spiffworkflow-3.2.0/suqiu-1"


def dump(execution: Execution) -> bytes:
    """The blob. Raises Unusable when it would be larger than an instance may be."""
    position: dict[str, int] = {}
    names: dict[str, int] = {}
    rows: list[list[Any]] = []
    for token in _parents_first(execution):
        parent = execution.tasks.get(token._parent or "")
        name = names.setdefault(token.task_spec.name, len(names))
        base = parent.data if parent is not None else {}
        row: list[Any] = [token.id, position[parent.id] if parent is not None else -1, name, token._state]
        row += [token.internal_data or 0, *_difference(base, token.data)]
        while not row[-1]:
            row.pop()
        position[token.id] = len(rows)
        rows.append(row)
    state = {
        "format": STATE_FORMAT,
        "process": execution.definition.process_id,
        "key": execution.key,
        "status": execution.status,
        "ended_at": execution.ended_at,
        "names": list(names),
        "tokens": rows,
    }
    try:
        blob = orjson.dumps(state)
    except TypeError as error:  # nested too deep, or a whole number beyond 64 bits
        raise Unusable(f"Expected facts that can be stored, found some that cannot: {error}.") from error
    if len(blob) > MAX_STATE:
        raise Unusable(
            f"Expected a state of at most {MAX_STATE} bytes, found {len(blob)}. Keep large facts in casework."
        )
    return blob


def load(blob: bytes, definition: Any, surroundings: Any) -> Execution:
    """An execution as it was. Raises Unusable for a blob of another format, or one that doesn't fit the definition."""
    try:
        state = orjson.loads(blob)
        found = state.get("format")
    except (orjson.JSONDecodeError, AttributeError):
        raise Unusable("Expected the state of an instance, found something that is no JSON object.") from None
    if found != STATE_FORMAT:
        raise Unusable(
            f"Expected a state of format {STATE_FORMAT}, found {found!r}. Migrate it with the release that wrote it."
        )
    try:
        return _rebuild(state, definition, surroundings)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise Unusable(f"Expected the whole state of an instance, found a damaged one: {error!r}.") from error


def _rebuild(state: dict[str, Any], definition: Any, surroundings: Any) -> Execution:
    execution = Execution(definition, state["key"], surroundings)
    execution.status, execution.ended_at = state["status"], state["ended_at"]
    execution.completed = execution.status != "running"
    nodes = _nodes(state["names"], definition)
    built: list[Token] = []
    for row in state["tokens"]:
        padded: list[Any] = row + _REST[len(row) :]
        token_id, above, name, token_state, internal, changed, gone = padded
        parent = built[above] if above >= 0 else None
        token = Token(execution, nodes[name], parent, token_state, token_id)
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


_REST: list[Any] = ["", -1, 0, 0, 0, 0, 0]


def _nodes(names: list[str], definition: Any) -> list[Any]:
    missing = [name for name in names if name not in definition.nodes]
    if missing:
        raise Unusable(
            f"Expected a state of {definition.process_id} as it is in this version, but its tokens stand at "
            f"{', '.join(missing)}, which it has not. Migrate the instance with a mapping."
        )
    return [definition.nodes[name] for name in names]


def _parents_first(execution: Execution) -> list[Token]:
    """In the order the tokens came to be, except that a parent is never after its child."""
    seen: set[str] = set()
    ordered: list[Token] = []
    for token in execution.tasks.values():
        line = []
        step: Token | None = token
        while step is not None and step.id not in seen:
            line.append(step)
            seen.add(step.id)
            step = execution.tasks.get(step._parent or "")
        ordered += reversed(line)
    return ordered


def _difference(base: dict[str, Any], data: dict[str, Any]) -> tuple[dict[str, Any] | int, list[str] | int]:
    if base is data:
        return 0, 0
    changed = {key: value for key, value in data.items() if key not in base or base[key] is not value}
    gone = [key for key in base if key not in data]
    return changed or 0, gone or 0
