"""A new version of a bundle: stored, and in force at once or once a second person approves of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.commands.start_timers import arm_start_timers
from engine.errors import DeploymentRefused, NotAllowed, NotNow, Problem, Unusable
from engine.persistence.bundles import DeployedBundle
from engine.persistence.unit_of_work import Reading, UnitOfWork
from engine.runtime import Bundle

LONGEST = 4000  # characters of what is said about a version


@dataclass(frozen=True)
class Content:
    """What a version is made of, and what is said about it. ``walks`` None leaves those of the version as they are."""

    files: Mapping[str, bytes] = field(repr=False)
    walks: Mapping[str, bytes] | None = field(default=None, repr=False)
    note: str | None = None
    waiver: str | None = None
    proof: dict[str, Any] | None = None


def put_forward(work: UnitOfWork, content: Content, bundle: Bundle, warnings: Sequence[Problem]) -> dict[str, Any]:
    """Store the next version, unless this content is in force or waits already.

    Returns ``{bundle, version, hash, status, processes, unchanged, deployed_at, deployed_by, problems}``.
    Raises:
        DeploymentRefused: a process of it is another bundle's; nothing is stored.
        NotNow: only walks are new, and a second person approves of what is published.
    """
    in_force = {one.name: one for one in work.bundles.in_force()}
    ruling = in_force.get(bundle.name)
    same = ruling if ruling is not None and ruling.hash == bundle.hash else None
    known, base = same or work.bundles.proposed(bundle.name, bundle.hash), ruling.version if ruling else None
    waits = work.settings.approval_required and work.by.kind == "person"
    if known is not None:
        if same is not None and waits:
            _refuse_walks_alone(work, same, content)
        if known is not same:
            mine = known.deployed_by == work.by.username
            said = (content.note or known.note, content.waiver, content.proof) if mine else _said(known)
            work.bundles.put_anew(known, base, *said)
        _keep_walks(work, known, content)
        return answer(known, warnings, unchanged=True)
    manifest = _manifest(bundle)
    refuse_clashes(manifest, (one for one in in_force.values() if one.name != bundle.name))
    row = work.bundles.add(
        bundle.name, bundle.hash, manifest, sorted(content.files.items()), at=work.now, by=work.by.username,
        note=content.note, waiver=content.waiver, base=base, proof=content.proof, proposed=waits,
    )  # fmt: skip
    _keep_walks(work, row, content)
    past = () if waits else arm_start_timers(work, ruling, row, bundle)
    return answer(row, [*warnings, *past], unchanged=False)


def answer(row: DeployedBundle, problems: Iterable[Problem], *, unchanged: bool) -> dict[str, Any]:
    """A version as commands answer it; problems are warnings."""
    return {
        "bundle": row.name,
        "version": row.version,
        "hash": row.hash,
        "status": row.status,
        "processes": [process["id"] for process in row.manifest["processes"]],
        "deployed_at": row.deployed_at.isoformat(),
        "deployed_by": row.deployed_by,
        "unchanged": unchanged,
        "problems": [problem.as_dict() for problem in problems],
    }


def refuse_others(reading: Reading) -> None:
    """Raises: NotAllowed for whoever is neither designer nor administrator."""
    if not reading.by.may_act_as("designer", "admin"):
        raise NotAllowed("Expected a designer or an administrator; only they deploy bundles.")


def refuse_long(said: str) -> None:
    """Raises: Unusable for a note or a reason that is longer than is kept."""
    if len(said) > LONGEST:
        raise Unusable(f"Expected a note or a reason of at most {LONGEST} characters, but found {len(said)}. Cut it.")


def refuse_clashes(manifest: dict[str, Any], others: Iterable[DeployedBundle]) -> None:
    """Process ids and start messages are one district's: nobody could say which one is meant."""
    clashes = list(_clashes(manifest, list(others)))
    if clashes:
        raise DeploymentRefused(clashes)


def _said(row: DeployedBundle) -> tuple[str | None, str | None, dict[str, Any] | None]:
    return row.note, row.waiver, row.proof


def _refuse_walks_alone(work: UnitOfWork, row: DeployedBundle, content: Content) -> None:
    """Walks are what a publication is proved by: put into the version in force, nobody else would look at them."""
    if content.walks is not None and dict(content.walks) != work.walks.of_version(row.name, row.version):
        raise NotNow(
            f"Expected something besides walks to be new, but version {row.version} of {row.name} has these files. A "
            "second person approves here, so walks come into force with the next version: publish them with it."
        )


def _keep_walks(work: UnitOfWork, row: DeployedBundle, content: Content) -> None:
    if content.walks is not None:
        work.walks.keep(row.name, row.version, content.walks)


def _manifest(bundle: Bundle) -> dict[str, Any]:
    processes = [
        {"id": one.process_id, "name": one.name, "name_en": one.name_en, "file": one.file}
        for one in bundle.definitions.values()
    ]
    timers = {process: timer.text for process, timer in bundle.start_timers.items()}
    return {"processes": processes, "start_messages": bundle.start_messages, "start_timers": timers}


def _clashes(manifest: dict[str, Any], others: list[DeployedBundle]) -> Iterator[Problem]:
    owners = {process["id"]: other.name for other in others for process in other.manifest["processes"]}
    for process in manifest["processes"]:
        if process["id"] in owners:
            yield Problem(
                process["file"], process["id"], "process-id",
                f"Expected a process id of its own, but the bundle {owners[process['id']]} has a process "
                f"{process['id']}.",
            )  # fmt: skip
    heard = {message: other.name for other in others for message in other.manifest["start_messages"]}
    for message, process in manifest["start_messages"].items():
        if message in heard:
            yield Problem(
                process, process, "start-message",
                f"Expected one bundle to start by the message {message}, but {heard[message]} does already.",
            )  # fmt: skip
