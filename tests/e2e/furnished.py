"""A district where every page has something to show, and the address of each page by its endpoint."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, Page

from engine.actor import Actor
from engine.commands.begin_play import BeginPlay
from engine.commands.convene_joint_handling import ConveneJointHandling
from engine.commands.plan_migration import PlanMigration
from engine.commands.raise_list_revision import RaiseListRevision
from engine.commands.raise_referral import RaiseReferral
from engine.commands.save_draft import SaveDraft
from engine.commands.start_campaign import StartCampaign
from engine.commands.start_draft import StartDraft
from engine.errors import NotNow
from engine.queries.clusters import Clusters
from engine.queries.docket import Docket
from engine.queries.migration_view import MigrationView
from tests.e2e import little
from tests.e2e.errands import Errands
from tests.e2e.offices import POLICE, STREET, WATER, code_of
from tests.e2e.people import Desk, Staff
from tests.e2e.reached import (
    Act,
    comes_while_a_table_is_away,
    goes_on,
    hands_in,
    opens_the_menu,
    presses,
    registers,
    sends,
    unfolds,
)

BUNDLE = "citizen_request"
SPOILT = "spoilt"  # a draft that can no longer be played
MORNING = datetime(2026, 9, 30, 1, tzinfo=UTC)  # where a play begins: the eve of a holiday
CROWD = 10  # what makes a cluster (watch_policy.dmn)
NOBODY, CITIZEN = "nobody", "citizen"
PAGES: dict[str, tuple[str, str]] = {  # endpoint → who looks, and where
    "welcome.show": (NOBODY, "/"),
    "sign_in.show": (NOBODY, "/sign-in"),
    "sign_in.show_code": (NOBODY, "/sign-in/code"),
    "installed.offline": (NOBODY, "/offline"),
    "submit.show": (NOBODY, "/submit"),
    "submit.receipt": (CITIZEN, "/receipt"),
    "track.show": (CITIZEN, "/track"),
    "worklist.show": ("dispatcher", "/worklist?view=offered"),
    "cases.show": ("coordinator", "/cases"),
    "case.show": ("coordinator", "/cases/{case}"),
    "task.show": ("handler", "/tasks/{task}"),
    "task.done": ("intake", "/tasks/{done}/done"),
    "notices.show": ("coordinator", "/notices"),
    "register.show": ("intake", "/register"),
    "register.registered": ("intake", "/register"),
    "templates.show": ("unit_leader", "/templates"),
    "shift.show": ("shift_leader", "/shift"),
    "docket.show": ("coordinator", "/disputes"),
    "proposals.dispute": ("coordinator", "/disputes/{dispute}"),
    "proposals.similar": ("coordinator", "/cases/{case}/similar"),
    "proposals.suggestions": ("coordinator", "/cases/{case}/suggestions"),
    "joint.show_all": ("coordinator", "/joint-handlings"),
    "joint.show": ("coordinator", "/joint-handlings/{joint}"),
    "joint.convene": ("coordinator", "/joint-handlings/new"),
    "clusters.show_all": ("coordinator", "/clusters"),
    "clusters.show": ("coordinator", "/clusters/{cluster}"),
    "campaigns.show_all": ("coordinator", "/campaigns"),
    "campaigns.show": ("coordinator", "/campaigns/{campaign}"),
    "campaigns.plan": ("coordinator", "/campaigns/new"),
    "referrals.show": ("coordinator", "/referrals"),
    "supervised.show": ("leader", "/supervision"),
    "figures.show": ("leader", "/figures"),
    "figures.cases": ("leader", "/figures/on_time_rate?side=whole"),
    "heat.show": ("coordinator", "/live/complaint"),
    "heat.cases": ("coordinator", "/live/complaint/handle"),
    "matters.show": ("admin", "/responsibility-list"),
    "matters.show_one": ("admin", "/responsibility-list/matters/{matter}"),
    "matters.show_revision": ("admin", "/list-revisions/{revision}"),
    "matters_in.show": ("admin", "/responsibility-list/import"),
    "calendar.show": ("admin", "/calendar"),
    "units.show_all": ("admin", "/units"),
    "units.show": ("admin", "/units/B001"),
    "units.new": ("admin", "/units/new"),
    "users.show_all": ("admin", "/users"),
    "users.show": ("admin", "/users/intake"),
    "users.code": ("admin", "/users/intake"),
    "users.new": ("admin", "/users/new"),
    "sessions.show_all": ("admin", "/sessions"),
    "sessions.mine": ("admin", "/my-sessions"),
    "processes.show": ("designer", "/processes"),
    "twin.of_version": ("designer", f"/processes/{BUNDLE}/1/review.bpmn/text"),
    "publish.version": ("designer", f"/versions/{BUNDLE}/1"),
    "studio.show": ("designer", "/designer"),
    "studio.ask_to_discard": ("designer", f"/designer/{BUNDLE}/discard"),
    "studio_files.show": ("designer", f"/designer/{BUNDLE}"),
    "studio_files.ask_to_remove": ("designer", f"/designer/{BUNDLE}/remove?file=review.bpmn"),
    "editor.show": ("designer", f"/designer/{BUNDLE}/review.bpmn"),
    "twin.show": ("designer", f"/designer/{BUNDLE}/text/review.bpmn"),
    "twin.edit": ("designer", f"/designer/{BUNDLE}/text/consult.bpmn/accept"),
    "compare.show": ("designer", f"/designer/{BUNDLE}/compare/1/draft"),
    "publish.show": ("designer", f"/designer/{BUNDLE}/publish"),
    "walks.show": ("designer", f"/designer/{BUNDLE}/walks"),
    "what_if.show": ("designer", f"/designer/{BUNDLE}/what-if"),
    "moves.show_all": ("designer", "/moves"),
    "moves.show": ("designer", "/moves/{move}"),
    "moves.ask_to_revert": ("designer", "/moves/{move}/{moved}/revert"),
    "moves.new": ("designer", "/moves/new?bundle=little&from=1&to=2"),
    "plays.show_all": ("designer", "/play"),
    "plays.show": ("designer", "/play/{play}"),
    "plays.task": ("designer", "/play/{play}/tasks/{played}"),
}
STATES = {  # of a page that looks different in another state: its name, who looks, where
    "worklist.show-empty": ("reviewer", "/worklist?view=mine"),
    "worklist.show-with-task": ("dispatcher", "/worklist?view=offered&task={waiting}"),
    "worklist.show-unit": ("handler", "/worklist?view=unit"),
    "task.show-dispatch": ("dispatcher", "/tasks/{waiting}"),
    "task.show-over": ("intake", "/tasks/{done}"),
    "track.show-open": (NOBODY, "/track"),
    "refusal-forbidden": ("handler", "/users"),
    "refusal-unknown": (NOBODY, "/nowhere"),
    "editor.show-complaint": ("designer", f"/designer/{BUNDLE}/complaint.bpmn"),
    "editor.show-decision": ("designer", f"/designer/{BUNDLE}/time_limit.dmn"),
    "editor.show-form": ("designer", f"/designer/{BUNDLE}/handle.form"),
    "heat.show-stopped": ("designer", "/live/stops"),
    "plays.show-refused": ("designer", "/play/{spoilt}"),
    "welcome.show-menu": ("coordinator", "/"),
    "case.show-unfolded": ("coordinator", "/cases/{case}"),
    "joint.show-unfolded": ("coordinator", "/joint-handlings/{joint}"),
    "campaigns.show-unfolded": ("coordinator", "/campaigns/{campaign}"),
    "task.show-refused": ("handler", "/tasks/{task}"),
    "register.show-refused": ("intake", "/register"),
    "submit.show-place": (NOBODY, "/submit"),
    "submit.show-person": (NOBODY, "/submit"),
    "sign_in.show-kept": (NOBODY, "/sign-in"),
    "refusal-stale": ("intake", "/tasks/{done}"),
    "refusal-large": (NOBODY, "/submit"),
    "refusal-broken": ("unit_leader", "/templates"),
}
HAS_DRAWING = "!!document.querySelector('[data-diagram], [data-compare], body.drawing')"
ACTS: dict[str, Act] = {  # what brings such a state about, once its page is there
    "welcome.show-menu": opens_the_menu,
    "case.show-unfolded": unfolds,
    "joint.show-unfolded": unfolds,
    "campaigns.show-unfolded": unfolds,
    "task.show-refused": hands_in("#task-form"),
    "register.registered": registers,
    "users.code": presses("生成代码", "Make a code"),
    "register.show-refused": hands_in("main form"),
    "submit.show-place": goes_on(1),
    "submit.show-person": goes_on(2),
    "sign_in.show-kept": sends("/register", title="路灯不亮"),
    "refusal-stale": sends("claim"),
    "refusal-large": sends("/submit", text="很长" * 300_000),
    "refusal-broken": comes_while_a_table_is_away,
}
EVERY = {**PAGES, **STATES}
NOT_PAGES = {  # what a page loads, a file, or a way to another page
    *("assets.static", "assets.styles", "favicon", "installed.manifest", "installed.worker", "events.stream"),
    *("case.diagram", "joint.diagram", "heat.diagram", "walks.diagram", "plays.diagram", "processes.diagram"),
    *("compare.content", "editor.content", "editor.terms", "walks.file", "case.file", "matters_in.download"),
    *("compare.choose", "heat.show_all", "track.file"),
}


@dataclass
class Furnished:
    """Names of what the addresses point at."""

    errands: Errands
    named: dict[str, str]

    def address(self, page: str) -> str:
        return EVERY[page][1].format(**self.named)

    def opened(self, name: str, desk: Desk) -> Page:
        """The page, in the state it is named for and with all that scripts draw."""
        page = desk.visit(self.address(name))
        if name in ACTS:
            ACTS[name](page, self.errands.district)
        drawn(page)
        return page


def furnish(errands: Errands) -> Furnished:
    case, joint = _handled_jointly(errands)
    disputed = _disputed(errands)
    refused = errands.submits("邻居借钱不还", "邻居借钱不还，请处理。")
    (done,) = errands.tasks("accept", refused)
    errands.completes("accept", refused, {"decision": "reject", "reason": "属民事纠纷。"}, errands.who("intake"))
    errands.settle()
    (dispute,) = [one for one in errands.ask(Docket())["items"] if one["case"] == disputed]
    (task,) = errands.tasks("sign", errands.dispatched(code_of(WATER), "厂区风机声", "风机整夜不停。"))
    (waiting,) = errands.tasks("dispatch", errands.accepted("停车场夜间噪声", "货车整夜进出，无法入睡。"))
    return Furnished(errands, {
        "waiting": waiting.id,
        "case": case, "joint": joint, "dispute": dispute["number"], "task": task.id, "done": done.id,
        "cluster": _cluster(errands), "matter": errands.matters["工业红线内噪声"], **_others(errands, case),
    })  # fmt: skip


def play_begun(furnished: Furnished, browser: Browser) -> None:
    """A request inside the play, so that it has a task to look at; only a browser begins one."""
    designer = Staff.opened(browser, furnished.errands.district.base)
    designer.is_signed_in(furnished.errands.district.someone("designer"))
    page = designer.visit(f"/play/{furnished.named['play']}")
    page.get_by_role("button", name="提交诉求").click()
    address = page.get_by_role("link", name="受理").first.get_attribute("href") or ""
    furnished.named["played"] = address.rsplit("/", 1)[1]
    designer.close()


def drawn(page: Page) -> None:
    """What comes by scripts is there: diagrams, fetched once they are in sight; an editor; a task beside its list."""
    if not page.evaluate(HAS_DRAWING) and "&task=" not in page.url:
        return
    for part in page.locator("[data-diagram]:visible, [data-compare]:visible").all():
        part.scroll_into_view_if_needed()
        part.and_(page.locator("[data-ready='1']")).wait_for()
        page.evaluate("scrollTo(0, 0)")
    if page.locator("body.drawing").count():
        page.locator("body[data-ready='1']").wait_for()
    if "&task=" in page.url:
        page.locator("#task-form").wait_for(state="attached")


def _handled_jointly(errands: Errands) -> tuple[str, str]:
    case = errands.dispatched(code_of(POLICE), "停车场货车噪声", "货车整夜进出。")
    errands.completes("sign", case, {"decision": "sign"}, errands.who("handler", code_of(POLICE)))
    joint = errands.act(ConveneJointHandling((case,), "一家办不了"), errands.who("coordinator"))["number"]
    errands.settle()
    meeting, due = ((datetime.now(UTC) + timedelta(days=days)).isoformat() for days in (1, 3))
    branches = [{"unit": code_of(unit), "task": "联合整治", "due": due} for unit in (POLICE, STREET)]
    plan = {"lead_unit": code_of(POLICE), "branches": branches}
    plan |= {"meeting_at": meeting, "meeting_place": "区指挥中心"}
    errands.completes("plan_joint_handling", joint, plan, errands.who("coordinator"))
    return case, str(joint)


def _disputed(errands: Errands) -> str:
    """Returned, reviewed as a quarrel; one unit has spoken."""
    case = errands.dispatched(code_of(WATER), "红线外的噪声", "噪声来自红线外道路。")
    said = {"ground": "not_our_duty", "clause": "other", "other_clause": "红线外由街道负责", "evidence": "红线图"}
    returned = {"decision": "return", **said, "suggested_unit": code_of(POLICE)}
    errands.completes("sign", case, returned, errands.who("handler", code_of(WATER)))
    errands.completes("cosign_return", case, {"decision": "cosign"}, errands.who("unit_leader", code_of(WATER)))
    quarrel = {"decision": "open_dispute", "reason": "各说各话"}
    errands.completes("review_return", case, quarrel, errands.who("shift_leader"))
    opinion = {"position": "not_ours", "reason": "不属本单位职责。"}
    errands.completes("give_opinion", case, opinion, errands.who("handler", code_of(WATER)))
    return case


def _cluster(errands: Errands) -> str:
    for _ in range(CROWD):
        where = {"street": "坪山街道", "community": "六联社区"}
        errands.dispatched(code_of(WATER), "路边烧烤油烟", "每晚油烟扰民。", "油烟污染", **where)
    errands.settle()
    (found,) = [one for one in errands.ask(Clusters())["items"] if one["community"] == "六联社区"]
    return str(found["number"])


def _others(errands: Errands, case: str) -> dict[str, str]:
    designer, today = errands.who("designer"), datetime.now(UTC).date()
    errands.act(RaiseReferral((case,), "repeated_recurrence", "三次整改后复发。"), errands.who("leader"))
    campaign = StartCampaign(
        "噪声整治", code_of(POLICE), today, today + timedelta(days=30), (), ("坪山街道",), "夜间安静"
    )
    with suppress(NotNow):  # a test before this one left a draft
        errands.act(StartDraft(BUNDLE), designer)
    before = little.deploy(errands, "caller")
    little.begin(errands, "C-1")
    plan = PlanMigration(little.BUNDLE, before, little.deploy(errands, "caller", "reason"), dry_run=True)
    move = errands.act(plan, designer)["id"]
    little.stops(errands, "S-1")
    return {
        "campaign": errands.act(campaign, errands.who("coordinator"))["number"],
        "revision": errands.act(RaiseListRevision("红线外的噪声写不清"), errands.who("admin"))["number"],
        "move": move,
        "moved": errands.ask(MigrationView(move), designer)["items"][0]["instance"],
        "spoilt": _spoilt(errands, designer),
        "play": errands.act(BeginPlay(BUNDLE, 1, MORNING), designer)["id"],
    }


def _spoilt(errands: Errands, designer: Actor) -> str:
    """A play of a draft that lost the form of its task since."""
    little.deploy(errands, "caller", bundle=SPOILT)
    errands.act(StartDraft(SPOILT), designer)
    play = errands.act(BeginPlay(SPOILT, None, MORNING), designer)["id"]
    errands.act(SaveDraft(SPOILT, 1, {"visit.form": None}), designer)
    return str(play)
