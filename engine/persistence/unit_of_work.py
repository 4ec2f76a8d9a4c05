"""What a command or a query holds: one connection inside one transaction, the time, the actor, the rows."""

from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy.engine import Connection, NestedTransaction

from engine.actor import Actor
from engine.persistence.accounts import Accounts
from engine.persistence.attachments import Attachments
from engine.persistence.begun import BegunRequests
from engine.persistence.bundles import Bundles
from engine.persistence.casework import CaseworkRows
from engine.persistence.desks import Desks, Watches
from engine.persistence.drafts import Drafts
from engine.persistence.idempotency import IdempotencyKeys
from engine.persistence.incidents import Incidents
from engine.persistence.instances import Instances
from engine.persistence.job_runs import JobRuns
from engine.persistence.journal import Journal
from engine.persistence.journal_chain import keyring_of
from engine.persistence.journal_seals import JournalCheckpoints, JournalHeads
from engine.persistence.outbox import Outbox
from engine.persistence.reply_templates import ReplyTemplates
from engine.persistence.reset_codes import ResetCodes
from engine.persistence.sessions import Sessions
from engine.persistence.start_timers import StartTimers
from engine.persistence.subscriptions import Subscriptions
from engine.persistence.timers import Timers
from engine.persistence.trials import Trials
from engine.persistence.unsent import UnsentForms
from engine.persistence.user_tasks import UserTasks
from engine.persistence.walks import Walks
from engine.settings import Settings


class Reading(CaseworkRows):
    """One state of the database at one time for one actor.

    Repositories are made when first asked for. ``now`` is the only time there is: aware UTC, one for the whole act.
    """

    def __init__(self, connection: Connection, now: datetime, by: Actor, settings: Settings) -> None:
        self.connection = connection
        self.now = now
        self.by = by
        self.settings = settings

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.connection)

    @cached_property
    def attachments(self) -> Attachments:
        return Attachments(self.connection, self.now, self.by.username)

    @cached_property
    def begun(self) -> BegunRequests:
        return BegunRequests(self.connection, self.settings, self.now)

    @cached_property
    def bundles(self) -> Bundles:
        return Bundles(self.connection)

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self.connection)

    @cached_property
    def desks(self) -> Desks:
        return Desks(self.connection)

    @cached_property
    def incidents(self) -> Incidents:
        return Incidents(self.connection)

    @cached_property
    def instances(self) -> Instances:
        return Instances(self.connection)

    @cached_property
    def journal(self) -> Journal:
        return Journal(self.connection, self.now, self.by, keyring_of(self.settings), self.unnamed)

    @cached_property
    def journal_heads(self) -> JournalHeads:
        return JournalHeads(self.connection)

    @cached_property
    def journal_checkpoints(self) -> JournalCheckpoints:
        return JournalCheckpoints(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection, self.now)

    @cached_property
    def reply_templates(self) -> ReplyTemplates:
        return ReplyTemplates(self.connection)

    @cached_property
    def reset_codes(self) -> ResetCodes:
        return ResetCodes(self.connection)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.connection, self.now)

    @cached_property
    def start_timers(self) -> StartTimers:
        return StartTimers(self.connection)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        return Subscriptions(self.connection)

    @cached_property
    def timers(self) -> Timers:
        return Timers(self.connection)

    @cached_property
    def unsent(self) -> UnsentForms:
        return UnsentForms(self.connection, self.settings)

    @cached_property
    def trials(self) -> Trials:
        return Trials(self.connection)

    @cached_property
    def walks(self) -> Walks:
        return Walks(self.connection)

    @cached_property
    def user_tasks(self) -> UserTasks:
        return UserTasks(self.connection)

    @cached_property
    def watches(self) -> Watches:
        return Watches(self.connection)


class Moved(Protocol):
    """The instance a step is moving: what an operation may do to it."""

    def move_deadline(self, name: str, due: datetime | None) -> int: ...


class Follow(Protocol):
    """An act that follows another in a transaction of its own."""

    def perform(self, work: "UnitOfWork") -> Any: ...


class UnitOfWork(Reading):
    """A reading that may write. It commits nothing: the transaction is the application's."""

    def __init__(self, connection: Connection, now: datetime, by: Actor, settings: Settings) -> None:
        super().__init__(connection, now, by, settings)
        self.follow_ups: list[Follow] = []
        self._moved: tuple[str, Moved] | None = None

    @cached_property
    def idempotency(self) -> IdempotencyKeys:
        return IdempotencyKeys(self.connection, self.now, self.by.username, self.settings)

    @cached_property
    def job_runs(self) -> JobRuns:
        return JobRuns(self.connection, self.now)

    @property
    def business_key(self) -> str:
        """The key of the instance being moved, which for a case is its number.

        Raises:
            LookupError: outside a step, where there is none.
        """
        if self._moved is None:
            raise LookupError("Expected to be inside a step of an instance; only operations may ask for its key.")
        return self._moved[0]

    @property
    def is_moving(self) -> bool:
        """Is an instance being moved?"""
        return self._moved is not None

    def move_deadline(self, name: str, due: datetime | None) -> int:
        """Move every timer bound to the deadline ``name`` in the instance being moved; None lets them rest.

        Returns how many moved, 0 outside a step. Their rows follow in the same transaction.
        """
        return 0 if self._moved is None else self._moved[1].move_deadline(name, due)

    def throw(
        self,
        message: str,
        to: str,
        payload: dict[str, Any] | None = None,
        dedup: str | None = None,
        *,
        optional: bool = False,
    ) -> str:
        """Send a message to whoever waits for it under the key ``to``, after this transaction. Returns the outbox id.

        With ``dedup`` the same message is sent once however often this is called. An ``optional`` one is dropped when
        nobody waits for it; any other is tried again for days, and then an incident.
        """
        by = {"username": self.by.username, "name": self.by.name, "kind": self.by.kind}
        body: dict[str, Any] = {"message": message, "to": to, "payload": payload or {}, "by": by}
        if optional:
            body["optional"] = True
        return self.outbox.add("message", body, key=to, dedup=dedup)

    def on_refusal(self, follow: Follow) -> None:
        """Have ``follow`` performed in a transaction of its own if the present act is refused: failures that count."""
        self.follow_ups.append(follow)

    def moving(self, key: str, moved: Moved) -> None:
        """From here on operations act on this instance."""
        self._moved = (key, moved)

    def savepoint(self) -> NestedTransaction:
        """A point to come back to. After a rollback call ``forget``, since repositories may remember rows."""
        return self.connection.begin_nested()

    def forget(self) -> None:
        """Drop what repositories remember of rows that were rolled back."""
        for name in [name for name in vars(self) if isinstance(getattr(type(self), name, None), cached_property)]:
            del self.__dict__[name]
