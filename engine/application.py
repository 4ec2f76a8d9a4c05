"""THE transaction: every act of a person or the clock is one command, committed here whole or not at all."""

import gc
import random
import time
from collections.abc import Callable
from typing import Any, Protocol

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, TimeoutError

from engine.actor import Actor
from engine.clock import Clock
from engine.errors import NotNow, OutOfReach, Refusal, Unusable
from engine.persistence.database import Database, is_out_of_reach, is_transient
from engine.persistence.unit_of_work import Reading, UnitOfWork
from engine.settings import Settings

# Nearly all that an act makes is freed by counting. Looking for cycles after each 700 objects, as Python does by
# itself, took a quarter of the time of reading a bundle.
gc.set_threshold(20_000, 20, 20)

ATTEMPTS = 20
PATIENCE = 8.0  # seconds after which nothing is tried again
UNANSWERED = (
    "Expected the database to confirm the act, but the connection was lost: it may be stored or not. "
    "Look before you repeat it, or repeat it with the same Idempotency-Key."
)


class Command(Protocol):
    """An act: a frozen dataclass. Its answer is JSON-able, since it may be stored under an idempotency key.

    A command may also have ``prepare(reading) -> Command``, performed in a reading transaction before the writing one:
    for work that is slow and must not hold a lock (a password hash, parsing a bundle).
    """

    def perform(self, work: UnitOfWork) -> Any: ...


class Query(Protocol):
    """A question: a frozen dataclass."""

    def answer(self, reading: Reading) -> Any: ...


class Post(Protocol):
    """Delivers notices to the outside. Delivery is at least once; the receiver tells repeats by the key."""

    def deliver(self, kind: str, payload: dict[str, Any], idempotency_key: str) -> None: ...


class Application:
    """The one composition of database, clock, settings and post that acts and pages go through."""

    def __init__(self, database: Database, clock: Clock, settings: Settings, post: Post) -> None:
        self.database = database
        self.clock = clock
        self.settings = settings
        self.post = post

    def execute(self, command: Command, by: Actor, idempotency: tuple[str, str] | None = None) -> Any:
        """Perform a command in one transaction and answer what it answers.

        Args:
            command: the act.
            by: who does it.
            idempotency: (key, fingerprint of the request). The same pair again gives the stored answer and no effect.

        Raises:
            Refusal: the act was refused and nothing was stored; what the command wanted to follow a refusal was.
                OutOfReach when it was the database that did not answer.
        """
        prepare = getattr(command, "prepare", None)
        ready = self._patiently(lambda: self._prepared(prepare, by)) if prepare else command
        return self._patiently(lambda: self._once(ready, by, idempotency))

    def ask(self, query: Query, by: Actor) -> Any:
        """Answer a question from one state of the database; nothing is written."""

        def once() -> Any:
            with self.database.reading() as connection:
                return query.answer(Reading(connection, self.clock.now(), by, self.settings))

        return self._patiently(once)

    def _once(self, command: Command, by: Actor, idempotency: tuple[str, str] | None) -> Any:
        with self.database.writing() as connection:
            work = UnitOfWork(connection, self.clock.now(), by, self.settings)
            known = work.idempotency.answer(*idempotency) if idempotency else None
            if known:
                return known[0]
            try:
                answer = command.perform(work)
            except Refusal:
                connection.rollback()
                for follow in work.follow_ups:
                    connection.begin()
                    follow.perform(UnitOfWork(connection, work.now, by, self.settings))
                    connection.commit()
                raise
            if idempotency:
                work.idempotency.keep(*idempotency, answer)
            try:
                connection.commit()
            except DBAPIError as error:
                if error.connection_invalidated and idempotency is None:
                    raise NotNow(UNANSWERED) from error  # trying again could do it twice
                raise
            return answer

    def _prepared(self, prepare: Callable[[Reading], Command], by: Actor) -> Command:
        with self.database.reading() as connection:
            return prepare(Reading(connection, self.clock.now(), by, self.settings))

    def _patiently(self, once: Callable[[], Any]) -> Any:
        begun = time.monotonic()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return once()
            except TimeoutError as error:  # the pool's: every connection is taken
                raise OutOfReach from error
            except DBAPIError as error:
                _rest_before_next(error, attempt, is_last=attempt == ATTEMPTS or time.monotonic() - begun > PATIENCE)
        raise AssertionError("unreachable: the last attempt raises")


def _rest_before_next(error: DBAPIError, attempt: int, *, is_last: bool) -> None:
    """Return when the transaction, rolled back whole, is worth trying again; else raise.

    Two acts that insert the same key (a journal number, an idempotency key) collide as an IntegrityError: the
    second then finds what the first stored.
    """
    if isinstance(error, DataError):
        raise Unusable(f"Expected values the database can store, but it said: {error.orig}. Mend them.") from error
    if is_out_of_reach(error) and (is_last or not is_transient(error)):
        raise OutOfReach from error
    if not (is_transient(error) or isinstance(error, IntegrityError)):
        raise error
    if is_last:
        if isinstance(error, IntegrityError):
            raise error
        raise NotNow("Expected the database to be free, but others are at the same rows. Try again.") from error
    time.sleep(random.uniform(0, 0.01) * attempt)  # noqa: S311 - spreads contenders, no secret
