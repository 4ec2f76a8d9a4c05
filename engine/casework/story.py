"""What happened to a case, in plain words: journal entries as sentences for staff, and those a citizen may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Told:
    """One kind of entry in Chinese and English; ``public``: citizens read it too. {unit} is who it went to."""

    zh: str
    en: str
    public: bool = True


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
    "dispatch": Told("分拨给 {unit}", "Dispatched to {unit}"),
    "sign": Told("{unit} 已签收", "{unit} signed"),
    "deem_signed": Told("{unit} 逾时视为签收", "{unit} is deemed to have signed"),
    "return": Told("{unit} 退件", "{unit} returned the case", public=False),
    "settle_return": Told("退件已审定", "The return was decided", public=False),
    "dispute": Told("提出职责争议，{unit} 先行办理", "Whose duty it is is in dispute; {unit} keeps working"),
    "opinion": Told("单位发表意见", "A unit gave its opinion", public=False),
    "rule": Told("裁决由 {unit} 牵头", "{unit} was ruled to lead"),
    "reply": Told("{unit} 提交答复", "{unit} handed in a reply", public=False),
    "review": Told("结案审核", "Closure review", public=False),
    "await_rating": Told("答复已发出，请评价", "The reply is out; please rate it"),
    "rating": Told("诉求人评价", "The citizen rated the reply"),
    "redo": Told("退回重办", "To be done again"),
    "close": Told("已办结", "Closed"),
    "withdraw": Told("已撤回", "Withdrawn"),
    "suspend": Told("暂缓办理", "Suspended"),
    "resume": Told("恢复办理", "Resumed"),
    "extension": Told("延期审批", "A request for more time was decided", public=False),
    "commitment": Told("登记承诺", "A promise was recorded"),
    "convene": Told("召集联合处置", "Several units were brought together"),
}


def tell(details: Mapping[str, Any], unit: str | None) -> Told | None:
    """The sentence of a journal entry, with the unit's name filled in; None when it is not told."""
    told = TOLD.get(str(details.get("what")))
    if told is None:
        return None
    name = unit or ""
    return Told(told.zh.format(unit=name).strip(), told.en.format(unit=name or "intake").strip(), told.public)


def unit_in(details: Mapping[str, Any]) -> str | None:
    """The code of the unit an entry speaks of."""
    after = details.get("after") or {}
    found = details.get("lead_unit") or details.get("unit") or after.get("lead_unit") or after.get("owner_unit")
    return str(found) if found else None
