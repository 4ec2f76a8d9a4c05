"""What one may do with a running case while its diagram waits for something else: each sends a message it catches."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.appeal_exclusion import AppealExclusion
from engine.commands.let_accused_unit_act import LetAccusedUnitAct
from engine.commands.merge_cases import MergeCases
from engine.commands.name_accused_unit import NameAccusedUnit
from engine.commands.order_key_supervision import OrderKeySupervision
from engine.commands.rate_reply import RateReply
from engine.commands.record_contact import RecordContact
from engine.commands.request_exclusion import RequestExclusion
from engine.commands.request_extension import RequestExtension
from engine.commands.request_identity import RequestIdentity
from engine.commands.request_suspension import RequestSuspension
from engine.commands.resume_case import ResumeCase
from engine.commands.split_case import SplitCase
from engine.commands.supplement_request import SupplementRequest
from engine.commands.suspend_case import SuspendCase
from engine.commands.take_off_accused_unit import TakeOffAccusedUnit
from engine.commands.urge import Urge
from engine.commands.withdraw_request import WithdrawRequest
from engine.errors import Refusal, Unusable
from web.handler import task
from web.handler.case import page
from web.shared import door
from web.shared.language import end_of_day
from web.shared.refusals import sentence, status

pages = Blueprint("case_acts", __name__, template_folder="templates")


@pages.post("/cases/<number>/acts/<act>")
@login_required
def perform(number: str, act: str) -> Response | tuple[str, int]:
    """One act on a case; from beside a task it leads back to that task."""
    if act not in ACTS:
        return page(number, {act: gettext("There is no such act.")}), 404
    command, said = ACTS[act]
    beside = _given("task")
    try:
        door.act(command(number))
    except Refusal as refusal:
        errors = {act: sentence(refusal)}
        drawn = task.again(beside, errors, request.form) if beside else page(number, errors, request.form)
        return drawn, status(refusal)
    flash(str(said), "done")
    return redirect(url_for("task.show", task_id=beside) if beside else url_for("case.show", number=number))


def _given(name: str) -> str:
    return request.form.get(name, "").strip()


def _marks() -> tuple[int, int, int, bool]:
    """Speed, effect, attitude and solved as they were ticked. Raises: Unusable."""
    marks = [_given(name) for name in ("speed", "effect", "attitude")]
    if not all(mark in {"1", "2", "3", "4", "5"} for mark in marks) or _given("solved") not in ("yes", "no"):
        raise Unusable("Expected 1 to 5 for each of the three and whether it is solved, but found less. Ask for them.")
    return int(marks[0]), int(marks[1]), int(marks[2]), _given("solved") == "yes"


def _with(command: Callable[..., Any], *names: str) -> Callable[[str], Any]:
    """The command on a case, with what was typed into these fields."""
    return lambda number: command(number, *map(_given, names))


ACTS: dict[str, tuple[Callable[[str], Any], Any]] = {  # the command of a case's number, and what is said afterwards
    "merge": (
        lambda number: MergeCases(_given("parent").upper(), (number,), _given("reason")),
        _("Merged. The citizen keeps number, notices and rating."),
    ),
    "split": (_with(SplitCase, "reason"), _("Split off. It goes its own way again.")),
    "suspend": (
        lambda number: SuspendCase(number, end_of_day(_given("until")), _given("reason")),
        _("Suspended. The clock is paused and starts again on the day named."),
    ),
    "resume": (ResumeCase, _("Resumed. The clock goes on with what was left.")),
    "extend": (
        _with(RequestExtension, "budget", "reason"),
        _("Asked for. Until it is approved the date stays as it is."),
    ),
    "ask_suspension": (
        lambda number: RequestSuspension(number, end_of_day(_given("until")), _given("reason"), _given("text")),
        _("Asked for. Until it is approved the clock runs on."),
    ),
    "unmask": (_with(RequestIdentity, "reason"), _("Asked for. A second person decides; it is in the journal.")),
    "accuse": (
        _with(NameAccusedUnit, "unit", "reason"),
        _("Noted. If that unit has the case, it is dispatched anew, or those who can decide it are told."),
    ),
    "take_off": (
        _with(TakeOffAccusedUnit, "unit", "reason"),
        _("Taken off that unit. The case is dispatched anew."),
    ),
    "contact": (_with(RecordContact, "way"), _("Noted: the citizen was contacted.")),
    "let_act": (
        _with(LetAccusedUnitAct, "unit", "reason"),
        _("Allowed. Somebody else than you may now send the case there, with a reason."),
    ),
    "key_supervise": (
        _with(OrderKeySupervision, "reason"),
        _("Under key supervision. The supervisor reports until it is lifted."),
    ),
    "exclude": (
        _with(RequestExclusion, "ground", "reason"),
        _("Asked for. Another person decides whether the case counts."),
    ),
    "appeal": (_with(AppealExclusion, "reason"), _("Appealed. The coordinator has the last word.")),
    "supplement": (
        _with(SupplementRequest, "text"),
        _("Written down in the citizen's name, with yours beside it."),
    ),
    "withdraw": (_with(WithdrawRequest, "reason"), _("Withdrawn on the citizen's word.")),
    "rate": (
        lambda number: RateReply(number, *_marks(), comment=_given("comment") or None),
        _("The citizen's rating is written down, with your name beside it."),
    ),
    "urge": (_with(Urge, "reason"), _("Urged. Whoever has the case is told.")),
}
