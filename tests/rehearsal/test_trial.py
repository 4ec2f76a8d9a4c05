"""A trial that runs beside says that it does, however long one walk of it takes."""

import time
from datetime import timedelta

from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.begin_trial import BeginTrial
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.start_draft import StartDraft
from engine.persistence.trials import WALKS
from engine.queries.draft_walks import DraftWalks
from engine.rehearsal.trial import beating
from tests.commands.test_publish_draft import ANNA, LOOP


def test_a_walk_of_many_minutes_is_not_taken_for_interrupted(application: Application, clock: VirtualClock) -> None:
    application.execute(DeployBundle("loop", {path.name: path.read_bytes() for path in LOOP.iterdir()}), ANNA)
    application.execute(StartDraft("loop"), ANNA)
    made = application.execute(BeginTrial(WALKS, "loop", "read", 1), ANNA)
    clock.forward(timedelta(minutes=3))
    assert is_lost(application, clock)
    with beating(application, ANNA, made["id"], every=0.01):
        until = time.monotonic() + 60
        while is_lost(application, clock) and time.monotonic() < until:
            time.sleep(0.01)
    assert not is_lost(application, clock)


def is_lost(application: Application, clock: VirtualClock) -> bool:
    last = application.ask(DraftWalks("loop"), ANNA)["last"]
    return bool(last.is_lost(clock.now()))
