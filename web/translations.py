"""Keeps the catalogue level with the pages: ``python -m web.translations`` extracts, merges and compiles it.

The sentences of the pages and of the engine are English in the source; the Chinese catalogue is complete, and a test
says so. What the engine says to people is kept in a context of its own, with ``{}`` where a value stands.
"""

import ast
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parent
ENGINE = WEB.parent / "engine"
CATALOGUE = WEB / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
HEADER = "# The pages of Suqiu in simplified Chinese. Kept level with the source by: python -m web.translations"
METHODS = [("editors/**", "ignore"), ("static/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
SPEAKING = ("casework", "operations", "persistence")
OPERATORS = {
    "bundles", "deployed", "incidents", "journal_chain", "journal_seals", "migrations", "past_requests", "prepared",
    "sole_process",
}  # fmt: skip
ASKED = re.compile(r"^from engine\.(commands|queries)\.(\w+) import", re.MULTILINE)
JUDGING = (
    "runtime/rules",
    "runtime/check.py",
    "runtime/markup.py",
    "runtime/writing.py",
    "runtime/writing_marks.py",
    "runtime/foreign.py",
    "feel/dmn_elements.py",
    "runtime/migrate_said.py",
    "runtime/migrate_match.py",
    "runtime/migrate_order.py",
    "runtime/migrate_verdict.py",
    "commands/migrate_instance.py",
    "operations/bundle_problems.py",
    "rehearsal/what_if.py",
    "rehearsal/hindsight.py",
    "rehearsal/scenario.py",
)
FEELING = (
    "functions", "parser", "scanner", "boxed", "boxing", "boxed_calls", "boxed_tables", "model_group", "model_reading",
    "model_types", "xml_reading",
)  # fmt: skip
SENTENCE = re.compile(r"[A-Za-z{‘]\S*( \S+){3,}")  # what the linter says is put together of parts of sentences
PLAYING = ("acting", "filling", "people", "play", "sandboxes", "scenario", "settle", "stage", "trial")
BEGINNING = "Expected "  # the grammar of every refusal (engine/errors.py)


@lru_cache(maxsize=1)  # going through every source takes seconds
def extracted() -> Catalog:
    """Every sentence the pages and the engine say to people, as they are in the source now."""
    found = Catalog(locale="zh_Hans_CN", project="Suqiu", charset="utf-8")
    for name, line, message, comments, context in extract_from_dir(str(WEB), METHODS, keywords=KEYWORDS):
        found.add(message, locations=[(f"web/{name}", line)], auto_comments=comments, context=context)
    for file, line, sentence in sorted(engine_sentences()):
        found.add(sentence, locations=[(file, line)], context="engine")
    return found


def engine_sentences() -> Iterator[tuple[str, int, str]]:
    """(file, line, sentence) of every refusal in the engine, and of the classes of refusal."""
    errors = ast.parse((ENGINE / "errors.py").read_text(encoding="utf-8"))
    for node in errors.body:
        if isinstance(node, ast.ClassDef) and (said := ast.get_docstring(node)) and "\n" not in said:
            yield "engine/errors.py", node.lineno, said
    for path in _heard_on_pages():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        hints = _instead(tree)
        for node in _texts(tree):
            sentence = _with_gaps(node)
            if (sentence.startswith(BEGINNING) and sentence != BEGINNING) or id(node) in hints:
                yield path.relative_to(WEB.parent).as_posix(), node.lineno, sentence
    yield from _judgements()


def _judgements() -> Iterator[tuple[str, int, str]]:
    """What the linter says of diagrams, decisions and forms, whole sentences and the parts they are made of."""
    linter = [
        path for part in JUDGING for path in ((ENGINE / part).glob("*.py") if part[-3:] != ".py" else [ENGINE / part])
    ]
    for path in sorted(linter):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in _texts(tree):
            if id(node) not in told and SENTENCE.match(_with_gaps(node)):
                yield path.relative_to(WEB.parent).as_posix(), node.lineno, _with_gaps(node)
    readers = [*(ENGINE / "feel" / f"{name}.py" for name in FEELING), *(WEB.parent / "forms").glob("*.py")]
    for path in sorted(readers):
        for node in _texts(ast.parse(path.read_text(encoding="utf-8"))):
            if _with_gaps(node).startswith(BEGINNING) and len(_with_gaps(node)) > len(BEGINNING):
                yield path.relative_to(WEB.parent).as_posix(), node.lineno, _with_gaps(node)


def _heard_on_pages() -> list[Path]:
    """The sources whose refusals can reach a page: casework's, and those of the acts and questions pages import."""
    own = [path for path in WEB.rglob("*.py") if "editors" not in path.relative_to(WEB).parts]
    played = [ENGINE / "rehearsal" / f"{name}.py" for name in PLAYING]
    asked: set[Path] = set()
    waiting = list(own)
    while waiting:  # an act may leave its refusals to a module it shares with others
        found = ASKED.findall(waiting.pop().read_text(encoding="utf-8"))
        new = {ENGINE / part / f"{name}.py" for part, name in found} - asked
        asked |= new
        waiting += new
    spoken = [path for part in SPEAKING for path in (ENGINE / part).rglob("*.py") if path.stem not in OPERATORS]
    return sorted({*own, *asked, *spoken, *played, ENGINE / "errors.py"})


def _instead(tree: ast.AST) -> set[int]:
    """The last argument of ``send``: what to do instead, when the diagram does not wait for the message."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return {id(call.args[-1]) for call in calls if call.func.id == "send" and call.args}  # type: ignore[attr-defined]


def _texts(tree: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        whole = isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        if whole and (id(node) not in inner or isinstance(node, ast.JoinedStr)):
            yield node  # type: ignore[misc]  # narrowed by the line above


def _with_gaps(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


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
        write_po(file, messages, sort_output=True, width=120, include_lineno=False)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(messages))
    return untranslated(messages)


def untranslated(messages: Catalog) -> list[str]:
    """Sentences without a Chinese one."""
    return [str(message.id) for message in messages if message.id and not any(message.string or ())]


if __name__ == "__main__":
    for sentence in renew():
        print("untranslated:", sentence)  # noqa: T201
