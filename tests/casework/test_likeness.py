"""How like two requests are, and the reasons given for it."""

from datetime import UTC, datetime, timedelta

from engine.casework.case import Place
from engine.casework.likeness import Told, liken, metres_between

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
HERE = Place("坪山街道", "和平社区")


def told(place: Place = HERE, days: int = 0, matter: str | None = "130801") -> Told:
    return Told(place, NOW + timedelta(days=days), matter)


def test_every_likeness_says_why() -> None:
    found = liken(told(), told(days=1), text=0.9, shared=0.8)
    assert found.reasons == ("near_copy", "same_matter", "same_community", "same_days")
    assert found.score > 0.8


def test_nothing_in_common_is_no_likeness() -> None:
    assert liken(told(), told(Place("碧岭街道"), 60, "150101"), text=0, shared=0) == liken(
        told(matter=None), told(Place("碧岭街道"), 60, None), text=0, shared=0
    )
    assert liken(told(), told(Place("碧岭街道"), 60, "150101"), text=0, shared=0).score == 0


def test_the_same_spot_counts_across_a_border_of_communities() -> None:
    one = Place("坪山街道", "和平社区", longitude=114.35, latitude=22.69)
    other = Place("马峦街道", "坪环社区", longitude=114.351, latitude=22.69)
    distance = metres_between(one, other)
    assert distance is not None and 90 < distance < 115
    assert "same_spot" in liken(told(one), told(other), text=0.5, shared=0.1).reasons


def test_a_place_without_coordinates_has_no_distance() -> None:
    assert metres_between(HERE, HERE) is None
