"""Whom a reply reached: a case may be answered with that of its joint handling, or of the case it was merged into."""

from engine.casework.reply import PASS
from engine.persistence.unit_of_work import Reading


def commitment_of(number: str) -> str:
    """The key under which what a case or joint handling promised is followed, as the diagrams name it too."""
    return f"{number}/commitment"


def promisers(reading: Reading, case: str) -> list[str]:
    """The cases and joint handlings whose reply a case took, passed its review, and answered with; itself first."""
    found = [case]
    for one in found:  # grows while it is gone through: a parent may have taken the reply of a joint handling
        taken = reading.replies.all(case=one, decision=PASS)
        found += [of for of in dict.fromkeys(reply.source for reply in taken) if of and of not in found]
    return found


def answered(reading: Reading, number: str) -> list[str]:
    """The cases that were answered with the reply of this case or joint handling; the case itself first."""
    found = [number]
    for one in found:
        taken = reading.replies.all(source=one, decision=PASS)
        found += [reply.case for reply in taken if reply.case not in found]
    return [one for one in found if one != number or reading.cases.find(number=one) is not None]
