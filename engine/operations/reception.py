"""How a case comes in: accepted, asked about, refused, filed as another kind, merged, withdrawn."""

from dataclasses import replace
from typing import Any

from engine.casework import glossary
from engine.casework.case import Case, Owner, State, expect_state
from engine.casework.deadline import CITIZEN
from engine.casework.merging import Merge, Supplement, expect_mergeable
from engine.casework.reply import Reply
from engine.errors import NotNow, Unusable
from engine.operations import clocks
from engine.operations.clusters import watch
from engine.operations.conflicts import has_it, send_back, tell_if_at_work
from engine.operations.endings import end, lapse_quarrels, leave_parent, let_children_go
from engine.operations.followers import fall_in
from engine.operations.joint_cases import leave
from engine.operations.key_supervision import pass_to_parent
from engine.operations.notices import notify
from engine.operations.present import current_case, keep
from engine.operations.registry import operation
from engine.operations.takes import Kind, RoleName, StateName
from engine.persistence.conflicts import barred_by
from engine.persistence.ids import new_id
from engine.persistence.unit_of_work import UnitOfWork

INTAKE, DISPATCHER = Owner("intake"), Owner("dispatcher")


@operation("cases.accept", gives=())
def accept(work: UnitOfWork) -> dict[str, Any]:
    """受理案件，转入待分拨。

    Accept the case; a dispatcher owns it now.
    """
    case = current_case(work)
    case.expect(State.REGISTERED, State.ASKED)
    clocks.stop(work, case.number, "accept", "supplement")
    keep(work, case, case.enter(State.ACCEPTED, DISPATCHER), "accept")
    return {}


@operation("cases.reject", gives=())
def reject(work: UnitOfWork, reason: str) -> dict[str, Any]:
    """不予受理，说明理由。

    Do not accept the case, and say why.
    """
    case = current_case(work)
    case.expect(State.REGISTERED, State.ASKED, State.ACCEPTED)
    latest = work.replies.latest(case.number)
    number = latest.number + 1 if latest else 1
    work.replies.add(
        Reply(new_id(), case.number, number, None, "not_accepted", None, reason, work.by.username, work.now)
    )
    let_children_go(work, case.number)
    end(work, case, case.enter(State.REJECTED, case.owner, closed_at=work.now), "reject", reason)
    return {}


@operation("cases.ask_citizen", gives=())
def ask_citizen(work: UnitOfWork, question: str) -> dict[str, Any]:
    """请诉求人补充说明。

    Ask the citizen one question; intake keeps the case.
    """
    case = current_case(work)
    case.expect(State.REGISTERED, State.ASKED)
    clocks.stop(work, case.number, "accept")
    work.supplements.add(Supplement(new_id(), case.number, True, question, work.by.username, work.now))
    keep(work, case, case.enter(State.ASKED, INTAKE), "ask")
    return {}


@operation("cases.refile", gives=())
def refile(work: UnitOfWork, kind: Kind) -> dict[str, Any]:
    """改为另一类诉求，由对应流程继续办理；编号不变。

    File the case as another kind under its number; the process of that kind is started and takes it over.
    """
    case = current_case(work)
    case.expect(State.REGISTERED, State.ASKED, State.ACCEPTED)
    glossary.check(glossary.KINDS, kind, "the kind")
    if kind == case.kind:
        raise Unusable(f"Expected another kind than {kind}, but found the same. Choose one of the others.")
    running = {clock.deadline.name for clock in work.deadlines.of(case.number)} - {CITIZEN}
    if running:
        clocks.stop(work, case.number, *running)
    let_children_go(work, case.number)
    again = keep(work, case, replace(case.enter(State.REGISTERED, INTAKE), kind=kind), "refile")
    work.throw(f"request_refiled_{kind}", case.number, starting_facts(again))
    return {}


ITS_UNIT_DID = ("lead_unit", "signed", "return_number", "joint_replied", "joint_ended")


@operation("cases.merge", gives=("merged_into", *ITS_UNIT_DID))
def merge(work: UnitOfWork, parent: str) -> dict[str, Any]:
    """并入另一案件；诉求人保留自己的编号、通知、查询和评价。

    Merge into an open case; the citizen keeps number, notices, tracking and rating. Whose duty it is is argued over in
    that case: an undecided return or dispute of this one lapses. Once on its own again it is dispatched anew, and what
    a unit did before counts nothing for the next.

    Returns merged_into, and as nothing what a unit or a joint handling did before: lead_unit, signed, return_number,
    joint_replied, joint_ended.
    """
    case = current_case(work)
    into = work.cases.get(parent, lock=True)
    expect_mergeable(case, into)
    expect_no_joint_handling_of_its_own(work, case, into)
    expect_nothing_on_its_way(work, case.number, into.number, told=True)
    running = {clock.deadline.name for clock in work.deadlines.of(case.number)} - {CITIZEN}
    if running:
        clocks.stop(work, case.number, *running)
    for child in work.cases.children(case.number):
        _join(work, child, into)
    _join(work, case, into)
    lapse_quarrels(work, case)
    leave(work, case.number)
    pass_to_parent(work, case.number, into)
    watch(work, into, joined=case.number)
    _leave_no_unit_what_complains_of_it(work, into)
    return {"merged_into": into.number, **dict.fromkeys(ITS_UNIT_DID)}


