"""The repositories of casework, each made when it is first asked for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.engine import Connection

from engine.actor import Actor
from engine.casework.budget import parse
from engine.casework.calendar import WorkCalendar
from engine.casework.case import Case
from engine.casework.identity import NOBODY, Askers, Contact, Seal, said_through
from engine.casework.tracking import LIST_REVISION
from engine.casework.unit import Units
from engine.errors import NotNow
from engine.persistence.calendar import Calendar
from engine.persistence.campaigns import CampaignCases, Campaigns
from engine.persistence.case_texts import CaseTexts
from engine.persistence.cases import Cases
from engine.persistence.clusters import Clusters, Recurrences
from engine.persistence.deadlines import Deadlines
from engine.persistence.disputes import Disputes, Opinions, Precedents, Returns, Rulings
from engine.persistence.exclusions import Exclusions
from engine.persistence.identity_requests import AccusedUnits, IdentityRequests
from engine.persistence.joint_handlings import Branches, JointCases, JointHandlings
from engine.persistence.list_revisions import ListPositions, ListRevisions
from engine.persistence.merges import Merges, Supplements
from engine.persistence.notices import Notices
from engine.persistence.parties import Parties
from engine.persistence.past_requests import PastRequests
from engine.persistence.promises import Commitments, Extensions, SuspensionRequests, Suspensions
from engine.persistence.referrals import Referrals
from engine.persistence.replies import Ratings, Replies
from engine.persistence.responsibility_list import ResponsibilityList, Versions
from engine.persistence.supervisions import RungsTaken, Supervisions
from engine.persistence.track_records import TrackRecords
from engine.persistence.typed_words import TypedWords
from engine.persistence.units import Aliases, Places, UnitRows
from engine.settings import Settings


class CaseworkRows:
    """What casework keeps, inside the transaction of the connection."""

    connection: Connection
    now: datetime
    by: Actor
    settings: Settings

    @property
    def today(self) -> date:
        """The day it is in the district."""
        return self.now.astimezone(self.settings.zone).date()

    @cached_property
    def work_calendar(self) -> WorkCalendar:
        """The calendar in force."""
        return self.calendar.in_force()

    def moment_after(self, budget: str) -> datetime:
        """The moment a budget such as "4 working hours" ends when it begins now. Raises: Unusable."""
        return self.work_calendar.add(self.now, parse(budget)).at

    @cached_property
    def units(self) -> Units:
        """The units, for looking up; ``unit_rows`` writes them."""
        return Units(self.unit_rows.all())

    def headings(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The heading of the case each key is about: {title, kind, urgency, paused}."""
        about = {key: key.partition("/")[0] for key in keys}
        found = self.cases.headings(set(about.values()))
        for number in {number for number in about.values() if number not in found}:
            joint = self.joint_handlings.find(number=number)
            if joint:
                found[number] = {"title": joint.reason, "kind": "joint_handling", "urgency": None, "paused": False}
            revision = self.list_revisions.find(number=number) if number.startswith(LIST_REVISION) else None
            if revision:
                found[number] = {"title": revision.reason, "kind": "list_revision", "urgency": None, "paused": False}
        return {key: found[number] for key, number in about.items() if number in found}

    def without_identity(self, text: str, *keys: str) -> str:
        """What staff typed about cases or a joint handling, as it may be journalled and sent: ×× for whoever asked and
        for anyone's mobile or identity card (docs/domain.md §7a). As it is when the keys are about neither a request
        nor a revision of the list."""
        return self.asked_about(*keys).left_out_of(text)

    def unnamed(self, said: Any, *keys: str) -> Any:
        """What was said about cases or a joint handling, in whatever shape, with ×× for whoever asked.

        Every entry of the journal is written so, that no act can forget it, and what is said to citizens.
        """
        return said_through(said, self.asked_about(*keys).unnamed)

    def apart(self, number: str, what: str, text: str) -> str:
        """What a citizen typed in a case, as everybody reads it: ×× for who asked; what was typed is sealed as ``what``
        (text, address, or the id of the supplement or rating), unless it names nobody."""
        kept = self.without_identity(text, number)
        if kept != text:
            self.typed_words.keep(number, what, text)
        return kept

    def said_apart(self, case: Case) -> Case:
        """The case with text and address as everybody reads them; its contact is registered before."""
        address = case.place.address
        return replace(
            case,
            text=self.apart(case.number, "text", case.text),
            place=replace(case.place, address=address and self.apart(case.number, "address", address)),
        )

    def asked_about(self, *keys: str) -> Askers:
        """Who asked in the cases these keys are about, those merged into them, those of a joint handling, and the one
        whose ruling asked for a revision of the list; a revision is about nobody else, so only numbers leave it."""
        return Askers(
            one for number in dict.fromkeys(key.partition("/")[0] for key in keys) for one in self._of(number)
        )

    def _of(self, number: str) -> list[Contact]:
        if not self._contacts.get(number):  # a request is registered in the course of an act: nobody is not remembered
            asked = [number, *(one.case for one in self.joint_cases.all(joint=number))]
            revision = self.list_revisions.find(number=number) if number.startswith(LIST_REVISION) else None
            asked += [revision.case] if revision and revision.case else []
            known = [one for case in asked for one in self.parties.contacts(case)]
            self._contacts[number] = [NOBODY, *known] if revision else known
        return self._contacts[number]

    @cached_property
    def _contacts(self) -> dict[str, list[Contact]]:
        return {}

    def keys_titled(self, word: str) -> list[str]:
        """The newest cases (500 at most) whose title contains a word."""
        return self.cases.titled(word)

    def unit_names(self, codes: Iterable[str]) -> dict[str, dict[str, str]]:
        """What units are called, by code: {name, name_en}."""
        wanted = list(codes)
        return self.unit_rows.called(wanted) if wanted else {}

    def refuse_while_suspended(self, key: str) -> None:
        """Raises NotNow when the key is that of a suspended case: its tasks wait with its clock."""
        if self.cases.is_suspended(key):
            raise NotNow(f"Expected {key} to be running, but it is suspended. Resume it first, or wait.")

    @cached_property
    def cases(self) -> Cases:
        return Cases(self.connection)

    @cached_property
    def case_texts(self) -> CaseTexts:
        return CaseTexts(self.connection)

    @cached_property
    def parties(self) -> Parties:
        return Parties(self.connection, Seal(*self.settings.secrets("identity")))

    @cached_property
    def typed_words(self) -> TypedWords:
        return TypedWords(self.connection, Seal(*self.settings.secrets("identity")))

    @cached_property
    def identity_requests(self) -> IdentityRequests:
        return IdentityRequests(self.connection)

    @cached_property
    def accused_units(self) -> AccusedUnits:
        return AccusedUnits(self.connection)

    @cached_property
    def unit_rows(self) -> UnitRows:
        return UnitRows(self.connection)

    @cached_property
    def past_requests(self) -> PastRequests:
        return PastRequests(self.connection)

    @cached_property
    def aliases(self) -> Aliases:
        return Aliases(self.connection)

    @cached_property
    def places(self) -> Places:
        return Places(self.connection)

    @cached_property
    def list_versions(self) -> Versions:
        return Versions(self.connection)

    @cached_property
    def responsibility_list(self) -> ResponsibilityList:
        return ResponsibilityList(self.connection)

    @cached_property
    def list_revisions(self) -> ListRevisions:
        return ListRevisions(self.connection)

    @cached_property
    def list_positions(self) -> ListPositions:
        return ListPositions(self.connection)

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.connection, self.settings)

    @cached_property
    def deadlines(self) -> Deadlines:
        return Deadlines(self.connection)

    @cached_property
    def returns(self) -> Returns:
        return Returns(self.connection)

    @cached_property
    def disputes(self) -> Disputes:
        return Disputes(self.connection)

    @cached_property
    def opinions(self) -> Opinions:
        return Opinions(self.connection)

    @cached_property
    def rulings(self) -> Rulings:
        return Rulings(self.connection)

    @cached_property
    def precedents(self) -> Precedents:
        return Precedents(self.connection)

    @cached_property
    def joint_handlings(self) -> JointHandlings:
        return JointHandlings(self.connection)

    @cached_property
    def joint_cases(self) -> JointCases:
        return JointCases(self.connection)

    @cached_property
    def branches(self) -> Branches:
        return Branches(self.connection)

    @cached_property
    def clusters(self) -> Clusters:
        return Clusters(self.connection)

    @cached_property
    def recurrences(self) -> Recurrences:
        return Recurrences(self.connection)

    @cached_property
    def campaigns(self) -> Campaigns:
        return Campaigns(self.connection)

    @cached_property
    def campaign_cases(self) -> CampaignCases:
        return CampaignCases(self.connection)

    @cached_property
    def track_records(self) -> TrackRecords:
        return TrackRecords(self.connection)

    @cached_property
    def replies(self) -> Replies:
        return Replies(self.connection)

    @cached_property
    def ratings(self) -> Ratings:
        return Ratings(self.connection)

    @cached_property
    def extensions(self) -> Extensions:
        return Extensions(self.connection)

    @cached_property
    def suspensions(self) -> Suspensions:
        return Suspensions(self.connection)

    @cached_property
    def suspension_requests(self) -> SuspensionRequests:
        return SuspensionRequests(self.connection)

    @cached_property
    def commitments(self) -> Commitments:
        return Commitments(self.connection)

    @cached_property
    def merges(self) -> Merges:
        return Merges(self.connection)

    @cached_property
    def supplements(self) -> Supplements:
        return Supplements(self.connection)

    @cached_property
    def supervisions(self) -> Supervisions:
        return Supervisions(self.connection)

    @cached_property
    def exclusions(self) -> Exclusions:
        return Exclusions(self.connection)

    @cached_property
    def referrals(self) -> Referrals:
        return Referrals(self.connection)

    @cached_property
    def rungs_taken(self) -> RungsTaken:
        return RungsTaken(self.connection)

    @cached_property
    def notices(self) -> Notices:
        return Notices(self.connection)
