"""Messages to people: what each template says in Chinese and English. None ever names the complainant.

A text may use {number}, {unit} (who has the case), {due} (the next date), {said} (the question, reason or reply of the
act) and {branch} (the unit of a branch).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.actor import ROLES
from engine.errors import Unusable

CITIZENS = ("citizen", "citizens", "answered_citizens")
RECIPIENTS = (*CITIZENS, "unit", "lead_unit", "cooperating_units", "affected_units", *ROLES)

TEMPLATES: Mapping[str, tuple[str, str]] = {
    "registered": ("您的诉求 {number} 已登记。", "Your request {number} is registered."),
    "accepted": (
        "您的诉求 {number} 已受理，{due}前答复。",
        "Your request {number} is accepted; the reply is due {due}.",
    ),
    "not_accepted": ("您的诉求 {number} 不予受理：{said}", "Your request {number} is not accepted: {said}"),
    "question": ("关于诉求 {number}，请补充：{said}", "About your request {number}, please tell us: {said}"),
    "refiled": ("您的诉求 {number} 已改类办理。", "Your request {number} is now filed as another kind."),
    "merged": (
        "您的诉求 {number} 与同类诉求合并办理，编号和查询不变。",
        "{number} is handled together with like requests.",
    ),
    "split": ("您的诉求 {number} 恢复单独办理。", "Your request {number} is handled on its own again."),
    "back_to_unit": (
        "联合处置已终止，案件 {number} 交回 {unit} 办理，{due} 前办结。",
        "The joint handling is over without a reply; case {number} is {unit}'s again, due {due}.",
    ),
    "dispatched": ("案件 {number} 分拨给 {unit}，请签收。", "Case {number} is dispatched to {unit}; please sign."),
    "returned_lapsed": (
        "案件 {number} 的退件未获审定，由 {unit} 继续办理。",
        "The return of {number} lapsed; {unit} keeps it.",
    ),
    "dispute_opened": ("案件 {number} 提出职责争议，请裁决。", "Case {number} is in dispute; a ruling is asked for."),
    "ruled": ("案件 {number} 已裁决：{said}", "Case {number} was ruled on: {said}"),
    "replied": ("您的诉求 {number} 已答复：{said}", "Your request {number} is answered: {said}"),
    "redo": ("案件 {number} 退回重办：{said}", "Case {number} is to be done again: {said}"),
    "not_solved_again": (
        "通报：案件 {number}（{unit}）诉求人再次评价未解决，已列入重点督办。",
        "Bulletin: the citizen called case {number} ({unit}) not solved again; it is under key supervision.",
    ),
    "closed": ("您的诉求 {number} 已办结。", "Your request {number} is closed."),
    "not_rated": ("您的诉求 {number} 未评价，已办结。", "Your request {number} was not rated and is closed."),
    "withdrawn": ("诉求 {number} 已撤回。", "Request {number} is withdrawn."),
    "suspended": ("诉求 {number} 暂缓办理：{said}", "Request {number} is suspended: {said}"),
    "resumed": ("诉求 {number} 恢复办理，{due}前答复。", "Request {number} is resumed; the reply is due {due}."),
    "work_resumed": (
        "案件 {number} 挂起结束，恢复办理，{due} 前办结（{unit}）。",
        "Case {number} rests no more and is worked on again, due {due} ({unit}).",
    ),
    "extension_asked": ("案件 {number} 申请延期。", "An extension is asked for case {number}."),
    "extension_approved": ("诉求 {number} 延期至 {due}。", "Request {number} is extended to {due}."),
    "extension_refused": ("案件 {number} 的延期未获批准。", "The extension of case {number} is refused."),
    "suspension_refused": ("案件 {number} 的挂起申请未获批准。", "The suspension of case {number} is refused."),
    "acceptance_overdue": ("案件 {number} 逾期未受理。", "Case {number} is not accepted in time."),
    "dispatch_overdue": ("案件 {number} 逾期未分拨。", "Case {number} is not dispatched in time."),
    "review_overdue": ("案件 {number} 逾期未审核。", "Case {number} is not reviewed in time."),
    "repeat_overdue": (
        "案件 {number}（{unit}）诉求人再次评价未解决，逾期未作决定。",
        "Case {number} ({unit}), called not solved again, is not decided on in time.",
    ),
    "remind": ("提醒：案件 {number} 应于 {due} 前办结（{unit}）。", "Reminder: case {number} is due {due} ({unit})."),
    "warn": ("预警：案件 {number} 将于 {due} 到期（{unit}）。", "Warning: case {number} falls due {due} ({unit})."),
    "overdue": ("案件 {number} 已逾期（{unit}）。", "Case {number} is overdue ({unit})."),
    "urge": ("催办：案件 {number}（{unit}）。{said}", "Urged: case {number} ({unit}). {said}"),
    "supervise": ("督办：案件 {number}（{unit}）。", "Supervised: case {number} ({unit})."),
    "supervise_overdue": (
        "案件 {number}（{unit}）的督办逾期未办。",
        "The supervision of case {number} ({unit}) is not attended to in time.",
    ),
    "bulletin": ("通报：案件 {number} 逾期未办结（{unit}）。", "Bulletin: case {number} is overdue and open ({unit})."),
    "joint_planned": (
        "联合处置 {number} 已制定方案，请按期办理。",
        "The joint handling {number} is planned; see your branch.",
    ),
    "plan_overdue": ("联合处置 {number} 逾期未制定方案。", "The joint handling {number} is not planned in time."),
    "joint_minutes": ("联合处置 {number} 会议纪要已记录。", "The minutes of the joint handling {number} are recorded."),
    "joint_meeting": ("联合处置 {number} 召开会议：{said}", "The joint handling {number} holds a meeting: {said}"),
    "minutes_overdue": ("联合处置 {number} 会议纪要逾期未记。", "The minutes of the joint handling {number} are late."),
    "joint_ended": (
        "联合处置 {number} 已终止，分工不再办理：{said}",
        "The joint handling {number} is ended and its branches with it: {said}",
    ),
    "joint_overdue": ("联合处置 {number} 逾期未形成答复。", "The joint handling {number} has no reply in time."),
    "branch_due": (
        "联合处置 {number}：{branch} 的任务应于 {due} 前完成。",
        "{number}: the branch of {branch} is due {due}.",
    ),
    "branch_late": ("联合处置 {number}：{branch} 逾期。", "Joint handling {number}: the branch of {branch} is late."),
    "commitment_started": ("关于诉求 {number} 的承诺已登记：{said}", "A promise about {number} is recorded: {said}"),
    "commitment_due": ("案件 {number} 的承诺到期，请报告。", "The promise about {number} is due; please report."),
    "commitment_kept": ("关于诉求 {number} 的承诺已兑现。", "The promise about {number} was kept."),
    "commitment_late": ("关于诉求 {number} 的承诺未如期兑现。", "The promise about {number} was not kept in time."),
    "recurrence": ("案件 {number} 回潮，此前办结：{said}", "Case {number} came back; closed before: {said}"),
    "recurrence_escalated": (
        "案件 {number} 回潮提级，请督办；此前办结：{said}",
        "Case {number} came back and is escalated; closed before: {said}",
    ),
    "cluster_proposed": (
        "{said}，建议类案协调（起于案件 {number}）。",
        "{said}: please consider coordinating it (from case {number}).",
    ),
    "list_positions_asked": (
        "职责清单修订 {number} 征求意见，请于 {due} 前表态；逾期视为不反对。",
        "The revision {number} of the list asks for your position by {due}; who is silent does not object.",
    ),
    "revision_overdue": (
        "职责清单修订 {number} 逾期未办理。",
        "The revision {number} of the list is not dealt with in time.",
    ),
    "list_adopted": ("职责清单修订 {number} 已通过。", "The revision {number} of the list is adopted."),
    "contact_overdue": (
        "案件 {number} 的首次联系已逾时，{unit} 尚未联系诉求人。",
        "The first contact of case {number} is late: {unit} has not spoken to the citizen.",
    ),
    "accused_unit_at_work": (
        "案件 {number} 投诉的正是办理它的单位：须另一人准许，或召集其他单位牵头，否则该单位不得答复。",
        "Case {number} complains of a unit that works on it: it may not reply until allowed to, or let another lead.",
    ),
    "accused_unit_released": (
        "联合处置 {number} 的案件投诉的正是 {branch}，已自动退出其分工；需要时请加派其他单位。",
        "A case of the joint handling {number} complains of {branch}: its branch is released; add another if needed.",
    ),
    "supplemented": ("诉求人对案件 {number} 有补充。", "The citizen added to case {number}."),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one recipient: a citizen (by case), a unit, or everyone of a role."""

    id: str
    about: str
    recipient_kind: str
    recipient: str
    template: str
    text_zh: str
    text_en: str
    sent_at: datetime


def expect_template(name: str) -> str:
    """The name itself. Raises: Unusable when there is no such template."""
    if name not in TEMPLATES:
        raise Unusable(f"Expected the name of a notice template, but found {name!r}. Choose one from the list.")
    return name


def expect_recipient(name: str) -> str:
    """The name itself. Raises: Unusable when nobody is called so."""
    if name not in RECIPIENTS:
        raise Unusable(
            f"Expected a recipient of {', '.join(RECIPIENTS)}, but found {name!r}. Choose one from the list."
        )
    return name


def wording(template: str, fields: Mapping[str, str | None]) -> tuple[str, str]:
    """What a template says, in Chinese and English; ``unit_en``, ``branch_en``: what English readers call them;
    ``due_en``, ``said_en``: where times, commas and brackets differ in English.

    Raises:
        Unusable: there is no such template.
    """
    zh, en = TEMPLATES[expect_template(template)]
    filled = {name: fields.get(name) or "—" for name in ("number", "unit", "due", "branch")}
    filled["said"] = fields.get("said") or ""
    english = {name: called for name in ("unit", "branch", "due", "said") if (called := fields.get(f"{name}_en"))}
    return zh.format(**filled), en.format(**{**filled, **english})
