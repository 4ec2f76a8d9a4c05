"""Completing a user task through the application, against SpiffWorkflow's own round trip and against its own history.

Gates: at 20 completed steps at least 5 × as fast as stock SpiffWorkflow's deserialize, complete, run, serialize on the
same process in the same run; from 5 to 500 completed steps at most 1.2 × slower. Ours commits durably (SQLite,
synchronous FULL), checks role, revision and form, and writes rows and journal; the stock side writes nothing. The stock
cost grows with the diagram, so two are measured: a complaint in small (the gate) and one task in a loop (the least).

    python benchmarks/completing_a_task.py
"""

import secrets
import sys
from typing import Any

from bench import FORM, HANDLER, complaint, district, machine, median_ms, rework
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from engine.application import Application
from engine.commands.complete_task import CompleteTask
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.start_instance import StartInstance
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


def at_depth(application: Application, process: str, steps: int) -> float:
    """Median ms of one completion with ``steps`` behind it: several cases, so that each is measured at that depth."""
    cases = [Ours(application, process, f"D{steps}-{process}-{secrets.token_hex(2)}").reach(steps) for _ in range(3)]
    taken = []
    for case in cases:
        task = case.task
        for _ in range(5):
            command = CompleteTask(task["id"], task["revision"], {"again": True})
            taken.append(median_ms(lambda command=command: application.execute(command, HANDLER), 1))
            task = case._next()
    return sorted(taken)[len(taken) // 2]


def main() -> None:
    print(machine())
    application = district()
    diagrams = {"complaint": complaint(), "rework": rework()}
    files = {f"{name}.bpmn": diagram for name, diagram in diagrams.items()} | {"work.form": FORM}
    application.execute(DeployBundle("bench", files), HANDLER)
    at_depth(application, "complaint", 5)  # warm
    gained = {}
    for process, diagram in diagrams.items():
        ours = at_depth(application, process, 20)
        stock = median_ms(Stock(process, diagram).reach(20).complete, 15)
        gained[process] = stock / ours
        print(
            f"{process} at 20 steps: ours {ours:.2f} ms, stock round trip {stock:.2f} ms: {stock / ours:.1f} x (gate 5)"
        )
    five, five_hundred = at_depth(application, "complaint", 5), at_depth(application, "complaint", 500)
    grown = five_hundred / five
    print(f"one completion at 500 ÷ at 5 steps: {five_hundred:.2f} / {five:.2f} ms = {grown:.2f} (gate 1.2)")
    sys.exit(0 if gained["complaint"] >= 5 and grown <= 1.2 else 1)


if __name__ == "__main__":
    main()
