"""A coordinator brings units together for one case or several."""

from dataclasses import dataclass
from typing import Any

from engine.commands.convening import convene
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ConveneJointHandling:
    """The plan is the next step, a user task of the coordinator's."""

    cases: tuple[str, ...] | list[str]
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, key, cases}``: number and key of the joint handling are the same.

        Raises:
            NotFound, NotAllowed, NotNow (a case no unit works on, or in a joint handling), Unusable (none, no reason).
        """
        joint = convene(work, self.cases, self.reason)
        return {"number": joint.number, "key": joint.number, "cases": sorted(set(self.cases))}
