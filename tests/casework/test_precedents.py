"""How near a precedent is to a case."""

from dataclasses import replace

from engine.casework.precedents import PrecedentKey, distance


def test_a_precedent_is_nearest_for_the_same_matter_place_and_asset() -> None:
    case = PrecedentKey("130801", "噪声", "坪山街道", "和平社区", "water")
    assert distance(case, case).total == 0
    near = {
        "community": distance(case, replace(case, community="坪山社区")),
        "street": distance(case, replace(case, street="碧岭街道")),
        "asset": distance(case, replace(case, asset_owner=None)),
        "matter": distance(case, replace(case, matter="130802")),
    }
    assert {what: one.differs for what, one in near.items()} == {what: (what,) for what in near}
    assert near["community"].total < near["street"].total
    assert distance(case, replace(case, matter="150101", group="绿化")).total > near["matter"].total
