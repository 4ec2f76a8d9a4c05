"""The journal: whoever alters, swaps, drops, puts in or cuts is found, and the first bad entry named."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlalchemy import delete

from engine.actor import CLOCK, SYSTEM, Actor
from engine.application import Application
from engine.cli.journal import broken_chains, broken_checkpoints
from engine.clock import VirtualClock
from engine.commands.checkpoint_journal import CheckpointJournal
from engine.errors import NotAllowed
from engine.persistence.database import Database
from engine.persistence.journal_chain import keyring_of
from engine.persistence.tables import metadata
from engine.persistence.unit_of_work import UnitOfWork
from engine.settings import Settings
from engine.ticker.checkpoints import make_checkpoint, note_of
from tests.conftest import MONDAY, RecordingPost
from tests.persistence.tampering import TAMPERINGS, tamper

KEYS = ("A1", "B2", "C3")


@dataclass(frozen=True)
class Act:
    key: str
    details: dict[str, Any] = field(default_factory=dict)

    def perform(self, work: UnitOfWork) -> None:
        passed = [["sign", "userTask", "签收", "completed"]]
        work.journal.note("act", self.details, key=self.key, element="sign", name="签收", passed=passed, flows=["f"])


def wrong(application: Application) -> list[str]:
    return broken_chains(application) + broken_checkpoints(application)


def written(application: Application, length: int = 4) -> Application:
    """Three cases with so many entries each, under a checkpoint."""
    for n in range(length):
        for key in KEYS:
            application.execute(Act(key, {"n": n, "reason": "下水道堵塞"}), SYSTEM)
    application.execute(CheckpointJournal(), CLOCK)
    return application


@pytest.mark.parametrize("how", TAMPERINGS, ids=lambda how: how.__name__)
def test_each_way_of_tampering_is_found_and_the_first_bad_entry_named(
    application: Application, how: Callable[..., str]
) -> None:
    written(application)
    assert wrong(application) == []
    named = tamper(application.database, how, "B2", 2)
    assert named in wrong(application)[0]


@trying(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(TAMPERINGS), st.sampled_from(KEYS), st.integers(1, 4), st.integers(2, 5))
def test_whatever_is_done_to_whichever_entry_is_found(
    settings: Settings, how: Callable[..., str], key: str, seq: int, length: int
) -> None:
    database = Database("sqlite://")
    metadata.create_all(database.engine)
    application = written(Application(database, VirtualClock(MONDAY), settings, RecordingPost()), length)
    named = tamper(database, how, key, min(seq, length))
    assert any(named in sentence for sentence in wrong(application)), (how.__name__, key, seq, length)
    database.close()


@trying(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00")),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcé中1.", max_size=4), inner, max_size=3),
        max_leaves=8,
    )
)  # fmt: skip
def test_whatever_is_said_seals_the_same_when_it_is_read_again(application: Application, said: Any) -> None:
    application.execute(Act("K", {"said": said}), SYSTEM)
    assert broken_chains(application) == []


def test_a_case_removed_whole_is_missed_by_its_checkpoint(application: Application) -> None:
    from engine.persistence.journal import journal

    written(application)
    with application.database.writing() as connection:
        connection.execute(delete(journal).where(journal.c.business_key == "C3"))
        connection.commit()
    (sentence,) = wrong(application)
    assert "entry 4 of C3" in sentence and "checkpoint 1" in sentence


def test_a_cut_that_takes_the_checkpoints_along_is_found_by_one_noted_elsewhere(application: Application) -> None:
    from engine.persistence.journal import journal
    from engine.persistence.journal_seals import checkpoints, heads

    written(application)
    application.execute(Act("A1"), SYSTEM)
    made = application.execute(CheckpointJournal(), CLOCK)
    with application.database.writing() as connection:
        connection.execute(delete(checkpoints).where(checkpoints.c.number == 2))
        connection.execute(delete(heads).where(heads.c.checkpoint == 2))
        connection.execute(delete(journal).where(journal.c.business_key == "A1", journal.c.seq == 5))
        connection.commit()
    assert wrong(application) == []  # nothing in the database says that there was more
    (sentence,) = broken_checkpoints(application, f"2:{made['code']}")
    assert "noted elsewhere" in sentence


def test_a_cut_that_takes_checkpoints_and_heads_along_is_found_by_the_note_beside_the_key(
    application: Application,
) -> None:
    from engine.persistence.journal import journal
    from engine.persistence.journal_seals import checkpoints, heads

    for _ in range(2):
        application.execute(Act("A1"), SYSTEM)
        make_checkpoint(application)
    with application.database.writing() as connection:
        connection.execute(delete(checkpoints).where(checkpoints.c.number == 2))
        connection.execute(delete(heads).where(heads.c.checkpoint == 2))
        connection.execute(delete(journal).where(journal.c.business_key == "A1", journal.c.seq == 2))
        connection.commit()
    (told,) = wrong(application)  # nothing in the database says that there was more
    assert "noted in journal.checkpoint beside the key" in told and "2:" in told
    for _ in range(3):  # what is written afterwards does not cover it up
        application.execute(Act("B2"), SYSTEM)
        make_checkpoint(application)
    assert wrong(application) == [told]
    note_of(application).unlink()
    assert wrong(application) == [], "who removes database and note alike is found only by what is kept elsewhere"


def test_a_newest_checkpoint_removed_is_missed_by_the_heads_it_saw(application: Application) -> None:
    from engine.persistence.journal_seals import checkpoints

    written(application)
    application.execute(Act("A1"), SYSTEM)
    application.execute(CheckpointJournal(), CLOCK)
    for newest in (2, 1):
        with application.database.writing() as connection:
            connection.execute(delete(checkpoints).where(checkpoints.c.number == newest))
            connection.commit()
        (sentence,) = wrong(application)
        assert f"checkpoint {newest} of the journal" in sentence and "removed" in sentence


def test_a_checkpoint_covers_what_grew_and_makes_none_when_nothing_did(
    application: Application, clock: VirtualClock
) -> None:
    written(application)
    assert application.execute(CheckpointJournal(), CLOCK)["number"] is None
    clock.set(MONDAY + timedelta(days=3))
    application.execute(Act("B2"), SYSTEM)
    made = application.execute(CheckpointJournal(), CLOCK)
    assert (made["number"], made["heads"]) == (2, 1)
    assert wrong(application) == []


def test_a_handler_makes_no_checkpoint(application: Application) -> None:
    with pytest.raises(NotAllowed):
        application.execute(CheckpointJournal(), Actor("h", "H", frozenset({"handler"}), "U1"))


def test_a_new_key_seals_on_and_the_old_one_still_opens(application: Application, settings: Settings) -> None:
    written(application)
    settings.renew_secret("journal")
    keyring_of.cache_clear()
    application.execute(Act("A1"), SYSTEM)
    application.execute(CheckpointJournal(), CLOCK)
    assert wrong(application) == []
    assert len(keyring_of(settings).keys) == 2
    for old in settings.var.glob("journal.*.key"):
        old.unlink()
    keyring_of.cache_clear()
    assert "entry 1 of A1" in wrong(application)[0] and "not here" in wrong(application)[0]


def test_many_at_once_under_one_key_make_one_whole_chain(application: Application) -> None:
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(4):
                application.execute(Act("A1"), SYSTEM)
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert broken_chains(application) == []
