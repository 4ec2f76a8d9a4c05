"""FEEL for whoever writes it: is a text an expression, and if not, where and what was expected."""

from typing import Any

from marshmallow import fields, validate

from api.acting import ask
from api.calls import Calls
from api.fields import Schema, Text
from engine.queries.feel_check import LONGEST, FeelCheck

feel = Calls("feel", "FEEL (DMN 1.4), the only language diagrams, decisions and forms are written in.")


class FeelText(Schema):
    """`kind`: an expression, or the unary tests of a decision table's cell."""

    text = Text(required=True, longest=LONGEST)
    kind = fields.String(load_default="expression", validate=validate.OneOf(["expression", "tests"]))


class FeelProblem(Schema):
    """Line and column count from 1."""

    message = fields.String(required=True)
    line = fields.Integer(required=True)
    column = fields.Integer(required=True)
    expected = fields.String(required=True, metadata={"description": "what could have stood there, in words"})


class FeelChecked(Schema):
    """`problem` is null for FEEL; `names` are those it wants from the facts."""

    problem = fields.Nested(FeelProblem, required=True, allow_none=True)
    names = fields.List(fields.String(), required=True)


@feel.call("POST", "/feel/check", body=FeelText, answer=FeelChecked)
def check_feel(body: dict[str, Any]) -> Any:
    """Is this FEEL? Nothing is evaluated and nothing stored."""
    return ask(FeelCheck(**body))
