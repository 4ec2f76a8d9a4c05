"""A setting that cannot be used is one sentence that names it, a status that is not 0, and nothing written."""

import socket
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.cli import main
from engine.cli.revisions import bring
from engine.persistence.database import Database

ROOT = Path(__file__).resolve().parents[2]


def refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """What the command line says on the way out."""
    monkeypatch.setattr("sys.argv", ["suqiu", *words])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr().err.strip()
    assert left.value.code == 1 and said.count("\n") == 0, said
    assert said.startswith("Expected ")
    return said


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("SUQIU_DATABASE_URL", "garbage", "as sqlite:///FILE or postgresql"),
        ("SUQIU_DATABASE_URL", "mysql://root:geheim@localhost/x", "found mysql"),
        ("SUQIU_DATABASE_URL", "postgresql+psycopg://suqiu:geheim@localhost:port/x", "as sqlite:///FILE or postgresql"),
        ("SUQIU_DATABASE_URL", "postgresql+psycopg://suqiu:geheim@127.0.0.1:1/x", "reach the database"),
        ("SUQIU_DATABASE_URL", "sqlite:////no/such/folder/suqiu.db", "folder exists"),
        ("SUQIU_PORT", "abc", "'abc'"),
        ("SUQIU_PORT", "70000", "1 to 65535"),
        ("SUQIU_PORT", "", "1 to 65535"),
        ("SUQIU_HOST", "", "SUQIU_HOST"),
        ("SUQIU_ZONE", "Mars/Base", "'Mars/Base'"),
        ("SUQIU_ZONE", "../../etc", "SUQIU_ZONE"),
        ("SUQIU_APPROVAL_REQUIRED", "perhaps", "SUQIU_APPROVAL_REQUIRED"),
        ("SUQIU_VAR", "", "make run VAR=dir"),
        ("SUQIU_SMTP_URL", "mail.example", "SUQIU_SMTP_URL"),
        ("SUQIU_SMTP_URL", "smtp://mail.example:x?from=a@b.example", "SUQIU_SMTP_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: str,
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUQIU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv(name, content)
    said = refused(capsys, monkeypatch, "prepare")
    assert sentence in said and "geheim" not in said
    assert not any(path.is_file() for path in tmp_path.rglob("*") if path.name != "suqiu.db")


def test_a_folder_that_is_a_file_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "var").write_text("taken")
    monkeypatch.setenv("SUQIU_VAR", str(tmp_path / "var"))
    assert "VAR=" in refused(capsys, monkeypatch, "prepare")


def test_a_file_that_is_no_database_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "suqiu.db").write_text("Dear diary, " * 1000)
    monkeypatch.setenv("SUQIU_VAR", str(tmp_path))
    assert "not a database" in refused(capsys, monkeypatch, "prepare")


@pytest.mark.parametrize("command", [("migrate",), ("prepare",), ("serve",), ("journal", "show", "K1")])
def test_a_database_of_another_release_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'suqiu.db'}")
    bring(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from_the_future'"))
    database.close()
    monkeypatch.setenv("SUQIU_VAR", str(tmp_path))
    assert "from_the_future" in refused(capsys, monkeypatch, *command)


def test_a_port_that_is_taken_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUQIU_VAR", str(tmp_path))
    monkeypatch.setenv("SUQIU_PORT", "8000")  # the command hands its port on to the server there; undone afterwards
    bring(Database(f"sqlite:///{tmp_path / 'suqiu.db'}"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        said = refused(capsys, monkeypatch, "serve", "--port", str(other.getsockname()[1]))
    assert "make run PORT=" in said
    assert "1 to 65535" in refused(capsys, monkeypatch, "serve", "--port", "70000")


@pytest.mark.parametrize("command", ["serve", "verify"])
def test_an_empty_folder_is_told_and_stays_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.delenv("SUQIU_DATABASE_URL", raising=False)
    monkeypatch.setenv("SUQIU_VAR", str(tmp_path))
    assert "but there is none. Run: suqiu prepare" in refused(capsys, monkeypatch, command)
    assert list(tmp_path.iterdir()) == []
