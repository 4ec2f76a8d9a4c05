"""A trial under way: a thread of this process that does one thing after another and writes down what became of each."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final

import structlog

from engine.actor import Actor
from engine.application import Application
from engine.commands.begin_trial import NoteTrial
from engine.errors import NotNow, Refusal
from engine.persistence.trials import BROKEN, DONE, SILENT

log = structlog.get_logger("suqiu.trials")
MOST_AT_ONCE: Final = 2  # trials of this process; each keeps a core busy
AT_ONCE: Final = 5  # results written in one transaction
SOON: Final = 5.0  # seconds a result waits for others at most
BEAT: Final = SILENT.total_seconds() / 4  # seconds: one walk may take minutes, and its process is still there
Item = dict[str, Any]
_running = threading.BoundedSemaphore(MOST_AT_ONCE)


def begin(
    application: Application, by: Actor, trial_id: str, each: Iterable[Item], found: Callable[[], dict[str, Any]]
) -> None:
    """Run a trial beside. It stops when its row says so, and is over with what ``found`` answers.

    Raises:
        NotNow: this process runs as many as it may.
    """
    if not _running.acquire(blocking=False):
        application.execute(NoteTrial(trial_id, [], BROKEN, {"problem": "busy"}), by)
        raise NotNow(f"Expected fewer than {MOST_AT_ONCE} trials to run, but others do. Try again in a few minutes.")
    threading.Thread(
        target=_run, args=(application, by, trial_id, each, found), name=f"trial {trial_id}", daemon=True
    ).start()


def run(
    application: Application, by: Actor, trial_id: str, each: Iterable[Item], found: Callable[[], dict[str, Any]]
) -> None:
    """Do it here and now."""
    kept: list[Item] = []
    noted = 0.0
    for item in each:
        kept.append(item)
        if len(kept) >= AT_ONCE or monotonic() - noted > SOON:
            if not application.execute(NoteTrial(trial_id, kept), by)["goes_on"]:
                return
            kept, noted = [], monotonic()
    application.execute(NoteTrial(trial_id, kept, DONE, found()), by)


@contextmanager
def beating(application: Application, by: Actor, trial_id: str, every: float = BEAT) -> Iterator[None]:
    """Meanwhile its row says every so many seconds that it still runs, however long one thing of it takes."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(every):
            application.execute(NoteTrial(trial_id), by)

    thread = threading.Thread(target=beat, name=f"beat of {trial_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _run(*given: Any) -> None:
    application, by, trial_id = given[:3]
    try:
        with beating(application, by, trial_id):
            run(*given)
    except Refusal as refusal:
        application.execute(NoteTrial(trial_id, [], BROKEN, {"problem": refusal.message}), by)
    except Exception as error:
        log.exception("trial stopped", trial=trial_id)
        application.execute(NoteTrial(trial_id, [], BROKEN, {"problem": f"{type(error).__name__}: {error}"[:500]}), by)
    finally:
        _running.release()
