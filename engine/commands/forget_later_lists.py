"""A district to rehearse in forgets what the responsibility list became after a case was over."""

from dataclasses import dataclass
from datetime import datetime

from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ForgetLaterLists:
    """``over``: when the case ended (UTC); ``key``: the case, whose own revision of the list is forgotten too."""

    over: datetime
    key: str

    def perform(self, work: UnitOfWork) -> None:
        """The versions adopted from then on, and by the case itself, are gone with their rows; the first stays.

        A revision that is argued over once more would otherwise find the list revised already, and nothing to do.
        """
        for one in work.list_versions.all()[1:]:
            if one.adopted_at >= self.over or one.reference == self.key:
                work.responsibility_list.forget(one.version)
                work.list_versions.forget(one.version)
