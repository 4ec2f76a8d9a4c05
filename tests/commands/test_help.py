"""What ``suqiu --help`` says, and that a short command does not wait for what it does not use."""

import subprocess
import sys

from click.testing import CliRunner

from engine.cli import COMMANDS, suqiu

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


def test_checking_needs_no_web_and_no_workbooks() -> None:
    assert loaded_by("import engine.cli.check") == ["sqlalchemy"]  # the operations' parameters name the rows' types
