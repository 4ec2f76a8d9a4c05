"""What a choice in a form may list, in words for whoever designs it."""

from typing import Any

from flask_babel import lazy_gettext as _

LISTS: dict[str, Any] = {
    "units": _("Units"),
    "lead_units": _("Units that can lead"),
    "matters": _("Matters of the list"),
    "asset_owners": _("Owners of what is broken"),
    "streets": _("Streets"),
    "communities": _("Communities"),
    "kinds": _("Kinds of request"),
    "return_grounds": _("Grounds of a return"),
    "list_clauses": _("Clauses of the list"),
    "urgencies": _("Urgencies"),
    "outcomes": _("Outcomes"),
    "open_cases": _("Open requests"),
    "users_of_unit": _("People of the unit"),
}
