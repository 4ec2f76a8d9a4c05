"""The request as a citizen, or intake on the telephone, fills it in; what is missing is said beside its field."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from engine.queries.option_lists import OptionLists
from web.shared import door
from web.shared.language import named

KINDS = ("consult", "suggestion", "complaint")
STEPS = (
    ("kind", "title", "text"),
    ("place", "address", "longitude", "latitude"),
    ("same", "name", "phone", "anonymous"),
)
FIELDS = (*(name for step in STEPS for name in step), "channel")
LONGEST = {"title": 100, "text": 5000, "address": 200, "name": 60, "phone": 32, "same": 100}
EITHER = "|"
SAME = "（诉求人指明：与在办的“{}”是同一件事。）"  # what intake reads beneath the citizen's words
SHORTEST_NUMBER = 7  # digits; our own choice, below every number of a line or a mobile telephone here


@dataclass
class RequestForm:
    """``values`` are as typed; ``errors`` sentences by field."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def posted(cls, form: Mapping[str, str]) -> "RequestForm":
        filled = cls({name: form.get(name, "").strip() for name in FIELDS})
        filled._look()
        return filled

    def _look(self) -> None:
        needed = {
            "kind": gettext("Choose what it is: a question, a suggestion or a complaint."),
            "title": gettext("Say in one line what it is about."),
            "text": gettext("Describe it: what, since when, what you would like."),
            "place": gettext("Choose the street and community where it is."),
        }
        self.errors = {name: said for name, said in needed.items() if not self.values.get(name)}
        if self.values["kind"] and self.values["kind"] not in KINDS:
            self.errors["kind"] = needed["kind"]
        if self.values["place"] and self.values["place"] not in {row["value"] for row in places()}:
            self.errors["place"] = needed["place"]
        for name, most in LONGEST.items():
            if len(self.values[name]) > most:
                self.errors[name] = gettext("At most %(most)d characters.", most=most)
        for name, most in (("longitude", 180), ("latitude", 90)):
            if self.values[name] and _degrees(self.values[name], most) is None:
                self.errors[name] = gettext("A number of degrees, such as 114.35; or leave it empty.")
        if bool(self.values["longitude"]) != bool(self.values["latitude"]):
            missing = "latitude" if self.values["longitude"] else "longitude"
            self.errors[missing] = gettext("Both coordinates, or neither.")
        if self.values["phone"] and sum(sign.isdecimal() for sign in self.values["phone"]) < SHORTEST_NUMBER:
            self.errors["phone"] = gettext(
                "This is no whole telephone number: at least %(num)d digits.", num=SHORTEST_NUMBER
            )
        if not self.values["anonymous"] and not self.values["phone"]:
            self.errors["phone"] = gettext("Leave a number for questions, or tick that you stay anonymous.")

    def first_faulty(self) -> int:
        """The number of the first step that lacks something; one beyond the last when none does."""
        return next((at for at, names in enumerate(STEPS, start=1) if not self.errors.keys().isdisjoint(names)), 4)

    def request(self, same: str = "") -> dict[str, Any]:
        """What ``submit_request`` takes; ``same``: the title of the open request it is said to be the same as."""
        street, _, community = self.values["place"].partition(EITHER)
        anonymous = bool(self.values["anonymous"])
        return {
            "kind": self.values["kind"],
            "title": self.values["title"],
            "text": self._text(same),
            "place": {
                "street": street,
                "community": community or None,
                "address": self.values["address"] or None,
                "longitude": _degrees(self.values["longitude"], 180),
                "latitude": _degrees(self.values["latitude"], 90),
            },
            "contact": {
                "name": self.values["name"] or None,
                "phone": self.values["phone"] or None,
                "anonymous": anonymous,
            },
        }

    def _text(self, same: str) -> str:
        """What was written; whoever says it is the same as an open request says so to intake, who may merge them."""
        text = self.values["text"].replace("\r\n", "\n")
        return f"{text}\n\n{SAME.format(same)}" if same else text

    def fingerprint(self) -> str:
        """The same for the same request, so that a double click registers it once."""
        return hashlib.sha256(json.dumps([self.request(), self.values["same"]], sort_keys=True).encode()).hexdigest()


def without_same(text: str) -> tuple[str, str]:
    """What the citizen wrote, and the title of the request they said it is the same as, if they did."""
    written, _, last = text.rpartition("\n\n")
    before, after = SAME.split("{}")
    if written and last.startswith(before) and last.endswith(after):
        return written, last[len(before) : -len(after)]
    return text, ""


def _degrees(text: str, most: int) -> float | None:
    """Degrees as typed, or None when they are none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if -most <= found <= most else None


def places() -> list[dict[str, Any]]:
    """Streets and their communities as one list: {value, label, street}; a street alone may be chosen too."""
    lists = door.ask(OptionLists(("streets", "communities")))
    rows = []
    for street in lists["streets"]:
        within = {"street": named(street, "label")}
        rows.append({**street, **within, "value": f"{street['value']}{EITHER}", "whole": True})
        rows += [
            {**one, **within, "value": f"{street['value']}{EITHER}{one['value']}", "whole": False}
            for one in lists["communities"]
            if one.get("street") == street["value"]
        ]
    return rows
