"""How like two requests are, and why: text, matter, place and time, each said to whoever has to decide on merging.

The weights order a list for a person and decide nothing; no source gives them [X].
"""

import math
from dataclasses import dataclass
from datetime import datetime

from engine.casework.case import Place

TEXT, MATTER, PLACE, TIME = 0.55, 0.2, 0.15, 0.1
NEAR_COPY = 0.4  # share of the pairs of characters two texts have in common; tells copies apart from like texts
LIKE_TEXT = 0.15  # of what the text itself would score
SAME_SPOT = 300.0  # metres
FADES_IN = 30.0  # days after which time tells nothing more


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared of a request. ``matter`` is the code of the list, ``None`` before it is dispatched."""

    place: Place
    at: datetime
    matter: str | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """``score`` from 0 to 1. Reasons: near_copy, like_text, same_matter, same_spot, same_community, same_street,
    same_days (within FADES_IN / 4)."""

    score: float
    reasons: tuple[str, ...]


def liken(one: Told, other: Told, *, text: float, shared: float) -> Likeness:
    """How like one request is to another.

    Args:
        text: how well the other's text answers to the one's, 0 to 1.
        shared: the share of their pairs of characters both have.
    """
    score, reasons = TEXT * max(text, shared), []
    if shared >= NEAR_COPY:
        reasons.append("near_copy")
    elif text >= LIKE_TEXT:
        reasons.append("like_text")
    if one.matter is not None and one.matter == other.matter:
        score += MATTER
        reasons.append("same_matter")
    near, why = _nearness(one.place, other.place)
    score += PLACE * near
    reasons += [why] if why else []
    days = abs((one.at - other.at).total_seconds()) / 86400
    score += TIME * max(0.0, 1 - days / FADES_IN)
    if days <= FADES_IN / 4:
        reasons.append("same_days")
    return Likeness(round(score, 3), tuple(reasons))


def metres_between(one: Place, other: Place) -> float | None:
    """The distance of two places on the ground (haversine); None when one of them has no coordinates."""
    if None in (one.longitude, one.latitude, other.longitude, other.latitude):
        return None
    north, south = math.radians(one.latitude or 0), math.radians(other.latitude or 0)
    east = math.radians((other.longitude or 0) - (one.longitude or 0))
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(east / 2) ** 2
    return 2 * 6_371_000 * math.asin(min(1.0, math.sqrt(half)))


def _nearness(one: Place, other: Place) -> tuple[float, str | None]:
    distance = metres_between(one, other)
    if distance is not None and distance <= SAME_SPOT:
        return 1.0, "same_spot"
    if one.street != other.street:
        return 0.0, None
    if one.community is not None and one.community == other.community:
        return 0.7, "same_community"
    return 0.3, "same_street"
