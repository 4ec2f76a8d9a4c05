"""What a citizen has written of a request so far is kept from step to step."""

from dataclasses import dataclass, field

from engine.errors import Unusable
from engine.persistence.unit_of_work import UnitOfWork

LARGEST = 20_000  # characters, far above what the longest request takes


@dataclass(frozen=True)
class KeepBegunRequest:
    """``under`` is what only the writer's browser knows; ``fields`` those of the form, none at all forgets them."""

    under: str = field(repr=False)
    fields: dict[str, str] = field(repr=False)

    def perform(self, work: UnitOfWork) -> dict[str, str]:
        """``{}``. Raises: Unusable: too much text."""
        if sum(len(value) for value in self.fields.values()) > LARGEST:
            raise Unusable(f"Expected a form of at most {LARGEST} characters. Shorten it.")
        if self.fields:
            work.begun.keep(self.under, self.fields)
        else:
            work.begun.drop(self.under)
        return {}
