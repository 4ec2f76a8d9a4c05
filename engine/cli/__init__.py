"""``suqiu``: the command line. Composes database, clock, post and application; every refusal is one sentence."""

import sys
from importlib import import_module

import click

from engine.errors import DeploymentRefused, Refusal

COMMANDS = {  # name → module of this package; imported when used, so that a short command starts fast
    "serve": "serve",
    "prepare": "prepare",
    "migrate": "migrations",
    "demo": "prepare",
    "deploy": "bundles",
    "check": "bundles",
    "export": "bundles",
    "walk": "walk",
    "replay": "replay",
    "import-requests": "import_requests",
    "import-list": "list_files",
    "export-list": "list_files",
    "import-calendar": "calendar_file",
    "instances": "migrate_instances",
    "incidents": "incidents",
    "journal": "journal",
    "verify": "verify",
    "user": "accounts",
    "identity": "identity",
    "feel-tck": "conformance",
}


class Lazily(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"engine.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(cls=Lazily, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def suqiu() -> None:
    """Suqiu 诉求: a district's citizen requests as BPMN processes.

    Settings come from the environment: SUQIU_VAR, SUQIU_DATABASE_URL, SUQIU_HOST, SUQIU_PORT, SUQIU_ZONE.
    """


def main() -> None:
    """Run the command line; a refusal becomes its sentence and exit status 1."""
    try:
        sys.exit(suqiu(standalone_mode=False))
    except DeploymentRefused as refused:
        for problem in refused.problems:
            click.echo(str(problem), err=True)
        click.echo(refused.message, err=True)
    except Refusal as refused:
        click.echo(refused.message, err=True)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    sys.exit(1)
