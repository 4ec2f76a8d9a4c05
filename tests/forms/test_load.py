"""Each kind of component takes what it should and refuses the rest with a sentence."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.errors import FormRejected
from forms import CompiledForm

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def load(compiled: CompiledForm, options: Any, locale: str = "zh", **fields: Any) -> dict[str, Any]:
    return compiled.load({"decision": "accept", **fields}, options=options, locale=locale, now=NOW)


def refused(compiled: CompiledForm, options: Any, locale: str = "zh", **fields: Any) -> dict[str, list[str]]:
    with pytest.raises(FormRejected) as caught:
        load(compiled, options, locale, **fields)
    return caught.value.fields


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("phone", " 13800138000 ", "13800138000"),
        ("days", 3, 3),
        ("days", "30", 30),
        ("share", "0.25", 0.25),
        ("share", 1e0, 1),
        ("day", "2026-03-02", "2026-03-02"),
        ("hour", "09:30", "09:30"),
        ("moment", "2026-03-05T18:00", "2026-03-05T10:00:00+00:00"),
        ("moment", "2026-03-05 18:00+09:00", "2026-03-05T09:00:00+00:00"),
        ("moment", "2026-03-05", "2026-03-04T16:00:00+00:00"),
        ("urgent", True, True),
        ("lead_unit", "u2", "u2"),
        ("channels", ["web", "phone", "web"], ["web", "phone"]),
        ("others", ["u1"], ["u1"]),
        ("stars", 2, 2),
        ("stars", "2", 2),
        ("papers", ["a1", "b2"], ["a1", "b2"]),
    ],
)
def test_a_component_keeps_what_it_should(
    compiled: CompiledForm, options: Any, key: str, given: Any, kept: Any
) -> None:
    assert load(compiled, options, **{key: given})[key] == kept


@pytest.mark.parametrize(
    ("key", "given", "sentence"),
    [
        ("decision", "burn", "“决定”没有“burn”这个选项。"),
        ("decision", None, "请选择“决定”。"),
        ("phone", "138", "“电话”的格式不对。"),
        ("phone", 13800138000, "“电话”应为文字。"),
        ("phone", "1\n2", "“电话”应为一行文字。"),
        ("phone", "\x00", "“电话”含有不能保存的字符，请删除后重填。"),
        ("phone", "\ud800", "“电话”含有不能保存的字符，请删除后重填。"),
        ("days", 0, "“天数”不能小于 1。"),
        ("days", 31, "“天数”不能大于 30。"),
        ("days", 1.5, "“天数”最多 0 位小数。"),
        ("days", "three", "“天数”应为数字。"),
        ("days", True, "“天数”应为数字。"),
        ("days", float("nan"), "“天数”应为数字。"),
        ("days", float("inf"), "“天数”应为数字。"),
        ("days", "1e999999", "“天数”应为数字。"),
        ("days", 10**400, "“天数”不能大于 1000000000000000。"),
        ("day", "2026-02-30", "“日期”应为日期，例如 2026-03-02。"),
        ("day", "2026-03-01", "“日期”不能早于现在。"),
        ("hour", "25:00", "“时间”应为时间，例如 09:30。"),
        ("moment", "soon", "“时刻”应为日期和时间，例如 2026-03-02T09:30。"),
        ("moment", "0001-01-01T00:00", "“时刻”应为日期和时间，例如 2026-03-02T09:30。"),
        ("urgent", "yes", "“紧急”应为是或否。"),
        ("lead_unit", "u9", "“牵头单位”没有“u9”这个选项。"),
        ("lead_unit", {"u1": 1}, "“牵头单位”只能选一项。"),
        ("decision", ["accept"], "“决定”只能选一项。"),
        ("channels", "web", "“渠道”应为列表。"),
        ("channels", ["web", "fax"], "“渠道”没有“fax”这个选项。"),
        ("stars", True, "“评分”没有“True”这个选项。"),
        ("papers", ["../etc/passwd"], "“附件”的附件无效，请重新上传。"),
        ("branches", "u1", "“分工”应为列表。"),
        ("branches", ["u1"], "“分工”的每一行应为若干填写项。"),
        ("branches", [{"unit": "u1", "task": "x"}] * 4, "“分工”最多 3 项。"),
    ],
)
def test_a_component_refuses_the_rest(
    compiled: CompiledForm, options: Any, key: str, given: Any, sentence: str
) -> None:
    assert refused(compiled, options, **{key: given}) == {key: [sentence]}


def test_an_unknown_field_is_named(compiled: CompiledForm, options: Any) -> None:
    assert refused(compiled, options, "en", owner="me") == {"owner": ["The form has no field “owner”; leave it out."]}


def test_all_wrong_fields_are_told_at_once(compiled: CompiledForm, options: Any) -> None:
    assert set(refused(compiled, options, days=0, owner=1, stars="9")) == {"days", "owner", "stars"}


def test_a_hidden_field_is_not_required_and_what_was_sent_for_it_is_dropped(
    compiled: CompiledForm, options: Any
) -> None:
    assert "reason" not in load(compiled, options, reason="x" * 999)


def test_a_field_becomes_required_when_its_condition_shows_it(compiled: CompiledForm, options: Any) -> None:
    assert refused(compiled, options, decision="return") == {"reason": ["请填写“退回理由”。"]}
    assert refused(compiled, options, "en", decision="return", reason="x") == {
        "reason": ["“Reason” needs at least 2 characters, found 1."]
    }
    assert load(compiled, options, decision="return", reason=" 不属\r\n我管 ")["reason"] == "不属\n我管"


def test_a_field_hides_by_the_option_even_when_its_token_was_sent(compiled: CompiledForm, options: Any) -> None:
    assert "reason" not in load(compiled, options, decision="accept", reason="sent all the same")


def test_rows_are_read_one_by_one_and_empty_ones_dropped(compiled: CompiledForm, options: Any) -> None:
    rows = [
        {"unit": "u1", "task": "修"},
        {"unit": "", "task": None},
        {"unit": "u2", "task": "查", "due": "2026-03-09T12:00"},
    ]
    assert load(compiled, options, branches=rows)["branches"] == [
        {"unit": "u1", "task": "修", "due": None},
        {"unit": "u2", "task": "查", "due": "2026-03-09T04:00:00+00:00"},
    ]


def test_a_fault_in_a_row_is_named_by_its_place(compiled: CompiledForm, options: Any) -> None:
    found = refused(compiled, options, branches=[{"unit": "u1", "task": "修"}, {"unit": "u9", "extra": 1}])
    assert set(found) == {"branches.1.unit", "branches.1.task", "branches.1.extra"}


def test_conditions_in_a_row_see_the_fields_around_it(compiled: CompiledForm, options: Any) -> None:
    row = {"unit": "u1", "task": "修", "due": "2026-03-09T12:00"}
    assert "due" not in load(compiled, options, urgent=True, branches=[row])["branches"][0]


def test_empty_fields_come_back_empty_in_their_own_kind(compiled: CompiledForm, options: Any) -> None:
    loaded = load(compiled, options, phone="  ", days="", channels=[])
    assert (loaded["phone"], loaded["days"], loaded["channels"], loaded["urgent"]) == (None, None, [], False)
    assert loaded["branches"] == loaded["papers"] == []


def test_a_read_only_field_is_shown_and_never_taken(compiled: CompiledForm, options: Any) -> None:
    assert "title" not in load(compiled, options, title="changed")


@pytest.mark.parametrize("hostile", [["a list"], "text", None, 3])
def test_a_submission_that_is_no_object_is_refused(compiled: CompiledForm, hostile: Any) -> None:
    with pytest.raises(FormRejected):
        compiled.load(hostile)


def test_a_huge_or_bottomless_submission_is_refused(compiled: CompiledForm) -> None:
    deep: Any = []
    for _ in range(5_000):
        deep = [deep]
    for hostile in ({"phone": "x" * 2_000_000}, {"branches": deep}, {"branches": [{}] * 1_000_000}):
        with pytest.raises(FormRejected) as caught:
            compiled.load(hostile)
        assert caught.value.fields == {"": ["提交的内容过大或过深。"]}
