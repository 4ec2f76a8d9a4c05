"""The responsibility list as a table people edit: one line a matter, each cell written as it is read.

A unit is written as ``B001 环境保护和水务局``: the code counts, the name is for the reader; a name alone is looked up,
old names too. Several are separated by semicolons. A lead rule may stand for some places or owners only:
``B001; 坪山街道=S002; 坪山街道/六和社区=C001; 权属:供水=U001``.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from engine.casework import budget as budgets
from engine.casework.glossary import POWERS
from engine.casework.list_check import MARKABLE
from engine.casework.responsibility_list import Row
from engine.casework.unit import ANYWHERE
from engine.errors import Unusable

COLUMNS = {
    "code": "编码",
    "level1": "大类",
    "level2": "中类",
    "level3": "小类",
    "situation": "适用情形",
    "grade": "分级",
    "consult_limit": "咨询时限",
    "suggestion_limit": "建议时限",
    "complaint_limit": "投诉时限",
    "leads": "牵头单位",
    "cooperating": "配合单位",
    "fallback": "兜底单位",
    "powers": "权限",
    "legal_basis": "法律依据",
    "source": "来源",
    "demo": "演示值（无公开来源）",
}
REQUIRED = ("code", "level1", "level2", "level3", "leads")
MARKS = {
    "situation": "适用情形",
    "grade": "分级",
    "limits": "时限",
    "leads": "牵头单位",
    "cooperating": "配合单位",
    "legal_basis": "法律依据",
    "powers": "权限",
    "fallback": "兜底单位",
}
OWNER = "权属"
LONGEST = {"code": 32, "grade": 8, "level1": 128, "level2": 128, "level3": 128, "situation": 128}
_LIMITS = ("consult", "suggestion", "complaint")
_CHINESE = re.compile(r"^\s*(\d{1,6}(?:\.\d{1,3})?)\s*个?(工作日|工作时|小时|分钟|天)\s*$")
_WORDS = {"工作日": "working day", "工作时": "working hour", "小时": "hour", "分钟": "minute", "天": "day"}

Find = Callable[[str], str | None]


def row_of(cells: Mapping[str, str], find: Find) -> Row:
    """The row a line says.

    Args:
        cells: by field of ``COLUMNS``; what is absent is empty.
        find: the code of a unit that bears or bore a name; None when none did.

    Raises:
        Unusable: a cell cannot be read.
    """
    given = {name: cells.get(name, "").strip() for name in COLUMNS}
    given["code"] = code_of(given["code"])
    for name, most in LONGEST.items():
        if len(given[name]) > most:
            raise Unusable(
                f"Expected at most {most} characters in {COLUMNS[name]}, but found {len(given[name])}. Shorten it."
            )
    return Row(
        version=0,
        code=given["code"],
        level1=given["level1"],
        level2=given["level2"],
        level3=given["level3"],
        situation=given["situation"] or None,
        grade=given["grade"] or None,
        limits={kind: limit_of(given[f"{kind}_limit"]) for kind in _LIMITS if given[f"{kind}_limit"]},
        leads=[_rule(part, find) for part in _parts(given["leads"])],
        cooperating=[_target(part, find) for part in _parts(given["cooperating"])],
        fallback=_target(given["fallback"], find) if given["fallback"] else None,
        powers=[_coded(part, {word.zh: word.code for word in POWERS}) for part in _parts(given["powers"])],
        legal_basis=given["legal_basis"] or None,
        source=given["source"] or None,
        demo=[_coded(part, {zh: name for name, zh in MARKS.items()}) for part in _parts(given["demo"])],
    )


def code_of(text: str) -> str:
    """The code somebody wrote; full-width digits, as Chinese keyboards give them, are the digits they stand for."""
    return unicodedata.normalize("NFKC", text).strip()


def cells_of(row: Row, called: Mapping[str, str]) -> dict[str, str]:
    """The line of a row; ``called``: what units are called, by code."""
    powers = {word.code: word.zh for word in POWERS}
    return {
        "code": row.code,
        "level1": row.level1,
        "level2": row.level2,
        "level3": row.level3,
        "situation": row.situation or "",
        "grade": row.grade or "",
        **{f"{kind}_limit": row.limits.get(kind, "") for kind in _LIMITS},
        "leads": "; ".join(_rule_text(rule, called) for rule in row.leads),
        "cooperating": "; ".join(_named(target, called) for target in row.cooperating),
        "fallback": _named(row.fallback, called) if row.fallback else "",
        "powers": "; ".join(powers.get(power, power) for power in row.powers),
        "legal_basis": row.legal_basis or "",
        "source": row.source or "",
        "demo": "; ".join(MARKS[name] for name in MARKABLE if name in row.demo),
    }


def limit_of(text: str) -> str:
    """A limit as the tables say it, from English ("3 working days") or Chinese ("3 个工作日"). Raises: Unusable."""
    chinese = _CHINESE.match(text)
    if chinese:
        text = f"{chinese[1]} {_WORDS[chinese[2]]}{'' if chinese[1] == '1' else 's'}"
    return budgets.parse(text).text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("；", ";").replace("\n", ";").split(";") if part.strip()]


def _coded(word: str, codes: Mapping[str, str]) -> str:
    return codes.get(word, word)


def _rule(text: str, find: Find) -> dict[str, str]:
    where, equals, target = text.replace("＝", "=").rpartition("=")
    rule = {"to": _target(target.strip(), find)}
    if not equals:
        return rule
    for condition in (part.strip() for part in where.replace("＋", "+").split("+")):
        name, _, value = condition.replace("：", ":").partition(":")
        if value and name.strip() in (OWNER, "owner"):
            rule["asset_owner"] = value.strip()
        elif value or not condition:
            raise Unusable(
                f"Expected a street, street/community or {OWNER}:… before “=”, but found {condition!r}. Mend the rule."
            )
        else:
            street, _, community = condition.partition("/")
            rule["street"] = street.strip()
            rule |= {"community": community.strip()} if community.strip() else {}
    return rule


def _rule_text(rule: Mapping[str, Any], called: Mapping[str, str]) -> str:
    place = "/".join(rule[name] for name in ("street", "community") if rule.get(name))
    owner = f"{OWNER}:{rule['asset_owner']}" if rule.get("asset_owner") else ""
    where = "+".join(part for part in (place, owner) if part)
    return f"{where}={_named(rule['to'], called)}" if where else _named(rule["to"], called)


def _named(target: str, called: Mapping[str, str]) -> str:
    return f"{target} {called[target]}" if target in called else target


def _target(text: str, find: Find) -> str:
    code = text.split(" ", 1)[0]
    if text.startswith(ANYWHERE):
        return code
    found = find(code) or find(text)
    if found is None:
        raise Unusable(
            f"Expected a unit by its code or a name it bears or bore, or @function, but found {text!r}. "
            "Write one of them."
        )
    return found
