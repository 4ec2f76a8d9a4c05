"""The calendar: a year as a grid of days, and a year brought in after a look at what it changes."""

import calendar as months
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.commands.import_calendar import ImportCalendar
from engine.errors import Refusal
from engine.queries.calendar_year import CalendarYear
from web.admin.uploaded import packed, posted
from web.shared import door
from web.shared.language import language
from web.shared.refusals import sentence, status

pages = Blueprint("calendar", __name__, template_folder="templates")
HOLIDAYS = (
    ("元旦", "New Year's Day"),
    ("春节", "Spring Festival"),
    ("清明节", "Tomb-sweeping Day"),
    ("劳动节", "Labour Day"),
    ("端午节", "Dragon Boat Festival"),
    ("中秋节", "Mid-autumn Festival"),
    ("国庆节", "National Day"),
    ("抗战胜利70周年纪念日", "Anti-Fascist 70th Day"),
)


@pages.get("/calendar")
@login_required
def show() -> str:
    return _page()


@pages.post("/calendar/import")
@login_required
def bring_in() -> Response | str | tuple[str, int]:
    """First the preview; with its confirmation the same file is stored."""
    form = request.form
    try:
        name, content = posted()
        if "confirmed" not in form:
            seen = door.act(ImportCalendar(name, content, dry_run=True))
            return _page({**seen, "packed": packed(content), "name": name})
        base = int(form["base"]) if form.get("base", "").isdigit() else None
        stored = door.act(ImportCalendar(name, content, form.get("source", ""), base=base))
    except Refusal as refusal:
        return _page(None, sentence(refusal)), status(refusal)
    said = gettext("The calendar is imported; %(count)s case(s) are computed anew.", count=stored["deadlines"])
    flash(said, "done")
    return redirect(url_for("calendar.show", year=next(iter(stored["years"]), None)))


def _page(seen: Any = None, problem: str | None = None) -> str:
    asked = request.args.get("year", "")
    today = door.now().astimezone(door.zone()).date()
    year = int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2100 else today.year
    told = door.ask(CalendarYear(year))
    special = {date.fromisoformat(one["day"]): one for one in told["days"]}
    return render_template(
        "admin/calendar.html",
        told=told,
        months=[(date(year, month, 1), _weeks(year, month, special)) for month in range(1, 13)],
        today=today,
        seen=seen,
        problem=problem,
        may_edit=door.actor().has("admin"),
        called=called,
        told_from=told_from,
    )


def called(name: str) -> str:
    """A holiday in the reader's language, whichever it came in; a name of the district's own stays as it is."""
    return next((pair[language() == "en"] for pair in HOLIDAYS if name in pair), name)


def told_from(source: str) -> str:
    """Where the days or hours come from; what is written as “中文 / English” is read in one of them."""
    parts = source.split(" / ")
    return parts[language() == "en"] if len(parts) == 2 else source


def _weeks(year: int, month: int, special: dict[date, dict[str, Any]]) -> list[list[dict[str, Any] | None]]:
    """The weeks of a month from Monday on; None where a day belongs to another month."""

    def told(day: date) -> dict[str, Any] | None:
        if day.month != month:
            return None
        one = special.get(day)
        works = one["working"] if one else day.weekday() < 5
        kind = "make-up" if works and day.weekday() > 4 else "work" if works else "holiday" if one else "free"
        return {"day": day, "kind": kind, "name": called(one["name"]) if one else ""}

    return [[told(day) for day in week] for week in months.Calendar().monthdatescalendar(year, month)]
