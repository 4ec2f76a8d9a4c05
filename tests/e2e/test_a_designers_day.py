"""A designer's whole day: a second reviewer for complaints of grade A, from the drawing to the running cases.

Every step goes through the pages with mouse and keyboard, as the designer goes. What if is asked over the cases that
are there: the few of this test, or, with ``--past PAST.db``, the closed cases (at most 500) of a district that
``suqiu replay FILE --limit 500 --keep PAST.db`` kept; that takes as long as a look back at so many cases takes. Of the
walks the designer runs three, says so when publishing, and the version says it; with ``--all-walks`` all are run, and
no reason is needed.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.commands.rate_reply import RateReply
from engine.queries.deployments import Deployment
from engine.queries.past_cases import MOST, ClosedCases
from tests.e2e.designer import BUNDLE, READY, Designer
from tests.e2e.drawing import Drawing
from tests.e2e.errands import CITIZEN, errands_in
from tests.e2e.people import District, Staff
from tests.e2e.running import ROOT, a_district
from tests.e2e.story import NOISE_UNIT, REQUESTS, Story

COMPLAINTS = [request[1] for request in REQUESTS if request[0] == "complaint"]
EXPLAINED = {"outcome": "explained", "actions": "现场查看", "public_reply": "已到现场查看并向您说明情况。"}
ANSWERED = {"decision": "answer_now", "public_reply": "每度电按公示价格收取。"}
SEEN = [
    "answers_request",
    "outcome_honest",
    "site_photos",
    "contacted",
    "legal_basis",
    "grounds_given",
    "plan_and_date",
]
PASSED = {"decision": "pass", "evidence_checked": SEEN}
IN_REVIEW = COMPLAINTS[:2]  # they stand in the step that the designer moves into a stage of its own
PATIENCE = 180_000  # milliseconds, for what runs beside
EACH = 30_000  # milliseconds for a past case, or a walk, on a machine that others keep busy
SHOWN = "A 级投诉由第二名审核员复核"
WALKED = (SHOWN, "投诉改为咨询", "争议逾期未裁决，由兜底单位办理")
WHY = "今日只运行了三个场景，其余的今晚运行；改动只影响 A 级投诉。"


@dataclass(frozen=True)
class Evening:
    """How the day finds the district: the version in force, and how many closed cases can be looked back at."""

    district: District
    var: Path
    story: Story
    version: int
    closed: int


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Evening]:
    """A district that asks for four eyes; yesterday some requests came in, and two consults were closed."""
    var = tmp_path_factory.mktemp("var")
    if past := request.config.getoption("--past"):
        shutil.copy(past, var / "suqiu.db")
    with a_district(var, SUQIU_APPROVAL_REQUIRED="1") as district, errands_in(district) as errands:
        story = Story(errands).begin()
        handler = errands.who("handler", NOISE_UNIT)
        errands.completes("sign", story.number(IN_REVIEW[1]), {"decision": "sign"}, handler)
        for title in IN_REVIEW:
            errands.completes("handle", story.number(title), EXPLAINED, handler)
        for number in (story.number(request[1]) for request in REQUESTS if request[0] == "consult"):
            errands.completes("accept", number, ANSWERED, errands.who("intake"))
            errands.completes("review_closure", number, PASSED, errands.who("reviewer"))
            errands.act(RateReply(number, 4, 4, 4, solved=True, tracking_code=errands.codes[number]), CITIZEN)
        errands.settle()
        of_designers = errands.who("designer")
        version = errands.ask(Deployment(BUNDLE), of_designers)["version"]
        closed = len(errands.ask(ClosedCases(BUNDLE, None, MOST), of_designers))
        yield Evening(district, var, story, version, closed)


def test_a_designers_day(evening: Evening, browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    district, story, before = evening.district, evening.story, evening.version
    designer = Designer.opened(browser, district.base, viewport={"width": 1500, "height": 950})
    designer.page.set_default_timeout(60_000)
    designer.sign_in(district.someone("designer"))
    designer.begins()
    gives_it_a_form(designer)
    draws_a_second_reviewer(designer)
    plays_it_through_two_holidays(designer)
    whole = bool(request.config.getoption("--all-walks"))
    runs_the_walks(designer, whole=whole)
    compares(designer, before)
    asks_what_if(designer, evening.closed)
    number = proposes(designer, whole=whole)
    second = Staff.opened(browser, district.base)
    second.page.set_default_timeout(60_000)
    second.sign_in(district.someone("admin"))
    approves(second, before, number, whole=whole)
    moves_the_running_cases(designer, before, [story.number(title) for title in IN_REVIEW])
    reads_the_heat(designer)
    the_files_are_the_same(designer, evening.var, tmp_path, number)
    assert designer.complaints + second.complaints == []
    designer.close()
    second.close()


def gives_it_a_form(designer: Designer) -> None:
    page = designer.page
    page.get_by_role("radio", name="表单", exact=True).check()
    page.get_by_label("文件名").fill("second_review")
    page.get_by_role("button", name="添加", exact=True).click()
    page.locator(READY).wait_for()
    page.locator(".fjs-palette-field[data-field-type=textarea]").focus()
    page.keyboard.press("Enter")
    page.locator(".fjs-form-field-textarea").click()
    for group, field, value in (
        ("general", "bio-properties-panel-key", "opinion"),
        ("general", "bio-properties-panel-label", "复核意见"),
        ("english", "bio-properties-panel-english-label_en", "Opinion"),
    ):
        opens(designer, group)
        page.locator(f"#{field}").click()
        page.keyboard.press("Control+a")
        page.keyboard.type(value)
        page.keyboard.press("Tab")
        designer.is_saved()  # until then the panel may still put the caret where Tab led
    opens(designer, "validation")
    page.locator("#bio-properties-panel-required").check()
    designer.is_saved()
    page.get_by_role("button", name="预览").click()
    page.locator("[data-preview-form]").get_by_label("复核意见").wait_for()


def opens(designer: Designer, group: str) -> None:
    """A group of the panel, unless it is open."""
    head = designer.page.locator(f"[data-group-id=group-{group}] .bio-properties-panel-group-header")
    if "open" not in (head.get_attribute("class") or "").split():
        head.click()


def draws_a_second_reviewer(designer: Designer) -> None:
    """Draws it, gives it role, form and deadline in the panel, is warned of the missing default, and mends that."""
    page = designer.draws("complaint.bpmn")
    expect(page.locator("[data-problem-count]")).to_have_text("没有问题", timeout=PATIENCE)
    drawing = Drawing(page)
    draws_a_stage(drawing)
    drawing.selects("start_second_clock")
    page.locator("#bio-properties-panel-operation").select_option("deadlines.start_each")
    designer.fills_property("parameter_budgets", '{review: "5 working days"}')
    drawing.selects("second_review")
    page.locator("#bio-properties-panel-property_role").select_option("reviewer")
    page.locator("#bio-properties-panel-property_form").select_option(f"{BUNDLE}/second_review")
    designer.fills_property("property_name_en", "Review once more")
    designer.fills_property("property_due", "review_due")
    page.locator("#bio-properties-panel-property_deadline").select_option("review")
    drawing.selects("grade_a_flow")
    designer.fills_property("condition", 'grade = "A"')
    problems = page.locator("[data-problems]")
    expect(problems).to_contain_text("没有默认", timeout=PATIENCE)
    problems.get_by_role("button").filter(has_text="没有默认").click()
    assert page.evaluate("modeler.get('selection').get().map(one => one.id)") == ["above_a"]
    drawing.selects("grade_other_flow")
    page.locator("#bio-properties-panel-is_default").check()
    expect(page.locator("[data-problem-count]")).to_have_text("没有问题", timeout=PATIENCE)
    designer.is_saved()


def draws_a_stage(drawing: Drawing) -> None:
    """A stage of its own under the place where the review was, which moves into it behind the second reviewer."""
    drawing.brings("complaint_review_case", to=(477, 217))
    drawing.draws("create.subprocess-expanded", (420, 360), "审核阶段", "review_stage")
    drawing.widens("review_stage", "se", (335, 100))
    drawing.selects(drawing.begun_in("review_stage"))
    drawing.is_called("进入审核", "review_stage_begun")
    drawing.appends("review_stage_begun", "append.gateway", "A 级？", "above_a")
    drawing.appends("above_a", "服务任务", "起算复核时限", "start_second_clock")
    drawing.appends("start_second_clock", "人工任务", "复核", "second_review")
    drawing.appends("second_review", "append.gateway", "待结案审核", "reviewed_enough")
    for lower in ("start_second_clock", "second_review"):
        drawing.drags(lower, (0, 60))
    drawing.drags("complaint_review_case", (70, 0), of="reviewed_enough")  # its lines end at the stage's edge: gone
    drawing.connects("above_a", "reviewed_enough", "否", "grade_other_flow")
    drawing.connects("reviewed_enough", "complaint_review_case")
    drawing.appends("complaint_review_case", "append.end-event", "审核完毕", "review_stage_done")
    drawing.connects("complaint_to_review", "review_stage")
    drawing.connects("review_stage", "complaint_review_verdict")
    drawing.selects(drawing.line("above_a", "start_second_clock"))
    drawing.is_called("是", "grade_a_flow")


def plays_it_through_two_holidays(designer: Designer) -> None:
    """Mid-Autumn and the National Day lie between a Thursday in September and the fifth working day after it."""
    page = designer.visit(f"/play?version={BUNDLE}/draft")
    page.get_by_label("时钟起点").fill("2026-09-24T09:00")
    page.get_by_role("button", name="开始", exact=True).click()
    page.get_by_text("市民提交诉求").wait_for()
    page.get_by_label("标题").fill("水库坝体有裂缝")
    page.get_by_role("button", name="提交诉求").click()
    for step in STEPS:
        opened = page.locator("details").filter(has=page.locator("#words"))
        if opened.get_attribute("open") is None:
            opened.locator("summary").click()
        page.locator("#words").fill(step)
        with page.expect_navigation():
            opened.get_by_role("button").click()
        assert not page.get_by_role("alert").count(), page.get_by_role("alert").all_inner_texts()
    waiting = page.get_by_role("row").filter(has_text="复核")
    expect(waiting).to_contain_text("10月9日")
    page.get_by_label("多长时间").fill("3")
    page.get_by_role("button", name="过去", exact=True).click()
    expect(page.locator("dl.now")).to_contain_text("9月30日")
    waiting.get_by_role("link").click()
    page.get_by_label("复核意见").fill("同意，请一并复查上游。")
    page.get_by_role("button", name="提交办理").click()
    expect(page.get_by_role("row").filter(has_text="结案审核")).to_have_count(1)
    page.get_by_text("存为场景").first.click()
    page.get_by_label("这个场景说明什么").fill(SHOWN)
    page.get_by_label("文件名").fill("second_review")
    page.get_by_role("button", name="存为场景").click()
    page.get_by_role("rowheader", name=SHOWN).wait_for()


def runs_the_walks(designer: Designer, *, whole: bool) -> None:
    page = designer.visit(f"/designer/{BUNDLE}/walks")
    if not whole:
        for title in WALKED:
            page.get_by_label(f"运行：{title}").check()
    page.get_by_role("button", name="运行全部场景" if whole else "运行勾选的场景").click()
    walks = page.get_by_role("checkbox").count() if whole else len(WALKED)
    shown = page.locator("#trial")
    expect(shown).to_contain_text("条连线", timeout=PATIENCE + walks * EACH)
    expect(shown.get_by_text("成立", exact=True)).to_have_count(walks)


def compares(designer: Designer, before: int) -> None:
    page = designer.visit(f"/designer/{BUNDLE}/compare/{before}/draft")
    page.locator("[data-compare][data-ready='1']").wait_for()
    assert page.locator("[data-side=after] .is-added").count() >= 4
    words = page.locator("main").inner_text()
    assert "新增 人工任务 复核" in words and "新增 复核意见" in words and "新增 second_review.form" in words


def asks_what_if(designer: Designer, closed: int) -> None:
    page = designer.visit(f"/designer/{BUNDLE}/what-if")
    page.get_by_label("多少件").fill(str(MOST))
    with page.expect_navigation():  # the page before it watches nothing either
        page.get_by_role("button", name="开始倒推").click()
    expect(page.locator("#trial[data-watch]")).to_have_count(0, timeout=PATIENCE + closed * EACH)
    expect(page.locator("#trial tbody tr")).to_have_count(closed)
    expect(page.locator("#trial")).to_contain_text("相同")


def proposes(designer: Designer, *, whole: bool) -> int:
    page = designer.visit(f"/designer/{BUNDLE}/publish")
    expect(page.locator("main")).to_contain_text("另一名设计员或管理员")
    page.get_by_label("有什么新内容").fill("A 级投诉由第二名审核员复核。")
    page.get_by_role("button", name="发布", exact=True).click()
    if not whole:
        expect(page.get_by_role("alert")).to_contain_text(f"须运行全部场景，目前只运行了 {len(WALKED)} 个")
        designer.complaints.clear()
        page.get_by_label("场景未能验证，为何仍要发布").fill(WHY)
        page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_text("待批准").first.wait_for()
    return int(page.url.rpartition("/")[2])


def approves(second: Staff, before: int, number: int, *, whole: bool) -> None:
    """Not blindly: the change, what the walks and the look back showed, and the reason are on the page."""
    page = second.visit(f"/versions/{BUNDLE}/{number}")
    page.get_by_role("link", name=f"与第 {before} 版").wait_for()
    seen = page.locator("main").inner_text()
    assert ("个场景中的" in seen and WHY in seen) is not whole
    assert "相同" in seen and "没有人倒推过" not in seen
    page.get_by_role("button", name="批准").click()
    page.get_by_text(f"第 {number} 版已生效").wait_for()


def moves_the_running_cases(designer: Designer, before: int, blocked: list[str]) -> None:
    page = designer.visit(f"/moves/new?bundle={BUNDLE}")
    page.get_by_role("button", name="试迁").click()
    expect(page.locator("[data-watch]")).to_have_count(0, timeout=PATIENCE)
    for number in blocked:
        row = page.get_by_role("row").filter(has_text=number).filter(has_text="complaint")
        expect(row).to_contain_text("不能迁移")
        expect(row).to_contain_text("请先让案件办过这一步")
    page.get_by_role("button", name="可安全迁移").click()
    expect(page.locator("[data-watch]")).to_have_count(0, timeout=PATIENCE)
    page.get_by_role("link", name=re.compile("退回")).first.click()
    page.get_by_role("heading", name=f"退回第 {before} 版？").wait_for()
    page.get_by_role("button", name="退回原版本").click()
    page.get_by_text("案件已退回原版本").wait_for()


def reads_the_heat(designer: Designer) -> None:
    page = designer.visit("/live/complaint?by=waiting")
    page.locator("[data-diagram]").scroll_into_view_if_needed()  # its figures come first, the drawing when it is seen
    page.locator("[data-diagram][data-ready='1']").wait_for()
    assert page.locator(".token-heat").count() >= 1
    figure = page.locator("table a").first
    count = int(figure.inner_text())
    figure.click()
    expect(page.locator("tbody tr")).to_have_count(count)


def the_files_are_the_same(designer: Designer, var: Path, folder: Path, number: int) -> None:
    """Exported, checked, and deployed into an empty district on the command line: the same hash."""
    page = designer.visit(f"/versions/{BUNDLE}/{number}")
    digest = page.locator("dd.code.small").first.inner_text()
    suqiu = [str(Path(sys.executable).with_name("suqiu"))]
    tree = folder / "processes" / BUNDLE

    def run(*words: str, at: Path) -> str:
        environment = {**os.environ, "SUQIU_VAR": str(at), "SUQIU_DATABASE_URL": ""}
        return subprocess.run(
            [*suqiu, *words], cwd=ROOT, env=environment, check=True, text=True, capture_output=True
        ).stdout

    run("export", BUNDLE, str(tree), at=var)
    assert (tree / "walks" / "second_review.yaml").exists()
    assert (folder / "forms" / BUNDLE / "second_review.form").exists()
    run("migrate", at=folder / "elsewhere")
    assert digest[:12] in run("deploy", str(tree), at=folder / "elsewhere")
    assert "is unchanged" in run("deploy", str(tree), at=var)


STEPS = (
    "{complete: 受理, with: {decision: accept}}",
    "{complete: 分拨, with: {matter: 危险山塘、水库, urgency: ordinary, lead_unit: 环境保护和水务局}}",
    "{complete: 签收, with: {decision: sign}}",
    "{complete: 办理, with: {outcome: resolved, actions: 现场检查, public_reply: 已到现场检查并加固，将持续监测。}}",
)
