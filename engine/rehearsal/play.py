"""A play: a designer acts in a district of its own, step by step, and each step is written down as a walk says it.

The steps are all there is to keep: undoing one, going on after an edit of the diagram, and coming back after a restart
are the same steps played once more in a fresh district.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from engine.errors import NotNow, Refusal
from engine.rehearsal.acting import act
from engine.rehearsal.district import District
from engine.rehearsal.recording import standing_words
from engine.rehearsal.scenario import read_step
from engine.rehearsal.settle import come_to_rest
from engine.rehearsal.stage import Stage

MOST_STEPS: Final = 300
MOST_ACTS: Final = 500  # of the clock in one step: some seconds
MOST_BYTES: Final = 48 * 1024 * 1024
FILE: Final = "play"  # what sentences call the walk that is being written

Raw = Mapping[str, Any]


class Play:
    """One play. ``steps`` are raw steps of a walk; ``stood`` is what stood after each, as an ``expect`` says it."""

    def __init__(self, template: District, starts: datetime) -> None:
        self.stage = Stage(template.copied(starts), most_acts=MOST_ACTS)
        self.steps: list[dict[str, Any]] = []
        self.stood: list[dict[str, Any]] = []
        self.is_broken = False

    def do(self, raw: Raw) -> None:
        """Do one more step and let everything come to rest.

        Raises:
            Refusal: whatever refuses it; the play stands as before, unless ``is_broken`` says that it must be played
            again from its steps.
        """
        if len(self.steps) >= MOST_STEPS:
            raise NotNow(
                f"Expected at most {MOST_STEPS} steps in a play, but this is one more. Save it, begin another."
            )
        step = read_step(FILE, len(self.steps) + 1, dict(raw))
        try:
            act(self.stage, step)
        except Refusal:
            self.is_broken = step.verb == "pass"  # the clock may have run part of the way; other acts are whole or not
            raise
        except Exception:
            self.is_broken = True
            raise
        self._rest()
        self.steps.append(dict(raw))
        self.stood.append(standing_words(self.stage))

    def do_all(self, steps: Sequence[Raw]) -> str | None:
        """Do the steps in order. Answers why one could not be done, None when all were; the rest is left out."""
        for raw in steps:
            try:
                self.do(raw)
            except Refusal as refusal:
                return f"{len(self.steps) + 1}. {refusal.message}"
        return None

    def close(self) -> None:
        """Let go of the district."""
        self.stage.district.close()

    def _rest(self) -> None:
        self.is_broken = True
        come_to_rest(self.stage.district.application, MOST_ACTS)
        held = self.stage.district.application.database.bytes_held()
        if held > MOST_BYTES:
            raise NotNow(
                f"Expected a play of at most {MOST_BYTES >> 20} MB, but found {held >> 20}. "
                "Look for a loop that starts process after process, or begin another play."
            )
        self.is_broken = False
