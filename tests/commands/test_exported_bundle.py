"""A published version, exported into processes/ and deployed by the command line, is the same by its hash."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.cli import suqiu as commands
from engine.cli.composition import opened
from engine.cli.folder import read_folder, read_walks
from engine.commands.publish_draft import PublishDraft
from engine.commands.save_draft import SaveDraft
from engine.commands.save_walk import SaveWalk
from engine.commands.start_draft import StartDraft
from engine.queries.deployments import Deployment
from engine.queries.draft_files import DraftFiles
from tests.commands.test_publish_draft import ANNA, LOOP, WALK


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one bundle, and a database of its own."""
    for place in ("processes/loop", "forms/loop"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "processes/loop/loop.bpmn").write_bytes((LOOP / "loop.bpmn").read_bytes())
    (tmp_path / "forms/loop/look.form").write_bytes((LOOP / "look.form").read_bytes())
    monkeypatch.setenv("SUQIU_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("SUQIU_DATABASE_URL", raising=False)
    return tmp_path


def suqiu(*words: object) -> str:
    answer = CliRunner().invoke(commands, [str(word) for word in words], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_export_check_out_and_deploy_are_identical_by_hash(tree: Path) -> None:
    suqiu("migrate")
    suqiu("deploy", tree / "processes/loop")
    with opened() as application:
        application.execute(StartDraft("loop"), ANNA)
        files = application.ask(DraftFiles("loop"), ANNA)["files"]
        drawn = files["loop.bpmn"].replace('name="看"'.encode(), 'name="看一看"'.encode()).replace(b"\n  <", b"<")
        application.execute(SaveDraft("loop", 1, {"loop.bpmn": drawn}), ANNA)
        saved = application.execute(SaveWalk("loop", "once.yaml", WALK), ANNA)
        application.execute(PublishDraft("loop", saved["revision"], "New.", "because"), ANNA)
        published = application.ask(Deployment("loop"), ANNA)["hash"]
    (tree / "processes/loop/gone.dmn").write_text("stale")
    said = suqiu("export", "loop", tree / "processes/loop")
    assert "gone.dmn" in said and not (tree / "processes/loop/gone.dmn").exists()
    assert (tree / "forms/loop/look.form").exists() and not (tree / "processes/loop/look.form").exists()
    before, after = files["loop.bpmn"].decode().splitlines(), read_folder(tree / "processes/loop")[1]["loop.bpmn"]
    differing = [line for line in after.decode().splitlines() if line not in before]
    assert len(differing) <= 2 and any("看一看" in line for line in differing)  # one line changed, one line differs
    assert read_walks(tree / "processes/loop") == {"once.yaml": WALK}
    assert "is unchanged" in suqiu("deploy", tree / "processes/loop")
    with opened() as application:
        assert application.ask(Deployment("loop"), ANNA)["hash"] == published


def test_an_export_does_not_touch_the_files_of_another_bundle(tree: Path) -> None:
    suqiu("migrate")
    suqiu("deploy", tree / "processes/loop")
    other = tree / "processes/other"
    other.mkdir()
    (other / "other.bpmn").write_text("mine")
    answer = CliRunner().invoke(commands, ["export", "loop", str(other)])
    assert answer.exit_code != 0 and (other / "other.bpmn").read_text() == "mine"
