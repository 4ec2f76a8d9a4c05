"""What citizens typed before words were kept without who asked: it is sealed, and ×× stands there, also in the index.

Doing it again changes nothing. ``suqiu migrate`` does it to the end, a batch in each transaction.
"""

from dataclasses import dataclass, replace

from engine.casework.case import Case
from engine.commands.case_doors import expect_role
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class LeaveOutIdentities:
    """The next ``most`` requests."""

    most: int = 500

    def perform(self, work: UnitOfWork) -> int:
        """How many were gone through; 0 when there are no more. Raises: NotAllowed."""
        expect_role(work.by, ("admin",))
        numbers = work.parties.not_apart(self.most)
        if not numbers:
            work.case_texts.settle()
        kept = [(case, _left_out(work, case)) for case in work.cases.several(numbers)]
        work.cases.reword([after for case, after in kept if after != case])
        for number in numbers:
            for said in work.supplements.all(case=number, asks=False):
                work.supplements.save(replace(said, text=work.apart(number, said.id, said.text)))
            for rating in work.ratings.all(case=number):
                if rating.comment:
                    work.ratings.save(replace(rating, comment=work.apart(number, rating.id, rating.comment)))
        work.parties.mark_apart(numbers)
        return len(numbers)


def _left_out(work: UnitOfWork, case: Case) -> Case:
    return replace(work.said_apart(case), title=work.without_identity(case.title, case.number))
