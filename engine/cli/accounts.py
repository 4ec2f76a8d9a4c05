"""``suqiu user``: accounts of staff."""

import secrets

import click

from engine.actor import ROLES, SYSTEM
from engine.cli.composition import opened
from engine.commands.change_password import ChangePassword
from engine.commands.create_account import CreateAccount
from engine.commands.link_accounts import LinkAccounts
from engine.queries.staff import Staff


@click.group()
def user() -> None:
    """Add people, list them, give a new password.

    Example: suqiu user add wang --name 王芳 --role handler --unit B001
    """


@user.command("add")
@click.argument("username")
@click.option("--name", required=True, help="The name colleagues see.")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="May be given several times."
)
@click.option("--unit", help="Code of the unit the person belongs to.")
def add(username: str, name: str, roles: tuple[str, ...], unit: str | None) -> None:
    """Add a person; the password is made up and printed once.

    Example: suqiu user add wang --name 王芳 --role handler --unit B001
    """
    password = secrets.token_urlsafe(12)
    with opened() as application:
        application.execute(CreateAccount(username, name, password, roles, unit), SYSTEM)
    click.echo(f"{username}'s password, shown this once: {password}")


@user.command("list")
def list_() -> None:
    """List the accounts.

    Example: suqiu user list
    """
    with opened() as application:
        for one in application.ask(Staff(), SYSTEM):
            click.echo(f"{one['username']:<20} {one['name']:<12} {one['unit'] or '-':<10} {', '.join(one['roles'])}")


@user.command("password")
@click.argument("username")
def password(username: str) -> None:
    """Give USERNAME a new password, printed once; open sessions end.

    Example: suqiu user password wang
    """
    fresh = secrets.token_urlsafe(12)
    with opened() as application:
        application.execute(ChangePassword(username, fresh), SYSTEM)
    click.echo(f"{username}'s new password, shown this once: {fresh}")


@user.command("same-person")
@click.argument("username", nargs=-1, required=True)
def same_person(username: tuple[str, ...]) -> None:
    """Say that these accounts are one person's, who then never judges by one what they did by another.

    Example: suqiu user same-person wang wang.review
    """
    with opened() as application:
        linked = application.execute(LinkAccounts(username), SYSTEM)
    click.echo(f"{', '.join(linked['usernames'])} are one person.")
