"""Where an instance stopped and a person must look."""

from typing import Any

from marshmallow import fields

from api.acting import ask, perform
from api.calls import Calls
from api.case_schemas import Reason
from api.fields import Facts, Moment, Paging, Schema, page_of
from engine.commands.correct_facts import CorrectFacts
from engine.commands.retry_incident import RetryIncident
from engine.commands.skip_incident import SkipIncident
from engine.queries.incident_view import IncidentView
from engine.queries.open_incidents import OpenIncidents

incidents = Calls("incidents", "Incidents: something stopped; retry it, or skip it with a reason.")


class IncidentSchema(Schema):
    """What stopped: where, why, how often it was tried."""

    id = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "step, timer, message or notice"})
    instance = fields.String(required=True, allow_none=True)
    key = fields.String(required=True, allow_none=True)
    process = fields.String(required=True, allow_none=True)
    element = fields.String(required=True, allow_none=True)
    cause = fields.String(required=True)
    attempts = fields.Integer(required=True)
    opened_at = Moment()
    status = fields.String()


class WholeIncident(IncidentSchema):
    """What stopped, with what it had to go by."""

    facts = Facts(required=True, metadata={"description": "What it went by when it last stopped."})
    next_attempt_at = Moment(
        required=True,
        allow_none=True,
        metadata={"description": "When it is tried by itself; null while it waits for a person."},
    )
    reason = fields.String(required=True, allow_none=True, metadata={"description": "Why it was skipped."})


class AfterIncident(Schema):
    """The incident after the act; still open when it stopped again."""

    id = fields.String(required=True)
    status = fields.String(required=True)


class Correction(Reason):
    """Facts that replace those of the same names, and why."""

    facts = Facts(required=True)


class Corrected(Schema):
    """The instance after the act."""

    instance = fields.String(required=True)
    revision = fields.Integer(required=True)


@incidents.call("GET", "/incidents", query=Paging, answer=page_of(IncidentSchema))
def list_incidents(query: dict[str, Any]) -> Any:
    """Open incidents, the oldest first."""
    return ask(OpenIncidents(**query))


@incidents.call("GET", "/incidents/<incident_id>", answer=WholeIncident, refuses=[404])
def get_incident(incident_id: str) -> Any:
    """One incident, open or settled: where, why, how often tried and when again, and the facts it went by."""
    return ask(IncidentView(incident_id))


@incidents.call("POST", "/incidents/<incident_id>/retry", answer=AfterIncident, refuses=[404, 409])
def retry_incident(incident_id: str) -> Any:
    """Try the step again, now that its cause is gone."""
    return perform(RetryIncident(incident_id))


@incidents.call("POST", "/incidents/<incident_id>/skip", body=Reason, answer=AfterIncident, refuses=[404, 409])
def skip_incident(incident_id: str, body: dict[str, str]) -> Any:
    """Go on as if the step had been done; the reason stays in the journal."""
    return perform(SkipIncident(incident_id, body["reason"]))


@incidents.call("POST", "/instances/<instance_id>/facts", body=Correction, answer=Corrected, refuses=[404, 409])
def correct_facts(instance_id: str, body: dict[str, Any]) -> Any:
    """Correct what an instance knows, so that what stopped can be tried again."""
    return perform(CorrectFacts(instance_id, body["facts"], body["reason"]))
