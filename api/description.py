"""The OpenAPI 3.1 description: who may call what, with what, and every answer, refusals included."""

import http
from typing import Any

import marshmallow as ma
from flask_smorest import Api
from marshmallow import fields

from api.errors import PROBLEM
from api.fields import Facts, Moment


class ProblemOfFileSchema(ma.Schema):
    """One thing wrong with one file of a bundle."""

    file = fields.String(required=True)
    element = fields.String(required=True, allow_none=True)
    rule = fields.String(required=True)
    message = fields.String(required=True)
    severity = fields.String(required=True, validate=ma.validate.OneOf(["error", "warning"]))
    line = fields.Integer(allow_none=True)
    column = fields.Integer(allow_none=True)
    path = fields.List(fields.String(), metadata={"description": "ids of the elements and flows of a way to it"})


class ProblemSchema(ma.Schema):
    """A refusal (RFC 9457). `detail` is a sentence for a person; `type` is for a program."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    fields_ = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        data_key="fields",
        metadata={"description": "FormRejected: what is wrong, by field"},
    )
    problems = fields.List(
        fields.Nested(ProblemOfFileSchema), metadata={"description": "DeploymentRefused: all of them"}
    )
    revision = fields.Integer(allow_none=True, metadata={"description": "Stale: the present revision"})
    fresh = Facts(allow_none=True, metadata={"description": "Stale: the task as it is now"})
    reference = fields.String(metadata={"description": "of a fault on our side: tell it to those who run the system"})


class Description(Api):
    """flask-smorest's Api whose refusals are all problem+json and whose errors are answered by api/errors.py."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_responses(self) -> None:
        self.spec.components.schema("Problem", schema=ProblemSchema)
        for status in http.HTTPStatus:
            if status >= 400:
                response: dict[str, Any] = {
                    "description": status.phrase,
                    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
                if status == http.HTTPStatus.UNAUTHORIZED:
                    challenge = {"description": "how to sign in", "schema": {"type": "string"}}
                    response["headers"] = {"WWW-Authenticate": challenge}
                self.spec.components.response(status.name, response, lazy=True)

    def _register_error_handlers(self) -> None:
        """Errors are answered by api/errors.py alone."""


SECURITY_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The `token` of POST /sessions. Cookies are never looked at.",
    },
    "trackingCode": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Tracking-Code",
        "description": "The `tracking_code` a citizen got with the number of the case. Never put it in an address.",
    },
}


def describe(app: Any) -> Description:
    """An empty description of the app, served at /api/v1/openapi.json, to which the groups are added."""
    app.config.update(
        API_TITLE="Suqiu 诉求",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = Description(
        app, spec_kwargs={"info": {"description": __doc__, "license": _LICENCE}, "servers": [{"url": "/"}]}
    )
    for name, scheme in SECURITY_SCHEMES.items():
        api.spec.components.security_scheme(name, scheme)
    api.ma_plugin.map_to_openapi_type(Moment, fields.String)
    return api


_LICENCE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
