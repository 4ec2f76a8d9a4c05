"""What has happened in a district before someone looks at it: requests in every state, told by commands."""

from dataclasses import dataclass, field

from engine.persistence.user_tasks import UserTask
from tests.e2e.errands import Errands

REQUESTS = (
    (
        "complaint",
        "地下车库漏水，三次报修无人处理",
        "车库 B2 层顶板漏水已经一个月，地面积水，老人滑倒过一次。希望尽快修好。",
    ),
    ("complaint", "工厂夜间噪声扰民", "厂区风机整夜不停，影响睡眠。小区一百多户都受影响。"),
    ("consult", "出租屋电费标准", "出租屋的电费每度收一块五，这个标准合理吗？"),
    ("suggestion", "在公园入口增加自行车停车位", "周末公园入口停满自行车，建议在东门增加二十个停车位。"),
    ("complaint", "人行道地砖破损", "培英路人行道有十几块地砖松动，下雨天溅水，容易绊倒。"),
    ("complaint", "小区门口占道经营", "每天早上小区门口有流动摊贩，救护车进不来。"),
    ("consult", "如何办理居住证", "刚搬到本区，居住证需要哪些材料？"),
    ("complaint", "停车场乱收费", "停车场没有公示收费标准，半小时收二十元。"),
)
NOISE_UNIT = "B004"


@dataclass
class Story:
    """Numbers by title."""

    errands: Errands
    told: dict[str, str] = field(default_factory=dict)

    def begin(self) -> "Story":
        """Register the requests; some are accepted, dispatched, one is signed."""
        for kind, title, text in REQUESTS:
            self.told[title] = self.errands.submits(title, text, kind)
        for title in (REQUESTS[0][1], REQUESTS[1][1], REQUESTS[4][1]):
            self.errands.completes("accept", self.number(title), {"decision": "accept"}, self.errands.who("intake"))
        for title in (REQUESTS[0][1], REQUESTS[1][1]):
            self.errands.dispatches(self.number(title), NOISE_UNIT)
        handler = self.errands.who("handler", NOISE_UNIT)
        self.errands.completes("sign", self.number(REQUESTS[0][1]), {"decision": "sign"}, handler)
        return self

    def number(self, title: str) -> str:
        return self.told[title]

    def task(self, element: str, title: str) -> UserTask:
        """The open task of a step of that request."""
        (found,) = self.errands.tasks(element, self.number(title))
        return found
