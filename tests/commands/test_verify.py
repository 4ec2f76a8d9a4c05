"""``suqiu verify``: a sound district is found sound, and each thing that is not is named."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, update

from engine.actor import CLOCK, Actor
from engine.application import Application
from engine.cli.verify import wrong_in
from engine.commands.checkpoint_journal import CheckpointJournal
from engine.commands.merge_cases import MergeCases
from engine.commands.submit_request import SubmitRequest
from engine.persistence.cases import cases
from engine.persistence.journal import journal
from engine.persistence.merges import merges
from engine.persistence.outbox import outbox
from engine.persistence.parties import parties
from engine.persistence.timers import timers
from engine.persistence.user_tasks import user_tasks
from engine.ticker.poll import settle
from tests.api.conftest import district as district
from tests.api.conftest import kept as kept
from tests.api.requests import NOISE

CITIZEN = Actor("citizen", "市民", kind="citizen")
INTAKE = Actor("ines", "伊内斯", frozenset({"intake"}))


@pytest.fixture
def two_merged(district: Application) -> tuple[Application, str, str]:
    """A district with two requests, the second merged into the first."""
    first, second = (district.execute(SubmitRequest(**NOISE), CITIZEN)["number"] for _ in range(2))
    settle(district)
    district.execute(MergeCases(first, (second,), "同一件事"), INTAKE)
    settle(district)
    district.execute(CheckpointJournal(), CLOCK)
    assert wrong_in(district, show_progress=False) == []
    return district, first, second


HARM: dict[str, tuple[Callable[[str, str], Any], str]] = {
    "a task of nobody": (lambda a, b: update(user_tasks).values(role="nobody"), "Expected a role for"),
    "an owner without unit": (
        lambda a, b: update(cases).where(cases.c.number == a).values(owner_role="handler", owner_unit=None),
        "Expected the unit of the handler who owns the case",
    ),
    "an owner with nothing to do": (
        lambda a, b: update(cases).where(cases.c.number == a).values(state="review", owner_role="reviewer"),
        "Expected a task of the reviewer, who owns",
    ),
    "a timer that lags": (lambda a, b: update(timers).values(due_at=None), "due with the deadline"),
    "a parent that is gone": (
        lambda a, b: update(cases).where(cases.c.number == b).values(merged_into="PS260101-ZZZZZ"),
        "does not exist",
    ),
    "a merge not noted": (lambda a, b: delete(merges), "not noted as its parent"),
    "a citizen that is gone": (lambda a, b: delete(parties).where(parties.c.case == b), "Expected a citizen of"),
    "a dead message": (lambda a, b: update(outbox).values(status="dead"), "to be delivered"),
    "a changed entry": (lambda a, b: update(journal).values(actor="somebody"), "entry 1 of"),
}


@pytest.mark.parametrize("harm", HARM)
def test_what_is_not_as_it_must_be_is_named(two_merged: tuple[Application, str, str], harm: str) -> None:
    application, first, second = two_merged
    statement, named = HARM[harm]
    with application.database.engine.begin() as connection:
        connection.execute(statement(first, second))
    found = wrong_in(application, show_progress=False)
    assert any(named in sentence for sentence in found), found
