"""The menu: who sees what, and whose every day it is. What does not fit into one row stands behind “More”."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from flask_babel import lazy_gettext as _

from engine.actor import ROLES, Actor

FITS = 7  # entries in one row of an office screen, in English
EVERYBODY = frozenset(ROLES)
SHIFT = frozenset({"shift_leader", "coordinator"})
LEADS = SHIFT | {"leader"}
WATCHES = LEADS | {"supervisor"}
UNIT = frozenset({"handler", "unit_leader"})
DRAWS = frozenset({"designer", "admin"})


@dataclass(frozen=True)
class Entry:
    """``seen_by`` and ``daily`` are roles; ``parts`` the groups of pages it stands for."""

    endpoint: str
    text: Any
    seen_by: frozenset[str]
    daily: frozenset[str]
    parts: tuple[str, ...] = ()

    @property
    def is_here(self) -> bool:
        here = request.endpoint or ""
        return here == self.endpoint or here.partition(".")[0] in self.parts


ENTRIES = (
    Entry("worklist.show", _("Worklist"), EVERYBODY, EVERYBODY, ("worklist", "task")),
    Entry("cases.show", _("Cases"), EVERYBODY, EVERYBODY, ("cases", "case", "case_acts")),
    Entry("heat.show_all", _("Live"), WATCHES | DRAWS | {"unit_leader"}, WATCHES | DRAWS, ("heat",)),
    Entry("register.show", _("Register a request"), frozenset({"intake"}), frozenset({"intake"})),
    Entry("shift.show", _("The shift"), SHIFT, SHIFT),
    Entry("joint.show_all", _("Joint handling"), EVERYBODY - {"discipline"}, EVERYBODY - {"admin", "discipline"},
          ("joint",)),
    Entry("docket.show", _("Disputes"), LEADS | {"admin"}, LEADS, ("docket",)),
    Entry("clusters.show_all", _("Clusters"), WATCHES | {"admin"}, WATCHES, ("clusters",)),
    Entry("figures.show", _("Figures"), WATCHES | {"unit_leader", "admin"}, WATCHES | {"unit_leader"}, ("figures",)),
    Entry("supervised.show", _("Supervision"), WATCHES | {"admin"}, frozenset({"supervisor"}), ("supervised",)),
    Entry("campaigns.show_all", _("Campaigns"), UNIT | {"coordinator", "leader", "admin"}, UNIT, ("campaigns",)),
    Entry("notices.show", _("Notices"), EVERYBODY - UNIT - {"designer", "discipline"}, frozenset()),
    Entry("referrals.show", _("Hand-offs"), frozenset({"coordinator", "supervisor", "leader", "discipline"}),
          frozenset({"supervisor", "discipline"}), ("referrals",)),
    Entry("templates.show", _("Reply templates"), frozenset({"unit_leader", "shift_leader"}),
          frozenset({"unit_leader"})),
    Entry("matters.show", _("Responsibility list"), EVERYBODY, frozenset({"admin", "legal"}),
          ("matters", "matters_in")),
    Entry("calendar.show", _("Calendar"), frozenset({"admin", "leader", "legal"}), frozenset({"admin", "legal"}),
          ("calendar",)),
    Entry("units.show_all", _("Units"), frozenset({"admin"}), frozenset(), ("units",)),
    Entry("users.show_all", _("Accounts"), frozenset({"admin"}), frozenset({"admin"}), ("users",)),
    Entry("sessions.show_all", _("Sessions"), frozenset({"admin"}), frozenset()),
    Entry("studio.show", _("Studio"), DRAWS, DRAWS,
          ("studio", "studio_files", "editor", "twin", "compare", "processes", "walks", "publish", "moves", "what_if")),
    Entry("plays.show_all", _("Play"), DRAWS, frozenset({"designer"}), ("plays",)),
)  # fmt: skip


def prepare(app: Flask) -> None:
    app.jinja_env.globals.update(menu_of=menu_of)


def menu_of(actor: Actor) -> tuple[list[Entry], list[Entry]]:
    """The entries of the row and those behind “More”, each in the order of the menu."""
    seen = [one for one in ENTRIES if actor.has(*one.seen_by)]
    if len(seen) <= FITS:
        return seen, []
    return [one for one in seen if actor.has(*one.daily)], [one for one in seen if not actor.has(*one.daily)]
