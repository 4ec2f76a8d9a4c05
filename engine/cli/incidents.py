"""``suqiu incidents``: what stopped; look at it, try it again, skip it, correct what it went by."""

import click
import orjson

from engine.application import Application
from engine.cli.bundles import OPERATOR
from engine.cli.composition import opened
from engine.commands.correct_facts import CorrectFacts
from engine.commands.retry_incident import RetryIncident
from engine.commands.skip_incident import SkipIncident
from engine.errors import NotNow, Unusable
from engine.queries.incident_view import IncidentView
from engine.queries.open_incidents import OpenIncidents

PAGE = 200


@click.group()
def incidents() -> None:
    """Look after what stopped.

    Example: suqiu incidents list
    """


@incidents.command("list")
def list_() -> None:
    """List open incidents, the oldest first: id, key, element, attempts, cause.

    Example: suqiu incidents list
    """
    count = 0
    with opened() as application:
        for one in _open(application):
            count += 1
            place = one["element"] or one["kind"]
            click.echo(f"{one['id']}  {one['key'] or '-':<20} {place:<24} {one['attempts']}×  {one['cause']}")
    click.echo(f"{count} open.")


@incidents.command()
@click.argument("incident")
def show(incident: str) -> None:
    """Print INCIDENT with the facts it had to go by.

    Example: suqiu incidents show 0193a5…
    """
    with opened() as application:
        found = application.ask(IncidentView(incident), OPERATOR)
    for name, value in found.items():
        text = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() if name == "facts" else value
        click.echo(f"{name + ':':<16} {text if text is not None else '-'}")


@incidents.command()
@click.argument("incident", nargs=-1, required=True)
def retry(incident: tuple[str, ...]) -> None:
    """Try each INCIDENT again, now that its cause is gone.

    Example: suqiu incidents retry 0193a5…
    """
    with opened() as application:
        for one in incident:
            _retried(application, one)


@incidents.command()
@click.argument("incident")
@click.option("--reason", required=True, help="Why; it stays in the journal.")
def skip(incident: str, reason: str) -> None:
    """Go on behind INCIDENT as if its element had been done.

    Example: suqiu incidents skip 0193a5… --reason "done by telephone"
    """
    with opened() as application:
        application.execute(SkipIncident(incident, reason), OPERATOR)
    click.echo(f"{incident} is skipped.")


@incidents.command()
@click.argument("incident")
@click.argument("facts", nargs=-1, required=True, metavar="FACT=JSON…")
@click.option("--reason", required=True, help="Why; it stays in the journal.")
@click.option("--retry", "again", is_flag=True, help="Try it again at once.")
def correct(incident: str, facts: tuple[str, ...], reason: str, again: bool) -> None:
    """Correct facts of the instance that INCIDENT stopped. What is no JSON is taken as text.

    Example: suqiu incidents correct 0193a5… limit=10 unit=B001 --reason "was never set" --retry
    """
    given = dict(_fact(text) for text in facts)
    with opened() as application:
        instance = application.ask(IncidentView(incident), OPERATOR)["instance"]
        if instance is None:
            raise NotNow("Expected an incident of an instance, but this one has none, so there is nothing to correct.")
        application.execute(CorrectFacts(instance, given, reason), OPERATOR)
        click.echo(f"{', '.join(given)} corrected.")
        if again:
            _retried(application, incident)


def _retried(application: Application, incident: str) -> None:
    status = application.execute(RetryIncident(incident), OPERATOR)["status"]
    click.echo(f"{incident} stopped again." if status == "open" else f"{incident} is settled.")


def _open(application: Application) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    cursor: str | None = None
    while True:
        answer = application.ask(OpenIncidents(PAGE, cursor), OPERATOR)
        found += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            return found


def _fact(text: str) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise Unusable(f"Expected FACT=JSON, but found {text!r}.")
    try:
        return name, orjson.loads(value)
    except orjson.JSONDecodeError:
        return name, value
