"""An operator corrects facts of an instance, so that what stopped can be tried again."""

from dataclasses import dataclass
from typing import Any

from engine.commands.retry_incident import MAY_MEND
from engine.commands.step import Step
from engine.errors import NotAllowed, Unusable
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime import Halt, Instance


@dataclass(frozen=True)
class CorrectFacts:
    """``facts`` replace those of the same names in every branch; ``reason`` is kept in the journal."""

    instance_id: str
    facts: dict[str, Any]
    reason: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{instance, revision}``. Raises: NotAllowed, NotFound, NotNow (ended), Unusable."""
        if not work.by.may_act_as(*MAY_MEND):
            raise NotAllowed("Expected a designer or an administrator; only they correct facts.")
        if not self.reason.strip() or not self.facts:
            raise Unusable("Expected facts to correct and a reason, found one missing. Give both.")
        step = Step(work, work.instances.lock(self.instance_id))
        key = step.row.business_key
        facts = work.unnamed(self.facts, key)

        def correct(instance: Instance, _halt: Halt | None) -> None:
            instance.correct(facts)

        outcome = step.act(correct)
        step.save(outcome, "correct", {"facts": facts, "reason": work.without_identity(self.reason, key)})
        return {"instance": self.instance_id, "revision": step.row.revision}
