"""What a service task may call: a name, its parameters as a designer sees them, and a sentence of help."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TYPES = ("string", "number", "boolean", "list", "context", "date_time", "any")


@dataclass(frozen=True)
class Parameter:
    """``type`` is one of TYPES; a required one must be given in the diagram (its value may still be null)."""

    type: str = "any"
    required: bool = True

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ValueError(f"Expected a parameter type of {', '.join(TYPES)}, found ‘{self.type}’.")


@dataclass(frozen=True)
class Operation:
    """One registered operation; ``help`` is shown where a designer chooses it.

    ``gives``: the facts of its answer, ``*`` for a part that varies; None: it doesn't say.
    """

    name: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    help: str = ""
    gives: frozenset[str] | None = None
