"""``suqiu``: the command line. Composes database, clock, post and application; every refusal is one sentence."""

import sys

import click

from engine.cli.accounts import user
from engine.cli.bundles import check, deploy, export
from engine.cli.conformance import feel_tck
from engine.cli.import_requests import import_requests
from engine.cli.migrations import migrate
from engine.cli.prepare import demo, prepare
from engine.cli.records import journal
from engine.cli.replay import replay
from engine.cli.serve import serve
from engine.cli.walk import walk
from engine.errors import DeploymentRefused, Refusal


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def suqiu() -> None:
    """Suqiu 诉求: a district's citizen requests as BPMN processes.

    Settings come from the environment: SUQIU_VAR, SUQIU_DATABASE_URL, SUQIU_HOST, SUQIU_PORT, SUQIU_ZONE.
    """


for command in (
    serve, prepare, migrate, demo, deploy, check, export, walk, replay, import_requests, journal, user, feel_tck,
):  # fmt: skip
    suqiu.add_command(command)


def main() -> None:
    """Run the command line; a refusal becomes its sentence and exit status 1."""
    try:
        suqiu(standalone_mode=False)
    except DeploymentRefused as refused:
        for problem in refused.problems:
            click.echo(str(problem), err=True)
        click.echo(refused.message, err=True)
        sys.exit(1)
    except Refusal as refused:
        click.echo(refused.message, err=True)
        sys.exit(1)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
