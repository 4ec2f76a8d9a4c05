"""What is read from the wire is JSON that both databases can keep; anything else is named."""

import ast
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import fields
from api.bodies import DEEPEST, LONGEST_TEXT, flat, read_json
from api.errors import STATUSES, Unreadable, as_problem, status_of
from api.field_sentences import in_sentences
from engine import errors
from engine.errors import Refusal, Unusable


@pytest.mark.parametrize(
    "raw", [b"{nope", b"", b'{"a": NaN}', b'{"a": Infinity}', b'"\xff"', b'{"a": "\\ud800"}', b"[" * 5000]
)
def test_what_is_no_json_is_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="Expected JSON"):
        read_json(raw)


def test_nesting_is_bounded() -> None:
    assert read_json(b"[" * DEEPEST + b"]" * DEEPEST) is not None
    with pytest.raises(Unusable, match="levels"):
        read_json(b"[" * 100 + b"1" + b"]" * 100)


@pytest.mark.parametrize("raw", [b'{"a": ["\\u0000"]}', b'{"\\u0000": 1}', b'"' + b"x" * (LONGEST_TEXT + 1) + b'"'])
def test_texts_a_database_would_choke_on_are_refused(raw: bytes) -> None:
    with pytest.raises(Unusable, match="Expected text"):
        read_json(raw)


def test_field_errors_are_told_by_dotted_path_without_where_they_came_from() -> None:
    said = flat(
        {"json": {"place": {"street": ["Too long."]}, "items": {0: {"id": ["Missing."]}}}, "query": {"q": "No."}}
    )
    assert said == {"place.street": ["Too long."], "items.0.id": ["Missing."], "q": ["No."]}
    assert flat({"json": {"_schema": ["Invalid input type."]}}) == {"body": ["Invalid input type."]}


def test_every_refusal_of_the_engine_has_a_status_and_a_sentence() -> None:
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Refusal)]
    assert len(kinds) >= 8
    for kind in kinds:
        assert kind in STATUSES
        assert 400 <= status_of(kind) < 500 or (kind, status_of(kind)) == (errors.OutOfReach, 503)
        refusal = kind([]) if kind is errors.DeploymentRefused else kind({}) if kind is errors.FormRejected else kind()
        assert as_problem(refusal)["detail"]


def test_a_refusal_without_a_status_of_its_own_has_that_of_its_nearest_kind() -> None:
    class NotThisOne(errors.NotFound):
        """Not this one."""

    assert status_of(NotThisOne) == 404
    assert as_problem(NotThisOne())["type"] == "urn:suqiu:refusal:not-found"


def test_a_list_of_reasons_is_in_the_description(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").json["components"]["schemas"]["Suspension"]["properties"]["reason"]
    assert set(described["enum"]) == {"season", "engineering", "court", "owner_unknown"}


def test_what_our_own_fields_say_is_there_in_both_languages() -> None:
    """Every sentence of api/fields.py; read in the source, so that a new one cannot be forgotten."""
    raised = [
        node.args[0].value
        for node in ast.walk(ast.parse(Path(fields.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "ValidationError"
    ]
    assert len(raised) >= 3
    chinese, english = (in_sentences({"title": raised}, locale)["title"] for locale in ("zh", "en"))
    assert all(re.search(r"[\u4e00-\u9fff]", said) for said in chinese)
    assert all(said.startswith("Expected ") and "found" in said for said in english)
