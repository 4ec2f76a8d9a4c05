"""Killed at any statement, nothing acknowledged is lost and nothing is half done."""

import subprocess
import sys
from pathlib import Path

from engine.persistence.task_sheet import standing
from engine.persistence.unit_of_work import Reading
from tests.commands.desk import EDITH
from tests.conftest import MONDAY
from tests.persistence.killed_at_a_statement import open_at

ROOT = Path(__file__).parents[2]


def test_no_acknowledged_act_is_lost_wherever_the_process_dies(tmp_path: Path) -> None:
    script = [sys.executable, "-m", "tests.persistence.killed_at_a_statement", str(tmp_path)]
    subprocess.run(script, cwd=ROOT, check=True, timeout=300)
    turns = sorted(int(path.stem) for path in tmp_path.glob("*.log"))
    assert len(turns) > 20, "expected to have died at many statements"
    for turn in turns:
        acknowledged = (tmp_path / f"{turn}.log").read_text().split()
        stored, running, rows_agree = look(tmp_path / f"{turn}.db")
        assert stored[: len(acknowledged)] == acknowledged, turn
        assert len(stored) <= len(acknowledged) + 1, turn  # at most the act that was never answered
        assert rows_agree, turn
        assert running == (0 < len(stored) < 3), turn
    assert look(tmp_path / f"{turns[-1]}.db")[0] == ["start", "complete", "complete"]


def look(path: Path) -> tuple[list[str], bool, bool]:
    """The acts in the journal, whether an instance runs, and whether rows and state say the same."""
    application = open_at(path)
    with application.database.reading() as connection:
        reading = Reading(connection, MONDAY, EDITH, application.settings)
        entries = reading.journal.of_key("P1")
        rows = reading.instances.of_key("P1")
        agree = True
        for row in rows:
            _, outcome = standing(reading, row)
            tasks = {task.id for task in reading.user_tasks.of_key(row.business_key, only_open=True)}
            timers = {timer.id for timer in reading.timers.of_instance(row.id)}
            agree &= tasks == {task.id for task in outcome.user_tasks}
            agree &= timers == {timer.id for timer in outcome.timers}
        running = any(row.status == "running" for row in rows)
    application.database.close()
    return [entry.kind for entry in entries if entry.kind != "noted"], running, agree
