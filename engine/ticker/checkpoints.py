"""Checkpoints of the journal, and a note of the newest one beside the journal's key, outside the database.

Whoever cuts the tails of chains together with the checkpoints and heads that saw them leaves a database that is whole
in itself; the note still names the checkpoint that is gone.
"""

import os
from pathlib import Path
from typing import Any

from engine.actor import CLOCK, SYSTEM
from engine.application import Application
from engine.commands.checkpoint_journal import CheckpointJournal
from engine.queries.journal_checked import CheckpointCode

NOTE = "journal.checkpoint"


def make_checkpoint(application: Application, *, whole: bool = False) -> dict[str, Any]:
    """Make a checkpoint as ``CheckpointJournal`` does and note it; answers ``{number, code, heads}``.

    The note is renewed only while the checkpoint it names stands: one that is gone stays noted until a person looks.
    """
    made: dict[str, Any] = application.execute(CheckpointJournal(whole=whole), CLOCK)
    if made["number"] is not None and missing_checkpoint(application) is None:
        path = note_of(application)
        draft = path.with_name(f"{NOTE}.{os.getpid()}")
        application.settings.make_var()
        draft.write_text(f"{made['number']}:{made['code']}", encoding="ascii")
        draft.chmod(0o600)
        draft.replace(path)
    return made


def missing_checkpoint(application: Application) -> str | None:
    """The checkpoint noted beside the key, when the database has none of that number and code; else None."""
    try:
        noted = note_of(application).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        return "?"  # a note that cannot be read is told as one that does not agree
    number, _, code = noted.partition(":")
    if not number.isdigit():
        return noted or "?"
    found = application.ask(CheckpointCode(int(number)), SYSTEM)
    return None if found is not None and found.hex() == code else noted


def note_of(application: Application) -> Path:
    """Where this machine notes the newest checkpoint it made."""
    return application.settings.var / NOTE
