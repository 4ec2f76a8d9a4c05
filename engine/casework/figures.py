"""What is said about closed cases: rates with their formulas, raw and adjusted side by side (docs/domain.md §6a).

An empty denominator gives no value: neither 0 nor 100 % of nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Formula:
    """A figure: ``part`` of ``whole``, both names of what is counted; all of cases closed, but what is due."""

    code: str
    zh: str
    en: str
    part: str
    whole: str
    is_share: bool = True


FORMULAS = (
    Formula("on_time_rate", "按时办结率", "Closed on time", "on_time", "timed"),
    Formula("closure_rate", "办结率", "Closed, of those due", "archived", "due"),
    Formula("acceptance_notice_rate", "受理告知率", "Told of acceptance", "told_accepted", "closed"),
    Formula("result_notice_rate", "办理告知率", "Told of the result", "told_result", "closed"),
    Formula("resolution_rate", "解决率", "Solved, of those rated", "solved", "rated"),
    Formula("satisfaction_rate", "群众满意率", "Satisfied, of those rated", "satisfied", "rated"),
    Formula("rated_rate", "参评率", "Rated, of those closed", "rated", "closed"),
    Formula("rework_rate", "返工率", "Done again", "reworked", "closed"),
    Formula("recurrence_rate", "回潮率", "Came back", "came_back", "closed"),
    Formula("return_rate", "退件率", "Returns per dispatch", "returns", "dispatches"),
    Formula("dispute_rate", "争议率", "Cases in dispute", "disputed", "closed"),
    Formula("joint_on_time_rate", "联合处置按期率", "Joint, every unit in time", "joint_on_time", "joint"),
    Formula("hops_per_case", "流转次数", "Dispatches per case", "dispatches", "dispatched", is_share=False),
    Formula("first_dispatch_success_rate", "一次分拨成功率", "Kept by the first unit", "kept_by_first", "dispatched"),
)
BY_CODE = {one.code: one for one in FORMULAS}


def figures(counted: Iterable[Mapping[str, Any]], known: Iterable[str] = ()) -> dict[str, dict[str, Any]]:
    """Each figure by its code: {name, name_en, part, whole, value, is_share}.

    Args:
        counted: sums of cases; what is named alike is added up.
        known: codes that can be said; the others have no value whatever was counted. Empty: all of them.
    """
    rows = list(counted)
    sayable = set(known) or {one.code for one in FORMULAS}
    return {one.code: _figure(one, rows, one.code in sayable) for one in FORMULAS}


def _figure(one: Formula, rows: list[Mapping[str, Any]], can_be_said: bool) -> dict[str, Any]:
    part, whole = (sum(int(row.get(name, 0)) for row in rows) for name in (one.part, one.whole))
    return {
        "name": one.zh,
        "name_en": one.en,
        "part": part,
        "whole": whole,
        "value": round(part / whole, 4) if whole and can_be_said else None,
        "is_share": one.is_share,
    }
