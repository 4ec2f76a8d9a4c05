"""Which values a parameter takes beyond its type, as annotations: the linter tries constants, each call its values."""

from collections.abc import Sequence
from typing import Annotated, Any, TypedDict

from engine.actor import ROLES
from engine.casework import budget, exclusion, glossary, list_revision, promises, referral, reply, unmasking
from engine.casework.case import expect_state
from engine.casework.deadline import named
from engine.casework.notices import expect_recipient, expect_template
from engine.casework.supervision import CONTINUE, LIFT
from engine.errors import Unusable
from engine.runtime import Taken


def one_of(what: str, known: Sequence[glossary.Word | str]) -> Taken:
    """One of a closed list; ``what`` reads as: the decision."""
    codes = tuple(one if isinstance(one, str) else one.code for one in known)

    def check(value: Any) -> None:
        if value not in codes:
            sentence = f"Expected {what} to be one of {', '.join(codes)}, but found {value!r}. Choose one of these."
            raise Unusable(sentence)

    return Taken(check)


Limit = Annotated[str, Taken(budget.parse)]
DeadlineName = Annotated[str, Taken(named)]
Recipient = Annotated[str, Taken(expect_recipient)]
Template = Annotated[str, Taken(expect_template)]
StateName = Annotated[str, Taken(expect_state)]
RoleName = Annotated[str, one_of("the role", ROLES)]
Kind = Annotated[str, one_of("the kind", glossary.KINDS)]
Urgency = Annotated[str, one_of("the urgency", glossary.URGENCIES)]
Outcome = Annotated[str, one_of("the outcome", (*glossary.ASSESSMENTS, *glossary.OUTCOMES))]
ReturnGround = Annotated[str, one_of("the ground", glossary.RETURN_GROUNDS)]
ReferralGround = Annotated[str, one_of("the ground", referral.GROUNDS)]
Opinion = Annotated[str, one_of("the position", glossary.POSITIONS)]
Position = Annotated[str, Taken(list_revision.position_of)]
SuspensionReason = Annotated[str, one_of("the reason", glossary.SUSPENSION_REASONS)]
ReturnDecision = Annotated[str, one_of("the decision", glossary.RETURN_DECISIONS)]
ReviewDecision = Annotated[str, one_of("the decision", (reply.PASS, reply.SEND_BACK))]
RequestDecision = Annotated[str, one_of("the decision", (promises.APPROVE, promises.REFUSE))]
ExclusionDecision = Annotated[str, one_of("the decision", (exclusion.EXCLUDE, exclusion.REFUSE))]
IdentityDecision = Annotated[str, one_of("the decision", (unmasking.GRANT, unmasking.REFUSE, unmasking.LAPSED))]
ReportDecision = Annotated[str, one_of("the decision", (CONTINUE, LIFT))]


ONE_LIMIT = Taken(budget.parse)
ASKED = {  # the decisions that acts ask by name, and what is taken of their answer
    "list_limit": Taken(fields={"longest": ONE_LIMIT, "shortest": ONE_LIMIT}),
    "extension_limit": Taken(fields={"longest": ONE_LIMIT, "offered": Taken(items=ONE_LIMIT)}),
    "suspension_limit": Taken(fields={"longest": ONE_LIMIT}),
    "time_limit": Taken(fields={"budget": ONE_LIMIT}),
    "handling_limit": Taken(fields={"budget": ONE_LIMIT}),
    "redo_limit": Taken(fields={"budget": Taken(budget.parse, items=ONE_LIMIT)}),
}


class Rung(TypedDict, total=False):
    """A row of the escalation table: ``left`` is the share of the limit left, ``after`` how long after the due time."""

    rung: str
    left: float | None
    after: Limit | None
