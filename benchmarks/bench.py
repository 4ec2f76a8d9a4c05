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


def rework(steps: int = 1) -> bytes:
    """A process of user tasks in a loop. Its one condition is a bare name, so FEEL and Python read it alike."""
    names = [f"work_{n}" for n in range(steps)]
    tasks = "".join(
        f'<userTask id="{name}" name="{name}"><extensionElements><spiffworkflow:properties>'
        '<spiffworkflow:property name="form" value="bench/work"/>'
        '<spiffworkflow:property name="role" value="handler"/>'
        "</spiffworkflow:properties></extensionElements></userTask>"
        for name in names
    )
    chain = ["merge", *names, "decide"]
    flows = "".join(f'<sequenceFlow id="f_{a}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(chain))
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:bench" '
        'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">'
        '<process id="rework" isExecutable="true"><startEvent id="begin"/><exclusiveGateway id="merge"/>'
        f'{tasks}<exclusiveGateway id="decide" default="over"/><endEvent id="finish"/>{flows}'
        '<sequenceFlow id="f_begin" sourceRef="begin" targetRef="merge"/>'
        '<sequenceFlow id="back" name="again" sourceRef="decide" targetRef="merge">'
        "<conditionExpression>again</conditionExpression></sequenceFlow>"
        '<sequenceFlow id="over" name="over" sourceRef="decide" targetRef="finish"/></process></definitions>'
    ).encode()


def median_ms(act: Callable[[], Any], times: int) -> float:
    """The median of single runs, in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1000
