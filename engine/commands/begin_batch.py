"""A request of several acts begins: nothing happens but that its idempotency key is bound to it."""

from dataclasses import dataclass
from typing import Any

from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class BeginBatch:
    """Executed with the key of the whole request, so that the key is refused for any other request.

    The acts themselves are commands of their own, each under a key made from this one.
    """

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        return {}
