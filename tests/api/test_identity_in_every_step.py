"""Who asked, said again in every step that the other stories leave out: whoever reads, offices and overseers, reads ××.

One district for all of it: a promise made at a joint handling's end, what a list is revised for, an appeal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from api.limits import Limits
from engine.allowance import Allowance
from engine.application import Application
from engine.ticker.poll import settle
from tests.api.conftest import Caller
from tests.api.requests import NOISE
from tests.api.test_no_identity_anywhere import tables, unpacked
from tests.api.test_story import PASSED, POLICE, STREET, WATER, Staff, rate
from tests.api.test_who_may_read import MAY
from tests.conftest import RecordingPost
from tests.copied import District, in_memory

NAME, PHONE, CARD = "欧阳标记甲", "13912345678", "440301199001011234"
SAID = f"{NAME}（{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}，证 {CARD}）"
HIDDEN = "××（××，证 ××）"
MARKS = (NAME, PHONE, f"{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}", CARD)
READERS = (
    "supervisor",
    "leader",
    "legal",
    "admin",
    "coordinator",
    "shift_leader",
    "reviewer",
    "discipline",
    "designer",
)
TYPED = (
    "提问", "退件", "裁决", "会议纪要", "会议决定", "承诺", "兑现情况", "申请剔除", "不予剔除", "申诉", "终定",
    "重点督办", "督办进展", "移交",
    "修订原因", "单位立场", "法制意见", "专题会", "采纳说明", "改一行", "因案修订",
)  # fmt: skip
TO_CITIZENS = ("提问", "承诺")  # what is said to citizens may hold a number to call: only who asked is left out
ABOUT_NOBODY = frozenset(
    {"修订原因", "单位立场", "法制意见", "专题会", "采纳说明", "改一行"}
)  # it is not known whose name


@dataclass
class Told:
    """What everybody could read while the case was handled and at the end; the tables; what was sent."""

    read: dict[str, dict[str, str]] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)
    sent: str = ""


def said(step: str) -> str:
    """What is typed in a step, in its own words; about no request in particular without a name."""
    if step in TO_CITIZENS:
        return f"{step}：{NAME}（{PHONE}）"
    return f"{step}：{SAID.replace(NAME, '某人') if step in ABOUT_NOBODY else SAID}"


def shown(step: str) -> str:
    if step in TO_CITIZENS:
        return f"{step}：××（××）"
    return f"{step}：{HIDDEN.replace('××', '某人', 1) if step in ABOUT_NOBODY else HIDDEN}"


@pytest.fixture(scope="module")
def told(app: Flask, kept: District, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    district = in_memory(tmp_path_factory.mktemp("steps"))
    kept.copied_to(district)
    app.extensions["suqiu"] = district
    app.extensions["suqiu-limits"] = Limits(Allowance(10_000), Allowance(10_000), Allowance(10_000))
    story = Story(district, Caller(app.test_client()))
    yield story.told
    district.database.close()


class Story:
    """Everything that is typed, in the order in which it can be."""

    def __init__(self, district: Application, anonymous: Caller) -> None:
        self.district, self.anonymous, self.told = district, anonymous, Told()
        self.staff = Staff(district, anonymous, district.clock)
        self.staff.units = {one["name"]: one["code"] for one in self.staff.who("admin").get("/units").json["items"]}
        self.list_is_revised()
        self.accepted()
        self.ruled()
        self.supervised()
        self.handled_jointly()
        self.appealed()
        self.everybody_reads("closed")
        self.told.kept = tables(district)
        assert isinstance(district.post, RecordingPost)
        self.told.sent = str(district.post.delivered)

    def do(self, role: str, element: str, data: dict[str, Any], unit: str | None = None, about: str = "") -> None:
        self.staff.complete(role, element, about or self.case, data, unit)

    def act(self, role: str, path: str, body: dict[str, Any], unit: str | None = None) -> Any:
        done = self.staff.who(role, unit).post(path, body)
        assert done.status_code in (200, 201), done.get_data(as_text=True)
        settle(self.district)
        return done.json

    def list_is_revised(self) -> None:
        row = {"code": "130801", "reason": said("改一行"), "cells": {"situation": "夜间厂区"}}
        self.act("admin", "/responsibility-list", row)
        raised = self.act("admin", "/list-revisions", {"reason": said("修订原因"), "matter": "020101"})
        self.revision = raised["number"]
        self.do("admin", "draft_revision", {"rows": [{"code": "020101", "leads": "P001"}]}, about=self.revision)
        objected = {"position": "object", "reason": said("单位立场")}
        self.do("unit_leader", "give_position", objected, POLICE, self.revision)
        self.staff.later(days=8)
        self.do("legal", "legal_review", {"decision": "lawful", "opinion": said("法制意见")}, about=self.revision)
        self.do("coordinator", "hold_meeting", {"decision": "adopt", "minutes": said("专题会")}, about=self.revision)
        adopted = {"decision": "adopt", "effective_from": "2026-07-01", "reason": said("采纳说明")}
        self.do("admin", "adopt", adopted, about=self.revision)

    def accepted(self) -> None:
        asked = {**NOISE, "text": said("诉求"), "contact": {"name": NAME, "phone": PHONE}}
        made = self.anonymous.post("/citizen/cases", asked).json
        self.case, self.code = made["number"], {"X-Tracking-Code": made["tracking_code"]}
        settle(self.district)
        self.do("intake", "accept", {"decision": "ask_citizen", "question": said("提问")})
        answered = self.anonymous.post(f"/citizen/cases/{self.case}/supplements", {"text": "三栋"}, headers=self.code)
        assert answered.status_code == 200
        settle(self.district)
        self.do("intake", "accept", {"decision": "accept"})

    def ruled(self) -> None:
        sent = {"matter": "130801", "urgency": "ordinary", "reason": "按其现场能力"}
        self.do("dispatcher", "dispatch", {**sent, "lead_unit": self.staff.units[WATER]})
        back = {"decision": "return", "ground": "not_our_duty", "clause": "other", "other_clause": "红线外"}
        back |= {"evidence": said("退件"), "suggested_unit": self.staff.units[STREET]}
        self.do("handler", "sign", back, WATER)
        self.do("unit_leader", "cosign_return", {"decision": "cosign"}, WATER)
        self.do("shift_leader", "review_return", {"decision": "open_dispute", "reason": "红线内外说法不一"})
        self.staff.later(days=1)
        ruling = {"lead_unit": self.staff.units[POLICE], "reason": said("裁决"), "make_precedent": True}
        self.do("coordinator", "rule", {**ruling, "revise_list": True})
        self.do("dispatcher", "dispatch", {**sent, "lead_unit": self.staff.units[POLICE]})
        self.do("handler", "sign", {"decision": "sign"}, POLICE)
        revisions = self.staff.who("admin").get("/list-revisions").json["items"]
        asked = next(one["number"] for one in revisions if one["case"] == self.case)
        self.do("admin", "draft_revision", {"rows": [{"code": "130801", "leads": "P001"}]}, about=asked)
        objected = {"position": "object", "reason": said("因案修订")}
        self.do("unit_leader", "give_position", objected, POLICE, asked)

    def supervised(self) -> None:
        contact = {"way": said("首次联系")}
        refused = self.staff.who("handler", POLICE).post(f"/cases/{self.case}/contacts", contact, key="contact-1")
        assert refused.status_code == 422, "the way of contact is a word of a list: nothing can be typed in it"
        self.act("handler", f"/cases/{self.case}/contacts", {"way": "telephone"}, POLICE)
        ordered = {"reason": said("重点督办")}
        self.act("supervisor", f"/cases/{self.case}/key-supervision", ordered)
        self.everybody_reads("handling")
        self.staff.later(days=2)
        offered = self.staff.who("supervisor").get("/tasks?view=offered").json["items"]
        supervised = next(one["case"] for one in offered if one["element"] == "report_progress")
        self.do("supervisor", "report_progress", {"report": said("督办进展"), "decision": "lift"}, about=supervised)

    def handled_jointly(self) -> None:
        joint = self.act("coordinator", "/joint-handlings", {"cases": [self.case], "reason": "一家办不了"})["number"]
        at = self.district.clock.now()
        due = (at + timedelta(days=2)).isoformat()
        branches = [{"unit": self.staff.units[one], "task": "整治", "due": due} for one in (POLICE, STREET)]
        meeting = {"meeting_at": (at + timedelta(hours=2)).isoformat(), "meeting_place": "区指挥中心"}
        plan = {"lead_unit": self.staff.units[POLICE], "branches": branches, **meeting}
        self.do("coordinator", "plan_joint_handling", plan, about=joint)
        for unit in (POLICE, STREET):
            self.do("handler", "handle_branch", {"result": "done", "report": "已按分工完成"}, unit, joint)
        minutes = {"minutes": said("会议纪要"), "decisions": [{"text": said("会议决定")}]}
        self.do("coordinator", "record_minutes", minutes, about=joint)
        promised = (at + timedelta(days=30)).date().isoformat()
        reply = {"outcome": "promised", "public_reply": "夜间先设卡。", "commitment": said("承诺")}
        self.do("handler", "compile_reply", {**reply, "commitment_due": promised}, POLICE, joint)
        self.do("reviewer", "review_closure", {**PASSED, "missing_because": "现场已看"})
        rate(self.anonymous, self.case, self.code, solved=True)
        settle(self.district)
        kept = {"decision": "kept", "report": said("兑现情况")}
        self.do("handler", "report_commitment", kept, POLICE, f"{joint}/commitment")

    def appealed(self) -> None:
        asked = {"ground": "untrue", "explanation": said("申请剔除")}
        key = self.act("handler", f"/cases/{self.case}/exclusions", asked, POLICE)["key"]
        self.do("supervisor", "decide_exclusion", {"decision": "refuse", "reason": said("不予剔除")}, about=key)
        self.act("handler", f"/cases/{self.case}/exclusions/appeal", {"reason": said("申诉")}, POLICE)
        self.do("coordinator", "decide_appeal", {"decision": "refuse", "reason": said("终定")}, about=key)
        given = {"cases": [self.case], "ground": "suspected_misconduct", "reason": said("移交")}
        self.act("leader", "/referrals", given)

    def everybody_reads(self, when: str) -> None:
        """Each address that is about a case, a joint handling, a revision, a dispute or the whole list of them."""
        known = {"<number>": self.case, "<revision>": self.revision, "<matter>": "020101"}
        for role in READERS:
            who = self.staff.who(role)
            pages = [self._filled(address, known) for address in MAY]
            pages += [f"/cases/{self.revision}/journal?limit=200", f"/cases/{self.case}/journal?limit=200"]
            for listed in ("/joint-handlings", "/disputes", "/referrals", "/list-revisions"):
                items = (who.get(listed).json or {}).get("items", [])
                pages += [f"{listed}/{one['number']}" for one in items]
            answers = {path: who.get(path) for path in pages if "<" not in path}
            self.told.read[f"{role} {when}"] = {
                path: unpacked(answer.get_data()) for path, answer in answers.items() if answer.status_code == 200
            }

    @staticmethod
    def _filled(address: str, known: dict[str, str]) -> str:
        for name, value in known.items():
            address = address.replace(name, value)
        return address


@pytest.mark.parametrize("step", TYPED)
def test_what_is_typed_is_kept_without_who_asked(told: Told, step: str) -> None:
    assert [name for name, text in told.kept if said(step) in text] == []
    assert [name for name, text in told.kept if shown(step) in text] != [], "it was kept, with ×× in it"


@pytest.mark.parametrize("mark", MARKS)
def test_who_asked_stands_in_no_table_and_in_nothing_that_was_sent(told: Told, mark: str) -> None:
    assert [name for name, text in told.kept if mark in text] == []
    assert mark not in told.sent


@pytest.mark.parametrize("when", ["handling", "closed"])
@pytest.mark.parametrize("role", READERS)
def test_no_overseer_reads_who_asked(told: Told, role: str, when: str) -> None:
    read = told.read[f"{role} {when}"]
    assert len(read) > 10, "there was something to read"
    assert [path for path, text in read.items() for mark in MARKS if mark in text] == []
    whole = "".join(read.values())
    assert [one for one in ("修订原因", "单位立场", "法制意见", "专题会") if shown(one) not in whole] == []
