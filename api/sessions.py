"""Signing in and out."""

from typing import Any

from marshmallow import fields

from api.acting import actor, application, perform
from api.calls import Calls
from api.errors import WrongCredentials
from api.fields import Moment, Schema, Text
from api.identity import bearer_token
from api.limits import counting_refusals, limits
from engine.actor import SYSTEM
from engine.commands.close_session import CloseSession
from engine.commands.open_session import OpenSession
from engine.errors import NotAllowed

sessions = Calls("sessions", "Sign in with a name and a password, get a bearer token; sign out to end it.")


class Credentials(Schema):
    """Who wants in."""

    username = Text(required=True, shortest=1)
    password = Text(longest=1000, required=True, shortest=1, metadata={"format": "password"})


class ActorSchema(Schema):
    """A person who works here, with the roles that decide what may be done."""

    username = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    unit = fields.String(required=True, allow_none=True)


class Session(Schema):
    """The token is shown once; only its hash is kept."""

    token = fields.String(required=True)
    expires_at = Moment(required=True)
    actor = fields.Nested(ActorSchema, required=True)


@sessions.call(
    "POST", "/sessions", door="anyone", body=Credentials, answer=Session, creates=True, once=False, refuses=[401]
)
def open_session(body: dict[str, str]) -> Any:
    """Sign in."""
    try:
        with counting_refusals(limits().failed_sign_ins, NotAllowed):
            return application().execute(OpenSession(body["username"], body["password"]), SYSTEM)
    except NotAllowed as refusal:
        raise WrongCredentials(refusal.message) from refusal


@sessions.call("GET", "/sessions/current", answer=ActorSchema)
def current_session() -> Any:
    """Who I am, as the token says now."""
    me = actor()
    return {"username": me.username, "name": me.name, "roles": sorted(me.roles), "unit": me.unit}


@sessions.call("DELETE", "/sessions/current")
def close_session() -> None:
    """Sign out: the token is worth nothing from now on, on every node."""
    perform(CloseSession(bearer_token()))