def _leave_no_unit_what_complains_of_it(work: UnitOfWork, into: Case) -> None:
    """What was merged may complain of the unit that has the parent: that loses it, or those who decide are told."""
    unit = has_it(work, into)[1]
    if unit in barred_by(work, into) and unit and not send_back(work, into, unit):
        tell_if_at_work(work, into, unit)


def expect_nothing_on_its_way(work: UnitOfWork, child: str, parent: str, *, told: bool = False) -> None:
    """A case that was told to join another goes there a moment later: meanwhile nothing is merged into it, nor it into
    a second one, nor anything whose own are still coming. ``told``: the child is the one that does what it was told.

    Raises:
        NotNow: the two would cross, or miss each other.
    """
    for row in work.outbox.on_its_way("merge_into"):
        going, into = row.payload["to"], row.payload["payload"]["parent"]
        if going == parent:
            raise NotNow(
                f"Expected a case that stays on its own, but {parent} is just being merged into {into}. "
                f"Merge into {into}."
            )
        if going == child and not told:
            raise NotNow(
                f"Expected a case that stays on its own, but {child} is just being merged into {into}. "
                "Look at it again in a moment."
            )
        if into == child:
            raise NotNow(
                f"Expected nothing to be on its way into {child}, but {going} is just being merged into it. "
                "Look at it again in a moment."
            )


def expect_no_joint_handling_of_its_own(work: UnitOfWork, case: Case, into: Case) -> None:
    """The parent's reply would close it while its units still work, and closing refuses that. Raises: NotNow."""
    own, shared = work.joint_handlings.open_of(case.number), work.joint_handlings.open_of(into.number)
    if own is not None and (shared is None or shared.number != own.number):
        raise NotNow(
            f"Expected {case.number} to be in no joint handling but that of {into.number}, but {own.number} runs. "
            "Wait for its reply, or merge the other way round."
        )


@operation("cases.withdraw", gives=())
def withdraw(work: UnitOfWork, words: str | None = None) -> dict[str, Any]:
    """诉求人撤回诉求，案件了结；并入其中的案件各自恢复办理。words 为诉求人所述理由的编号。

    The citizen withdraws; the case ends, and what was merged into it goes its own way again. ``words`` is the id under
    which the citizen's reason is kept.
    """
    case = current_case(work)
    let_children_go(work, case.number)
    leave_parent(work, case)
    gone = case.enter(State.WITHDRAWN, case.owner, closed_at=work.now, suspended=False, merged_into=None)
    end(work, case, gone, "withdraw", words=words)
    return {}


@operation("cases.enter", gives=())
def enter(work: UnitOfWork, state: StateName, owner_role: RoleName, owner_unit: str | None = None) -> dict[str, Any]:
    """进入某一状态，并指明当前唯一的负责方。

    Enter a lawful next state and name the one who owns the case now. Leaving "merged" is the split.
    """
    case = current_case(work)
    after, what = case.enter(expect_state(state), Owner(owner_role, owner_unit)), "enter"
    if case.merged_into and after.state is not State.MERGED:
        what = "split"
        leave_parent(work, case)
        after = replace(after, merged_into=None, lead_unit=None, cooperating_units=(), restart_clock=True)
    keep(work, case, after, what)
    return {}


def starting_facts(case: Case) -> dict[str, Any]:
    """What the process of a case knows at its start: routing keys, no words of the citizen's."""
    return {
        "kind": case.kind,
        "urgency": case.urgency,
        "channel": case.channel,
        "street": case.place.street,
        "community": case.place.community,
        "redos": case.redos,
    }


def _join(work: UnitOfWork, child: Case, parent: Case) -> None:
    if child.suspended:
        raise NotNow(f"Expected {child.number} to be running, but it is suspended. Resume it first.")
    leave_parent(work, child)
    work.merges.add(Merge(new_id(), child.number, parent.number, None, work.by.username, work.now))
    after = child.enter(State.MERGED, parent.owner, merged_into=parent.number)
    keep(work, child, after, "merge")
    fall_in(work, child.number, parent)
    if parent.suspended:
        notify(work, child.number, "citizen", "suspended")
