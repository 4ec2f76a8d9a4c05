"""What a service task may call, by registered name. Importing the package registers every operation."""

from engine.operations import (
    closing,
    clusters,
    deadlines,
    dispatching,
    disputes,
    exclusions,
    identity,
    joint,
    key_supervision,
    list_revisions,
    notices,
    promises,
    reception,
    referrals,
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
    "exclusions",
    "identity",
    "joint",
    "key_supervision",
    "list_revisions",
    "notices",
    "perform",
    "promises",
    "reception",
    "referrals",
    "supervision",
]
