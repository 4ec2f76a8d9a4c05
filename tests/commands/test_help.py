"""What ``suqiu --help`` says, and that a short command does not wait for what it does not use."""

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from engine.cli import COMMANDS, suqiu
from tests.runtime.hostile import foreign

HEAVY = ("sqlalchemy", "flask", "openpyxl", "structlog")
LOADED = f"import sys; print(*[name for name in {HEAVY} if name in sys.modules])"


def loaded_by(act: str) -> list[str]:
    """What of the heavy parts a fresh Python has loaded after ``act``."""
    done = subprocess.run([sys.executable, "-c", f"{act}\n{LOADED}"], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()


def test_the_list_names_every_command_and_loads_none_of_them() -> None:
    listed = CliRunner().invoke(suqiu, ["--help"]).output
    assert [line.split()[0] for line in listed.partition("Commands:\n")[2].splitlines()] == list(COMMANDS)
    assert loaded_by("from engine.cli import suqiu; suqiu(['--help'], standalone_mode=False)") == []


def test_every_command_in_the_list_is_there_with_an_example() -> None:
    for name in COMMANDS:
        told = CliRunner().invoke(suqiu, [name, "--help"])
        assert told.exit_code == 0 and f"suqiu {name}" in told.output, name


def test_checking_a_file_of_another_tool_needs_no_database_no_web_and_no_workbooks(tmp_path: Path) -> None:
    model = tmp_path / "foreign.bpmn"
    model.write_bytes(dict(foreign())["Camunda's extensions"])
    assert loaded_by(f"from engine.cli import suqiu; suqiu(['check', {str(model)!r}], standalone_mode=False)") == []


def test_a_check_tells_every_problem_once_and_fails(tmp_path: Path) -> None:
    model = tmp_path / "foreign.bpmn"
    model.write_bytes(dict(foreign())["everything that is not run"])
    told = CliRunner().invoke(suqiu, ["check", str(model)])
    *problems, summary = told.output.splitlines()
    assert told.exit_code == 1 and len(problems) == len(set(problems)) > 1
    assert summary == f"foreign: 1 file, {len(problems)} errors, no warnings."
