"""A second person decides on a version that waits: it comes into force, or is rejected with a reason."""

from dataclasses import dataclass, replace
from typing import Any

from engine.commands.putting_forward import refuse_clashes, refuse_long, refuse_others
from engine.commands.start_timers import arm_start_timers
from engine.errors import NotAllowed, NotNow, Unusable
from engine.persistence.bundles import PROPOSED, REJECTED, DeployedBundle
from engine.persistence.deployed import loaded
from engine.persistence.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class ApproveDeployment:
    """Four eyes: whoever proposed a version does not approve it, by another account neither."""

    bundle: str
    version: int

    def prepare(self, reading: Reading) -> "ApproveDeployment":
        """Read the files before any lock is taken. Raises: NotAllowed, NotFound."""
        refuse_others(reading)
        loaded(reading.bundles, reading.bundles.version(self.bundle, self.version).id)
        return self

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{bundle, version, status}``.

        Raises:
            NotAllowed: no designer or administrator, or the one who proposed it.
            NotFound. NotNow: it does not wait, or another version came into force since it was put forward.
            DeploymentRefused: a process of it became another bundle's meanwhile.
        """
        row = _waiting(work, self.bundle, self.version)
        in_force = work.bundles.in_force()
        ruling = next((one for one in in_force if one.name == row.name), None)
        if ruling is not None and ruling.version != row.base:
            raise NotNow(
                f"Expected a version made from the one in force, but version {ruling.version} came into force since "
                f"version {row.version} was proposed, and what is new in it would be lost. Compare the two; reject "
                "this one, so that its designer takes that over and proposes it again."
            )
        refuse_clashes(row.manifest, [one for one in in_force if one.name != row.name])
        work.bundles.decide(row, approved=True, at=work.now, by=work.by.username, why=None)
        arm_start_timers(work, ruling, row, loaded(work.bundles, row.id).bundle)
        drawn = work.drafts.find(bundle=row.name, designer=row.deployed_by)
        if drawn is not None and drawn.base == row.base:
            walks = work.walks.of_draft(drawn)
            if work.drafts.stand_on(row.version, draft=drawn, put_forward=row.deployed_at):
                work.walks.stand_on(replace(drawn, base=row.version), walks)
        return {"bundle": row.name, "version": row.version, "status": "in_force"}


@dataclass(frozen=True)
class RejectDeployment:
    """The version in force stays. Whoever proposed it may take it back in the same way."""

    bundle: str
    version: int
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{bundle, version, status}``. Raises: NotAllowed, NotFound, NotNow, Unusable: no reason, or one too long."""
        row = _waiting(work, self.bundle, self.version, own=True)
        refuse_long(self.reason)
        if not self.reason.strip():
            raise Unusable("Expected why the version is rejected, but found nothing. Give the reason.")
        work.bundles.decide(row, approved=False, at=work.now, by=work.by.username, why=self.reason.strip())
        return {"bundle": row.name, "version": row.version, "status": "rejected"}


def _waiting(work: UnitOfWork, bundle: str, version: int, *, own: bool = False) -> DeployedBundle:
    refuse_others(work)
    row = work.bundles.lock(bundle, version)
    if row.status == REJECTED:
        raise NotNow(f"Expected version {version} of {bundle} to wait for approval, but it was rejected. Look at it.")
    if row.status != PROPOSED:
        raise NotNow(f"Expected version {version} of {bundle} to wait for approval, but it was approved. Look at it.")
    if not own and work.accounts.may_be_same_person(work.by.username, row.deployed_by):
        raise NotAllowed("Expected a second person to approve, but you proposed this version. Ask a colleague.")
    return row
