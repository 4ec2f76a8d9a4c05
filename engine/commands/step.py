"""One step of one instance: start or move it, and write what changed. The seam between acts and the runtime."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from engine.errors import NotFound, NotNow, Unusable
from engine.operations.registered import perform
from engine.persistence.bundles import DeployedBundle
from engine.persistence.database import Fault, is_transient
from engine.persistence.deployed import loaded
from engine.persistence.ids import new_id
from engine.persistence.instances import InstanceRow
from engine.persistence.outcome_rows import NOTHING, bring_up_to_date
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime import ENGINE_VERSION, Halt, Instance, Outcome, StepFailed, Surroundings

Act = Callable[[Instance, Halt | None], Any]
LONGEST_KEY = 128


class Step:
    """A locked instance about to be moved by one act, or a new one about to start.

    ``before`` says where it stands. When an operation fails in the middle, what was written is rolled back to a
    savepoint and the act is played again up to it, where an incident then stands: the person's act is kept. The runtime
    says so a bounded number of times, and its tries share one budget.
    """

    def __init__(self, work: UnitOfWork, row: InstanceRow) -> None:
        if row.status != "running":
            raise NotNow(f"Expected a running instance of {row.process_id}, but it is {row.status}. Look at it again.")
        self.work = work
        self.row = row
        self.loaded = loaded(work.bundles, row.bundle_id)
        self.definition = self.loaded.definition(row.process_id)
        self._is_new = not row.state
        self.surroundings = Surroundings(lambda: work.now, work.settings.zone, self._perform)
        self._savepoint: Any = None
        self._fault: Fault | None = None
        self._restored = None if self._is_new else self._restore()
        self.before = self._restored.outcome() if self._restored else NOTHING

    def start(self, facts: dict[str, Any], message: str | None) -> Outcome:
        """Start the new instance; nothing is written yet."""

        def play(halt: Halt | None) -> Instance:
            coming = _Coming()
            self.work.moving(self.row.business_key, coming)
            key, around = self.row.business_key, self.surroundings
            instance = Instance.start(
                self.definition, key=key, facts=facts, surroundings=around, message=message, halt=halt
            )
            for name, due in coming.moves:
                instance.move_deadline(name, due)
            return instance

        return self._played(play)

    def act(self, act: Act) -> Outcome:
        """Move the instance; nothing is written yet."""

        def play(halt: Halt | None) -> Instance:
            instance, self._restored = self._restored or self._restore(), None
            self.work.moving(instance.key, instance)
            act(instance, halt)
            return instance

        return self._played(play)

    def save(
        self, outcome: Outcome, kind: str, details: dict[str, Any], *, element: str | None = None,
        name: str | None = None, completed: str | None = None,
    ) -> None:  # fmt: skip
        """Write the state, the rows beside it and the journal. ``completed``: the user task a person completed."""
        work, row = self.work, self.row
        if self._is_new:
            work.instances.add(row)
        else:
            work.instances.save(row)
        bring_up_to_date(work, row, self.definition, self.before, outcome, completed=completed)
        passed: list[list[Any]] = [[one.element, one.kind, one.name, one.state] for one in outcome.passed]
        said = {**details, "clashes": outcome.clashes} if outcome.clashes else details
        work.journal.note(
            kind, said, key=row.business_key, instance_id=row.id, element=element, name=name,
            passed=passed, flows=outcome.flows,
        )  # fmt: skip

    def _played(self, play: Callable[[Halt | None], Instance]) -> Outcome:
        halt: Halt | None = None
        while True:
            try:
                return self._settled(play(halt))
            except StepFailed as failed:
                halt = self._rolled_back(failed)

    def _settled(self, instance: Instance) -> Outcome:
        outcome = instance.outcome()
        row, now = self.row, self.work.now
        row.state, row.status, row.updated_at = instance.dump(), outcome.status, now
        row.engine_version = ENGINE_VERSION
        if outcome.status != "running":
            row.ended_at, row.ended_at_element = now, outcome.ended_at_element
        return outcome

    def _rolled_back(self, failed: StepFailed) -> Halt:
        if self._savepoint is not None:
            self._savepoint.rollback()
            self._savepoint = None
            self.work.forget()
        if self._fault is not None and is_transient(self._fault):
            raise self._fault  # the whole act is tried again: a deadlock is no incident
        self._fault = None
        return failed.halt

    def _restore(self) -> Instance:
        return Instance.restore(self.definition, self.row.state, self.surroundings)

    def _perform(self, name: str, arguments: dict[str, Any]) -> Any:
        if self._savepoint is None:
            self._savepoint = self.work.savepoint()  # at the first operation: most steps have none
        try:
            return perform(self.work, name, arguments)
        except Fault as fault:
            self._fault = fault
            raise


class _Coming:
    """Stands for an instance that is just starting: deadlines moved meanwhile are moved when it is there."""

    def __init__(self) -> None:
        self.moves: list[tuple[str, datetime | None]] = []

    def move_deadline(self, name: str, due: datetime | None) -> int:
        self.moves.append((name, due))
        return 0


def start_process(
    work: UnitOfWork, process_id: str, key: str, facts: dict[str, Any], message: str | None = None
) -> str:
    """Start an instance of a process in the version in force, inside this transaction.

    Args:
        process_id: id of a process of a bundle in force.
        key: its business key, 1 to 128 characters.
        facts: plain JSON; what gateways need.
        message: the message it starts by, if it starts by one.

    Returns: the instance's id.

    Raises:
        NotFound: no such process is deployed.
        Unusable: the key is empty or too long, or the process has no such start.
    """
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise Unusable(f"Expected a key of 1 to {LONGEST_KEY} printable characters, found {len(key)}.")
    bundle = bundle_with(work, process_id)
    row = InstanceRow(
        new_id(), bundle.id, process_id, key, 1, "running", b"", ENGINE_VERSION,
        work.now, work.by.username, work.now,
    )  # fmt: skip
    step = Step(work, row)
    outcome = step.start(facts, message)
    details = {"facts": facts, "process": process_id, "bundle": bundle.name, "version": bundle.version}
    if message:
        details["message"] = message
    step.save(outcome, "start", details, name=step.definition.name)
    return row.id


def bundle_with(work: UnitOfWork, process_id: str) -> DeployedBundle:
    """The bundle in force that has this process. Raises: NotFound."""
    for bundle in work.bundles.in_force():
        if any(process["id"] == process_id for process in bundle.manifest["processes"]):
            return bundle
    raise NotFound(f"Expected a deployed process {process_id}, but there is none. Deploy the bundle that has it.")
