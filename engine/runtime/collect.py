"""Reads the tokens: what waits for whom, as plain rows."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.runtime.execution import Execution
from engine.runtime.history import merged
from engine.runtime.outcome import DueTimer, OpenTask, Outcome, Stuck, Subscription
from engine.runtime.token import READY, STARTED, WAITING, Token


def outcome(execution: Execution) -> Outcome:
    """Where the instance stands now, and what the last step did."""
    tasks: list[OpenTask] = []
    timers: list[DueTimer] = []
    subscriptions: list[Subscription] = []
    incidents: dict[tuple[str, str], Stuck] = {}
    for token in execution.tasks.values():
        own = token.internal_data
        if not token.open:
            continue
        if "stuck" in own:
            stuck = own["stuck"]
            given = {} if stuck["submission"] is None else {"submission": stuck["submission"][0]}
            same = token.element.id, stuck["cause"]
            if same in incidents:
                incidents[same] = replace(incidents[same], attempts=incidents[same].attempts + stuck["attempts"])
            else:
                incidents[same] = Stuck(token.id, *same, stuck["attempts"], token.data | given)
        elif "open" in own and token._state == READY:
            tasks.append(_task(token))
        elif "timer" in own and token._state == WAITING:
            timer = own["timer"]
            timers.append(DueTimer(token.id, token.element.id, _moment(timer["due"]), timer.get("deadline")))
        elif "key" in own and token._state in (WAITING, STARTED):
            message = token.task_spec.adds_on if token._state == STARTED else token.element.event.reference
            subscriptions.append(Subscription(token.id, message, own["key"], token.element.id))
    step = execution.step
    return Outcome(
        execution.status, tasks, timers, subscriptions, list(incidents.values()),
        list(step.thrown), list(step.passed), list(step.flows), list(step.clashes), execution.ended_at,
    )  # fmt: skip


def facts(execution: Execution) -> dict[str, Any]:
    """The facts as one context: the root's, with what each open path changed since it forked."""
    leaves = [one for one in execution.tasks.values() if _is_leaf(execution, one)]
    if not leaves:
        return execution.root.data
    if len(leaves) == 1:
        return leaves[0].data
    return merged(execution, leaves)[1]


def _is_leaf(execution: Execution, token: Token) -> bool:
    """Where a path stands now. The instances of a multi-instance activity are none: their facts are their own."""
    if not token.open or "host" in token.internal_data:
        return False
    inside = execution.scope_of(token) if token._parent else token
    while inside is not execution.root:
        if inside.task_spec.many:
            return False
        inside = execution.scope_of(inside)
    return bool(token.task_spec.many) or not token._children


def _task(token: Token) -> OpenTask:
    element, opened = token.element, token.internal_data["open"]
    told = element.properties
    shows = told.get("shows")
    data = token.data
    if shows:
        data = {name: data.get(name) for part in shows.split(",") if (name := part.strip())}
    return OpenTask(
        id=token.id, element=element.id, name=element.name, name_en=element.name_en, role=told.get("role"),
        unit=opened.get("unit"), assignee=opened.get("assignee"), not_by=opened.get("not_by") or [],
        form=told.get("form"), due_at=_moment(opened.get("due")), deadline=told.get("deadline"),
        facts=data, lane=element.lane,
    )  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
