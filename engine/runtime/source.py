"""One file of a bundle."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Source:
    """``name`` is its path inside the bundle, such as ``complaint.bpmn``."""

    name: str
    content: bytes = field(repr=False)
