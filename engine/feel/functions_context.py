"""Context functions (DMN 1.5 §10.3.4.10)."""

from typing import TYPE_CHECKING, Any

from engine.feel.functions import builtin

if TYPE_CHECKING:
    from engine.feel.scope import Scope


@builtin("get value", "m: context, key: string")
def get_value(m: dict[str, Any], key: str) -> Any:
    return m.get(key)


@builtin("get value", "context: context, keys: list")
def get_value_of_path(context: dict[str, Any], keys: list[Any]) -> Any:
    """Null when a key is no text, or the path runs through something that is no context."""
    if not all(isinstance(key, str) for key in keys):
        return None
    value: Any = context
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


@builtin("get entries", "m: context")
def get_entries(m: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in m.items()]


@builtin("context", "entries: list")
def context(entries: list[Any]) -> dict[str, Any] | None:
    """Null when an entry is no context of a text ``key`` and a ``value``, or a key comes twice."""
    made: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            return None
        if entry["key"] in made:
            return None
        made[entry["key"]] = entry["value"]
    return made


@builtin("context put", "context: context, key: string, value: any~")
def context_put(given: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    return {**given, key: value}


@builtin("context put", "context: context, keys: list, value: any~")
def context_put_deep(given: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any] | None:
    """Null when a key is no text, there is none, or the path runs through something that is no context."""
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    parents = [given]
    for key in keys[:-1]:
        inner = parents[-1].get(key)
        if not isinstance(inner, dict):
            return None
        parents.append(inner)
    for parent, key in zip(reversed(parents), reversed(keys), strict=True):
        value = {**parent, key: value}
    result: dict[str, Any] = value
    return result


@builtin("context merge", "contexts: list", scope=True)
def context_merge(scope: "Scope", contexts: list[Any]) -> dict[str, Any] | None:
    merged: dict[str, Any] = {}
    for one in contexts:
        if not isinstance(one, dict):
            return None
        scope.root.budget.spend(1 + len(one) // 32)
        merged.update(one)
    return merged
