"""The rules of the house that no linter knows: one commit, small files, plain names, no diagram ids in Python."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from tests.conftest import unavailable

ROOT = Path(__file__).resolve().parents[2]
CODE = ("engine", "api", "web", "forms")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BANNED = re.compile(r"(^|_)(services?|managers?|helpers?|utils?|common|data|info|processors?|workflows?|tickets?)(_|$)")
STANDARD_TERMS = re.compile(r"(service_task|decision_service|_of_service|input_data)")  # BPMN's and DMN's own words
VOCABULARY = "engine/casework/glossary.py"  # decisions and deadlines have labels there; a diagram may use the same word
MAY_COMMIT = {"engine/application.py", "engine/persistence/database.py"}


@cache
def sources() -> dict[str, str]:
    found = (path for part in CODE for path in (ROOT / part).rglob("*.py") if "node_modules" not in path.parts)
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}


@cache
def trees() -> dict[str, ast.Module]:
    return {name: ast.parse(text) for name, text in sources().items()}


def calls(name: str) -> list[ast.Call]:
    return [node for node in ast.walk(trees()[name]) if isinstance(node, ast.Call)]


def test_a_file_has_at_most_400_lines() -> None:
    assert {name: n for name, text in sources().items() if (n := text.count("\n")) > 400} == {}


def test_a_transaction_is_committed_in_one_place() -> None:
    acts = {"commit", "begin"}
    found = {
        name
        for name in sources()
        for call in calls(name)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in acts
        and re.search("commit|connection|engine", ast.unparse(call.func))
    }
    assert found <= MAY_COMMIT


def test_modules_classes_and_functions_have_names_from_the_glossary() -> None:
    bad = [name for name in sources() if BANNED.search(Path(name).stem)]
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                words = STANDARD_TERMS.sub("", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name).lower())
                if BANNED.search(words) and not words.startswith("test_"):
                    bad.append(f"{name}:{node.lineno} {node.name}")
    assert bad == []


def diagram_ids() -> set[str]:
    ids = set()
    for path in ROOT.glob("processes/*/*.bpmn"):
        for element in ElementTree.parse(path).iter():
            if element.tag.startswith(BPMN) and not element.tag.endswith(("}process", "}definitions", "}message")):
                ids.add(element.get("id", ""))
    return {one for one in ids if "_" in one}


def test_python_knows_no_element_of_a_shipped_diagram() -> None:
    ids = diagram_ids()
    found = [
        f"{name}:{node.lineno} {node.value}"
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in ids and name != VOCABULARY
    ]
    assert found == []


def test_errors_are_swallowed_nowhere() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and all(isinstance(step, ast.Pass) for step in node.body)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]  # fmt: skip
    assert found == []


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        unavailable("not a git checkout, so there is no list of tracked files")
    return [name for name in listed.stdout.split("\0") if name]


def test_no_key_or_database_is_in_the_repository() -> None:
    assert [name for name in tracked() if re.search(r"\.(key|pem|db|sqlite3?)$|(^|/)\.env$", name)] == []


def test_lock_files_name_no_download_host() -> None:
    hosts = re.compile(r"https?://(?!opencollective|github\.com/sponsors)[^\s\"]*(registry|pypi|files\.pythonhosted)")
    named = [name for name in tracked() if re.search(r"(requirements.*\.txt|package-lock\.json)$", name)]
    assert [name for name in named if hosts.search((ROOT / name).read_text(encoding="utf-8"))] == []
