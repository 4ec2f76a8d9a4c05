"""What a tick does: fire what is due, deliver what waits. Usable without a scheduler, as walks and tests do."""

from typing import Any

import structlog

from engine.actor import CLOCK, SYSTEM, Actor
from engine.application import Application
from engine.commands.deliver_message import DeliverMessage
from engine.commands.fire_timer import FireTimer, RecordTimerFailure
from engine.commands.recompute_deadlines import RecomputeDeadlines
from engine.commands.relay_outbox_row import RelayOutboxRow
from engine.commands.start_timers import RecordStartFailure, StartByTimer
from engine.commands.sweep import Sweep
from engine.errors import Refusal
from engine.persistence.outbox import RECOMPUTE, OutboxRow
from engine.queries.calendar_year import CalendarWarning
from engine.queries.due_now import Due, DueNow
from engine.ticker.checkpoints import make_checkpoint

log = structlog.get_logger("suqiu.ticker")


def poll_timers(application: Application, limit: int = 200) -> int:
    """Fire what is due now, and start the processes whose time has come. Returns how many fired or started."""
    due: Due = application.ask(DueNow(limit, messages=False), CLOCK)
    return _fire(application, due) + _start(application, due)


def relay_outbox(application: Application, limit: int = 200) -> int:
    """Deliver what waits in the outbox: messages to instances, notices to the post. Returns how many arrived."""
    due: Due = application.ask(DueNow(limit, timers=False), SYSTEM)
    return _relay(application, due)


def settle_once(application: Application, limit: int = 200) -> int:
    """Deliver, fire and start what is due at this moment. Returns how many arrived, fired or started."""
    due: Due = application.ask(DueNow(limit), SYSTEM)
    return _relay(application, due) + _fire(application, due) + _start(application, due)


def settle(application: Application, limit: int = 200) -> int:
    """The same until nothing is left to do at this moment. Returns how many arrived, fired or started."""
    total = 0
    while done := settle_once(application, limit):
        total += done
    return total


def _relay(application: Application, due: Due) -> int:
    return sum(_deliver(application, row) for row in due.messages)


def _fire(application: Application, due: Due) -> int:
    """Each in a transaction of its own. One that fails holds up no other: that is recorded in a second transaction."""
    fired = 0
    for timer_id, instance_id in due.timers:
        try:
            fired += bool(application.execute(FireTimer(timer_id, instance_id), CLOCK)["fired"])
        except Exception as error:  # noqa: BLE001 - one poisoned instance must not stop the clock
            log.warning("timer failed", timer=timer_id, instance=instance_id, cause=_cause(error))
            application.execute(RecordTimerFailure(timer_id, _cause(error)), CLOCK)
    return fired


def _start(application: Application, due: Due) -> int:
    """As ``_fire``."""
    started = 0
    for process_id in due.processes:
        try:
            started += application.execute(StartByTimer(process_id), CLOCK)["key"] is not None
        except Exception as error:  # noqa: BLE001 - as above
            log.warning("start failed", process=process_id, cause=repr(error))
            application.execute(RecordStartFailure(process_id, _cause(error)), CLOCK)
    return started


def sweep(application: Application) -> None:
    """Remove what has expired, once an hour on one node; say when the calendar is behind."""
    application.execute(Sweep(), CLOCK)
    missing = application.ask(CalendarWarning(), SYSTEM)
    if missing is not None:
        log.warning("calendar behind", year=missing, advice="import its holidays: suqiu import-calendar FILE")


def checkpoint_journal(application: Application) -> None:
    """Seal what the journal's chains end with; the line of log is a copy of the checkpoint outside the database."""
    made = make_checkpoint(application)
    if made["number"] is not None:
        log.info("journal checkpoint", **made)


def _deliver(application: Application, row: OutboxRow) -> bool:
    try:
        if row.kind == RECOMPUTE:
            return bool(application.execute(RecomputeDeadlines(row.id), SYSTEM)["moved"])
        if row.kind == "message":
            return bool(application.execute(DeliverMessage(row.id), _thrower(row.payload))["delivered"])
        application.post.deliver(row.kind, row.payload, row.id)
    except Exception as error:  # noqa: BLE001 - one poisoned row must not stop the relay
        log.warning("delivery failed", outbox=row.id, kind=row.kind, cause=_cause(error))
        application.execute(RelayOutboxRow(row.id, _cause(error)), SYSTEM)
        return False
    application.execute(RelayOutboxRow(row.id), SYSTEM)
    return True


def _thrower(payload: dict[str, Any]) -> Actor:
    """A message moves its receiver in the name of whoever sent it."""
    by = payload.get("by")
    return Actor(by["username"], by["name"], kind=by["kind"]) if by else SYSTEM


def _cause(error: Exception) -> str:
    return error.message if isinstance(error, Refusal) else f"{type(error).__name__}: {error}"[:500]
