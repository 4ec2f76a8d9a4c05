"""Playing a process in the browser's words: begin, submit, complete, let time pass, undo, save; and wrong input."""

import re
from collections.abc import Callable
from html import unescape

import pytest
import yaml

from engine.actor import Actor
from engine.application import Application
from engine.commands.import_calendar import ImportCalendar
from engine.commands.rename_unit import RenameUnit
from engine.commands.save_draft import SaveDraft
from engine.commands.start_draft import StartDraft
from engine.queries.draft_files import DraftFiles
from tests.web.conftest import Visitor
from tests.year_ahead import REST_OF_2027, SPRING_OF_2027

As = Callable[[str], Visitor]
ADMIN = Actor("admin", "Admin", frozenset({"admin"}))


@pytest.fixture
def designer(as_: As) -> Visitor:
    return as_("admin")


def begun(designer: Visitor, starts: str = "2026-09-30T09:00") -> str:
    answer = designer.post("/play", {"version": "citizen_request/1", "starts": starts}, page="/play")
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def does(designer: Visitor, play: str, **fields: str) -> str:
    answer = designer.post(f"{play}/steps", fields, page=play)
    return designer.read(play) if answer.status_code == 302 else answer.text


def completes(designer: Visitor, play: str, **fields: str) -> str:
    """The first task on the page."""
    found = re.search(rf'href="({play}/tasks/[^"]+)"', designer.read(play))
    assert found is not None
    answer = designer.post(found.group(1), fields, page=found.group(1))
    return designer.read(play) if answer.status_code == 302 else answer.text


def test_a_designer_plays_a_complaint_over_the_national_holiday(designer: Visitor) -> None:
    play = begun(designer)
    page = does(designer, play, act="submit", kind="complaint", title="夜间噪声")
    assert "受理" in page and "9月30日 09:00" in page
    page = completes(designer, play, decision="accept")
    assert "分拨" in page
    page = does(designer, play, act="pass", amount="1", span="working days")
    assert "10月8日 18:00" in page  # 1 to 7 October is the holiday of 2026
    assert "将会发出的通知" in page and "逾期未分拨" in page


def test_a_play_stands_on_the_districts_own_calendar_and_units(designer: Visitor, application: Application) -> None:
    days = f"日期,上班,名称\n2027-01-01,否,元旦\n2027-03-03,否,区庆\n{SPRING_OF_2027}{REST_OF_2027}"
    application.execute(ImportCalendar("2027.csv", days.encode(), "区里通知"), ADMIN)
    play = begun(designer, "2027-03-02T09:00")
    assert "3月4日 18:00" in does(designer, play, act="pass", amount="1", span="working days")
    application.execute(RenameUnit("B004", "水务与环境局", "Water and Environment Bureau", "机构改革"), ADMIN)
    does(designer, play, act="submit", kind="complaint")
    completes(designer, play, decision="accept")
    task = re.search(rf'href="({play}/tasks/[^"]+)"', designer.read(play))
    assert task is not None and "水务与环境局" in designer.read(task.group(1))


def test_nothing_of_a_play_is_seen_outside_it(designer: Visitor) -> None:
    play = begun(designer)
    page = does(designer, play, act="submit", kind="complaint", title="夜间噪声")
    number = re.search(r"PS\d{6}-\w{5}", page)
    assert number is not None and number.group() not in designer.read("/cases")
    assert designer.get(f"/cases/{number.group()}").status_code == 404


def test_a_message_without_a_name_is_no_step(designer: Visitor) -> None:
    play = begun(designer)
    assert "应填消息的名称" in does(designer, play, act="send", message=" ", to="x")


def test_only_a_message_that_is_waited_for_can_be_sent(designer: Visitor) -> None:
    play = begun(designer)
    does(designer, play, act="submit", kind="complaint")
    number = re.search(r"PS\d{6}-\w{5}", designer.read(play))
    assert number is not None
    refused = does(designer, play, act="send", message="nope", to=number.group())
    assert "下没有在等的消息" in refused and "withdraw" in refused  # what is waited for is named
    assert "下没有在等的消息" in does(designer, play, act="words", words='{send: "", to: $case}')
    assert "下没有在等的消息" in does(designer, play, act="send", message="withdraw", to="nobody")
    does(designer, play, act="send", message="withdraw", to=number.group(), payload='{"reason": "不需要了"}')
    page = designer.read(play)
    assert "已结束" in page and page.count("下没有在等的消息") == 0


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_missing(designer: Visitor) -> None:
    play = begun(designer)
    does(designer, play, act="submit", kind="complaint")
    assert "请选择“受理决定”" in completes(designer, play)
    assert "角色" in completes(designer, play, decision="accept", _by="leader")


