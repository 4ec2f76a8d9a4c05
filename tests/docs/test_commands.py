"""Every command a page tells somebody to type is one: its name, its options, as many words as it takes."""

import re
import shlex

import click
import pytest

from engine.cli import suqiu
from tests.docs.pages import ROOT, in_code, pages

TYPED = re.compile(r"^(?:[A-Z_]+=\S* )*(suqiu|make) (?P<words>.+)$")
COMMENT = re.compile(r"\s+#.*$")


def commands(program: str) -> list[tuple[str, str]]:
    found = []
    for page in pages().keys() - {"CHANGELOG.md"}:  # which also speaks of what is gone
        for line in in_code(page):
            typed = TYPED.match(COMMENT.sub("", line.strip()))
            if typed and typed[1] == program:
                found.append((page, typed["words"]))
    return sorted(set(found))


@pytest.mark.parametrize(("page", "line"), commands("suqiu"))
def test_a_command_of_suqiu_is_one(page: str, line: str) -> None:
    words = shlex.split(line)
    command: click.Command = suqiu
    context = click.Context(suqiu, info_name="suqiu")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        assert found is not None, f"there is no command {words[0]}"
        command, words = found, words[1:]
        context = click.Context(command, parent=context, info_name=command.name)
    options, rest, _ = command.make_parser(context).parse_args(words)
    assert rest == [], f"{command.name} takes no {rest}"
    if words:  # a page may name a command without saying how it is called
        needed = [one.name for one in command.params if isinstance(one, click.Argument) and one.required]
        assert [name for name in needed if not options.get(name)] == []


@pytest.mark.parametrize(("page", "line"), commands("make"))
def test_a_target_of_make_is_one(page: str, line: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert shlex.split(line)[0] in targets


BENCHMARKS = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem != "bench")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_says_how_it_is_started_and_make_starts_it_so(name: str) -> None:
    assert f"python -m benchmarks.{name}" in (ROOT / "benchmarks" / f"{name}.py").read_text(encoding="utf-8")
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "python -m benchmarks.$$name" in made and "$(filter-out bench," in made


def test_the_pages_name_enough_commands_to_be_worth_a_look() -> None:
    assert len(commands("suqiu")) > 15 and len(commands("make")) > 3
