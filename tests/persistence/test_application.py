"""The transaction: one command, committed whole or not at all, on both databases."""

import threading
from dataclasses import dataclass
from typing import Any

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.errors import NotAllowed, NotNow
from engine.persistence.database import Database
from engine.persistence.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class Note:
    kind: str
    refuse: bool = False
    follow: "Note | None" = None

    def perform(self, work: UnitOfWork) -> dict[str, str]:
        work.journal.note(self.kind, {"said": "中文"}, key="K1")
        if self.follow:
            work.on_refusal(self.follow)
        if self.refuse:
            raise NotAllowed()
        return {"noted": self.kind}


@dataclass(frozen=True)
class Kinds:
    def answer(self, reading: Reading) -> list[tuple[int, str]]:
        return [(entry.seq, entry.kind) for entry in reading.journal.of_key("K1")]


def test_what_a_command_wrote_is_there_afterwards(application: Application) -> None:
    assert application.execute(Note("a"), SYSTEM) == {"noted": "a"}
    application.execute(Note("b"), SYSTEM)
    assert application.ask(Kinds(), SYSTEM) == [(1, "a"), (2, "b")]


def test_a_refused_command_leaves_nothing_but_what_was_to_follow_a_refusal(application: Application) -> None:
    with pytest.raises(NotAllowed):
        application.execute(Note("a", refuse=True, follow=Note("counted")), SYSTEM)
    assert application.ask(Kinds(), SYSTEM) == [(1, "counted")]


def test_the_same_idempotency_key_gives_the_first_answer_and_no_second_effect(application: Application) -> None:
    first = application.execute(Note("a"), SYSTEM, idempotency=("k", "f"))
    assert application.execute(Note("b"), SYSTEM, idempotency=("k", "f")) == first
    assert application.ask(Kinds(), SYSTEM) == [(1, "a")]


def test_the_same_idempotency_key_for_something_else_is_refused(application: Application) -> None:
    application.execute(Note("a"), SYSTEM, idempotency=("k", "f"))
    with pytest.raises(NotNow, match="different one"):
        application.execute(Note("a"), SYSTEM, idempotency=("k", "other"))


def test_thirty_threads_number_one_journal_without_gaps(application: Application) -> None:
    failures: list[BaseException] = []

    def write(n: int) -> None:
        try:
            for _ in range(3):
                application.execute(Note(f"t{n}"), SYSTEM)
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert [seq for seq, _ in application.ask(Kinds(), SYSTEM)] == list(range(1, 31))


def test_a_repeated_key_racing_with_itself_has_one_effect(application: Application) -> None:
    answers: list[Any] = []

    def write() -> None:
        answers.append(application.execute(Note("a"), SYSTEM, idempotency=("k", "f")))

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [{"noted": "a"}] * 8
    assert application.ask(Kinds(), SYSTEM) == [(1, "a")]


def test_a_database_in_memory_serves_many_threads(memory: Database, clock: Any, settings: Any, post: Any) -> None:
    application = Application(memory, clock, settings, post)
    threads = [threading.Thread(target=application.execute, args=(Note("a"), SYSTEM)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(application.ask(Kinds(), SYSTEM)) == 20
