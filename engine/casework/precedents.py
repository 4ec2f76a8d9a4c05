"""How near a precedent is to a case: matter, place and owner of the asset, compared one by one (docs/domain.md §4)."""

from dataclasses import dataclass

MATTER, GROUP, ASSET, STREET, COMMUNITY = 4, 2, 2, 2, 1  # what a difference in each weighs; our own choice


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a precedent is from a case: 0 is the same matter at the same place; ``differs`` names what does."""

    total: int
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrecedentKey:
    """What a precedent is keyed by: the matter and its group (level 2), the place, and who owns the asset."""

    matter: str | None
    group: str | None
    street: str | None
    community: str | None = None
    asset_owner: str | None = None


def distance(case: PrecedentKey, ruled: PrecedentKey) -> Distance:
    """How far a precedent is from a case: matter before asset and street, these before community."""
    total, differs = 0, []
    if case.matter is None or case.matter != ruled.matter:
        total += GROUP if case.group is not None and case.group == ruled.group else MATTER
        differs.append("matter")
    if case.asset_owner != ruled.asset_owner:
        total += ASSET
        differs.append("asset")
    if case.street != ruled.street:
        total += STREET
        differs.append("street")
    elif case.community is None or case.community != ruled.community:
        total += COMMUNITY
        differs.append("community")
    return Distance(total, tuple(differs))
