"""The state of an instance as one compact blob: tokens refer to specs by name, and hold only what differs from above.

Specs never are in it; they come from the bundle.
"""

from math import inf
from typing import Any

import orjson

from engine.errors import Unusable
from engine.runtime.limits import MAX_STATE
from engine.runtime.token import Token

STATE_FORMAT = 1
MEGABYTE = 1024 * 1024


def dump(execution: Any) -> bytes:
    """The blob, however large. Raises Unusable when a fact cannot be stored."""
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
        return orjson.dumps(state)
    except TypeError as error:  # nested too deep, or a whole number beyond 64 bits
        raise Unusable(f"Expected facts that can be stored, found some that cannot: {error}.") from error


def weigh(execution: Any) -> tuple[float, str]:
    """Bytes of the state, infinite when a fact cannot be stored; and why it is too much, nothing when it is not."""
    try:
        size = len(dump(execution))
    except Unusable as error:
        return inf, str(error)
    return size, too_large(size) if size > MAX_STATE else ""


def too_large(size: int) -> str:
    """The sentence about a state of so many bytes."""
    return (
        f"Expected a state of at most {MAX_STATE // MEGABYTE} MB, found nearly {-(-size // MEGABYTE)} MB. "
        "Keep large facts in casework, or correct them to smaller ones and retry."
    )


def _parents_first(execution: Any) -> list[Token]:
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
