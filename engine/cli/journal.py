"""``suqiu journal``: what happened to a case, and whether it still stands as it was written."""

from collections.abc import Callable

import click

from engine.actor import SYSTEM
from engine.application import Application
from engine.cli.composition import opened
from engine.commands.checkpoint_journal import MOST
from engine.errors import NotFound, Unusable
from engine.persistence.journal_chain import Chains, keyring
from engine.queries.journal_checked import CheckpointsChecked, JournalLength, LinksAfter, LostHeads
from engine.queries.journal_of import JournalOf
from engine.settings import Settings
from engine.ticker.checkpoints import NOTE, make_checkpoint, missing_checkpoint

SHOWN = 20  # broken chains; where there are more, somebody was at the whole table


@click.group()
def journal() -> None:
    """Read the journal, and prove that it is whole.

    Example: suqiu journal verify
    """


@journal.command()
@click.argument("number")
def show(number: str) -> None:
    """Print the journal of the case (or other instance) NUMBER.

    Example: suqiu journal show PS261124-7K3MX
    """
    with opened() as application:
        zone = application.settings.zone
        entries = application.ask(JournalOf(number), SYSTEM)["items"]
        if not entries:
            raise NotFound(f"Expected the number of a case or other instance, but there is none called {number}.")
        for entry in entries:
            name = entry.get("name") or entry.get("element") or ""
            click.echo(f"{entry['at']}  {entry['kind']:<10} {name:<24} {entry['actor']}")
        click.echo(f"Times are UTC; the district's zone is {zone}.")


@journal.command()
@click.option("--checkpoint", "kept", metavar="NUMBER:CODE", help="A checkpoint noted elsewhere; it must be there.")
def verify(kept: str | None) -> None:
    """Check every entry, chain by chain, and name the first bad one of each; exit status 1 when there is one.

    Example: suqiu journal verify --checkpoint 12:9f86d081884c7d65…
    """
    with opened() as application:
        found = broken_chains(application, show_progress=True)
        found += broken_checkpoints(application, kept)
        made, _ = application.ask(CheckpointsChecked(), SYSTEM)
    for sentence in found[:SHOWN]:
        click.echo(sentence)
    if found:
        raise Unusable(f"Expected the journal as it was written, but found {len(found)} places where it is not.")
    last = f"{made[-1].number}:{made[-1].code.hex()}" if made else None
    click.echo(
        f"The journal is whole. Note the newest checkpoint elsewhere: {last}"
        if last
        else "The journal is whole, but no checkpoint was made yet: a cut tail would not be seen."
    )


@journal.command()
def checkpoint() -> None:
    """Seal what every chain ends with now. The ticker does it every ten minutes; this looks at every chain there is.

    Example: suqiu journal checkpoint
    """
    with opened() as application:
        while True:
            made = make_checkpoint(application, whole=True)
            if made["number"] is None:
                click.echo("Nothing was written since the newest checkpoint.")
                return
            click.echo(f"{made['number']}:{made['code']} over {made['heads']} chains")
            if made["heads"] < MOST:
                return


@journal.command("rotate-key")
def rotate_key() -> None:
    """Seal with a new key from now on. The old one stays, for what it sealed; servers take the new one when restarted.

    Example: suqiu journal rotate-key
    """
    settings = Settings.from_environment()
    settings.renew_secret("journal")
    click.echo(
        f"New entries are sealed with the key {keyring(settings.secrets('journal')).current}. Restart the servers."
    )


def broken_chains(application: Application, *, show_progress: bool = False) -> list[str]:
    """A sentence for the first bad entry of every chain that has one."""
    count, keys = application.ask(JournalLength(), SYSTEM)
    found: list[str] = []
    bar = click.progressbar(length=count, label="entries", hidden=not show_progress)
    with bar:
        _walk(application, Chains(keys), found, bar.update)
    return found


def _walk(application: Application, chains: Chains, found: list[str], told: Callable[[int], None]) -> None:
    place = ("", 0)
    while links := application.ask(LinksAfter(place), SYSTEM):
        found += [wrong for link in links if (wrong := chains.wrong_with(link))]
        place = (links[-1].entry["business_key"], links[-1].entry["seq"])
        told(len(links))


def broken_checkpoints(application: Application, kept: str | None = None) -> list[str]:
    """Sentences on checkpoints not as they were made, on what they saw and is gone, on the one ``kept`` elsewhere."""
    made, wrong = application.ask(CheckpointsChecked(), SYSTEM)
    found = [wrong] if wrong else []
    for head in application.ask(LostHeads(), SYSTEM):
        at = next((one.at for one in made if one.number == head.checkpoint), None)
        found.append(
            f"Expected entry {head.seq} of {head.business_key}, which checkpoint {head.checkpoint} saw at its end "
            f"({at.isoformat() if at else 'time unknown'}), but it is gone or another."
        )
    gone = missing_checkpoint(application)
    if gone is not None:
        found.append(
            f"Expected the checkpoint {gone}, noted in {NOTE} beside the key, but there is none of that code: the end "
            "of the journal was cut, or an older database was put back. If you put it back, remove the note."
        )
    if kept is not None and kept not in {f"{one.number}:{one.code.hex()}" for one in made}:
        found.append(f"Expected the checkpoint {kept}, which was noted elsewhere, but there is none with that code.")
    return found
