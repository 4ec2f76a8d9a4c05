"""The diagram of a key with what happened on it."""

import pytest

from engine.application import Application
from engine.errors import NotFound
from engine.queries.diagram_view import DiagramView
from tests.commands.desk import ANNA, apply_for, deploy, start


def test_where_it_waits_what_was_passed_and_by_whom(application: Application) -> None:
    deploy(application)
    start(application)
    apply_for(application)
    (view,) = application.ask(DiagramView("P1"), ANNA)
    states = {name: (one["state"], one["count"]) for name, one in view["elements"].items()}
    assert states == {
        "begin": ("visited", 1),
        "apply": ("visited", 1),
        "note": ("visited", 1),
        "approve": ("waiting", 0),
        "late": ("waiting", 0),
        "urged": ("waiting", 0),
    }
    assert view["flows"] == ["begin_apply", "apply_note", "note_approve"]
    assert view["xml"].startswith("<?xml")
    assert [(step["element"], step["by"]) for step in view["steps"][:3]] == [
        ("begin", "伊迪丝"),
        ("apply", "安娜"),
        ("note", "安娜"),
    ]


def test_a_key_without_instance_is_not_found(application: Application) -> None:
    with pytest.raises(NotFound):
        application.ask(DiagramView("P1"), ANNA)
