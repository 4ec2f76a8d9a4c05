"""A case that began on a version before some limit was in the tables goes over to one whose diagrams ask for it."""

from datetime import timedelta

from lxml import etree

from engine.actor import Actor
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.migration_batch import run_migration
from engine.commands.plan_migration import PlanMigration
from engine.commands.raise_list_revision import RaiseListRevision
from engine.commands.request_extension import RequestExtension
from engine.commands.request_suspension import RequestSuspension
from engine.queries.case_file import CaseFile
from engine.queries.open_incidents import OpenIncidents
from engine.queries.standing import StandingOf
from engine.rehearsal.district import demo_district
from tests.casework.conftest import local
from tests.conftest import MONDAY
from tests.operations.test_acts_on_running_cases import ANNA, COORDINATOR, ROOT, Hall

EDITH = Actor("edith", "爱迪", frozenset({"designer", "admin"}))
DMN = {"dmn": "https://www.omg.org/spec/DMN/20191111/MODEL/"}


def files_of_today() -> dict[str, bytes]:
    folders = [ROOT / "processes" / "citizen_request", ROOT / "forms" / "citizen_request"]
    return {path.name: path.read_bytes() for folder in folders for path in folder.iterdir() if path.is_file()}


def without(table: bytes, *steps: str) -> bytes:
    """The table of limits as it was before these steps had one."""
    root = etree.fromstring(table)
    for rule in root.xpath("//dmn:rule", namespaces=DMN):
        if {f'"{step}"' for step in steps} & set(rule.xpath("./dmn:outputEntry/dmn:text/text()", namespaces=DMN)):
            rule.getparent().remove(rule)
    return etree.tostring(root)


def test_a_revision_goes_on_in_a_district_whose_table_is_older_than_its_steps() -> None:
    today = files_of_today()
    steps = ("draft", "revision_review", "adoption")
    with demo_district(
        {"citizen_request": {**today, "time_limit.dmn": without(today["time_limit.dmn"], *steps)}}, MONDAY
    ) as district:
        hall = Hall(district)
        number = hall.act(RaiseListRevision(reason="应由交警牵头", matter="020101"), EDITH)["number"]
        [task] = hall.ask(StandingOf(number)).tasks
        assert (task.role, task.due_at) == ("admin", None)


def test_what_a_migrated_case_lacks_is_looked_up_in_the_table_in_force() -> None:
    """An incident stood where the unit asked for a suspension: the case knew no time to decide it in."""
    today = files_of_today()
    before = {**today, "time_limit.dmn": without(today["time_limit.dmn"], "suspension", "extension")}
    with demo_district({"citizen_request": before}, MONDAY) as district:
        hall = Hall(district)
        number = hall.signed()["number"]
        hall.act(DeployBundle("citizen_request", today), EDITH)
        planned = hall.act(PlanMigration("citizen_request", 1, 2), EDITH)
        run_migration(lambda command: district.application.execute(command, EDITH), planned["id"], dry_run=False)
        hall.act(RequestSuspension(number, hall.clock.now() + timedelta(days=3), "season", "汛期不能施工"), ANNA)
        hall.act(RequestExtension(number, "1 working day", "等材料"), ANNA)
        assert hall.ask(OpenIncidents(), EDITH)["items"] == []
        stand = hall.ask(StandingOf(number))
        assert stand.deadline("suspension") == local("2026-03-02 15:00"), "four working hours"
        assert stand.deadline("extension") == local("2026-03-02 15:00")
        hall.do(number, "coordinator", COORDINATOR, decision="approve")
        assert hall.ask(CaseFile(number))["suspended"]
