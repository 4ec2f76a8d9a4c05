"""Keeps the catalogues level with the pages: ``python -m web.translations`` extracts, merges and compiles them.

The sentences of the pages are English in the source; the Chinese catalogue is complete, and a test says so.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parent
CATALOGUE = WEB / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
METHODS = [("editors/**", "ignore"), ("static/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2")]
HEADER = "# The pages of Suqiu in simplified Chinese. Kept level with the source by: python -m web.translations"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}


def extracted() -> Catalog:
    """Every sentence the pages say, as they are in the source now."""
    found = Catalog(locale="zh_Hans_CN", project="Suqiu", charset="utf-8")
    for name, line, message, comments, context in extract_from_dir(str(WEB), METHODS, keywords=KEYWORDS):
        found.add(message, locations=[(f"web/{name}", line)], auto_comments=comments, context=context)
    return found


def catalogue() -> Catalog:
    """The Chinese catalogue as it is kept."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans_CN")


def compiled(messages: Catalog) -> bytes:
    """What gettext reads at run time."""
    file = io.BytesIO()
    write_mo(file, messages)
    return file.getvalue()


def renew() -> list[str]:
    """Merge the source's sentences into the catalogue and compile it; returns what is still untranslated."""
    messages = catalogue()
    messages.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    messages.header_comment, messages.fuzzy = HEADER, False
    messages.obsolete.clear()
    with CATALOGUE.open("wb") as file:
        write_po(file, messages, sort_output=True, width=120, include_lineno=False, omit_header=False)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(messages))
    return [str(message.id) for message in messages if message.id and not message.string]


if __name__ == "__main__":
    for sentence in renew():
        print("untranslated:", sentence)  # noqa: T201
