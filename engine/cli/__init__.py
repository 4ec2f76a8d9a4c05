"""``suqiu``: the command line. Composes database, clock, post and application; every refusal is one sentence."""

import sys
from importlib import import_module

import click

from engine.errors import DeploymentRefused, Refusal

COMMANDS = {  # name → module of this package, imported when used, so that a short command starts fast; what it is for
    "serve": ("serve", "Serve the pages, the API and the clock in one process."),
    "prepare": ("prepare", "Bring the database to this release and deploy bundles."),
    "migrate": ("migrations", "Bring the database's tables to this release, or back."),
    "demo": ("prepare", "Load the demo district: units, places, list, accounts."),
    "deploy": ("bundles", "Deploy a bundle as a new version."),
    "check": ("check", "Check a bundle or one file, and print every problem."),
    "export": ("bundles", "Write a deployed version as files into a folder."),
    "diff": ("diff", "Say what one version of a bundle changes against another."),
    "walk": ("walk", "Walk the scenarios of a bundle in a demo district."),
    "replay": ("replay", "Drive requests through the processes on a virtual clock."),
    "import-requests": ("import_requests", "Import requests from CSV or XLSX."),
    "import-list": ("list_files", "Import the whole responsibility list from CSV or XLSX."),
    "export-list": ("list_files", "Write the responsibility list in force as CSV or XLSX."),
    "import-calendar": ("calendar_file", "Import holidays and make-up workdays."),
    "instances": ("migrate_instances", "Migrate running instances between versions of a bundle."),
    "incidents": ("incidents", "Look after what stopped."),
    "journal": ("journal", "Read the journal, and prove that it is whole."),
    "verify": ("verify", "Check the whole database."),
    "user": ("accounts", "Add people, list them, give a new password."),
    "identity": ("identity", "Look after the key that seals who asked."),
    "feel-tck": ("conformance", "Run the test cases of the DMN Technology Compatibility Kit."),
}


class Lazily(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"engine.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in ``--help``, for which nothing is imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])


@click.group(cls=Lazily, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def suqiu() -> None:
    """Suqiu 诉求: a district's citizen requests as BPMN processes.

    Settings come from the environment: SUQIU_VAR, SUQIU_DATABASE_URL, SUQIU_HOST, SUQIU_PORT, SUQIU_ZONE,
    SUQIU_APPROVAL_REQUIRED.
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
