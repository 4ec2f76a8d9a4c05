"""What several browser tests have people do: a joint handling from plan to reply, a review, a dispatch."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.e2e.people import Staff

WATER, POLICE, STREET = "环境保护和水务局", "市交警支队坪山大队", "坪山街道综合执法队"
LISTED = Path(__file__).resolve().parents[2] / "engine" / "demo" / "units.csv"
CODES = {row["name"]: row["code"] for row in csv.DictReader(LISTED.read_text(encoding="utf-8").splitlines())}
NOISE = "工业红线内噪声"
SOON = (
    (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=3))
    .replace(hour=18, minute=0, tzinfo=None)
    .isoformat(timespec="minutes")
)
SEEN = ["答复针对诉求", "结果如实", "现场照片或核查记录", "已联系诉求人"]
RECORD = {"name": "现场记录.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
Desks = Callable[..., Staff]


def code_of(unit: str) -> str:
    return CODES[unit]


def dispatch(desks: Desks, case: str, unit: str) -> None:
    chosen = {"事项（职责清单）": NOISE, "紧急程度": "一般", "牵头单位": unit}
    desks("dispatcher").completes("分拨", case, {**chosen, "分拨理由": "按职责清单"})


def handle_together(desks: Desks, joint: str, reply: str) -> None:
    """Plan with a meeting, a branch for each of three units, minutes with a decision, one reply from the lead."""
    coordinator = desks("coordinator")
    coordinator.opens("制定联合处置方案", joint)
    coordinator.fills({"牵头单位": POLICE, "协调会时间": SOON, "协调会地点": "区指挥中心", "议题": "夜间货车噪声"})
    work = {POLICE: "夜间查处", STREET: "现场劝导", WATER: "噪声监测"}
    rows = [{"单位": unit, "任务": task, "完成时限": SOON} for unit, task in work.items()]
    coordinator.fills_rows("各单位任务", rows)
    coordinator.hands_in()
    for unit in work:
        handler = desks("handler", unit)
        handler.opens("办理分工", joint)
        handler.page.get_by_label("现场照片等证据").set_input_files(RECORD)  # type: ignore[arg-type]
        handler.fills({"完成情况": "已完成", "办理情况": "已按分工完成。"})
        handler.hands_in()
    coordinator.opens("记录会议纪要", joint)
    coordinator.fills({"到会单位": [POLICE, STREET], "会议纪要": "议定长效巡查。"})
    coordinator.fills_rows("会议决定", [{"决定": "每周两次夜查", "责任单位": POLICE}])
    coordinator.hands_in()
    desks("handler", POLICE).completes("形成统一答复", joint, {"处置结果": "已解决", "公开答复": reply})


def passed(desks: Desks, case: str, *more: str) -> None:
    checked = {"已看到的证据": [*SEEN, *more], "审核意见": "通过"}
    desks("reviewer").completes("结案审核", case, checked)
