"""What an administrator types: the list and the calendar as files."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine import demo
from engine.application import Application
from engine.cli import suqiu
from engine.cli.revisions import bring
from engine.clock import SystemClock
from engine.persistence.database import Database
from engine.settings import Settings
from tests.conftest import RecordingPost
from tests.year_ahead import REST_OF_2027, SPRING_OF_2027


@pytest.fixture
def district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo district in a file, which the command line opens by itself."""
    monkeypatch.setenv("SUQIU_VAR", str(tmp_path))
    monkeypatch.setenv("SUQIU_DATABASE_URL", f"sqlite:///{tmp_path / 'suqiu.db'}")
    settings = Settings.from_environment()
    database = Database(settings.database_url)
    bring(database)
    demo.load(Application(database, SystemClock(), settings, RecordingPost()), accounts=False)
    database.close()
    return tmp_path


def typed(*words: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(suqiu, words, input=answer)


def test_the_list_goes_out_is_edited_and_comes_in(district: Path) -> None:
    file = district / "list.csv"
    assert typed("export-list", str(file)).exit_code == 0
    assert "as the file says already" in typed("import-list", str(file), "--reason", "x").output
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    edited = district / "edited.csv"
    changed = [lines[0], *lines[2:], '990101,一,二,无人机扰民,,,,,3 个工作日,B001,,B005,执法,,"会议纪要",']
    edited.write_text("\n".join(changed), encoding="utf-8")
    dry = typed("import-list", str(edited), "--dry-run")
    assert (
        "+ 990101 无人机扰民" in dry.output and "- 010101 卫生问题" in dry.output and "Nothing was stored" in dry.output
    )
    asked = typed("import-list", str(edited), "--reason", "会议纪要", answer="n\n")
    assert asked.exit_code == 1 and "1 matter(s) go" in asked.output
    assert "Version 2" in typed("import-list", str(edited), "--reason", "会议纪要", "--yes").output


def test_bad_rows_are_told_by_line_and_nothing_is_stored(district: Path) -> None:
    file = district / "list.csv"
    file.write_text("编码,大类,中类,小类,牵头单位\n1,一,二,三,火星管理局\n", encoding="utf-8")
    refused = typed("import-list", str(file), "--reason", "x", "--yes")
    assert refused.exit_code == 1 and "line 2: " in refused.output and "火星管理局" in refused.output


def test_a_year_of_holidays_comes_in(district: Path) -> None:
    file = district / "2027.csv"
    file.write_text(f"日期,上班,名称\n2027-01-01,否,元旦\n{SPRING_OF_2027}{REST_OF_2027}", encoding="utf-8")
    dry = typed("import-calendar", str(file), "--dry-run")
    assert "2027-01-01: as its weekday → free 元旦" in dry.output and "2027 becomes known" in dry.output
    assert "Edition 3" in typed("import-calendar", str(file), "--source", "国办通知").output
    again = typed("import-calendar", str(file))
    assert again.exit_code == 1 and "found none" in str(again.exception or again.output)
    file.write_text("日期,上班,名称\n2029-01-01,否,元旦\n2029-01-01,否,元旦\n", encoding="utf-8")
    refused = typed("import-calendar", str(file))
    assert refused.exit_code == 1 and "line 3: " in refused.output
