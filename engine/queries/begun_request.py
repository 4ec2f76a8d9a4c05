"""What a citizen had written of a request so far."""

from dataclasses import dataclass, field

from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class BegunRequest:
    """What was kept under what only the writer's browser knows."""

    under: str = field(repr=False)

    def answer(self, reading: Reading) -> dict[str, str] | None:
        """The fields of the form, or None."""
        return reading.begun.find(self.under)
