"""A small bundle of our own, an operation that can fail, and people to act with."""

from pathlib import Path
from typing import Any

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.commands.complete_task import CompleteTask
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.start_instance import StartInstance
from engine.errors import BusinessFault
from engine.operations.registry import operation
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.worklist import Worklist

HERE = Path(__file__).parent
ANNA = Actor("anna", "安娜", frozenset({"handler"}), "U1")
BERT = Actor("bert", "伯特", frozenset({"handler", "unit_leader"}), "U1")
CARL = Actor("carl", "卡尔", frozenset({"unit_leader"}), "U1")
DORA = Actor("dora", "朵拉", frozenset({"unit_leader"}), "U2")
EDITH = Actor("edith", "伊迪丝", frozenset({"designer", "admin"}))
FAILURES: list[Exception] = []  # what the next calls of the operation fail with


@operation("tests.note", gives=("text", "by"))
def note(work: UnitOfWork, text: str, by: str) -> dict[str, Any]:
    """Write a line into the journal, then fail if a test wants it."""
    work.journal.note("noted", {"text": text}, key=work.business_key)
    if FAILURES:
        raise FAILURES.pop(0)
    return {"text": text, "by": by}


def files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((HERE / "permit").iterdir())}


def deploy(application: Application, **changed: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = application.execute(DeployBundle("permit", {**files(), **changed}), EDITH)
    return answer


def start(application: Application, key: str = "P1", **facts: Any) -> str:
    answer: dict[str, str] = application.execute(StartInstance("permit", key, {"unit": "U1", **facts}), EDITH)
    return answer["instance"]


def offered(application: Application, by: Actor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = application.ask(Worklist("offered"), by)["items"]
    return found


def apply_for(application: Application, by: Actor = ANNA, days: int = 3, key: str = "P1") -> dict[str, Any]:
    """Complete the application of a key."""
    task = next(task for task in offered(application, by) if (task["element"], task["case"]) == ("apply", key))
    data = {"days": days, "reason": "修路"}
    answer: dict[str, Any] = application.execute(CompleteTask(task["id"], task["revision"], data), by)
    return answer


__all__ = ["SYSTEM", "BusinessFault"]
