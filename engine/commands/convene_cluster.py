"""A coordinator convenes a whole cluster with one act: its cases become one, and the units are brought together."""

from dataclasses import dataclass
from typing import Any

from engine.casework.case import Case, State
from engine.casework.cluster import Cluster
from engine.casework.entitlement import CONVENES
from engine.casework.merging import are_of_one_kind
from engine.commands.case_doors import expect_role
from engine.commands.convening import convene, join
from engine.errors import NotNow
from engine.persistence.unit_of_work import UnitOfWork

AT_A_UNIT = (State.DISPATCHED, State.HANDLING)


@dataclass(frozen=True)
class ConveneCluster:
    """``cluster`` is its number, or that of a case in it. Each citizen keeps number, notices, tracking and rating."""

    cluster: str
    reason: str = ""

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{cluster, number, lead_case, merged, left_out}``: number is the joint handling's.

        The lead case is the oldest a unit has; every other that can be merged is merged into it, and ``left_out`` says
        of each that cannot why.

        Raises:
            NotFound, NotAllowed. NotNow: it was decided on, no unit has one of its cases, or the lead case is in a
            joint handling already.
        """
        expect_role(work.by, CONVENES)
        cluster = work.clusters.meant(self.cluster)
        cluster.expect_open()
        cases = [case for case in work.clusters.members(cluster) if not case.has_ended and case.merged_into is None]
        lead = _lead(cluster, cases)
        reason = self.reason or f"{cluster.level3}（{cluster.street}{cluster.community or ''}）"
        merging, left_out = [], []
        for case in cases:
            why = _stays_apart(work, case, lead)
            if case.number != lead.number:
                (left_out.append({"number": case.number, "why": why}) if why else merging.append(case.number))
        joint = convene(work, [lead.number], reason)
        merged = join(work, lead.number, merging, reason) if merging else []
        work.clusters.save(cluster.convened(lead.number, joint.number, reason, work.by.username, work.now))
        return {
            "cluster": cluster.number,
            "number": joint.number,
            "lead_case": lead.number,
            "merged": merged,
            "left_out": left_out,
        }


def _lead(cluster: Cluster, cases: list[Case]) -> Case:
    ready = [case for case in cases if case.state in AT_A_UNIT and not case.suspended]
    if not ready:
        raise NotNow(
            f"Expected a case of {cluster.number} that a unit has, but there is none. Dispatch one, then convene."
        )
    return min(ready, key=lambda case: (case.registered_at, case.number))


def _stays_apart(work: UnitOfWork, case: Case, lead: Case) -> str | None:
    """Why a case cannot join the lead case; None when it can."""
    if not are_of_one_kind(case, lead):
        return "other_kind"
    if case.suspended:
        return "suspended"
    if work.joint_handlings.open_of(case.number) is not None:
        return "joint"
    if not work.subscriptions.waiting_for("merge_into", case.number):
        return "answered"
    return None
