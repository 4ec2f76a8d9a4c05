"""Reading what was sent: strict JSON, and field errors as the same refusal a form gives."""

from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn

import flask
import marshmallow as ma
import orjson
from flask.json.provider import JSONProvider
from webargs.core import is_json
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import CombinedMultiDict

from api.acting import locale
from api.errors import Unreadable, WrongMedia
from api.field_sentences import in_sentences
from engine.errors import FormRejected, Unusable

DEEPEST = 20
LONGEST_TEXT = 64 * 1024


class StrictJSON(JSONProvider):
    """RFC 8259 and nothing beside it: no NaN, no lone surrogate; aware times as ISO text."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return orjson.dumps(obj, default=str, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return orjson.loads(s)


class BodyParser(FlaskParser):
    """Refuses what would otherwise be ignored: unknown query parameters, a body of another media type."""

    DEFAULT_UNKNOWN_BY_LOCATION: ClassVar[dict[str, str | None]] = {
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
        "files": ma.RAISE,
        "headers": ma.EXCLUDE,
    }

    def _raw_load_json(self, req: flask.Request) -> Any:
        if not is_json(req.mimetype):
            raise WrongMedia(f"Expected Content-Type application/json, found {req.mimetype or 'none'!r:.80}.")
        return read_json(req.get_data(cache=True))

    def load_files(self, req: flask.Request, schema: ma.Schema) -> Any:
        """The parts of a multipart body, texts and files together: one schema describes them all."""
        if req.mimetype != "multipart/form-data":
            raise WrongMedia(f"Expected Content-Type multipart/form-data, found {req.mimetype or 'none'!r:.80}.")
        return self._makeproxy(CombinedMultiDict([req.form, req.files]), schema)

    def handle_error(self, error: ma.ValidationError, req: flask.Request, schema: ma.Schema, **_: Any) -> NoReturn:
        said = in_sentences(flat(error.normalized_messages()), locale())
        raise FormRejected(said, "Some fields are not as expected; see fields.")


def read_json(raw: bytes) -> Any:
    """What the body says.

    Raises: Unreadable when it is no JSON; Unusable when it is deeper, longer or odder than both databases can keep.
    """
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"Expected JSON, found an error at character {error.pos}: {error.msg}.") from error
    check_depth_and_texts(body)
    return body


def check_depth_and_texts(body: Any) -> None:
    """Refuse nesting beyond DEEPEST, texts beyond LONGEST_TEXT characters, and NUL, which PostgreSQL cannot keep."""
    layer: list[Any] = [body]
    for _ in range(DEEPEST + 1):
        inner: list[Any] = []
        for value in layer:
            if isinstance(value, str):
                _check_text(value)
            elif isinstance(value, dict):
                inner.extend(value)
                inner.extend(value.values())
            elif isinstance(value, list):
                inner.extend(value)
        if not inner:
            return
        layer = inner
    raise Unusable(f"Expected at most {DEEPEST} levels of nesting, found more.")


def _check_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise Unusable(f"Expected texts of at most {LONGEST_TEXT} characters, found one of {len(text)}.")
    if "\0" in text:
        raise Unusable("Expected text without NUL characters, found one.")


def flat(messages: Mapping[Any, Any], path: str = "") -> dict[str, list[str]]:
    """Field errors by dotted path: ``{"place.street": ["…"]}``. The location a field came from is left out."""
    found: dict[str, list[str]] = {}
    for name, said in messages.items():
        outermost = not path and name in ("json", "query", "form", "files", "headers", "_schema")
        here = path if outermost else f"{path}.{name}".lstrip(".")
        if isinstance(said, Mapping):
            for field, sentences in flat(said, here).items():
                found.setdefault(field, []).extend(sentences)
        else:
            found.setdefault(here or "body", []).extend(
                str(one) for one in (said if isinstance(said, list) else [said])
            )
    return found
