"""A district gets another unit: it can be given matters, people and cases from then on."""

import re
from dataclasses import dataclass
from typing import Any

from engine.casework.entitlement import KEEPS_THE_LIST
from engine.casework.unit import Unit
from engine.commands.case_doors import expect_role
from engine.commands.rename_unit import LONGEST
from engine.errors import NotNow, Unusable
from engine.persistence.unit_of_work import UnitOfWork

CODE = re.compile(r"[A-Z][A-Z0-9]{1,15}")
FUNCTION = re.compile(r"[a-z][a-z_]{1,31}")


@dataclass(frozen=True)
class AddUnit:
    """``function``: what it does (``bureau``, ``enforcement`` …). ``street``, ``community``: where; None: all of it."""

    code: str
    name: str
    name_en: str
    function: str
    reason: str
    street: str | None = None
    community: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{code, name}``.

        Raises:
            NotAllowed, NotNow (the code or the name is another unit's, also one it bore before),
            Unusable (no name, reason or function; a place the district does not have).
        """
        expect_role(work.by, KEEPS_THE_LIST)
        name, name_en, reason = self.name.strip(), self.name_en.strip(), self.reason.strip()
        if not CODE.fullmatch(self.code):
            raise Unusable("Expected a code of a capital letter and capitals or digits, 2 to 16. Correct the code.")
        if not name or not name_en or not reason or max(len(name), len(name_en)) > LONGEST:
            raise Unusable(
                "Expected the name in Chinese and English and a reason, but found one of them empty or long. "
                "Fill in all three, each short."
            )
        if not FUNCTION.fullmatch(self.function):
            raise Unusable("Expected what the unit does, but found nothing. Choose it from the list.")
        self._expect_place(work)
        self._expect_free(work, name)
        street, community = self.street or None, self.community or None
        last = max((unit.position for unit in work.unit_rows.all()), default=0)
        work.unit_rows.add(Unit(self.code, name, name_en, self.function, street, community, last + 1))
        after = {"name": name, "function": self.function, "street": street, "community": community}
        work.journal.add(key=f"unit/{self.code}", kind="unit", reason=reason, after=after)
        return {"code": self.code, "name": name}

    def _expect_place(self, work: UnitOfWork) -> None:
        known = work.places.by_street()
        if not self.street and self.community:
            raise Unusable("Expected the street a community lies in, but found none. Choose it too.")
        if self.street and self.street not in known:
            raise Unusable(f"Expected a street of the district, but found {self.street}. Choose one from the list.")
        if self.street and self.community and self.community not in known[self.street]:
            raise Unusable(
                f"Expected a community of {self.street}, but found {self.community}. Choose one from the list."
            )

    def _expect_free(self, work: UnitOfWork, name: str) -> None:
        if work.unit_rows.find(code=self.code) is not None:
            raise NotNow(f"Expected a code no unit has, but {self.code} is one's. Choose another.")
        bearer = work.unit_rows.named(name)
        if bearer is not None:
            raise NotNow(f"Expected a name no unit bears, but {bearer.code} is called {name}. Nothing was changed.")
