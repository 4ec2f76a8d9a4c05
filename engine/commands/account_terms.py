"""What an account may be given: roles there are, and a unit of the district."""

from collections.abc import Sequence

from engine.actor import ROLES
from engine.errors import Unusable
from engine.persistence.unit_of_work import UnitOfWork


def expect_terms(work: UnitOfWork, roles: Sequence[str], unit: str | None) -> None:
    """Refuse roles and units there are none of; a district without any unit yet takes every code.

    Raises:
        Unusable: no role, an unknown one, or a unit the district does not have.
    """
    unknown = sorted(set(roles) - set(ROLES))
    if unknown or not roles:
        raise Unusable(
            f"Expected roles among {', '.join(ROLES)}, found {', '.join(unknown) or 'none'}. Take the others out."
        )
    units = {one.code for one in work.unit_rows.all()}
    if unit is not None and units and unit not in units:
        raise Unusable(f"Expected a unit of the district, but found {unit}. Choose one from the list.")
