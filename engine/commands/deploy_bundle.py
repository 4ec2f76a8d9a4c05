"""A designer deploys a bundle: checked as a whole, stored as the next version, in force at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.commands.start_timers import arm_start_timers
from engine.errors import DeploymentRefused, NotAllowed, Problem
from engine.operations.bundle_problems import parsed, problems_of
from engine.persistence.bundles import DeployedBundle
from engine.persistence.unit_of_work import Reading, UnitOfWork
from engine.runtime import Bundle


@dataclass(frozen=True)
class DeployBundle:
    """``files``: content by file name (``complaint.bpmn``, ``time_limit.dmn``, ``accept.form``)."""

    name: str
    files: Mapping[str, bytes] = field(repr=False)
    parsed: Bundle | None = field(default=None, repr=False)
    warnings: tuple[Problem, ...] = ()

    def prepare(self, reading: Reading) -> "DeployBundle":
        """Read and judge the files before any lock is taken. Raises: DeploymentRefused with every problem."""
        _refuse_others(reading)
        problems = problems_of(self.name, self.files)
        errors = [problem for problem in problems if problem.severity == "error"]
        if errors:
            raise DeploymentRefused(errors)
        return replace(self, parsed=parsed(self.name, self.files), warnings=tuple(problems))

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{bundle, version, hash, processes, unchanged, deployed_at, deployed_by, problems}``; problems are warnings.

        Raises:
            NotAllowed: for whoever is neither designer nor administrator.
            DeploymentRefused: a process of it is another bundle's; nothing is stored.
        """
        _refuse_others(work)
        if self.parsed is None:
            raise LookupError("Expected a prepared deployment; the application prepares it.")
        in_force = {bundle.name: bundle for bundle in work.bundles.in_force()}
        known = in_force.get(self.name)
        if known is not None and known.hash == self.parsed.hash:
            return self._answer(known, unchanged=True)
        manifest = _manifest(self.parsed)
        clashes = list(_clashes(manifest, [one for one in in_force.values() if one.name != self.name]))
        if clashes:
            raise DeploymentRefused(clashes)
        files = sorted(self.files.items())
        row = work.bundles.add(self.name, self.parsed.hash, manifest, files, at=work.now, by=work.by.username)
        past = arm_start_timers(work, known, row, self.parsed)
        return self._answer(row, unchanged=False, more=past)

    def _answer(self, row: DeployedBundle, *, unchanged: bool, more: Sequence[Problem] = ()) -> dict[str, Any]:
        return {
            "bundle": row.name,
            "version": row.version,
            "hash": row.hash,
            "processes": [process["id"] for process in row.manifest["processes"]],
            "deployed_at": row.deployed_at.isoformat(),
            "deployed_by": row.deployed_by,
            "unchanged": unchanged,
            "problems": [problem.as_dict() for problem in (*self.warnings, *more)],
        }


def _refuse_others(reading: Reading) -> None:
    if reading.by.kind == "citizen" or (reading.by.kind == "person" and not reading.by.has("designer", "admin")):
        raise NotAllowed("Expected a designer or an administrator; only they deploy bundles.")


def _manifest(bundle: Bundle) -> dict[str, Any]:
    processes = [
        {"id": one.process_id, "name": one.name, "name_en": one.name_en, "file": one.file}
        for one in bundle.definitions.values()
    ]
    timers = {process: timer.text for process, timer in bundle.start_timers.items()}
    return {"processes": processes, "start_messages": bundle.start_messages, "start_timers": timers}


def _clashes(manifest: dict[str, Any], others: list[DeployedBundle]) -> list[Problem]:
    """Process ids and start messages are one district's: nobody could say which one is meant."""
    owners = {process["id"]: other.name for other in others for process in other.manifest["processes"]}
    problems = [
        Problem(
            process["file"], process["id"], "process-id",
            f"Expected a process id of its own, but the bundle {owners[process['id']]} has a process {process['id']}.",
        )
        for process in manifest["processes"]
        if process["id"] in owners
    ]  # fmt: skip
    heard = {message: other.name for other in others for message in other.manifest["start_messages"]}
    return problems + [
        Problem(
            process, process, "start-message",
            f"Expected one bundle to start by the message {message}, but {heard[message]} does already.",
        )
        for message, process in manifest["start_messages"].items()
        if message in heard
    ]  # fmt: skip
