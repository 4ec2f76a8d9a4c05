"""What a request could be about, by the names of the list alone."""

import csv

import pytest

from engine.demo import HERE
from engine.text import found_in, likely

with (HERE / "responsibility_list.csv").open(encoding="utf-8-sig") as file:
    NAMES = [(row["level3"], row["level2"], row["level1"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("title", "text", "matter"),
    [
        ("工厂夜间噪声", "厂区风机整夜不停，影响睡眠", "工业红线内噪声"),
        ("地下管道堵了", "一下雨就漏", "地下管道堵塞"),
        ("违法搭建铁皮房", "楼顶加盖", "违法在建建筑"),
        ("人行道上的树倒了", "树木挡路", "行道树倒压占路"),
    ],
)
def test_the_nearest_name_comes_first(title: str, text: str, matter: str) -> None:
    assert NAMES[likely(NAMES, title, text)[0]][0] == matter


def test_nothing_shared_is_nothing_proposed() -> None:
    assert likely(NAMES, "快递丢了", "三天没收到") == []
    assert likely([], "路灯不亮", "") == []


def test_the_words_of_a_name_that_stand_in_the_text_are_told_as_long_as_they_stand() -> None:
    assert found_in("工地夜间施工噪声，楼下非法施工", "施工噪音", "噪声污染") == ["施工噪", "噪声"]
    assert found_in("无照经营游商占道", "无照经营游商") == ["无照经营游商"]
    assert found_in("天上有奇怪的光", "路灯") == []
