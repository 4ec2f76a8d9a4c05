"""``suqiu identity``: the key that seals who asked."""

import click

from engine.actor import SYSTEM
from engine.cli.composition import opened
from engine.commands.reseal_identities import ResealIdentities


@click.group()
def identity() -> None:
    """Look after the key that seals who asked.

    Example: suqiu identity rotate-key
    """


@identity.command("rotate-key")
def rotate_key() -> None:
    """Make a new key and seal every identity with it. Stop the servers first: they still seal with the old one.

    The old key stays: tracking codes given out before are checked by it. Interrupted, run reseal.

    Example: suqiu identity rotate-key
    """
    with opened() as application:
        application.settings.renew_secret("identity")
    _reseal()


@identity.command()
def reseal() -> None:
    """Seal every identity with the present key.

    Example: suqiu identity reseal
    """
    _reseal()


def _reseal() -> None:
    count, after = 0, ""
    with opened() as application:
        while (done := application.execute(ResealIdentities(after), SYSTEM))["count"]:
            count, after = count + done["count"], done["last"]
    click.echo(f"{count} identities are sealed with the present key.")
