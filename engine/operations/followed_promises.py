"""A promise outlives the reply it stands in: to whom it was made, and that it is followed."""

from engine.operations.notices import notify
from engine.persistence.answered import commitment_of, promisers
from engine.persistence.unit_of_work import UnitOfWork

FOLLOWED = {None: "commitment_started", True: "commitment_kept", False: "commitment_late"}


def follow_promise(work: UnitOfWork, number: str) -> None:
    """A reply of this case has passed. What a joint handling promised in it is followed from the first such reply on;
    whom it reaches while it is followed already is told so, or how it ended.
    """
    for one in promisers(work, number)[1:]:
        promise = next(iter(work.commitments.all(case=one, order=("number",))[-1:]), None)
        if promise is None:
            continue
        key = commitment_of(one)
        if work.instances.of_key(key):
            notify(work, number, "citizen", FOLLOWED[promise.kept], said=promise.text)
        elif work.joint_handlings.find(number=one) is not None:
            due = work.work_calendar.closing_of(promise.due_on).isoformat()
            facts = {"commitment_due": due, "lead_unit": promise.unit}
            work.throw("start_commitment", key, facts, dedup=f"{key}/start")
