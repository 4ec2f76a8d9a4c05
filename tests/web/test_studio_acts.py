"""The designer's pages beside drawing: walks, publishing, approval, moving cases, the live diagram."""

import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import update

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.commands.approve_deployment import RejectDeployment
from engine.commands.complete_task import CompleteTask
from engine.commands.create_account import CreateAccount
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.save_draft import SaveDraft
from engine.commands.save_walk import SaveWalk
from engine.commands.start_draft import StartDraft
from engine.commands.start_instance import StartInstance
from engine.persistence.bundles import bundles
from engine.queries.draft_files import DraftFiles
from engine.queries.standing import OpenTasks
from engine.ticker.migrating import run_migrations
from tests.commands.test_publish_draft import LOOP
from tests.web.conftest import PASSWORD, Visitor

As = Callable[[str], Visitor]
INTAKE = Actor("ines", "Ines", frozenset({"intake"}))
ADMIN = Actor("admin", "Admin", frozenset({"admin"}))
ONCE = "walk: 看一遍\nsteps:\n  - start: again\n    key: A\n  - complete: 看\n    with: {decision: done}\n"


@pytest.fixture
def drafted(application: Application) -> Application:
    """A small bundle in force with two cases, and the admin's draft of it with the waiting step renamed."""
    files = {path.name: path.read_bytes() for path in LOOP.iterdir()}
    application.execute(DeployBundle("loop", files), ADMIN)
    for key in ("K1", "K2"):
        application.execute(StartInstance("again", key, {}), ADMIN)
    application.execute(StartDraft("loop"), ADMIN)
    seen = application.ask(DraftFiles("loop"), ADMIN)
    renamed = files["loop.bpmn"].replace(b'"look"', b'"gaze"')
    application.execute(SaveDraft("loop", seen["revision"], {"loop.bpmn": renamed}), ADMIN)
    return application


def test_all_walks_are_run_beside_and_the_page_says_what_they_take(drafted: Application, as_: As) -> None:
    admin = as_("admin")
    answer = admin.post(
        "/designer/loop/walks", {"name": "once.yaml", "text": ONCE, "revision": "2"}, page="/designer/loop/walks"
    )
    assert answer.status_code == 302
    drafted.execute(SaveWalk("loop", "wrong.yaml", ONCE.replace("看一遍", "错").replace("done", "no").encode()), ADMIN)
    admin.post("/designer/loop/walks/run", {}, page="/designer/loop/walks")
    until = time.monotonic() + 60
    while "条连线" not in (page := admin.read("/designer/loop/walks")) and time.monotonic() < until:
        time.sleep(0.2)
    assert "成立" in page and "不成立" in page and "再看吗？ → 汇合 (再看)" in page
    drawn = admin.get("/designer/loop/walks/diagrams/again.json").get_json()
    assert drawn["missing"] == ["once_more"] and "to_look" in drawn["flows"]
    assert "未能验证" in admin.read("/designer/loop/publish")
    page = "/designer/loop/walks"
    assert admin.post(f"{page}/run", {"some": "1"}, page=page).status_code == 422
    assert admin.post(f"{page}/run", {"some": "1", "walk": "once.yaml"}, page=page).status_code == 302
    while "运行了 1 个场景" not in (shown := admin.read(page)) and time.monotonic() < until:
        time.sleep(0.2)
    assert [one for one in shown.split("<") if "不成立" in one] == [] and "未运行" in shown
    assert "2 个场景不成立" not in admin.read("/designer/loop/publish") and "1 个场景不成立" in admin.read(
        "/designer/loop/publish"
    )


def test_a_walk_that_cannot_be_read_is_refused_and_what_was_typed_stays(drafted: Application, as_: As) -> None:
    admin = as_("admin")
    answer = admin.post("/designer/loop/walks", {"name": "x.yaml", "text": "walk: [no"}, page="/designer/loop/walks")
    assert answer.status_code == 422 and "walk: [no" in answer.text


def test_changed_walks_are_named_and_two_windows_do_not_write_over_each_other(drafted: Application, as_: As) -> None:
    admin, page = as_("admin"), "/designer/loop/walks"
    seen = re.search(r'name="revision" value="(\d+)"', admin.read(page))
    assert seen is not None
    given = {"name": "once.yaml", "revision": seen.group(1)}
    assert admin.post(page, {**given, "text": ONCE}, page=page).status_code == 302
    stale = admin.post(page, {**given, "text": ONCE + "# 另一窗口"}, page=page)
    assert stale.status_code == 409 and "另一窗口" in stale.text and "另一窗口保存" in stale.text
    assert admin.post(page, {**given, "text": ONCE + "# 另一窗口"}, page=page).status_code == 409  # a second press, too
    over = re.search(r'name="over" value="(\d+)"', stale.text)
    assert over is not None and "change=once.yaml" in stale.text
    kept = admin.post(page, {**given, "text": ONCE + "# 另一窗口", "over": over.group(1)}, page=page)
    assert kept.status_code == 302
    assert admin.post(f"{page}/once.yaml/remove", given, page=page).status_code == 409
    for where in ("/designer/loop", "/designer/loop/publish", "/designer/loop/compare/1/draft"):
        assert "once.yaml" in admin.read(where)
    assert "+walk: 看一遍" in admin.read("/designer/loop/compare/1/draft")
    revision = str(drafted.ask(DraftFiles("loop"), ADMIN)["revision"])
    publish = {"revision": revision, "note": "有场景了", "waiver": "急"}
    version = str(admin.post("/designer/loop/publish", publish, page="/designer/loop/publish").headers["Location"])
    assert "once.yaml" in admin.read(version) and "once.yaml" not in admin.read("/designer/loop")


