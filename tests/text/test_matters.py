"""What a request could be about, by the names of the list alone."""

import csv

import pytest

from engine.demo import HERE
from engine.text import likely

with (HERE / "responsibility_list.csv").open(encoding="utf-8-sig") as file:
    NAMES = [(row["level3"], row["level2"], row["level1"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("title", "text", "matter"),
    [
        ("工厂夜间噪声", "厂区风机整夜不停，影响睡眠", "工业红线内噪声"),
        ("地下车库漏水", "一下雨就漏", "地下管道堵塞"),
        ("违法搭建铁皮房", "楼顶加盖", "违法在建建筑"),
        ("人行道上的树倒了", "树木挡路", "行道树倒压占路"),
    ],
)
def test_the_nearest_name_comes_first(title: str, text: str, matter: str) -> None:
    assert NAMES[likely(NAMES, title, text)[0]][0] == matter


def test_nothing_shared_is_nothing_proposed() -> None:
    assert likely(NAMES, "快递丢了", "三天没收到") == []
    assert likely([], "路灯不亮", "") == []
