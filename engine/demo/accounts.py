"""People of the demo district, with passwords made up for this database and written down once."""

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.actor import SYSTEM
from engine.application import Application
from engine.commands.create_account import CreateAccount
from engine.queries.option_lists import OptionLists
from engine.queries.staff import Staff

Person = tuple[str, str, tuple[str, ...], str | None]

CENTRE = (
    ("intake", "陈受理", ("intake",)),
    ("intake2", "林受理", ("intake",)),
    ("dispatcher", "周分拨", ("dispatcher",)),
    ("dispatcher2", "吴分拨", ("dispatcher",)),
    ("shift_leader", "郑值班", ("shift_leader",)),
    ("coordinator", "王协调", ("coordinator",)),
    ("coordinator2", "冯协调", ("coordinator",)),
    ("reviewer", "褚审核", ("reviewer",)),
    ("reviewer2", "卫审核", ("reviewer",)),
    ("callback", "蒋回访", ("callback_officer",)),
    ("supervisor", "沈督办", ("supervisor",)),
    ("designer", "韩设计", ("designer",)),
    ("leader", "杨区长", ("leader",)),
    ("admin", "朱管理", ("admin",)),
    ("legal", "秦法制", ("legal",)),
    ("discipline", "尤监察", ("discipline",)),
)
UNITS = (
    "B001", "B004", "B005", "B006", "B007", "B009", "B014", "P001", "P002", "D003", "S001", "S002", "S005", "S006",
    "S009", "S012", "U001", "U002", "C004", "C007",
)  # fmt: skip
BOTH = ("both", "许两职", ("handler", "reviewer"), "B001")  # a handler who also reviews, to see that never the own case


def people(units: Mapping[str, str]) -> list[Person]:
    """Each role, two people in the busy units, one for both roles in every other. ``units``: code → name."""
    busy: list[Person] = [
        one
        for code in UNITS
        for one in (
            (f"handler_{code.lower()}", f"{units[code]} 经办人", ("handler",), code),
            (f"leader_{code.lower()}", f"{units[code]} 负责人", ("unit_leader",), code),
        )
    ]
    others: list[Person] = [
        (f"unit_{code.lower()}", f"{name} 办理人", ("handler", "unit_leader"), code)
        for code, name in units.items()
        if code not in UNITS
    ]
    return [*((username, name, roles, None) for username, name, roles in CENTRE), *busy, BOTH, *others]


def open_accounts(application: Application) -> list[str]:
    """Open the accounts that are missing. The passwords stand in the file before the first account does."""
    known = {one["username"] for one in application.ask(Staff(), SYSTEM)}
    units = application.ask(OptionLists(("units",)), SYSTEM)["units"]
    everyone = people({unit["value"]: unit["label"] for unit in units})
    missing = [one for one in everyone if one[0] not in known]
    if not missing:
        return []
    path = application.settings.var / "demo_accounts.json"
    passwords = _written(path, everyone)
    for username, name, roles, unit in missing:
        application.execute(CreateAccount(username, name, passwords[username], roles, unit), SYSTEM)
    return [f"{len(missing)} demo accounts are open; their passwords are in {path}."]


def _written(path: Path, everyone: Sequence[Person]) -> dict[str, str]:
    """Passwords by user name: those of an earlier, interrupted load, else new ones, written whole with mode 0600."""
    if path.exists():
        listed = json.loads(path.read_text(encoding="utf-8"))["accounts"]
        kept = {one["username"]: one["password"] for one in listed}
    else:
        kept = {}
    accounts: list[dict[str, Any]] = [
        {
            "username": username,
            "password": kept.get(username) or secrets.token_urlsafe(12),
            "name": name,
            "roles": list(roles),
            "unit": unit,
        }
        for username, name, roles, unit in everyone
    ]
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"accounts": accounts}, file, ensure_ascii=False, indent=1)
    draft.replace(path)
    return {one["username"]: one["password"] for one in accounts}
