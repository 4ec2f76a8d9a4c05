"""The work of a person: what is theirs, what they may take, and completing it."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from api.acting import ask, begin_batch, locale, perform
from api.calls import Calls
from api.errors import as_problem
from api.fields import Anything, Count, Facts, Moment, Paging, Schema, Text, absent, page_of
from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import CompleteTask
from engine.commands.release_task import ReleaseTask
from engine.errors import Refusal, Stale
from engine.queries.option_lists import OptionLists
from engine.queries.task_page import TaskPage
from engine.queries.worklist import Worklist

tasks = Calls("tasks", "User tasks: the steps a diagram waits at for a person.")

VIEWS = ("mine", "offered", "unit", "watched")
ORDERS = ("due",)
MOST_AT_ONCE = 100


class TaskQuery(Paging):
    """Which tasks."""

    view = fields.String(
        load_default="mine",
        validate=validate.OneOf(VIEWS),
        metadata={
            "description": "mine = claimed by me; offered = I may take them; unit = my unit's; watched = watched cases'"
        },
    )
    order = fields.String(load_default="due", validate=validate.OneOf(ORDERS))
    q = Text(load_default=absent, metadata={"description": "words of the task's or the case's title"})
    kind = Text(load_default=absent, metadata={"description": "consult, suggestion or complaint"})
    urgency = Text(load_default=absent)
    step = Text(load_default=absent, metadata={"description": "the name of the step, as the diagram has it"})
    late = fields.Boolean(load_default=absent, metadata={"description": "past its due time, or not"})


class Option(Schema):
    """One thing that may be chosen."""

    value = Anything(required=True)
    label = fields.String(required=True)
    label_en = fields.String(allow_none=True)


class TaskRow(Schema):
    """A user task in a list. `element` is the id in the diagram, `case` the business key."""

    id = fields.String(required=True)
    element = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True, allow_none=True)
    case = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, allow_none=True)
    urgency = fields.String(allow_none=True)
    paused = fields.Boolean()
    due_at = Moment(required=True, allow_none=True)
    since = Moment(required=True)
    role = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    unit_name = fields.String(allow_none=True)
    unit_name_en = fields.String(allow_none=True)
    assignee = fields.String(required=True, allow_none=True)
    assignee_name = fields.String(allow_none=True)
    revision = fields.Integer(required=True)


class May(Schema):
    """What the caller may do with the task now."""

    claim = fields.Boolean(required=True)
    release = fields.Boolean(required=True)
    complete = fields.Boolean(required=True)
    assign = fields.Boolean(required=True)


class Task(TaskRow):
    """A user task with its form (form-js JSON) and the values known so far."""

    status = fields.String(required=True, metadata={"description": "open, completed or withdrawn"})
    form = Facts(required=True, allow_none=True)
    data = Facts(required=True)
    options = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(Option)),
        required=True,
        metadata={"description": "what may be chosen where the form names a `valuesKey`"},
    )
    may = fields.Nested(May, required=True)
    completed_by = fields.String(allow_none=True)
    closed_at = Moment(allow_none=True)
    instance = fields.String(required=True)
    process = fields.String(required=True)


class Completion(Schema):
    """`revision` is the one the task had when its form was filled in."""

    revision = Count(required=True)
    data = Facts(required=True)


class Assignment(Schema):
    """Who is to do it."""

    username = Text(required=True, shortest=1)


class Taken(Schema):
    """The task after the act."""

    id = fields.String(required=True)
    revision = fields.Integer(required=True)
    assignee = fields.String(required=True, allow_none=True)


class Completed(Schema):
    """What became of the instance: its status and the revision it now has."""

    id = fields.String(required=True)
    revision = fields.Integer(required=True)
    status = fields.String(required=True)


class BatchItem(Schema):
    """One task by its exact id, and what its act needs."""

    id = Text(required=True, shortest=1)
    revision = Count(load_default=None, allow_none=True)
    data = Facts(load_default=dict)
    username = Text(load_default=None, allow_none=True)


class Batch(Schema):
    """The same act on several tasks, each in a transaction of its own: one refused does not hold up the others."""

    act = fields.String(required=True, validate=validate.OneOf(["claim", "release", "complete", "assign"]))
    items = fields.List(fields.Nested(BatchItem), required=True, validate=validate.Length(min=1, max=MOST_AT_ONCE))

    @ma.validates_schema
    def _has_what_its_act_needs(self, batch: dict[str, Any], **_: Any) -> None:
        needed = {"complete": "revision", "assign": "username"}.get(batch["act"])
        lacking = [number for number, item in enumerate(batch["items"]) if needed and item[needed] is None]
        if lacking:
            raise ma.ValidationError({"items": {number: {needed: ["Missing for this act."]} for number in lacking}})


class BatchResult(Schema):
    """What became of one task: `done` with the result, or `refused` with the problem."""

    id = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(["done", "refused"]))
    result = Facts(allow_none=True)
    problem = Facts(allow_none=True)


class BatchResults(Schema):
    """One result per item, in the order of the items."""

    items = fields.List(fields.Nested(BatchResult), required=True)


@tasks.call("GET", "/tasks", query=TaskQuery, answer=page_of(TaskRow))
def list_tasks(query: dict[str, Any]) -> Any:
    """Tasks I have, may take, or that my unit has; the next due first."""
    return ask(Worklist(**query))


@tasks.call("GET", "/tasks/<task_id>", answer=Task, refuses=[404])
def read_task(task_id: str) -> Any:
    """One task with its form, what is known, and what may be chosen in it."""
    return _with_options(ask(TaskPage(task_id)))


@tasks.call("POST", "/tasks/<task_id>/claim", answer=Taken, refuses=[404, 409])
def claim_task(task_id: str) -> Any:
    """Take a task that is offered to me."""
    return _perform(ClaimTask(task_id))


@tasks.call("POST", "/tasks/<task_id>/release", answer=Taken, refuses=[404, 409])
def release_task(task_id: str) -> Any:
    """Give back a task I took."""
    return _perform(ReleaseTask(task_id))


@tasks.call("POST", "/tasks/<task_id>/assign", body=Assignment, answer=Taken, refuses=[404, 409])
def assign_task(task_id: str, body: dict[str, str]) -> Any:
    """Give a task to a person of the unit."""
    return _perform(AssignTask(task_id, body["username"]))


@tasks.call("POST", "/tasks/<task_id>/complete", body=Completion, answer=Completed, refuses=[404, 409])
def complete_task(task_id: str, body: dict[str, Any]) -> Any:
    """Hand in the form. A stale revision is 409 with the fresh task; a form with faults is 422 with the fields.

    The sentences about fields are Chinese, or English where the header Accept-Language prefers it.
    """
    return _perform(CompleteTask(task_id, body["revision"], body["data"], locale()))


@tasks.call("POST", "/tasks/batch", body=Batch, answer=BatchResults)
def act_on_tasks(body: dict[str, Any]) -> Any:
    """The same act on several tasks, with a result for each."""
    begin_batch()
    return {"items": [_act(body["act"], item) for item in body["items"]]}


def _perform(command: Any, part: str | None = None) -> Any:
    """Act on a task; what it is now, when that is another than the caller thinks, is told as GET tells it."""
    try:
        return perform(command, part)
    except Stale as stale:
        stale.fresh = stale.fresh and Task().dump(_with_options(stale.fresh))
        raise


def _with_options(task: dict[str, Any]) -> dict[str, Any]:
    sources = tuple(sorted(_sources(task["form"])))
    return {**task, "options": ask(OptionLists(sources, case=task["case"])) if sources else {}}


def _sources(part: Any) -> set[str]:
    """The names of lists a form, or a part of one, chooses from."""
    if isinstance(part, list):
        return {name for one in part for name in _sources(one)}
    if not isinstance(part, dict):
        return set()
    own = {part["valuesKey"]} if isinstance(part.get("valuesKey"), str) else set()
    return own | _sources(part.get("components"))


def _act(act: str, item: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"id": item["id"], "outcome": "done", "result": _perform(_command(act, item), part=item["id"])}
    except Refusal as refusal:
        return {"id": item["id"], "outcome": "refused", "problem": as_problem(refusal)}


def _command(act: str, item: dict[str, Any]) -> Any:
    match act:
        case "claim":
            return ClaimTask(item["id"])
        case "release":
            return ReleaseTask(item["id"])
        case "assign":
            return AssignTask(item["id"], item["username"])
    return CompleteTask(item["id"], item["revision"], item["data"], locale())
