"""``suqiu journal``: what happened to a case, line by line."""

import click

from engine.actor import SYSTEM
from engine.cli.composition import opened
from engine.errors import NotFound
from engine.queries.journal_of import JournalOf


@click.command()
@click.argument("number")
def journal(number: str) -> None:
    """Print the journal of the case (or other instance) NUMBER.

    Example: suqiu journal PS261124-7K3MX
    """
    with opened() as application:
        zone = application.settings.zone
        entries = application.ask(JournalOf(number), SYSTEM)["items"]
        if not entries:
            raise NotFound(f"Expected the number of a case or other instance, but there is none called {number}.")
        for entry in entries:
            at = entry["at"]
            click.echo(
                f"{at}  {entry['kind']:<10} {entry.get('name') or entry.get('element') or '':<24} {entry['actor']}"
            )
        click.echo(f"Times are UTC; the district's zone is {zone}.")
