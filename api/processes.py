"""Deployed processes, and starting one by hand or from another system."""

from typing import Any

from marshmallow import fields

from api.acting import ask, perform
from api.calls import Calls
from api.fields import Facts, Moment, Schema, Text, list_of
from engine.commands.start_instance import StartInstance
from engine.queries.instance_view import InstanceView
from engine.queries.processes import Processes

processes = Calls("processes", "Deployed processes and their instances.")


class ProcessSchema(Schema):
    """A process in its newest version. ``id`` is what an instance is started by."""

    id = fields.String(required=True)
    name = fields.String(allow_none=True)
    name_en = fields.String(allow_none=True)
    bundle = fields.String(required=True)
    version = fields.Integer(required=True)


class Start(Schema):
    """The key its tasks show as their case, and the facts it begins with."""

    key = Text(longest=128, shortest=1, required=True)
    facts = Facts(load_default=dict)


class Started(Schema):
    """The new instance."""

    instance = fields.String(required=True)
    key = fields.String(required=True)


class InstanceSchema(Schema):
    """One run of a process: where it stands and what it knows."""

    id = fields.String(required=True)
    key = fields.String(required=True)
    process = fields.String(required=True)
    bundle = fields.String(required=True)
    version = fields.Integer(required=True)
    status = fields.String(required=True)
    revision = fields.Integer(required=True)
    started_at = Moment(required=True)
    started_by = fields.String()
    updated_at = Moment()
    ended_at = Moment(required=True, allow_none=True)
    ended_at_element = fields.String(allow_none=True)
    facts = Facts(required=True)
    tasks = fields.List(Facts(), required=True)
    timers = fields.List(Facts(), required=True)
    messages = fields.List(Facts(), required=True)
    incidents = fields.List(Facts(), required=True)


@processes.call("GET", "/processes", answer=list_of(ProcessSchema))
def list_processes() -> Any:
    """Every process that can be started, in the version in force."""
    return {"items": ask(Processes())}


@processes.call(
    "POST", "/processes/<process_id>/instances", body=Start, answer=Started, creates=True, refuses=[404, 409]
)
def start_instance(process_id: str, body: dict[str, Any]) -> Any:
    """Start a process: for trying it out, and for other systems."""
    return perform(StartInstance(process_id, body["key"], body["facts"]))


@processes.call("GET", "/instances/<instance_id>", answer=InstanceSchema, refuses=[404])
def read_instance(instance_id: str) -> Any:
    """Where an instance stands."""
    return ask(InstanceView(instance_id))
