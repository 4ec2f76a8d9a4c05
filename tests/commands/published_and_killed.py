"""Run by ``test_interrupted_publication.py``: Anna publishes until the process is killed at its n-th SQL statement."""

import sys
from pathlib import Path

from engine.application import Application
from engine.commands.deploy_bundle import DeployBundle
from engine.commands.publish_draft import PublishDraft
from engine.commands.save_draft import SaveDraft
from engine.commands.start_draft import StartDraft
from engine.persistence.tables import metadata
from engine.queries.draft_files import DraftFiles
from tests.commands.test_publish_draft import ANNA, LOOP
from tests.persistence.killed_at_a_statement import die_at, each_statement, open_at

EVERY = 3  # of the statements of a publication one in so many is tried


def prepare(path: Path) -> None:
    application = open_at(path)
    metadata.create_all(application.database.engine)
    files = {file.name: file.read_bytes() for file in LOOP.iterdir()}
    application.execute(DeployBundle("loop", files), ANNA)
    application.execute(StartDraft("loop"), ANNA)
    changed = files["loop.bpmn"].replace('name="看"'.encode(), 'name="看一看"'.encode())
    seen = application.ask(DraftFiles("loop"), ANNA)["revision"]
    application.execute(SaveDraft("loop", seen, {"loop.bpmn": changed}), ANNA)
    application.database.close()


def publish(application: Application) -> None:
    seen = application.ask(DraftFiles("loop"), ANNA)["revision"]
    application.execute(PublishDraft("loop", seen, "A better label.", "tried by a test"), ANNA)


def publish_until(path: Path, fatal: int) -> None:
    application = open_at(path)
    die_at(application, fatal)
    publish(application)


def main(folder: Path) -> None:
    prepare(folder / "prepared.db")
    each_statement(folder / "prepared.db", publish_until, EVERY)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
