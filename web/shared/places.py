"""Places and Chinese names on an English page: by their English names where there are, else marked as Chinese."""

from flask import Flask, g
from markupsafe import Markup, escape

from engine.queries.option_lists import OptionLists
from web.shared import door
from web.shared.language import language

LISTS = ("streets", "communities")


def prepare(app: Flask) -> None:
    app.jinja_env.filters.update(zh=as_chinese, place=called)


def as_chinese(name: str | None) -> str:
    """A name that is only Chinese: on an English page a screen reader is told so."""
    if not name or language() == "zh" or name.isascii():
        return name or ""
    return Markup('<span lang="zh-CN">{}</span>').format(name)


def called(street: str | None, community: str | None = None, address: str | None = None) -> Markup:
    """Street, community and what the citizen wrote, as the page's language calls them."""
    parts = [escape(_names().get(part, "") or as_chinese(part)) for part in (street, community, address) if part]
    return (Markup(", ") if language() == "en" else Markup(" ")).join(parts)


def _names() -> dict[str, str]:
    """The English name of every street and community; asked for once in a request, and on no Chinese page."""
    if language() == "zh":
        return {}
    if "places" not in g:
        lists = door.ask(OptionLists(LISTS))
        g.places = {row["value"]: row.get("label_en") or "" for name in LISTS for row in lists[name]}
    found: dict[str, str] = g.places
    return found
