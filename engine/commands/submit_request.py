"""A citizen asks, or intake takes down what was asked; the process of its kind begins."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from engine.casework.case import Case, Place, register
from engine.casework.identity import Contact
from engine.casework.merging import may_join
from engine.casework.tracking import new_number
from engine.commands.case_doors import expect_role
from engine.commands.step import start_process
from engine.errors import NotNow, Unusable
from engine.operations.present import note_registration
from engine.operations.reception import expect_nothing_on_its_way, starting_facts
from engine.persistence.unit_of_work import UnitOfWork

TRIES = 20  # a number has five random characters a day; twenty taken in a row mean something is broken


@dataclass(frozen=True)
class SubmitRequest:
    """``place`` is {street, community, address, longitude, latitude}, ``contact`` {name, phone, anonymous}.

    A citizen needs no account; staff need the role of intake. ``follows`` is the number of an open request that the
    citizen says is the same: this one is joined to it, with number, notices, tracking and rating of its own.

    Title, text and address are kept without who asked; text and address as typed are sealed (docs/domain.md §7a).
    """

    kind: str
    title: str
    text: str
    place: Mapping[str, Any]
    contact: Mapping[str, Any] = field(default_factory=dict)
    channel: str = "web"
    urgency: str = "ordinary"
    follows: str | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{number, tracking_code, follows}``; the code is told this once and kept only as a digest.

        ``follows`` is the request it joins; None when none was named, or when that one or this kind can not be joined:
        then it is dealt with on its own.

        Raises:
            NotAllowed, Unusable (an unknown kind, channel, street or urgency; nothing said; coordinates out of range).
        """
        if work.by.kind != "citizen":
            expect_role(work.by, ("intake", "shift_leader"))
        contact = self._contact()
        case = register(
            number=self._number(work),
            kind=self.kind,
            title=contact.left_out_of(self.title),
            text=self.text,
            place=self._place(work),
            channel=self.channel,
            at=work.now,
            urgency=self.urgency,
        )
        code = work.parties.register(case, contact)
        work.cases.add(work.said_apart(case))
        note_registration(work, case)
        start_process(work, case.kind, case.number, starting_facts(case))
        return {"number": case.number, "tracking_code": code, "follows": self._follow(work, case)}

    def _follow(self, work: UnitOfWork, case: Case) -> str | None:
        """Tell the new case's diagram, where it listens, to join what the citizen named; answers its number."""
        parent = work.cases.find(self.follows) if self.follows else None
        if parent is not None and parent.merged_into is not None:
            parent = work.cases.find(parent.merged_into)
        if parent is None or not may_join(case, parent):
            return None
        if not work.subscriptions.waiting_for("merge_into", case.number):
            return None
        with suppress(NotNow):
            expect_nothing_on_its_way(work, case.number, parent.number)
            work.throw("merge_into", case.number, {"parent": parent.number, "reason": None}, optional=True)
            return parent.number
        return None

    def _place(self, work: UnitOfWork) -> Place:
        known = ("street", "community", "address", "longitude", "latitude")
        place = Place(**{name: self.place.get(name) for name in known if name != "street"}, street=self._street())
        streets = work.places.all(street=place.street)
        if not streets:
            raise Unusable(f"Expected a street of the district, but found {place.street!r}. Choose one from the list.")
        if place.community and place.community not in {one.community for one in streets}:
            raise Unusable(
                f"Expected a community of {place.street}, but found {place.community!r}. Choose from the list."
            )
        return place

    def _street(self) -> str:
        return str(self.place.get("street") or "")

    def _contact(self) -> Contact:
        return Contact(
            name=self.contact.get("name"),
            phone=self.contact.get("phone"),
            anonymous=bool(self.contact.get("anonymous")),
        )

    def _number(self, work: UnitOfWork) -> str:
        for _ in range(TRIES):
            number = new_number(work.now, work.settings.zone)
            if work.cases.find(number) is None:
                return number
        raise NotNow("Expected a free number for the case, but every one tried was taken. Try again.")
