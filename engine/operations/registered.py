"""Every operation, with its name: importing this registers them. Apart from the package, since it takes a second."""

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
