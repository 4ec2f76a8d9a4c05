"""Deadlines that move beside a step: the timers of the instances about it follow, in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.commands.step import Step
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime import Halt, Instance


def locked_instances(work: UnitOfWork, about: str) -> list[Step]:
    """The running instances of a case or joint handling, locked before anything about it is."""
    running = [one for one in work.instances.of_key(about) if one.status == "running"]
    return [Step(work, work.instances.lock(one.id)) for one in running]


def follow(steps: Sequence[Step], due: Mapping[str, datetime | None], what: str) -> None:
    """Move the timers and open tasks bound to these deadlines; ``what`` moved them, for the journal."""
    for step in steps if due else ():

        def move(instance: Instance, _halt: Halt | None) -> None:
            for name, at in due.items():
                instance.move_deadline(name, at)

        step.save(step.act(move), "deadline", {"what": what, "moved": sorted(due)})
