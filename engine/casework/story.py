"""What happened to a case, in plain words: journal entries as sentences for staff, and those a citizen may read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Told:
    """One kind of entry in Chinese and English. {unit} is who it went to or who did it.

    ``public``: citizens read it too. ``shared``: it concerns those as well whose cases are merged into this one.
    """

    zh: str
    en: str
    public: bool = True
    shared: bool = False


TOLD: Mapping[str, Told] = {
    "register": Told("诉求已登记", "The request was registered"),
    "accept": Told("已受理", "Accepted"),
    "ask": Told("请诉求人补充说明", "A question to the citizen"),
    "supplement": Told("诉求人补充", "The citizen added something"),
    "reject": Told("不予受理", "Not accepted"),
    "refile": Told("改类办理", "Filed as another kind"),
    "merge": Told("与同类诉求合并办理", "Handled together with like requests"),
    "split": Told("恢复单独办理", "On its own way again"),
    "enter": Told("状态变更", "The state changed", public=False),
    "classify": Told("按职责清单归类", "Classified by the responsibility list", public=False),
    "dispatch": Told("分拨给 {unit}", "Dispatched to {unit}", shared=True),
    "sign": Told("{unit} 已签收", "{unit} signed", shared=True),
    "deem_signed": Told("{unit} 逾时视为签收", "{unit} is deemed to have signed", shared=True),
    "contact": Told("{unit} 已与诉求人联系", "{unit} spoke to the citizen", shared=True),
    "return": Told("{unit} 退件", "{unit} returned the case", public=False),
    "settle_return": Told("退件已审定", "The return was decided", public=False),
    "dispute": Told(
        "提出职责争议，{unit} 先行办理", "Whose duty it is is in dispute; {unit} keeps working", shared=True
    ),
    "dispute_lapsed": Told("案件并入或了结，争议终止", "Merged or ended, the case is in dispute no more", public=False),
    "take_off": Told("改由其他单位办理，重新分拨", "To be dispatched to another unit", shared=True),
    "extension_lapsed": Told("案件已转出，延期申请失效", "The case moved on, a request for time lapsed", public=False),
    "opinion": Told("{unit} 发表意见", "{unit} gave its opinion", public=False),
    "rule": Told("裁决由 {unit} 牵头", "{unit} was ruled to lead", shared=True),
    "reply": Told("{unit} 提交答复", "{unit} handed in a reply", public=False),
    "answer": Told("受理时直接答复", "Answered at once"),
    "review": Told("结案审核", "Closure review", public=False),
    "await_rating": Told("答复已发出，请评价", "The reply is out; please rate it"),
    "rating": Told("诉求人评价", "The citizen rated the reply"),
    "redo": Told("退回重办", "To be done again", shared=True),
    "close": Told("已办结", "Closed"),
    "withdraw": Told("已撤回", "Withdrawn"),
    "suspend": Told("暂缓办理", "Suspended", shared=True),
    "resume": Told("恢复办理", "Resumed", shared=True),
    "ask_extension": Told("{unit} 申请延期", "{unit} asked for more time", public=False),
    "ask_suspension": Told("{unit} 申请挂起", "{unit} asked to suspend it", public=False),
    "extension": Told("延期审批", "A request for more time was decided", public=False),
    "suspension": Told("挂起审批", "A request to suspend was decided", public=False),
    "requests_withdrawn": Told(
        "未决的延期、挂起申请撤销", "Open requests for more time or a suspension are withdrawn", public=False
    ),
    "commitment": Told("登记承诺", "A promise was recorded"),
    "recur": Told("办结后再次反映（回潮）", "It came back after it was closed", public=False),
    "escalate_recurrence": Told("回潮提级", "The recurrence was escalated", public=False),
    "cluster": Told("成为类案，建议协调", "It makes a cluster; coordination is proposed", public=False),
    "convene": Told("召集联合处置", "Several units were brought together", shared=True),
    "joint plan": Told("制定联合处置方案，{unit} 牵头", "The joint handling is planned; {unit} leads", shared=True),
    "joint branch": Told("{unit} 完成联合处置任务", "{unit} did its part of the joint handling", shared=True),
    "joint add": Told("{unit} 加入联合处置", "{unit} joined the joint handling", public=False),
    "joint release": Told("{unit} 退出联合处置", "{unit} left the joint handling", public=False),
    "joint minutes": Told("记录会议纪要", "The minutes of the meeting were recorded", public=False),
    "joint decision": Told("{unit} 落实会议决定", "{unit} carried out what the meeting decided", public=False),
    "joint leave": Told("不再随联合处置", "It waits for the joint reply no more", public=False),
    "joint end": Told("联合处置终止", "The joint handling was ended", public=False),
    "joint_ended": Told("联合处置终止，由 {unit} 办理", "The joint handling ended; {unit} has it alone", shared=True),
    "joint reply": Told("汇总形成联合答复", "The joint reply was compiled", public=False),
    "urge": Told("催办", "Urged"),
    "attach": Told("补充了材料", "A file was added"),
    "commitment report": Told("报告承诺兑现情况", "It was reported whether the promise was kept"),
}


def told_as(kind: str, details: Mapping[str, Any]) -> str | None:
    """Under which name an entry of the journal is told; None when it is not."""
    what = str(details.get("what") or kind)
    if what == "reply" and kind == "case" and unit_in(details) is None:
        return "answer"  # intake knew it; no unit had the case
    return next((name for name in (f"{kind} {what}", what) if name in TOLD), None)


def tell(name: str, unit: str | None) -> Told:
    """The sentence of that name, with the unit's name filled in."""
    told = TOLD[name]
    zh, en = told.zh.format(unit=unit or "").strip(), told.en.format(unit=unit or "intake").strip()
    return replace(told, zh=zh, en=en)


def unit_in(details: Mapping[str, Any]) -> str | None:
    """The code of the unit an entry speaks of."""
    after = details.get("after") or {}
    found = details.get("lead_unit") or details.get("unit") or after.get("lead_unit") or after.get("owner_unit")
    return str(found) if found else None
