"""The page's language, and times and numbers as that language writes them, in the zone the reader chose."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location
from flask import Flask, request
from flask_babel import Babel, format_date, format_datetime, gettext, ngettext
from flask_babel import get_locale as babel_locale

from engine.casework.budget import parse
from engine.errors import Unusable
from web.shared import door

CATALOGUES = Path(__file__).resolve().parents[1] / "translations"
COOKIE = "language"
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
TAGS = {"zh": "zh-CN", "en": "en"}
ZONE = "zone"
ZONES = (
    *("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Bangkok"),
    *("Asia/Kolkata", "Asia/Dubai", "Europe/Moscow", "Africa/Nairobi", "Europe/Berlin", "Europe/Paris"),
    *("Europe/London", "America/Sao_Paulo", "America/New_York", "America/Chicago", "America/Los_Angeles"),
    *("Pacific/Auckland", "Australia/Sydney"),
)


def prepare(app: Flask) -> None:
    app.config.update(BABEL_DEFAULT_LOCALE=LOCALES["zh"], BABEL_TRANSLATION_DIRECTORIES=str(CATALOGUES))
    Babel(app, locale_selector=lambda: LOCALES[language()], timezone_selector=lambda: zone().key)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals.update(language=language, tag=lambda: TAGS[language()], named=named, zone_abroad=zone_abroad)
    app.jinja_env.filters.update(moment=moment, day=day, month=month, left=left, stamp=stamp, allowed=allowed)


def language() -> str:
    """What the visitor chose; else the first of the browser's languages we have; else ``zh``."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LOCALES:
        return chosen
    asked = (tag.partition("-")[0].lower() for tag, weight in request.accept_languages if weight)
    return next((one for one in asked if one in LOCALES), "zh")


def zone() -> ZoneInfo:
    """Where the reader is; the district's unless another was chosen. What is typed into forms counts there always."""
    chosen = request.cookies.get(ZONE, "")
    return ZoneInfo(chosen) if chosen in ZONES else door.zone()


def zones() -> list[tuple[str, str]]:
    """Key and name of each zone there is to choose, the district's first."""
    keys = dict.fromkeys((door.zone().key, *ZONES))
    return [(key, zone_name(key)) for key in keys]


def zone_name(key: str) -> str:
    offset = door.now().astimezone(ZoneInfo(key)).strftime("%z")
    return f"{get_timezone_location(ZoneInfo(key), locale=locale())} (UTC{offset[:3]}:{offset[3:]})"


def zone_abroad() -> str:
    """The name of the reader's zone where it is not the district's, else nothing."""
    return zone_name(zone().key) if zone().key != door.zone().key else ""


def locale() -> Locale:
    found: Locale | None = babel_locale()
    return found or Locale.parse(LOCALES["zh"])


def named(row: Any, field: str = "name") -> str:
    """The name a row has in the page's language: ``name_en`` beside ``name``, where there is one."""
    read = row.get if isinstance(row, dict) else lambda key: getattr(row, key, None)
    return str((language() == "en" and read(f"{field}_en")) or read(field) or "")


def as_moment(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def stamp(value: datetime | str | None) -> str:
    """For the ``datetime`` attribute of ``<time>``."""
    return as_moment(value).isoformat() if value else ""


def moment(value: datetime | str | None, with_year: bool = False) -> str:
    """Day and minute, in the reader's zone; the year when it is not this one, or when a record must stand alone."""
    if not value:
        return ""
    at = as_moment(value).astimezone(zone())
    short = not with_year and at.year == door.now().astimezone(zone()).year
    if language() == "en":
        return str(format_datetime(at, "d MMM, HH:mm" if short else "d MMM y, HH:mm"))
    return str(format_datetime(at, "M月d日 HH:mm" if short else "y年M月d日 HH:mm"))


def day(value: date | str | None) -> str:
    if not value:
        return ""
    on = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return str(format_date(on, "d MMM y" if language() == "en" else "long"))


def left(value: datetime | str | None) -> str:
    """How long until a due time, or since it passed, in the two largest units that matter."""
    if not value:
        return ""
    distance = as_moment(value) - door.now()
    if distance >= timedelta():
        return gettext("%(length)s left", length=length(distance))
    return gettext("%(length)s overdue", length=length(-distance))


def allowed(text: str) -> str:
    """A limit as the list and the tables write it, ``3 working days``, in the page's language."""
    return text if language() == "en" else parse(text).zh


def month(first: date) -> str:
    return str(format_date(first, "LLLL"))


def length(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = []
    if days:
        parts.append(ngettext("%(num)d day", "%(num)d days", days))
    if hours and days < 7:
        parts.append(ngettext("%(num)d hour", "%(num)d hours", hours))
    if (rest and not days) or not parts:
        parts.append(ngettext("%(num)d minute", "%(num)d minutes", rest))
    return " ".join(parts[:2])


def end_of_day(text: str) -> datetime:
    """The end of a day the visitor chose, in the district's zone. Refuses what is no day."""
    try:
        chosen = date.fromisoformat(text)
    except ValueError as error:
        raise Unusable(f"Expected a day such as 2026-03-02, but found {text!r}. Choose a day.") from error
    return datetime.combine(chosen, time(23, 59), door.zone())
