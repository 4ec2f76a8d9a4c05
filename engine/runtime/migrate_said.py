"""What the new version says about an open token where it says something else: who, where, until when, under which name.

All of it is asked before anything moves, so that a dry run tells what would be refused.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from engine.feel import FeelError
from engine.runtime import expression as feel
from engine.runtime.execution import Execution
from engine.runtime.failure import Failure
from engine.runtime.nodes.activities import ROUTING
from engine.runtime.token import READY, Token

_NOTHING: tuple[Any, ...] = (None, [])
LISTS = ("unit", "assignee")  # whose worklist a task is on


class Said:
    """``blocks``: what cannot be evaluated; ``notes``: what the task keeps or loses, sentences with labels."""

    def __init__(self, token: Token, node: Any, renamed: dict[str, Any]) -> None:
        """``node``: where the token goes; ``renamed``: its facts under names that are new."""
        self.token, self.node, self.renamed = token, node, renamed
        self.label = node.element.label
        self.blocks: list[str] = []
        self.notes: list[str] = []

    def all(self) -> dict[str, Any]:
        """What the token notes otherwise from now on, as in its ``internal_data``."""
        own, element = self.token.internal_data, self.node.element
        said: dict[str, Any] = {}
        if "open" in own and self.token._state == READY:
            said["open"] = self._routing(own["open"])
        timer = own.get("timer")
        if timer and timer["due"] and "step" not in timer and element.event and element.event.form == "timeCycle":
            self._timer(said, timer)
        if self.token.task_spec.many and element.properties.get("adds_on") and "key" not in own:
            told = self.node.correlation
            said["key"] = self._read(
                "correlation", lambda: feel.key_text(feel.read_json(self.token, told, **self.renamed))
            )
        return said

    def _routing(self, kept: dict[str, Any]) -> dict[str, Any]:
        """A task stays on its owners' lists: an expression that gives nothing here takes nothing away."""
        told, says, found = self.token.element.properties, self.node.element.properties, dict(kept)
        if told.get("role") != says.get("role"):
            self.notes.append(
                f"{self.label} is for the role ‘{says.get('role')}’ in the new version: its open tasks go from the "
                f"lists of ‘{told.get('role')}’ to theirs, whoever has claimed them."
            )
        for key in ROUTING:
            if told.get(key) == says.get(key):
                continue
            had = kept.get(key) not in _NOTHING
            if key not in self.node.routing:
                found.pop(key, None)
                if had:
                    self.notes.append(f"{self.label} has no ‘{key}’ in the new version: its open tasks lose theirs.")
                continue
            value = self._read(key, partial(self.node.ask, self.token, key, **self.renamed))
            if had and value in _NOTHING:
                self.notes.append(
                    f"‘{key}’ of {self.label} is null here in the new version ({says[key]}): the open task keeps what "
                    "it has."
                )
            else:
                if had and key in LISTS and value != kept[key]:
                    self.notes.append(f"‘{key}’ of {self.label} reads otherwise: its open tasks go to other lists.")
                found[key] = value
        return found

    def _timer(self, said: dict[str, Any], timer: dict[str, Any]) -> None:
        due = datetime.fromisoformat(timer["due"])
        cycle = self._read("timer", lambda: self.node.event_definition.go_on(self.token, due, **self.renamed))
        if cycle is not None:
            said["timer"] = {**timer, **cycle}

    def _read(self, what: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except (Failure, FeelError) as failure:
            self.blocks.append(
                f"Expected a value for ‘{what}’ of {self.label} in the new version, found none: {failure} Or let the "
                "case move on first."
            )
            return None


def renamed_inside(execution: Execution, many: Token, node: Any) -> dict[str, dict[str, Any]]:
    """Token → what it has under the new names of item and output item, for all inside a multi-instance activity.

    Both names stand in the facts then: what was written under the old one is read by nothing any more.
    """
    before, now = many.element.loop, node.element.loop
    if now is None:
        return {}  # it became something else: that blocks
    found: dict[str, dict[str, Any]] = {}
    for old, new in ((before.item, now.item), (before.output_item, now.output_item)):
        if not old or not new or old == new:
            continue
        for one in (inner for child in many.children for inner in execution.below(child)):
            written = old in one.data and (old == before.item or one.data[old] is not many.data.get(old))
            if written:
                found.setdefault(one.id, {})[new] = one.data[old]
    return found
