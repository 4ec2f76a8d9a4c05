"""What happens while nobody looks at a page: people act by commands, so that a test begins with its page."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import OperationalError

from engine.actor import SYSTEM, Actor
from engine.application import Application
from engine.cli.composition import compose
from engine.commands.complete_task import CompleteTask
from engine.commands.submit_request import SubmitRequest
from engine.errors import NotNow
from engine.persistence.user_tasks import UserTask
from engine.queries.option_lists import OptionLists
from engine.settings import Settings
from engine.ticker.poll import settle
from tests.e2e.people import PATIENCE, Account, District
from tests.open_tasks import OpenTasks

SHANGHAI = ZoneInfo("Asia/Shanghai")
CITIZEN = Actor("citizen", "诉求人", kind="citizen")
PLACE = {"street": "坪山街道", "community": "六和社区", "address": "六和路 12 号"}
CONTACT = {"name": "陈小明", "phone": "13800005678"}


@dataclass
class Errands:
    """The served district's database, opened a second time; ``codes`` are the tracking codes by number."""

    district: District
    application: Application
    codes: dict[str, str] = field(default_factory=dict)

    def act(self, command: Any, by: Actor = SYSTEM) -> Any:
        """As a person does who reads that others are writing: once more, as long as one would."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.application.execute(command, by)
            except NotNow as refused:  # SQLite gives no turns between the served district's process and this one
                if not isinstance(refused.__cause__, OperationalError) or time.monotonic() > until:
                    raise

    def ask(self, query: Any, by: Actor = SYSTEM) -> Any:
        return self.application.ask(query, by)

    def settle(self) -> None:
        """Deliver what one case sends to another; the served district's own clock may do it first."""
        settle(self.application)

    def who(self, role: str, unit: str | None = None) -> Actor:
        return as_actor(self.district.someone(role, unit))

    def submits(self, title: str, text: str, kind: str = "complaint", **place: str) -> str:
        """The number of a citizen's request."""
        made = self.act(SubmitRequest(kind, title, text, {**PLACE, **place}, CONTACT), CITIZEN)
        self.codes[made["number"]] = made["tracking_code"]
        return str(made["number"])

    def accepted(self, title: str, text: str, kind: str = "complaint", **place: str) -> str:
        number = self.submits(title, text, kind, **place)
        self.completes("accept", number, {"decision": "accept"}, self.who("intake"))
        return number

    def dispatched(self, unit: str, title: str, text: str, matter: str = "工业红线内噪声", **place: str) -> str:
        number = self.accepted(title, text, **place)
        self.dispatches(number, unit, matter)
        return number

    def dispatches(self, number: str, unit: str, matter: str = "工业红线内噪声", *others: str) -> None:
        given = {"matter": self.matters[matter], "urgency": "ordinary", "lead_unit": unit, "reason": "按其现场能力"}
        given |= {"cooperating_units": list(others)} if others else {}
        self.completes("dispatch", number, given, self.who("dispatcher"))

    def completes(self, element: str, key: str, data: dict[str, Any], by: Actor) -> None:
        """Completes the open task of a step; where several units have it, that of the actor's."""
        task = next(one for one in self.tasks(element, key) if one.unit in (None, by.unit))
        self.act(CompleteTask(task.id, task.revision, data), by)

    def tasks(self, element: str, key: str) -> list[UserTask]:
        """The open tasks of a step of a case or joint handling."""
        return [one for one in self.ask(OpenTasks(key)) if one.element == element]

    @cached_property
    def matters(self) -> dict[str, str]:
        """Codes of the responsibility list by what its rows are called."""
        rows = self.ask(OptionLists(("matters",)))["matters"]
        return {str(row["label"]): str(row["value"]) for row in rows}


@contextmanager
def errands_in(district: District) -> Iterator[Errands]:
    var = Path(district.var)
    application = compose(Settings(var=var, database_url=f"sqlite:///{var / 'suqiu.db'}", zone=SHANGHAI))
    yield Errands(district, application)
    application.database.close()


def as_actor(account: Account) -> Actor:
    return Actor(account.username, account.name or account.username, frozenset(account.roles), account.unit)
