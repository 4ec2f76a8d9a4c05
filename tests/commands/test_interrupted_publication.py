"""A publication whose process is killed leaves the old version in force, whole; publishing again then goes through."""

import subprocess
import sys
from pathlib import Path

from engine.queries.deployments import Deployment, Deployments
from engine.queries.draft_files import DraftFiles
from tests.commands.published_and_killed import publish
from tests.commands.test_publish_draft import ANNA
from tests.persistence.killed_at_a_statement import open_at


def test_a_killed_publication_leaves_the_old_version_in_force(tmp_path: Path) -> None:
    script = [sys.executable, "-m", "tests.commands.published_and_killed", str(tmp_path)]
    subprocess.run(script, check=True, cwd=Path(__file__).parents[2])
    databases = sorted(tmp_path.glob("[0-9]*.db"), key=lambda path: int(path.stem))
    versions = []
    for path in databases:
        application = open_at(path)
        found = application.ask(Deployments(), ANNA)["items"]
        versions.append(len(found))
        assert [one["status"] for one in found] == ["in_force", "superseded"][: len(found)]
        assert application.ask(Deployment("loop"), ANNA)["version"] == len(found)
        if len(found) == 1:  # the draft is still there, and can be published as if nothing had been
            assert application.ask(DraftFiles("loop"), ANNA)["changed"] == ["loop.bpmn"]
            publish(application)
        again = application.ask(Deployment("loop"), ANNA)
        assert again["version"] == 2 and any("看一看" in file["content"] for file in again["files"])
        application.database.close()
    assert len(databases) > 3 and versions[0] == 1 and versions[-1] == 2
    assert versions == sorted(versions)