def test_publishing_asks_for_a_reason_and_a_second_person(drafted: Application, as_: As) -> None:
    drafted.settings = replace(drafted.settings, approval_required=True)
    drafted.execute(CreateAccount("second", "Second", PASSWORD, ("designer",), None), SYSTEM)
    admin, page = as_("admin"), "/designer/loop/publish"
    revision = re.search(r'name="revision" value="(\d+)"', admin.read(page))
    assert revision is not None
    given = {"revision": revision.group(1), "note": "改了编号"}
    refused = admin.post(page, dict(given), page=page)
    assert refused.status_code == 409 and "改了编号" in refused.text
    for field in ("note", "waiver"):
        long = admin.post(page, {**given, field: "长" * 4001}, page=page)
        assert long.status_code == 422 and "最多 4000 个字，现有 4001 个字" in long.text
        assert "长" * 4001 in long.text and "maxlength" not in long.text  # all that was written is still there
    done = admin.post(page, {**given, "waiver": "急"}, page=page)
    version = str(done.headers["Location"])
    long = admin.post(f"{version}/reject", {"reason": "长" * 4001}, page=version)
    assert long.status_code == 422 and "长" * 4001 in long.text
    assert "待批准" in admin.read(version) and "收回" in admin.read(version)
    assert admin.post(f"{version}/approve", {}, page=version).status_code == 403
    second = as_("second")
    seen = second.read(version)
    assert "/designer/loop/compare/1/2" in seen and "与第 1 版" in seen and "急" in seen
    assert "没有对这份内容运行过" in seen and "没有人倒推过" in seen
    assert second.post(f"{version}/approve", {}, page=version).status_code == 302
    page = second.read(version)
    assert "第 2 版已生效" in page and "急" in page


def test_cases_are_moved_after_a_dry_run_with_a_mapping_and_put_back(drafted: Application, as_: As) -> None:
    admin = as_("admin")
    files = drafted.ask(DraftFiles("loop"), ADMIN)["files"]
    drafted.execute(DeployBundle("loop", files), ADMIN)
    plan = "/moves/new?bundle=loop&from=1&to=2"
    planned = admin.read(plan)
    assert "map.again/look" in planned and "gaze" in planned and "data-mapping" in planned
    given = {"bundle": "loop", "from": "1", "to": "2"}

    def moved(**more: str) -> str:
        answer = admin.post("/moves", {**given, **more}, page=plan)
        run_migrations(drafted)
        return str(answer.headers["Location"])

    undecided = admin.read(moved(dry="1"))
    assert "‘look=gaze’" in undecided and "可安全迁移的案件" not in undecided
    assert "需指定对应" in undecided and "案件停在" in undecided and "A token stands" not in undecided
    dry = admin.read(moved(dry="1", **{"map.look": "gaze"}))
    assert "迁移 2 件可安全迁移的案件" in dry and 'name="map.look" value="gaze"' in dry
    again = re.search(r'href="(/moves/new[^"]+)">', dry)
    assert again is not None
    assert '<option value="gaze" selected>' in admin.read(again.group(1).replace("&amp;", "&"))
    done = moved(**{"map.again/look": "gaze"})
    page = admin.read(done)
    assert page.count("退回原版本") >= 2
    back = re.search(rf'href="({done}/[^"]+/revert)"', page)
    assert back is not None
    asked = admin.read(back.group(1))
    assert "退回第 1 版？" in asked and "留在第 2 版" in asked and "已退回" not in admin.read(done)
    admin.post(back.group(1), {}, page=back.group(1))
    assert "已退回 1" in admin.read(done)
    assert admin.post(back.group(1), {}, page=done).status_code == 409
    assert admin.post("/moves", {**given, "to": "1"}, page=plan).status_code == 422


