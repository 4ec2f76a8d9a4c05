"""How an address of the API is declared: who may knock, what is read, what is answered, and what may be refused."""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any

import marshmallow as ma
from flask import g, request
from flask_smorest import Blueprint

from api import identity
from api.bodies import BodyParser, read_json
from api.fields import Text, absent
from engine.errors import Unusable

KEY = re.compile(r"[!-~]{1,200}")
DOORS: dict[str, Callable[[], None]] = {
    "person": identity.sign_in_person,
    "citizen": identity.admit_tracking_citizen,
    "anyone": identity.admit_citizen,
}
SECURITY: dict[str, list[dict[str, list[str]]]] = {
    "person": [{"bearer": []}],
    "citizen": [{"trackingCode": []}],
    "anyone": [],
}


class OnceHeaders(ma.Schema):
    """Send the same key again when an answer was lost: the same answer comes back and nothing is done twice."""

    idempotency_key = Text(
        data_key="Idempotency-Key", metadata={"description": __doc__, "pattern": "^[!-~]{1,200}$"}, load_default=absent
    )


class Calls(Blueprint):
    """A group of addresses under /api/v1."""

    ARGUMENTS_PARSER = BodyParser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(name, __name__, url_prefix="/api/v1", description=description)

    def call(
        self,
        verb: str,
        rule: str,
        *,
        door: str = "person",
        query: type[ma.Schema] | None = None,
        body: type[ma.Schema] | None = None,
        files: type[ma.Schema] | None = None,
        answer: type[ma.Schema] | None = None,
        creates: bool = False,
        download: bool = False,
        refuses: Iterable[int] = (),
        once: bool = True,
        largest: int | None = None,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare one address; the function gets the path's parts and ``query``, ``body``, ``files``.

        Args:
            door: who is let in: "person" (bearer token), "citizen" (tracking code) or "anyone".
            answer: schema of the answer; none = 204.
            creates: the answer's status is 201.
            download: the answer is a file of whatever type it has.
            refuses: statuses of refusals particular to this address, for the description.
            once: a POST takes an Idempotency-Key.
            largest: bytes a body may have, when it differs from the app's.
        """
        status = HTTPStatus.CREATED if creates else HTTPStatus.OK if answer or download else HTTPStatus.NO_CONTENT
        takes = _parts(query, body, files, once=once and verb == "POST")

        def declare(view: Callable[..., Any]) -> Callable[..., Any]:
            shape = {"type": "string", "format": "binary"} if download else answer
            media = "application/octet-stream" if download else None
            call = _handing_over(view, [name for name, *_ in takes])
            call = self.response(status, shape, content_type=media)(call)
            for _, schema, location in reversed(takes):
                call = self.arguments(schema, location=location)(call)
            call = _behind(door, largest)(call)
            call = self._described(call, door, verb, refuses, has_body=bool(body or files), has_query=bool(query))
            self.route(rule, methods=[verb], endpoint=view.__name__)(call)
            return view

        return declare

    def _described(
        self, call: Callable[..., Any], door: str, verb: str, refuses: Iterable[int], *, has_body: bool, has_query: bool
    ) -> Callable[..., Any]:
        statuses = {400, 405, 413, 429, 500, 503, *refuses}
        statuses |= {401, 403} if door == "person" else {401} if door == "citizen" else set()
        statuses |= {415, 422} if has_body else set()
        statuses |= {422} if verb == "POST" or has_query else set()
        statuses |= {409} if verb == "POST" else set()  # an Idempotency-Key that came with something else before
        statuses.discard(429) if door == "person" else None
        responses = {status: HTTPStatus(status).name for status in sorted(statuses)}
        return self.doc(security=SECURITY[door], operationId=call.__name__, responses=responses)(call)


def _parts(
    query: type[ma.Schema] | None,
    body: type[ma.Schema] | None,
    files: type[ma.Schema] | None,
    *,
    once: bool,
) -> list[tuple[str, type[ma.Schema], str]]:
    wanted = [
        ("headers", OnceHeaders if once else None, "headers"),
        ("query", query, "query"),
        ("body", body, "json"),
        ("files", files, "files"),
    ]
    return [(name, schema, location) for name, schema, location in wanted if schema is not None]


def _handing_over(view: Callable[..., Any], names: list[str]) -> Callable[..., Any]:
    """Call the view with what was read under the names of its parameters, once the key is put aside."""

    @wraps(view)
    def call(*read: Any, **path: Any) -> Any:
        if not {"body", "files"} & set(names) and request.is_json and (raw := request.get_data(cache=True)):
            read_json(raw)  # nothing of it is needed, but what cannot be read was meant to say something
        given = dict(zip(names, read, strict=True))
        key = given.pop("headers", {}).get("idempotency_key")
        if key is not None and not KEY.fullmatch(key):
            raise Unusable("Expected an Idempotency-Key of 1 to 200 visible ASCII characters, for example a UUID.")
        g.idempotency_key = key
        return view(**path, **given)

    return call


def _behind(door: str, largest: int | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Nothing of a request is read before it is known who sends it."""

    def decorate(call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def admitted(*args: Any, **kwargs: Any) -> Any:
            if largest is not None:
                request.max_content_length = largest
            DOORS[door]()
            return call(*args, **kwargs)

        return admitted

    return decorate
