"""Where an instance stopped and a person must look."""

from typing import Any

from marshmallow import fields

from api.acting import ask, perform
from api.case_schemas import Reason
from api.calls import Calls
from api.fields import Facts, Moment, Paging, Schema, page_of
from engine.commands.retry_incident import RetryIncident
from engine.commands.skip_incident import SkipIncident
from engine.queries.incidents import Incidents

incidents = Calls("incidents", "Incidents: something stopped; retry it, or skip it with a reason.")


class IncidentSchema(Schema):
    """What stopped: where, why, how often it was tried."""

    id = fields.String(required=True)
    instance = fields.String(required=True)
    key = fields.String(required=True)
    process = fields.String()
    element = fields.String(required=True)
    cause = fields.String(required=True)
    attempts = fields.Integer(required=True)
    opened_at = Moment()
    status = fields.String()


class AfterIncident(Schema):
    """The instance after the act."""

    instance = fields.String(required=True)
    status = fields.String(required=True)
    revision = fields.Integer()
    facts = Facts()


@incidents.call("GET", "/incidents", query=Paging, answer=page_of(IncidentSchema))
def list_incidents(query: dict[str, Any]) -> Any:
    """Open incidents, the oldest first."""
    return ask(Incidents(**query))


@incidents.call("POST", "/incidents/<incident_id>/retry", answer=AfterIncident, refuses=[404, 409])
def retry_incident(incident_id: str) -> Any:
    """Try the step again, now that its cause is gone."""
    return perform(RetryIncident(incident_id))


@incidents.call("POST", "/incidents/<incident_id>/skip", body=Reason, answer=AfterIncident, refuses=[404, 409])
def skip_incident(incident_id: str, body: dict[str, str]) -> Any:
    """Go on as if the step had been done; the reason stays in the journal."""
    return perform(SkipIncident(incident_id, body["reason"]))