def test_no_case_is_moved_onto_a_version_that_waits_or_was_rejected(drafted: Application, as_: As) -> None:
    drafted.settings = replace(drafted.settings, approval_required=True)
    drafted.execute(DeployBundle("loop", drafted.ask(DraftFiles("loop"), ADMIN)["files"]), ADMIN)
    admin, given = as_("admin"), {"bundle": "loop", "from": "1", "to": "2", "map.look": "gaze"}
    refused = admin.post("/moves", given, page="/moves/new?bundle=loop")
    assert refused.status_code == 409 and "第 2 版" in refused.text and "正在等待批准" in refused.text
    drafted.execute(RejectDeployment("loop", 2, "不行"), ADMIN)
    rejected = admin.post("/moves", given, page="/moves/new?bundle=loop")
    assert rejected.status_code == 409 and "已退回" in rejected.text and "不予受理" not in rejected.text
    assert "v2" not in admin.read("/moves/new?bundle=loop")
    with drafted.database.writing() as connection:  # what an earlier release let happen
        connection.execute(update(bundles).where(bundles.c.version == 2).values(status="in_force"))
        connection.commit()
    admin.post("/moves", given, page="/moves/new?bundle=loop")
    run_migrations(drafted)
    with drafted.database.writing() as connection:
        connection.execute(update(bundles).where(bundles.c.version == 2).values(status="rejected"))
        connection.commit()
    offered = admin.read("/moves/new?bundle=loop")
    assert '<option value="2" selected>v2 — 有 2 件在办 · 已退回</option>' in offered
    assert '<option value="1" selected>v1 — 有 0 件在办</option>' in offered and 'data-became="gaze"' in offered


def test_a_process_no_longer_drawn_stays_on_the_live_pages(drafted: Application, as_: As) -> None:
    drawn = {path.name: path.read_bytes() for path in LOOP.iterdir()}["loop.bpmn"]
    first, rest = drawn.split(b'<process id="again"')
    drafted.execute(DeployBundle("loop", {"loop.bpmn": first + rest.partition(b"</process>")[2]}), ADMIN)
    admin = as_("admin")
    assert "不再绘制" in admin.read("/live/ping")
    page = admin.read("/live/again")
    assert "第 1 版" in page and "/live/again/look?measure=waiting" in page.replace("&amp;", "&")
    assert "K1" in admin.read("/live/again/look?measure=waiting")
    assert 'process id="again"' in admin.get("/live/again.json").get_json()["xml"]


def test_the_live_page_says_in_words_what_its_diagram_shows(drafted: Application, as_: As) -> None:
    admin = as_("admin")
    page = admin.read("/live/again")
    assert "目前在等" in page and "/live/again/look?measure=waiting" in page.replace("&amp;", "&")
    assert "K1" in admin.read("/live/again/look?measure=waiting")
    heat = admin.get("/live/again.json").get_json()["heat"]
    assert heat["look"]["level"] == 4 and "2 件在等" in heat["look"]["text"]
    assert admin.get("/live/again?since=soon").status_code == 422
    assert admin.get("/live/again?since=2026-03-09&until=2026-03-02").status_code == 422
    for page in ("again", "again.json", "again/look"):  # the first day there is begins before the first moment in UTC
        answer = admin.get(f"/live/{page}?since=0001-01-01")
        assert answer.status_code == 422 and "期间" in answer.text
    assert admin.get("/live/again?unit=NOPE").status_code == 422
    assert admin.get("/live/again/nowhere").status_code == 404
    assert as_("intake").get("/live/again").status_code == 403
    assert as_("water_leader").get("/live/again").status_code == 200


def test_past_cases_are_looked_back_at_on_the_draft(drafted: Application, as_: As) -> None:
    task = drafted.ask(OpenTasks(), INTAKE)[0]
    case = f'class="number">{task.business_key}<'  # a row's; of two cases that were begun at once
    drafted.execute(CompleteTask(task.id, task.revision, {"decision": "done"}), INTAKE)
    admin, page = as_("admin"), "/designer/loop/what-if"
    for wrong in ("0", "many", "501"):
        assert admin.post(page, {"most": wrong}, page=page).status_code == 422
    assert admin.post(page, {"most": "10"}, page=page).status_code == 302
    until = time.monotonic() + 60
    while not all(word in (said := admin.read(page)) for word in ("模拟人员", "走法不同", case)):  # by another id there
        assert time.monotonic() < until, said
        time.sleep(0.2)
    assert case in admin.read(f"{page}?answer=path") and case not in admin.read(f"{page}?answer=late")
    assert "再次倒推" not in said
    seen = drafted.ask(DraftFiles("loop"), ADMIN)
    changed = seen["files"]["loop.bpmn"].replace(b'"gaze"', b'"stare"')
    drafted.execute(SaveDraft("loop", seen["revision"], {"loop.bpmn": changed}), ADMIN)
    said = admin.read(page)
    assert "草稿此后有改动" in said and "再次倒推" in said


def test_a_units_leader_is_offered_the_own_unit_and_keeps_the_period_where_another_was_asked(
    drafted: Application, as_: As
) -> None:
    leader = as_("water_leader")
    offered = re.search(r'<select id="unit".*?</select>', leader.read("/live/again"), re.DOTALL)
    assert offered and re.findall(r'value="(.*?)"', offered.group(0)) == ["B004"]
    asked = leader.get("/live/again?unit=B001&since=2026-01-05&until=2026-02-06")
    assert asked.status_code == 422 and "应是您可以查看的单位" in asked.text
    assert 'value="2026-01-05"' in asked.text and 'value="2026-02-06"' in asked.text
    assert leader.get("/live/again?unit=B004").status_code == 200
