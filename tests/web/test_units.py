"""The administrator at the units: found by any name, added, called otherwise after a look, with who did it and why."""

import re
from collections.abc import Callable

import pytest

from engine.application import Application
from tests.web.conftest import Visitor

As = Callable[[str], Visitor]
NEW = {
    "code": "B099",
    "name": "低空经济办公室",
    "name_en": "Low-altitude Economy Office",
    "function": "bureau",
    "place": "坪山街道|",
    "reason": "机构改革方案",
}
OTHER = {"name": "生态环境局坪山管理局", "name_en": "Ecology, Pingshan", "since": "2026-03-01", "reason": "机构改革"}


def test_a_unit_is_added_and_may_be_given_people(as_: As) -> None:
    admin = as_("admin")
    assert admin.post("/units/new", NEW, page="/units/new").headers["Location"] == "/units/B099"
    page = admin.read("/units/B099")
    assert "低空经济办公室" in page and "机构改革方案" in page and "Admin" in page and "坪山街道" in page
    assert 'value="B099"' in admin.read("/users/new")


def test_what_a_unit_does_and_where_stands_in_words(as_: As) -> None:
    chosen = re.findall(r'<option value="[a-z_]+">([^<]+)</option>', as_("admin").read("/units/new"))
    assert "公安机关" in chosen and not [one for one in chosen if one.isascii()]
    assert "Kengzi" in as_("admin").in_english().read("/units")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "B001"}, "已有单位使用"),
        ({"code": "b 99"}, "大写字母"),
        ({"name": "财政局"}, "B003"),
        ({"name": "财政局（国资办）"}, "B003"),
        ({"name_en": " "}, "都要填写"),
        ({"function": ""}, "职能"),
        ({"place": "别处|"}, "别处"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_and_what_was_typed_stays(as_: As, change: dict[str, str], said: str) -> None:
    answer = as_("admin").post("/units/new", {**NEW, **change}, page="/units/new")
    assert answer.status_code in (409, 422) and said in answer.text
    assert 'value="机构改革方案"' in answer.text


def test_a_unit_is_renamed_after_a_look_and_found_by_both_names(as_: As) -> None:
    admin = as_("admin")
    seen = admin.post("/units/B001", OTHER, page="/units/B001")
    assert "请确认" in seen.text and "自2026年3月1日起" in seen.text
    assert "生态环境局坪山管理局" not in admin.read("/units")
    back = admin.post("/units/B001", {**OTHER, "back": "1"}, page="/units/B001")
    assert 'value="生态环境局坪山管理局"' in back.text and "请确认" not in back.text
    done = admin.post("/units/B001", {**OTHER, "confirmed": "1"}, page="/units/B001")
    assert done.status_code == 302
    page = admin.read("/units/B001")
    assert "环境保护和水务局 → 生态环境局坪山管理局" in page and "机构改革" in page and "至2026年3月1日" in page
    for word in ("环境保护和水务局", "生态环境局坪山", "b001"):
        assert "B001" in admin.read(f"/units?q={word}")


def test_a_renaming_that_cannot_be_is_refused_and_what_was_typed_stays(as_: As) -> None:
    admin = as_("admin")
    for change in ({"since": "2026-03-09"}, {"name": "财政局"}, {"since": "tomorrow"}):
        answer = admin.post("/units/B001", {**OTHER, **change, "confirmed": "1"}, page="/units/B001")
        assert answer.status_code in (409, 422) and 'value="Ecology, Pingshan"' in answer.text
    assert admin.get("/units/Z999").status_code == 404


def test_the_units_are_an_administrators_and_complete_in_english(as_: As, application: Application) -> None:
    assert as_("intake").get("/units").status_code == 403
    admin = as_("admin").in_english()
    where = re.search(r"<dt>Where</dt><dd>(.*?)</dd>", admin.read("/units/S002"))
    assert where is not None and where.group(1).isascii()
    for path in ("/units/new", "/units/B001"):
        text = re.sub(r"<option.*?</option>|<[^>]*>", " ", admin.read(path), flags=re.DOTALL)
        assert set(re.findall(r"[\u4e00-\u9fff]+", text)) <= {"诉", "中文"}, path
