"""The responsibility list as it is in force today, for reading."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import or_, select

from engine.casework.responsibility_list import Row
from engine.errors import NotAllowed
from engine.persistence.responsibility_list import ResponsibilityList, list_rows
from engine.persistence.unit_of_work import Reading
from engine.queries.cursor import page, unpack


@dataclass(frozen=True)
class ResponsibilityRows:
    """``q``: words of a matter's name or its code."""

    q: str | None = None
    limit: int = 50
    cursor: str | None = None

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{"version", "items": [row…], "next"}`` in order of code; ``demo`` names what no public source gives.

        Raises:
            NotAllowed: for citizens.
        """
        if reading.by.kind == "citizen":
            raise NotAllowed("Expected a member of staff.")
        version = reading.responsibility_list.version_on(reading.today)
        query = select(*(list_rows.c[name] for name in ResponsibilityList.names)).where(list_rows.c.version == version)
        if self.q:
            columns = (list_rows.c.code, list_rows.c.level1, list_rows.c.level2, list_rows.c.level3)
            query = query.where(or_(*(column.icontains(self.q, autoescape=True) for column in columns)))
        if self.cursor is not None:
            query = query.where(list_rows.c.code > unpack(self.cursor, str)[0])
        query = query.order_by(list_rows.c.code).limit(self.limit + 1)
        rows = [Row(*row) for row in reading.connection.execute(query)]
        shown, following = page(rows, self.limit, lambda row: (row.code,))
        return {"version": version, "items": [asdict(row) for row in shown], "next": following}