KEPT = [
    ({"act": "submit", "kind": "nope", "title": "夜间噪声", "text": "很吵"}, ('value="夜间噪声"', 'value="很吵"')),
    ({"act": "pass", "amount": "many", "span": "weeks"}, ('value="many"', '<option value="weeks" selected>')),
    ({"act": "start", "process": "review", "key": "A7", "facts": "{odd"}, ('value="A7"', ">{odd</textarea>")),
    ({"act": "citizen", "what": "rates", "case": "case", "text": "不行"}, ('value="不行"', '"rates" selected')),
    ({"act": "send", "message": "withdraw", "to": "NUMBER", "payload": "{odd"}, ('value="{odd"',)),
    ({"act": "words", "words": "act: drop_tables"}, (">act: drop_tables</textarea>",)),
]


def test_a_refused_step_keeps_what_was_typed_in_its_small_form(designer: Visitor) -> None:
    play = begun(designer)
    number = re.search(r"PS\d{6}-\w{5}", does(designer, play, act="submit", kind="complaint"))
    assert number is not None
    for fields, kept in KEPT:
        sent = {name: number.group() if value == "NUMBER" else value for name, value in fields.items()}
        answer = designer.post(f"{play}/steps", sent, page=play)
        assert answer.status_code == 422, fields
        page = unescape(answer.text)
        assert [text for text in kept if page.count(text) != 1] == [], fields
    answer = designer.post(f"{play}/walk", {"title": "长" * 300, "name": "mine"}, page=play)
    assert answer.status_code == 422 and f'value="{"长" * 300}"' in answer.text
    assert 'name="every" value="1">' in answer.text  # unchecked stays unchecked


def test_a_play_speaks_the_readers_words_and_the_districts_time(designer: Visitor) -> None:
    play = begun(designer)
    does(designer, play, act="submit", kind="complaint")
    page = completes(designer, play, decision="accept", _by="intake")
    assert "2026-09-30 11:00" in page and "+00:00<" not in page  # accept_due, a fact
    assert ", intake," not in page and "<td>intake</td>" not in page and "受理员" in page
    page = does(designer, play, act="words", words="{complete: 分拨, with: {}}")
    assert "urgency:" not in page and "请选择“紧急程度”" in page
    page = does(designer, play, act="start", process="review", key="A1", facts="{odd")
    assert "the facts" not in page and "第 1 行第 2 列" in page
    page = does(designer, play, act="pass", amount="x", span="hours")
    assert "working hours, days" not in page and "应为大于零的数" in page


def test_undo_takes_back_one_step(designer: Visitor) -> None:
    play = begun(designer)
    does(designer, play, act="submit", kind="complaint")
    completes(designer, play, decision="accept")
    designer.post(f"{play}/undo", {}, page=play)
    page = designer.read(play)
    assert "受理" in page and "分拨员" not in page


def test_a_play_goes_on_in_another_process_from_its_steps(designer: Visitor, as_: As) -> None:
    play = begun(designer)
    does(designer, play, act="submit", kind="consult", title="电费")
    designer.client.application.extensions["suqiu.sandboxes"].close()
    assert "咨询" in designer.read(play) and "提交诉求" in designer.read(play)


def test_a_play_is_saved_as_a_walk_in_labels(designer: Visitor) -> None:
    play = begun(designer)
    does(designer, play, act="submit", kind="complaint", title="夜间噪声")
    completes(designer, play, decision="accept")
    answer = designer.post(f"{play}/walk", {"title": "受理", "every": "1"}, page=play)
    saved = yaml.safe_load(answer.data)
    assert saved["walk"] == "受理"
    assert [next(iter(step)) for step in saved["steps"]] == ["citizen", "expect", "complete", "expect"]
    assert saved["steps"][-1]["expect"] == {"case": "case", "state": "accepted", "waiting": ["分拨"]}


