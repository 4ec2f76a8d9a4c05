"""After the identity key was changed: seal identities and what was typed anew. Doing it again changes nothing."""

from dataclasses import dataclass
from typing import Any

from engine.commands.case_doors import expect_role
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ResealIdentities:
    """The next ``most`` cases behind the number ``after``."""

    after: str = ""
    most: int = 500

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{count, last}``; count 0 when there are no more."""
        expect_role(work.by, ("admin",))
        done = work.parties.reseal(self.most, self.after)
        for number in done:
            work.typed_words.reseal(number)
        return {"count": len(done), "last": done[-1] if done else None}
