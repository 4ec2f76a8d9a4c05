"""Words, times and the engine's sentences in the reader's language."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from engine.casework import exclusion, glossary, list_table
from engine.casework.deadline import NAMES
from engine.casework.list_changes import COMPARED
from engine.casework.reply import DIMENSIONS
from tests.conftest import MONDAY
from web.shared.language import left, length, moment
from web.shared.lights import light
from web.shared.sentences import translated
from web.shared.vocabulary import WORDS, word

LISTS = (
    *(glossary.KINDS, glossary.URGENCIES, glossary.OUTCOMES, glossary.ASSESSMENTS, glossary.RETURN_GROUNDS),
    *(glossary.POSITIONS, glossary.SUSPENSION_REASONS, glossary.POWERS, exclusion.GROUNDS),
)
CLOSED_LISTS = sorted({word.code for words in LISTS for word in words})
FIELD_NAMES = sorted({*list_table.COLUMNS, *COMPARED, *DIMENSIONS})
CLOSED = "Expected PS260302-AAAAA to be handling or review, but it is closed. Look at it again."


@pytest.fixture
def chinese(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        yield


@pytest.mark.usefixtures("chinese")
def test_a_refusal_is_said_in_chinese_with_its_values_and_codes_in_words() -> None:
    assert translated(CLOSED) == "PS260302-AAAAA 应为“办理中、结案审核”，目前为“已办结”。请重新查看。"
    assert translated("A sentence nobody knows.") == "A sentence nobody knows."


@pytest.mark.usefixtures("chinese")
def test_a_verdict_calls_the_elements_of_a_diagram_in_chinese() -> None:
    stands = "A token stands at 签收, which was a {} and is a {} in the new version. "
    told = translated(
        stands.format("user task", "decision") + "Let the case move on first, or map it to another element."
    )
    assert "人工任务" in told and "决策" in told
    gone = "A token stands at 逾时, which the new version does not have. "
    gone += "Let the case move on first, or map it to another {}."
    assert "定时边界事件" in translated(gone.format("timer boundary event"))
    assert "人工任务（多个，依次）" in translated(gone.format("user task for many, sequential"))
    assert translated("It had ended, or changed its version, before its turn came.").startswith("轮到它之前")


def test_every_deadline_has_a_word() -> None:
    assert set(NAMES) <= set(WORDS["deadline"])


@pytest.mark.usefixtures("english")
def test_in_english_a_refusal_stays_as_the_engine_said_it() -> None:
    assert translated(CLOSED) == CLOSED


@pytest.mark.usefixtures("chinese")
def test_times_stand_in_the_districts_zone_as_chinese_writes_them() -> None:
    assert moment(MONDAY) == "3月2日 09:00"
    assert moment("2025-12-31T16:30:00+00:00") == "1月1日 00:30"
    assert left(MONDAY + timedelta(hours=26)) == "还剩 1 天 2 小时"
    assert left(MONDAY - timedelta(minutes=5)) == "已超期 5 分钟"


@pytest.mark.usefixtures("english")
def test_times_are_written_in_english_too() -> None:
    assert moment(MONDAY) == "2 Mar, 09:00"
    assert left(MONDAY + timedelta(minutes=61)) == "1 hour 1 minute left"
    assert length(timedelta(days=2)) == "2 days"


@pytest.mark.usefixtures("chinese")
def test_the_light_of_a_deadline_differs_by_glyph_not_only_by_style() -> None:
    over = light(MONDAY - timedelta(hours=1))
    near = light(MONDAY + timedelta(hours=2), MONDAY - timedelta(hours=10))
    running = light(MONDAY + timedelta(hours=20), MONDAY - timedelta(hours=1))
    paused = light(MONDAY, None, True)
    assert [one.light for one in (over, near, running, paused)] == ["over", "near", "running", "paused"]
    assert len({one.glyph for one in (over, near, running, paused)}) == 4
    assert light(None).light == "none"


@pytest.mark.usefixtures("chinese")
def test_every_code_has_a_word_and_an_unknown_one_stands_for_itself() -> None:
    assert word("state", "handling") == "办理中"
    assert word("state", "unheard_of") == "unheard_of"
    assert all(word(group, code) != code for group, codes in WORDS.items() for code in codes if code != "open311")


LASTS = (
    "Expected a change that lasts, but version 3 takes effect on 2026-07-01 and has {} as before. "
    "Change the matter from that day on first, then from this one."
)


@pytest.mark.usefixtures("chinese")
def test_a_field_is_called_as_its_column_in_chinese() -> None:
    told = translated(LASTS.format("grade, complaint_limit"))
    assert "分级、投诉时限" in told and "grade" not in told
    assert "速度" in translated("Expected 1 to 5 for speed, but found 9. Choose a mark.")


@pytest.mark.usefixtures("english")
def test_a_field_is_called_as_its_column_in_english() -> None:
    assert "has “Grade”, “Limit of a complaint” as before" in translated(LASTS.format("grade, complaint_limit"))
    assert translated("Expected 1 to 5 for attitude, but found 9. Choose a mark.").startswith(
        "Expected 1 to 5 for “Att"
    )


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("listed", [*CLOSED_LISTS, *FIELD_NAMES])
def test_no_code_that_a_refusal_may_list_is_shown_as_such(listed: str) -> None:
    assert (
        translated(f"Expected the ground to be one of {listed}, but found 'x'. Choose one of these.").count(listed) == 0
    )