def test_messages_the_diagram_hears_can_be_sent_and_any_step_written(designer: Visitor) -> None:
    play = begun(designer)
    does(designer, play, act="submit", kind="complaint")
    assert "已撤回" in does(designer, play, act="citizen", what="withdraws", case="case", text="不需要了")
    page = does(designer, play, act="words", words="{start: commitment, key: X1, facts: {}}")
    assert "X1" in page


WRONG: list[tuple[dict[str, str], str]] = [
    ({"act": "pass", "amount": "many", "span": "days"}, "应为大于零的数"),
    ({"act": "pass", "amount": "500", "span": "days"}, "一次最多过 400 天"),
    ({"act": "pass", "amount": "0", "span": "days"}, "0 days"),
    ({"act": "start", "process": "nothing", "key": "A"}, "nothing"),
    ({"act": "start", "process": "commitment", "key": "", "facts": ""}, "启动需要一个编号"),
    ({"act": "start", "process": "commitment", "key": "A", "facts": "[1]"}, "应为名称和值"),
    ({"act": "start", "process": "commitment", "key": "A", "facts": "{"}, "应写成 JSON"),
    ({"act": "words", "words": "expect: {state: closed}"}, "应为一步"),
    ({"act": "words", "words": ": :"}, "应按场景的写法写一步"),
    ({"act": "words", "words": "act: drop_tables"}, "drop_tables"),
    ({"act": "citizen", "what": "rates", "case": "nobody"}, "还没有这个诉求"),
    ({"act": "dance"}, "dance"),
    ({"act": "until", "moment": "2020-01-01"}, "已过"),
]


def test_what_cannot_be_done_is_said_in_a_sentence(designer: Visitor) -> None:
    play = begun(designer)
    for fields, said in WRONG:
        answer = designer.post(f"{play}/steps", dict(fields), page=play)
        assert answer.status_code == 422 and said in answer.text, fields


def test_playing_is_for_designers_and_each_play_for_its_own(as_: As) -> None:
    assert as_("intake").get("/play").status_code == 403
    play = begun(as_("admin"))
    assert as_("intake").get(play).status_code == 403
    assert as_("admin").get("/play/nowhere").status_code == 404
    for version in ("", "citizen_request/9", "nothing/1", "citizen_request/x"):
        answer = as_("admin").post("/play", {"version": version, "starts": "2026-09-30T09:00"}, page="/play")
        assert answer.status_code in (404, 422), version
    answer = as_("admin").post("/play", {"version": "citizen_request/1", "starts": "soon"}, page="/play")
    assert answer.status_code == 422 and "应为日期和时间" in answer.text


def test_a_draft_is_played_as_it_stands_and_an_edit_is_played_on(designer: Visitor, application: Application) -> None:
    admin = Actor("admin", "Admin", frozenset({"admin"}))
    application.execute(StartDraft("citizen_request"), admin)
    answer = designer.post("/play", {"version": "citizen_request/draft", "starts": "2026-03-02T09:00"}, page="/play")
    play = str(answer.headers["Location"])
    does(designer, play, act="submit", kind="complaint")
    assert "分拨" in completes(designer, play, decision="accept")
    drawn = application.ask(DraftFiles("citizen_request"), admin)
    renamed = drawn["files"]["complaint.bpmn"].replace('name="受理"'.encode(), 'name="收件"'.encode())
    application.execute(SaveDraft("citizen_request", drawn["revision"], {"complaint.bpmn": renamed}), admin)
    page = designer.read(play)
    assert "不再适用" in page and "2. " in page and "收件" in page
    designer.post(f"{play}/undo", {"keep": "1"}, page=play)
    assert "不再适用" not in designer.read(play)


def test_a_draft_with_errors_says_what_to_mend_before_it_can_be_played(
    designer: Visitor, application: Application
) -> None:
    admin = Actor("admin", "Admin", frozenset({"admin"}))
    application.execute(StartDraft("citizen_request"), admin)
    application.execute(SaveDraft("citizen_request", 1, {"escalation.dmn": None}), admin)
    answer = designer.post("/play", {"version": "citizen_request/draft", "starts": "2026-03-02T09:00"}, page="/play")
    play = designer.get(str(answer.headers["Location"]))
    assert play.status_code == 422 and "还不能试跑" in play.text and "supervision.bpmn" in play.text
