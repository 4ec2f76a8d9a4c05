"""The small parts every schema is made of."""

from datetime import date, datetime
from functools import cache
from typing import Any

import marshmallow as ma
from flask_smorest.fields import Upload
from marshmallow import fields, validate
from werkzeug.datastructures import FileStorage

LARGEST = 2**31 - 1
NAME = 200
PARAGRAPH = 20_000


def absent() -> None:
    """The default of a parameter that may be left out but not sent as null (which a query cannot say)."""


class Text(fields.String):
    """Text of bounded length without NUL; ``longest`` in characters."""

    def __init__(self, longest: int = NAME, shortest: int = 0, **kwargs: Any) -> None:
        given = kwargs.pop("validate", [])
        checks = [*(given if isinstance(given, list) else [given]), validate.Length(min=shortest or None, max=longest)]
        super().__init__(validate=checks, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, *rest: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, *rest, **kwargs)
        if "\0" in text:
            raise ma.ValidationError("Expected text without NUL characters.")
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise ma.ValidationError("Expected whole Unicode characters.")
        return text


class YesNo(fields.Boolean):
    """True or false themselves: "yes", "1" and 1 in a body are refused, for what cannot be taken back."""

    def _deserialize(self, value: Any, attr: str | None, *rest: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Count(fields.Integer):
    """A whole number both databases can keep; strict, so that 1.5 and "1" in a body are refused."""

    def __init__(self, least: int = 0, most: int = LARGEST, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(min=least, max=most), **kwargs)


class Moment(fields.String):
    """A point in time: aware, ISO 8601 on the wire. Answers only."""

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"format": "date-time", **kwargs.pop("metadata", {})}
        super().__init__(metadata=metadata, **kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value.isoformat() if isinstance(value, date | datetime) else value


class Anything(fields.Raw):
    """Any JSON value: a fact, a submitted field."""


class File(Upload):
    """A part of a multipart body that is a file."""

    def _deserialize(self, value: Any, attr: str | None, *rest: Any, **kwargs: Any) -> FileStorage:
        if not isinstance(value, FileStorage):
            raise ma.ValidationError("Expected a file, found text.")
        return value


class Facts(fields.Dict):
    """A JSON object whose members a diagram or a form decides."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(keys=Text(), values=Anything(allow_none=True), **kwargs)


class Schema(ma.Schema):
    """Refuses unknown fields; keeps the order of declaration."""

    class Meta:
        unknown = ma.RAISE


class Paging(Schema):
    """What every list takes."""

    limit = fields.Integer(
        load_default=50, validate=validate.Range(min=1, max=200), metadata={"description": "how many, at most 200"}
    )
    cursor = Text(
        longest=2000,
        load_default=absent,
        metadata={"description": "the `next` of the answer before; absent = the start"},
    )


@cache  # one schema, one name in the description
def page_of(item: type[ma.Schema]) -> type[ma.Schema]:
    """The schema of one page of a list: ``{"items": [item…], "next": cursor or null}``."""
    name = item.__name__.removesuffix("Schema")
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(
                required=True, allow_none=True, metadata={"description": "cursor of the next page; null = no more"}
            ),
        },
        name=f"{name}Page",
    )


@cache
def list_of(item: type[ma.Schema]) -> type[ma.Schema]:
    """The schema of a whole short list: ``{"items": [item…]}``."""
    name = item.__name__.removesuffix("Schema")
    return Schema.from_dict({"items": fields.List(fields.Nested(item), required=True)}, name=f"{name}List")
