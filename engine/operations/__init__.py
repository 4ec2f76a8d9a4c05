"""What a service task may call, by registered name. Importing the package registers every operation."""

from engine.operations import (
    closing,
    clusters,
    deadlines,
    dispatching,
    disputes,
    identity,
    joint,
    notices,
    promises,
    reception,
    supervision,
)
from engine.operations.registry import catalogue, perform

__all__ = [
    "catalogue",
    "closing",
    "clusters",
    "deadlines",
    "dispatching",
    "disputes",
    "identity",
    "joint",
    "notices",
    "perform",
    "promises",
    "reception",
    "supervision",
]
