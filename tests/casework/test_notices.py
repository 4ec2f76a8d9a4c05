"""Every template says something in both languages, and none can name who asked."""

import string

import pytest

from engine.casework.notices import TEMPLATES, wording
from engine.casework.story import TOLD, tell, told_as
from engine.errors import Unusable


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_a_notice_is_worded_in_chinese_and_english_without_identity(template: str) -> None:
    zh, en = wording(
        template, {"number": "PS1", "unit": "环保局", "due": "2026-03-05", "said": "请补充", "branch": "交警"}
    )
    assert "PS1" in zh and "PS1" in en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in zh)
    fields = {name for text in TEMPLATES[template] for _, name, _, _ in string.Formatter().parse(text) if name}
    assert fields <= {"number", "unit", "due", "said", "branch"}


def test_in_english_a_unit_is_called_by_its_english_name() -> None:
    zh, en = wording(
        "dispatched", {"number": "PS1", "unit": "环境保护和水务局", "unit_en": "Environment and Water Bureau"}
    )
    assert "环境保护和水务局" in zh and "Environment and Water Bureau" in en and "环境" not in en


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(Unusable, match="template"):
        wording("greetings", {})


def test_what_is_unknown_is_a_dash() -> None:
    assert "—" in wording("remind", {"number": "PS1"})[0]


def test_the_story_names_the_unit_and_tells_citizens_nothing_of_quarrels_between_units() -> None:
    assert tell("dispatch", "环保局").zh == "分拨给 环保局"
    assert told_as("joint", {"what": "branch"}) == "joint branch"
    assert told_as("case", {"what": "something new"}) is None
    assert not any(TOLD[what].public for what in ("return", "settle_return", "opinion", "review"))
