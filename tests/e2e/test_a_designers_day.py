"""A designer's whole day: a second reviewer for complaints of grade A, from the drawing to the running cases.

Every step goes through the pages, as the designer goes; only shapes are drawn through the editor's own services, since
a canvas has no labels to find them by.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.commands.rate_reply import RateReply
from tests.e2e.errands import CITIZEN, errands_in
from tests.e2e.people import District, Staff
from tests.e2e.running import ROOT, a_district
from tests.e2e.story import NOISE_UNIT, REQUESTS, Story
from tests.e2e.test_designers_draw import BUNDLE, READY, Designer

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


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[District, Path, Story]]:
    """A district that asks for four eyes; yesterday some requests came in, and two consults were closed."""
    var = tmp_path_factory.mktemp("var")
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
        yield district, var, story


def test_a_designers_day(evening: tuple[District, Path, Story], browser: Browser, tmp_path: Path) -> None:
    district, var, story = evening
    designer = Designer.opened(browser, district.base, viewport={"width": 1500, "height": 950})
    designer.page.set_default_timeout(60_000)
    designer.sign_in(district.someone("designer"))
    designer.begins()
    gives_it_a_form(designer)
    draws_a_second_reviewer(designer)
    plays_it_through_two_holidays(designer)
    compares(designer)
    asks_what_if(designer)
    number = proposes(designer)
    second = Staff.opened(browser, district.base)
    second.page.set_default_timeout(60_000)
    second.sign_in(district.someone("admin"))
    approves(second, number)
    moves_the_running_cases(designer, [story.number(title) for title in IN_REVIEW])
    reads_the_heat(designer)
    the_files_are_the_same(designer, var, tmp_path, number)
    assert designer.complaints + second.complaints == []
    designer.close()
    second.close()


def gives_it_a_form(designer: Designer) -> None:
    page = designer.page
    page.get_by_role("radio", name="表单", exact=True).check()
    page.get_by_label("文件名").fill("second_review")
    page.get_by_role("button", name="添加", exact=True).click()
    page.locator(READY).wait_for()
    page.evaluate(A_FIELD)
    designer.is_saved()
    page.get_by_role("button", name="预览").click()
    page.locator("[data-preview-form]").get_by_label("复核意见").wait_for()


def draws_a_second_reviewer(designer: Designer) -> None:
    """Draws it, gives it role, form and deadline in the panel, is warned of the missing default, and mends that."""
    page = designer.draws("complaint.bpmn")
    expect(page.locator("[data-problem-count]")).to_have_text("没有问题", timeout=PATIENCE)
    page.evaluate(A_STAGE)
    designer.selects("start_second_clock")
    page.locator("#bio-properties-panel-operation").select_option("deadlines.start_each")
    designer.fills_property("parameter_budgets", '{review: "5 working days"}')
    designer.selects("second_review")
    page.locator("#bio-properties-panel-property_role").select_option("reviewer")
    page.locator("#bio-properties-panel-property_form").select_option(f"{BUNDLE}/second_review")
    designer.fills_property("property_name_en", "Review once more")
    designer.fills_property("property_due", "review_due")
    designer.fills_property("property_deadline", "review")
    designer.selects("grade_a_flow")
    designer.fills_property("condition", 'grade = "A"')
    problems = page.locator("[data-problems]")
    expect(problems).to_contain_text("没有默认", timeout=PATIENCE)
    problems.get_by_role("button").filter(has_text="没有默认").click()
    assert page.evaluate("modeler.get('selection').get().map(one => one.id)") == ["above_a"]
    designer.selects("grade_other_flow")
    page.locator("#bio-properties-panel-is_default").check()
    expect(page.locator("[data-problem-count]")).to_have_text("没有问题", timeout=PATIENCE)
    designer.is_saved()


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
    page.get_by_label("这个场景说明什么").fill("A 级投诉由第二名审核员复核")
    page.get_by_label("文件名").fill("second_review")
    page.get_by_role("button", name="存为场景").click()
    page.get_by_role("rowheader", name="A 级投诉由第二名审核员复核").wait_for()


def compares(designer: Designer) -> None:
    page = designer.visit(f"/designer/{BUNDLE}/compare/1/draft")
    page.locator("[data-compare][data-ready='1']").wait_for()
    assert page.locator("[data-side=after] .is-added").count() >= 4
    words = page.locator("main").inner_text()
    assert "新增 人工任务 复核" in words and "新增 复核意见" in words and "新增 second_review.form" in words


def asks_what_if(designer: Designer) -> None:
    page = designer.visit(f"/designer/{BUNDLE}/what-if")
    page.get_by_label("多少件").fill("30")
    page.get_by_role("button", name="开始倒推").click()
    rows = page.locator("#trial tbody tr")
    expect(rows).to_have_count(2, timeout=PATIENCE)
    expect(page.locator("#trial")).to_contain_text("相同", timeout=PATIENCE)


def proposes(designer: Designer) -> int:
    page = designer.visit(f"/designer/{BUNDLE}/publish")
    expect(page.locator("main")).to_contain_text("另一名设计员或管理员")
    page.get_by_label("有什么新内容").fill("A 级投诉由第二名审核员复核。")
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("alert").wait_for()  # its walks were not run: a reason is asked for
    designer.complaints.clear()
    page.get_by_label("场景未能验证，为何仍要发布").fill("演练：今日不走全部场景")
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_text("待批准").first.wait_for()
    return int(page.url.rpartition("/")[2])


def approves(second: Staff, number: int) -> None:
    page = second.visit(f"/versions/{BUNDLE}/{number}")
    page.get_by_role("button", name="批准").click()
    page.get_by_text(f"第 {number} 版已生效").wait_for()


def moves_the_running_cases(designer: Designer, blocked: list[str]) -> None:
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
    page.get_by_role("heading", name="退回第 1 版？").wait_for()
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
A_FIELD = """
(() => {
  const modeling = editor.get('modeling');
  const root = editor.get('formFieldRegistry').getAll().find((one) => one.type === 'default');
  modeling.addFormField({
    type: 'textarea', id: 'opinion', key: 'opinion', label: '复核意见', validate: { required: true },
    properties: { label_en: 'Opinion' },
  }, root, 0);
})()
"""
A_STAGE = """
(() => {
  const [factory, modeling, known] = ['elementFactory', 'modeling', 'elementRegistry'].map((name) => modeler.get(name));
  const call = known.get('complaint_review_case');
  const pool = known.get('participant_complaint');
  const [x, y] = [pool.x + pool.width + 400, pool.y + 300];
  const put = (type, id, name, at, parent, more = {}) => {
    const shape = modeling.createShape(factory.createShape({ type, ...more }), at, parent);
    modeling.updateProperties(shape, { id, name });
    return known.get(id);
  };
  const place = { x, y, width: 900, height: 300 };
  const stage = put('bpmn:SubProcess', 'review_stage', '审核阶段', place, pool, { isExpanded: true });
  const begun = put('bpmn:StartEvent', 'review_stage_begun', '进入审核', { x: x - 400, y }, stage);
  const above = put('bpmn:ExclusiveGateway', 'above_a', 'A 级？', { x: x - 300, y }, stage);
  const clock = put('bpmn:ServiceTask', 'start_second_clock', '起算复核时限', { x: x - 180, y: y + 80 }, stage);
  const review = put('bpmn:UserTask', 'second_review', '复核', { x: x - 40, y: y + 80 }, stage);
  const join = put('bpmn:ExclusiveGateway', 'reviewed_enough', '待结案审核', { x: x + 80, y }, stage);
  const ended = put('bpmn:EndEvent', 'review_stage_done', '审核完毕', { x: x + 380, y }, stage);
  const [before, after] = [call.incoming[0].source, call.outgoing[0].target];
  modeling.moveElements([call], { x: x + 220 - call.x - 50, y: y - call.y - 40 }, stage);
  const moved = known.get('complaint_review_case');
  for (const line of [...moved.incoming, ...moved.outgoing]) modeling.removeConnection(line);
  const lines = [
    [before, stage], [stage, after], [begun, above], [above, clock, 'grade_a_flow', '是'], [clock, review],
    [review, join], [above, join, 'grade_other_flow', '否'], [join, moved], [moved, ended],
  ];
  for (const [source, target, id, name] of lines) {
    const line = modeling.connect(source, target);
    if (id) modeling.updateProperties(line, { id, name });
  }
})()
"""
