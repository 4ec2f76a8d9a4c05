"""``suqiu diff``: what one version of a bundle changes against another, in words."""

from collections.abc import Iterator
from typing import Any

import click

from engine.cli.bundles import OPERATOR
from engine.cli.composition import opened
from engine.queries.bundle_diff import BundleDiff


@click.command()
@click.argument("bundle")
@click.argument("before", type=int, metavar="FROM")
@click.argument("after", type=int, metavar="TO")
def diff(bundle: str, before: int, after: int) -> None:
    """Say what version TO of BUNDLE changes against version FROM: files, elements, decisions' rules, forms, walks.

    Example: suqiu diff citizen_request 3 4
    """
    with opened() as application:
        found = application.ask(BundleDiff(bundle, before, after), OPERATOR)
    lines = list(_lines(found))
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo(f"{bundle}: versions {before} and {after} are the same.")


def _lines(found: dict[str, Any]) -> Iterator[str]:
    for change, names in found["files"].items():
        yield from (f"{change:<8} {name}" for name in names)
    for one in found["elements"]:
        yield _line(one["change"], f"{one['process']} › {one['element']}", one["name"], one["details"])
    for one in found["decisions"]:
        yield _line(one["change"], f"{one['file']} › {one['decision']}", one["name"], one["details"])
        for rule in one["rules"]:
            cells = " → ".join(" | ".join(side) for side in (rule["before"], rule["after"]) if side)
            yield f"    rule {rule['number']} {rule['change']}: {cells}"
    for one in found["forms"]:
        yield _line(one["change"], f"{one['file']} › {one['component']}", one["label"], one["details"])
    for one in found["walks"]:
        yield f"{one['change']:<8} walks/{one['name']}"


def _line(change: str, place: str, name: str, details: list[dict[str, Any]]) -> str:
    told = [f"{one['field']} {_shown(one['before'])} → {_shown(one['after'])}" for one in details]
    label = f" ‘{name}’" if name and name not in place else ""
    return f"{change:<8} {place}{label}{': ' if told else ''}{'; '.join(told)}"


def _shown(value: Any) -> str:
    return "–" if value in (None, "") else str(value)
