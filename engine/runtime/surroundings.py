"""What an instance is given from outside for one step: the time, the zone, and who performs operations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any


@dataclass(frozen=True)
class Surroundings:
    """``now`` gives aware UTC; ``perform(operation, arguments)`` runs in the caller's transaction and
    gives JSON facts.
    """

    now: Callable[[], datetime]
    zone: tzinfo
    perform: Callable[[str, dict[str, Any]], Any]
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
