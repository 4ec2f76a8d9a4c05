"""``suqiu verify``: what must be true of a whole database, looked at key by key."""

from collections.abc import Callable, Iterator

import click

from engine.actor import SYSTEM
from engine.application import Application
from engine.cli.composition import opened
from engine.cli.journal import broken_chains, broken_checkpoints
from engine.errors import Refusal, Unusable
from engine.queries.standing import Stand, StandingOf
from engine.queries.whole_district import OpenKeyCount, OpenKeys, StuckAndLost
from engine.rehearsal.invariants import broken_of


@click.command()
def verify() -> None:
    """Check the whole database; exit status 1 with a sentence for everything that is not as it must be.

    Every open case has a process and exactly one owner; nothing rests with nothing waiting; timers agree with their
    deadlines; merged citizens are whole; the outbox moves; the journal is as it was written.

    Example: suqiu verify
    """
    with opened() as application:
        found = wrong_in(application)
    for sentence in found:
        click.echo(sentence)
    if found:
        raise Unusable(f"Expected all to be well, but found {len(found)} things that are not. Look at each.")
    click.echo("All is well.")


def wrong_in(application: Application, *, show_progress: bool = True) -> list[str]:
    """Sentences on everything that is not true of the database, though it always must be."""
    found: list[str] = []
    count = application.ask(OpenKeyCount(), SYSTEM)
    with click.progressbar(length=count, label="open keys", hidden=not show_progress) as bar:
        _look_at_each(application, found, bar.update)
    found += application.ask(StuckAndLost(), SYSTEM)
    found += broken_chains(application, show_progress=show_progress)
    return found + broken_checkpoints(application)


def _look_at_each(application: Application, found: list[str], told: Callable[[int], None]) -> None:
    after = ""
    while keys := application.ask(OpenKeys(after), SYSTEM):
        for key in keys:
            try:
                stand = application.ask(StandingOf(key), SYSTEM)
            except Refusal as refusal:  # a row that casework does not take for a case, as one without an owner
                found.append(f"{key}: {refusal.message}")
                continue
            found += [*broken_of(stand), *_clocks_disagree(stand)]
        after = keys[-1]
        told(len(keys))


def _clocks_disagree(stand: Stand) -> Iterator[str]:
    """A timer bound to a deadline is due when the deadline is, and rests with it."""
    for timer in stand.timers:
        clocks = [one for one in stand.deadlines if one.deadline.name == timer.deadline and one.state != "stopped"]
        if clocks and timer.due_at not in {one.due_at for one in clocks}:
            yield (
                f"Expected the timer {timer.element} of {stand.key} to be due with the deadline {timer.deadline}, "
                f"{clocks[-1].due_at}, but it is due {timer.due_at}."
            )
