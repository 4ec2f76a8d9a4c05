"""Joint handlings, their cases and branches."""

from collections.abc import Callable
from dataclasses import fields

from sqlalchemy import Column, String, Table, Text, bindparam, insert, select

from engine.casework.joint_handling import Branch, JointCase, JointHandling
from engine.errors import NotFound
from engine.persistence.database import Json, Moment, metadata
from engine.persistence.prepared import Prepared
from engine.persistence.records import Records

joint_handlings = Table(
    "joint_handlings",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("convened_by", String(128), nullable=False),
    Column("convened_at", Moment, nullable=False),
    Column("state", String(32), nullable=False),
    Column("lead_unit", String(32)),
    Column("meeting", Json),
    Column("minutes", Text),
    Column("decisions", Json),
    Column("outcome", String(32)),
    Column("reply", Text),
    Column("replied_by", String(128)),
    Column("replied_at", Moment),
    Column("ended_at", Moment),
    Column("end_reason", Text),
)

joint_cases = Table(
    "joint_cases",
    metadata,
    Column("joint", String(32), primary_key=True),
    Column("case", String(32), primary_key=True),
    Column("left_at", Moment),
)

joint_involvements = Table(
    "joint_involvements",
    metadata,
    Column("joint", String(32), primary_key=True),
    Column("unit", String(32), primary_key=True, index=True),
)

joint_branches = Table(
    "joint_branches",
    metadata,
    Column("joint", String(32), primary_key=True),
    Column("unit", String(32), primary_key=True),
    Column("task", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", String(32), nullable=False),
    Column("report", Text),
    Column("reported_by", String(128)),
    Column("reported_at", Moment),
    Column("released_at", Moment),
    Column("release_reason", Text),
)


_HOLDING = Prepared(
    select(*(joint_handlings.c[field.name] for field in fields(JointHandling)))
    .join(joint_cases, joint_cases.c.joint == joint_handlings.c.number)
    .where(joint_cases.c.case == bindparam("case"), joint_cases.c.left_at.is_(None))
    .order_by(joint_handlings.c.convened_at.desc())
)


class JointHandlings(Records[JointHandling]):
    """Joint handlings by number, and which hold a case."""

    table, record = joint_handlings, JointHandling

    def get(self, number: str, *, lock: bool = False) -> JointHandling:
        """The joint handling of a number. ``lock`` keeps others from changing it until the transaction ends.

        Raises: NotFound.
        """
        query = self._select({"number": number})
        found = next(iter(self._records(self._connection.execute(query.with_for_update() if lock else query))), None)
        if found is None:
            raise NotFound(f"Expected a joint handling, but there is none with the number {number}.")
        return found

    def of_case(self, case: str) -> list[JointHandling]:
        """The joint handlings of a case, the newest first."""
        query = self._select({}).join(joint_cases, joint_cases.c.joint == joint_handlings.c.number)
        query = query.where(joint_cases.c.case == case).order_by(joint_handlings.c.convened_at.desc())
        return self._records(self._connection.execute(query))

    def open_of(self, case: str) -> JointHandling | None:
        """The joint handling whose reply a case waits for."""
        found = self._records(_HOLDING.all(self._connection, {"case": case}))
        return next((one for one in found if one.is_open), None)

    def involve(self, number: str, *units: str | None) -> None:
        """From now on these units may read it, though they have no branch."""
        query = select(joint_involvements.c.unit).where(joint_involvements.c.joint == number)
        known = set(self._connection.execute(query).scalars())
        rows = [{"joint": number, "unit": unit} for unit in sorted({unit for unit in units if unit} - known)]
        if rows:
            self._connection.execute(insert(joint_involvements), rows)


class JointCases(Records[JointCase]):
    """Which cases a joint handling is for."""

    table, record = joint_cases, JointCase


class Branches(Records[Branch]):
    """Each unit's part."""

    table, record = joint_branches, Branch

    def get(self, joint: str, unit: str, told: Callable[[str], str | None] = str) -> Branch:
        """The branch of a unit. Raises: NotFound, with the unit as it is ``told``."""
        found = self.find(joint=joint, unit=unit)
        if found is None:
            raise NotFound(f"Expected a branch of {told(unit)} in {joint}, but there is none.")
        return found
