"""What has happened in a district before someone looks at it: requests in every state, told through the API."""

import json
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.people import Account, District

PLACES = (("坪山街道", "六和社区"), ("坪山街道", "和平社区"))
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
    """Numbers by title, and the code of each."""

    district: District
    told: dict[str, tuple[str, str]] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    def begin(self) -> "Story":
        """Register the requests; some are accepted, dispatched, signed, one is answered."""
        street, community = PLACES[0]
        for kind, title, text in REQUESTS:
            made = self._call(None, "/citizen/cases", {
                "kind": kind, "title": title, "text": text,
                "place": {"street": street, "community": community, "address": "六和路 12 号"},
                "contact": {"name": "陈小明", "phone": "13800005678", "anonymous": False},
            })  # fmt: skip
            self.told[title] = (made["number"], made["tracking_code"])
        for title in (REQUESTS[0][1], REQUESTS[1][1], REQUESTS[4][1]):
            self.completes("intake", None, title, {"decision": "accept"})
        for title in (REQUESTS[0][1], REQUESTS[1][1]):
            self._dispatch(title)
        self.completes("handler", NOISE_UNIT, REQUESTS[0][1], {"decision": "sign"})
        return self

    def number(self, title: str) -> str:
        return self.told[title][0]

    def _dispatch(self, title: str) -> None:
        matter = self._matter()
        self.completes("dispatcher", None, title, {
            "matter": matter, "urgency": "ordinary", "lead_unit": NOISE_UNIT, "reason": "按职责清单",
        })  # fmt: skip

    def _matter(self) -> str:
        task = self.task("dispatcher", None, REQUESTS[0][1]) or self.task("dispatcher", None, REQUESTS[1][1])
        found = self._call(self._someone("dispatcher", None), f"/tasks/{task['id']}")
        matters = found["options"]["matters"]
        return str(next((row["value"] for row in matters if "噪声" in row["label"]), matters[0]["value"]))

    def task(self, role: str, unit: str | None, title: str) -> dict[str, Any]:
        who = self._someone(role, unit)
        for view in ("mine", "offered"):
            rows = self._call(who, f"/tasks?view={view}&limit=100")["items"]
            for row in rows:
                if row["case"] == self.number(title):
                    return dict(row)
        return {}

    def completes(self, role: str, unit: str | None, title: str, answers: dict[str, Any]) -> None:
        task = self.task(role, unit, title)
        self._call(self._someone(role, unit), f"/tasks/{task['id']}/complete", {
            "revision": task["revision"], "data": answers,
        })  # fmt: skip

    def _someone(self, role: str, unit: str | None) -> Account:
        return self.district.someone(role, unit)

    def _call(self, who: Account | None, path: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if who is not None:
            headers["Authorization"] = f"Bearer {self._token(who)}"
        sent = json.dumps(body).encode() if body is not None else None
        asked = urllib.request.Request(f"{self.district.base}/api/v1{path}", sent, headers)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.load(answer)

    def _token(self, who: Account) -> str:
        if who.username not in self._tokens:
            given = {"username": who.username, "password": who.password}
            self._tokens[who.username] = self._call(None, "/sessions", given)["token"]
        return self._tokens[who.username]
