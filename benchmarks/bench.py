"""What the benchmarks share: the machine in one line, a district to work in, a process that is reworked for ever."""

import os
import platform
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree
from sqlalchemy import text

from engine.actor import Actor
from engine.application import Application
from engine.clock import SystemClock
from engine.persistence.database import Database
from engine.persistence.tables import metadata
from engine.settings import Settings

HANDLER = Actor("bench", "Bench", frozenset({"handler", "designer", "admin"}))
FORM = b"""{"type": "default", "id": "bench/work", "components": [
  {"type": "checkbox", "key": "again", "id": "again", "label": "Again"}]}"""


class SilentPost:
    def deliver(self, kind: str, payload: dict[str, Any], idempotency_key: str) -> None:
        """Nothing leaves a benchmark."""


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def district(url: str | None = None) -> Application:
    """An application on a fresh file database (SQLite, synchronous FULL) or on ``url``."""
    folder = Path(tempfile.mkdtemp(prefix="suqiu-bench-"))
    database = Database(url or f"sqlite:///{folder / 'bench.db'}", schema=f"bench_{secrets.token_hex(4)}")
    if database.schema:
        with database.engine.begin() as connection:
            connection.execute(text(f'CREATE SCHEMA "{database.schema}"'))
    metadata.create_all(database.engine)
    settings = Settings(var=folder, database_url=str(database.url), zone=ZoneInfo("Asia/Shanghai"))
    return Application(database, SystemClock(), settings, SilentPost())


HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:bench" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">'
)


def _task(name: str) -> str:
    return (
        f'<userTask id="{name}" name="{name}"><extensionElements><spiffworkflow:properties>'
        '<spiffworkflow:property name="form" value="bench/work"/>'
        '<spiffworkflow:property name="role" value="handler"/>'
        "</spiffworkflow:properties></extensionElements></userTask>"
    )


def _chain(*names: str) -> str:
    return "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(names))


LOOP = (
    '<exclusiveGateway id="merge"/><exclusiveGateway id="decide" default="over"/><endEvent id="finish"/>'
    '<sequenceFlow id="back" name="again" sourceRef="decide" targetRef="merge">'
    "<conditionExpression>again</conditionExpression></sequenceFlow>"
    '<sequenceFlow id="over" name="over" sourceRef="decide" targetRef="finish"/>'
)  # the one condition is a bare name, so FEEL and Python read it alike


def rework() -> bytes:
    """The smallest process that goes on for ever: one user task in a loop."""
    body = f'<startEvent id="begin"/>{_task("work")}{LOOP}{_chain("begin", "merge", "work", "decide")}'
    return _drawn("rework", body)


def flow_nodes(diagram: bytes) -> int:
    """How many events, tasks, gateways and subprocesses are drawn, in subprocesses too."""
    kinds = ("event", "task", "gateway", "subprocess", "callactivity")
    drawn = (etree.QName(one).localname.lower() for one in etree.fromstring(diagram).iter("{*}*"))
    return sum(name.endswith(kinds) and not name.endswith("definition") for name in drawn)


def shipped_complaint() -> bytes:
    return (Path(__file__).parents[1] / "processes/citizen_request/complaint.bpmn").read_bytes()


def complaint(name: str = "complaint", at_least: int = 0) -> bytes:
    """A complaint in small, some 40 flow nodes, or with as much more drawn beside its way as makes ``at_least``.

    Accepted, then dispatched, signed, handled, reviewed and rated until it is well; the quarrel, the joint handling and
    the extension are drawn and not walked, as in most cases.
    """
    body = f'<startEvent id="begin"/>{_task("accept")}{_task("dispatch")}{_part("handling", "sign", "handle")}'
    body += "".join(_task(name) for name in ("review", "call_back", "rate")) + LOOP
    body += _chain("begin", "accept", "merge", "dispatch", "handling", "review", "call_back", "rate", "quarrelled")
    body += '<exclusiveGateway id="quarrelled" default="quarrelled_decide"/>' + _chain("quarrelled", "decide")
    body += '<sequenceFlow id="quarrel" name="quarrel" sourceRef="quarrelled" targetRef="returned">'
    body += "<conditionExpression>not(again)</conditionExpression></sequenceFlow>"
    body += _part("returned", "cosign", "review_return", "opinion", "ruling", "dispatch_again")
    body += _part("joint", "plan", "branch_one", "branch_two", "branch_three", "minutes", "compile")
    body += _part("extension", "ask", "approve", "approve_second")
    parts = ["returned", "joint", "extension"]
    while flow_nodes(_drawn(name, body)) + 1 < at_least:
        parts.append(f"part_{len(parts)}")
        body += _part(parts[-1], *(f"{parts[-1]}_{one}" for one in ("ask", "hear", "decide", "tell")))
    return _drawn(name, body + '<endEvent id="settled"/>' + _chain(*parts, "settled"))


def _drawn(name: str, body: str) -> bytes:
    return f'{HEAD}<process id="{name}" isExecutable="true">{body}</process></definitions>'.encode()


def _part(name: str, *tasks: str) -> str:
    inner = f'<startEvent id="{name}_begin"/><endEvent id="{name}_end"/>' + "".join(_task(one) for one in tasks)
    inner += _chain(f"{name}_begin", *tasks, f"{name}_end")
    return f'<subProcess id="{name}" name="{name}">{inner}</subProcess>'


def median_ms(act: Callable[[], Any], times: int) -> float:
    """The median of single runs, in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1000
