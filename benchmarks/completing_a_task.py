"""Completing a user task through the application, against SpiffWorkflow's own round trip and against its own history.

Gates: at 20 completed steps at least 5 × as fast as stock SpiffWorkflow's deserialize, complete, run, serialize on a
process of the size of the shipped complaint, in the same run; from 5 to 500 completed steps, and to 5,000 rounds of
rework on one case, at most 1.2 × slower and the state below 1 MB. The samples of what is compared are taken in turns,
so that what else the machine does falls on both sides alike. Ours commits durably (SQLite, synchronous FULL), checks
role, revision and form, and writes rows and journal; the stock side writes nothing. The stock cost grows with the
diagram, ours hardly, so three are measured: a complaint with as many flow nodes as the shipped one (the gate; what it
calls left out), a complaint in small with a third of them, and one task in a loop (the least). The shipped one itself
does not run on the stock engine: its conditions are FEEL, its service tasks our operations.

    python -m benchmarks.completing_a_task
"""

import secrets
import sys
from collections.abc import Callable
from itertools import cycle
from statistics import median
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import select

from benchmarks.bench import (
    FORM,
    HANDLER,
    complaint,
    district,
    flow_nodes,
    machine,
    median_ms,
    rework,
    shipped_complaint,
)
from engine.application import Application
from engine.commands.complete_task import CompleteTask
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.start_instance import StartInstance
from engine.persistence.instances import instances
from engine.queries.worklist import Worklist


class Ours:
    def __init__(self, application: Application, process: str, key: str) -> None:
        self.application, self.key = application, key
        application.execute(StartInstance(process, key, {}), HANDLER)

    def complete(self) -> None:
        task = self.task
        self.application.execute(CompleteTask(task["id"], task["revision"], {"again": True}), HANDLER)
        self.task = self._next()

    def _next(self) -> dict[str, Any]:
        found: dict[str, Any] = self.application.ask(Worklist("offered", q=self.key), HANDLER)["items"][0]
        return found

    def reach(self, steps: int) -> "Ours":
        self.task = self._next()
        for _ in range(steps):
            self.complete()
        return self


class Stock:
    def __init__(self, process: str, diagram: bytes) -> None:
        parser = SpiffBpmnParser()
        parser.add_bpmn_str(diagram)
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
        workflow = BpmnWorkflow(parser.get_spec(process), parser.get_subprocess_specs(process))
        workflow.do_engine_steps()
        self.state = self.serializer.serialize_json(workflow)

    def complete(self) -> None:
        workflow = self.serializer.deserialize_json(self.state)
        task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
        task.data["again"] = True
        task.run()
        workflow.do_engine_steps()
        self.state = self.serializer.serialize_json(workflow)

    def reach(self, steps: int) -> "Stock":
        for _ in range(steps):
            self.complete()
        return self


Act = Callable[[], float]  # does it once; the ms it took


def cases_at(application: Application, process: str, steps: int, count: int) -> list[Ours]:
    """Several, so that each is measured near that depth."""
    names = (f"D{steps}-{process}-{secrets.token_hex(2)}" for _ in range(count))
    return [Ours(application, process, name).reach(steps) for name in names]


def one_of(cases: list[Ours]) -> Act:
    """One completion, of each of the cases in turn; the look at the worklist behind it is not counted."""
    turns = cycle(cases)

    def act() -> float:
        case = next(turns)
        command = CompleteTask(case.task["id"], case.task["revision"], {"again": True})
        taken = median_ms(lambda: case.application.execute(command, HANDLER), 1)
        case.task = case._next()
        return taken

    return act


def in_turns(one: Act, other: Act, times: int = 15) -> tuple[float, float]:
    """Median ms of each, sampled one after the other."""
    taken = [(one(), other()) for _ in range(times)]
    return median(pair[0] for pair in taken), median(pair[1] for pair in taken)


def against_stock(application: Application, process: str, diagram: bytes) -> float:
    stock = Stock(process, diagram).reach(20)
    ours, theirs = in_turns(one_of(cases_at(application, process, 20, 3)), lambda: median_ms(stock.complete, 1))
    print(
        f"{process}, {flow_nodes(diagram)} flow nodes, at 20 steps: "
        f"ours {ours:.2f} ms, stock round trip {theirs:.2f} ms: {theirs / ours:.1f} x"
    )
    return theirs / ours


def growth(application: Application, process: str, many: int, count: int) -> float:
    long = cases_at(application, process, many, count)
    few, more = in_turns(one_of(cases_at(application, process, 5, 3)), one_of(long))
    size = max(state_bytes(application, case.key) for case in long)
    print(
        f"{process} after {many} ÷ after 5 steps: {more:.2f} / {few:.2f} ms = {more / few:.2f} (gate 1.2), {size} bytes"
    )
    return more / few if size <= 1_000_000 else float("inf")


def state_bytes(application: Application, key: str) -> int:
    with application.database.reading() as connection:
        return len(connection.execute(select(instances.c.state).where(instances.c.business_key == key)).scalar_one())


def deployed(process: str, diagram: bytes) -> Application:
    """A district of its own: parts of one name may not stand in two processes of a bundle."""
    application = district()
    application.execute(DeployBundle("bench", {f"{process}.bpmn": diagram, "work.form": FORM}), HANDLER)
    cases_at(application, process, 5, 1)  # warm
    return application


def main() -> None:
    print(machine())
    full = complaint("complaint_in_full", flow_nodes(shipped_complaint()))
    diagrams = {"complaint_in_full": full, "complaint": complaint(), "rework": rework()}
    districts = {process: deployed(process, diagram) for process, diagram in diagrams.items()}
    gained = {process: against_stock(districts[process], process, drawn) for process, drawn in diagrams.items()}
    grown = (
        growth(districts["complaint_in_full"], "complaint_in_full", 500, 3),
        growth(districts["rework"], "rework", 5_000, 1),
    )
    sys.exit(0 if gained["complaint_in_full"] >= 5 and max(grown) <= 1.2 else 1)


if __name__ == "__main__":
    main()
