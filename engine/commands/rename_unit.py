"""A unit gets another name from a day on; whoever knew it by the old one still finds it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine.casework.entitlement import KEEPS_THE_LIST
from engine.casework.unit import Alias
from engine.commands.case_doors import expect_role
from engine.errors import NotFound, NotNow, Unusable
from engine.persistence.unit_of_work import UnitOfWork

LONGEST = 128


@dataclass(frozen=True)
class RenameUnit:
    """``since``: the first day of the new name (district time), today or a day gone by; None: today.

    The code stays, and with it every case, row and account of the unit.
    """

    code: str
    name: str
    name_en: str
    reason: str
    since: date | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{code, name, since}``.

        Raises:
            NotAllowed, NotFound, NotNow (it bears the name, or another unit does),
            Unusable (no name or reason, a day to come or before an earlier renaming).
        """
        expect_role(work.by, KEEPS_THE_LIST)
        unit, since = work.unit_rows.find(code=self.code), self.since or work.today
        if unit is None:
            raise NotFound(f"Expected a unit of the district, but there is none with the code {self.code}.")
        name, name_en = self.name.strip(), self.name_en.strip()
        if not name or not name_en or not self.reason.strip() or len(name) > LONGEST:
            raise Unusable(
                "Expected the name in Chinese and English and a reason, but found one of them empty or long. "
                "Fill in all three, each short."
            )
        if since > work.today:
            raise Unusable(f"Expected today or a day gone by, but found {since.isoformat()}. Rename it on its day.")
        bearer = work.unit_rows.find(name=name)
        if bearer is not None:
            raise NotNow(f"Expected a name no unit bears, but {bearer.code} is called {name}. Nothing was changed.")
        self._keep_the_old_name(work, unit.code, unit.name, since)
        work.unit_rows.save(replace(unit, name=name, name_en=name_en))
        work.journal.add(
            key=f"unit/{unit.code}",
            kind="unit",
            reason=self.reason.strip(),
            before={"name": unit.name},
            after={"name": name, "since": since.isoformat()},
        )
        return {"code": unit.code, "name": name, "since": since.isoformat()}

    def _keep_the_old_name(self, work: UnitOfWork, code: str, old: str, until: date) -> None:
        begun = max((one.until for one in work.aliases.all(unit=code) if one.until), default=None)
        if begun is not None and until <= begun:
            raise Unusable(
                f"Expected a day after {begun.isoformat()}, when it got its present name. Choose a later one."
            )
        known = work.aliases.find(name=old)
        if known is not None and known.unit != code:
            raise NotNow(f"Expected {old} to mean {code} alone, but {known.unit} bore it too. Nothing was changed.")
        alias = Alias(old, code, begun, until)
        (work.aliases.save if known else work.aliases.add)(alias)
