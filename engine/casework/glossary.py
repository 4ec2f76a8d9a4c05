"""The closed lists of casework: code, Chinese, English. One word, one thing, in forms, tables, API and diagrams.

Kinds follow the founding report (docs/domain.md §1, §2), return grounds the disputes it describes and the rules of §4;
outcomes (§6) and reasons to suspend (§3) are our own choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import Unusable


@dataclass(frozen=True)
class Word:
    """One entry of a closed list."""

    code: str
    zh: str
    en: str


KINDS = (
    Word("consult", "咨询", "Consult"),
    Word("suggestion", "建议", "Suggestion"),
    Word("complaint", "投诉", "Complaint"),
)

CHANNELS = (
    Word("web", "网页", "Web page"),
    Word("wechat", "微信“@坪山”", "WeChat"),
    Word("hotline", "12345 热线", "Hotline 12345"),
    Word("mailbox", "政府信箱", "Leaders' mailbox"),
    Word("app", "移动应用", "App"),
    Word("counter", "窗口", "Counter"),
    Word("telephone", "固定电话", "Telephone"),
    Word("letter", "来信", "Letter"),
    Word("visit", "来访", "Visit"),
    Word("media", "媒体", "Media"),
    Word("import", "导入", "Import"),
    Word("open311", "Open311", "Open311"),
)

URGENCIES = (
    Word("ordinary", "一般", "Ordinary"),
    Word("urgent", "紧急", "Urgent"),
    Word("very_urgent", "特急", "Very urgent"),
)

OUTCOMES = (
    Word("resolved", "已解决", "Resolved"),
    Word("explained", "已解释", "Explained"),
    Word("promised", "已承诺", "Promised"),
    Word("cannot_act", "无法处理", "Cannot act"),
)

ASSESSMENTS = (
    Word("adopted", "采纳", "Adopted"),
    Word("partly", "部分采纳", "Partly adopted"),
    Word("not_adopted", "不采纳", "Not adopted"),
)

RETURN_GROUNDS = (
    Word("not_our_duty", "不属本单位职责", "Not our duty"),
    Word("not_our_place", "不属本单位辖区", "Not our place"),
    Word("not_our_asset", "权属不在本单位", "Not our asset"),
    Word("no_power", "无执法权限", "No power to act"),
    Word("wrong_matter", "事项归类有误", "Filed under the wrong matter"),
    Word("dispatcher_error", "分拨差错", "Dispatched by mistake"),
)

RETURN_DECISIONS = (
    Word("dispatcher_error", "分拨差错，改派", "Dispatcher's error"),
    Word("reject", "退件不成立", "Reject the return"),
    Word("open_dispute", "提出争议", "Open a dispute"),
    Word("withdrawn", "撤回退件", "Return withdrawn"),
    Word("lapsed", "失效：逾时未审定", "Lapsed: undecided in time"),
    Word("moot", "终止：案件已并入或了结，未作定论", "Moot: the case was merged or ended before it was settled"),
)

POSITIONS = (
    Word("ours", "属本单位职责", "Our duty"),
    Word("shared", "可配合办理", "We can cooperate"),
    Word("not_ours", "不属本单位职责", "Not our duty"),
)

CONTACTS = (
    Word("telephone", "电话", "By telephone"),
    Word("visit", "上门或现场", "On the spot"),
    Word("message", "短信或消息", "By message"),
)

SUSPENSION_REASONS = (
    Word("season", "季节原因", "Season"),
    Word("engineering", "工程施工条件", "Engineering works"),
    Word("court", "司法程序中", "Before a court"),
    Word("owner_unknown", "权属不明", "Owner unknown"),
)

POWERS = (
    Word("enforce", "执法", "Enforce"),
    Word("repair", "维修处置", "Repair"),
    Word("persuade", "劝导", "Persuade"),
)


def codes(words: Sequence[Word]) -> tuple[str, ...]:
    """The codes of a closed list, in its order."""
    return tuple(word.code for word in words)


def check(words: Sequence[Word], code: str | None, what: str) -> str:
    """The code itself when it is in the list.

    Raises:
        Unusable: it is not; the sentence lists what can be used.
    """
    if code not in codes(words):
        raise Unusable(
            f"Expected {what} to be one of {', '.join(codes(words))}, but found {code!r}. Choose one of these."
        )
    return str(code)
