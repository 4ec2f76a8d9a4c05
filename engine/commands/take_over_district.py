"""A district to rehearse in takes over what a real one decides by."""

from dataclasses import dataclass, field

from engine.errors import NotNow
from engine.persistence.district_rows import Rows, write_district
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class TakeOverDistrict:
    """``rows``: of units, places, list and calendar."""

    rows: Rows = field(repr=False)

    def perform(self, work: UnitOfWork) -> None:
        """Raises: NotNow when the district has units already."""
        if work.unit_rows.all():
            raise NotNow("Expected a district without units, but this one has some. Use an empty one.")
        write_district(work.connection, self.rows)
