"""The request being written in this browser, kept from step to step, so that each step has a page Back can show.

It is found by the visitor's cookie and the form's name in the address together: an address alone shows nothing, and a
form begun anew shows nothing of the one before.
"""

import secrets

from flask import request, session

from engine.commands.keep_begun_request import KeepBegunRequest
from engine.errors import Refusal
from engine.queries.begun_request import BegunRequest
from web.citizen.attached import names, once
from web.shared import door
from web.shared.allowance import spend

STEPS_A_MINUTE = 300  # from one address, as for what is sent


def visitor() -> str:
    """This browser's, until it is closed."""
    return str(session.setdefault("visitor", secrets.token_urlsafe(16)))


def named() -> str:
    """The name of the form in the address; a new one when it has none."""
    return request.args.get("form", "")[:64] or secrets.token_urlsafe(8)


def keep(form: str, values: dict[str, str]) -> bool:
    """Whether it was kept: too much of it, or too often, is not, and the step is then shown as an answer of its own."""
    fields = {name: value for name, value in values.items() if value}
    try:
        spend("begun", STEPS_A_MINUTE)
        door.act(KeepBegunRequest(_under(form), {**fields, "once": once(), "chosen": names()}), door.CITIZEN)
    except Refusal:
        return False
    return True


def find(form: str) -> dict[str, str] | None:
    return door.ask(BegunRequest(_under(form)), door.CITIZEN) if "visitor" in session else None


def forget(form: str) -> None:
    door.act(KeepBegunRequest(_under(form), {}), door.CITIZEN)


def _under(form: str) -> str:
    return f"{visitor()}/{form}"
