"""Looking back at past cases on an unchanged draft: how fast, and how often the answer is "the same", as it must be.

    suqiu replay FILE --limit 500 --keep PAST.db
    python -m benchmarks.what_if_of_past_cases PAST.db [CASES]

A case whose recorded inputs do not lead the version it ran on where it went is "unfaithful": its answer is not given.
"""

import sys
import time
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.bench import SilentPost, machine
from engine.actor import Actor
from engine.application import Application
from engine.clock import SystemClock
from engine.persistence.database import Database
from engine.queries.past_cases import ClosedCases
from engine.queries.plays import GroundOf
from engine.rehearsal.sandboxes import Ground
from engine.rehearsal.what_if import WhatIf
from engine.settings import Settings

DESIGNER = Actor("bench", "Bench", frozenset({"designer", "admin"}))
BUNDLE = "citizen_request"


def main(past: Path, most: int) -> int:
    url = f"sqlite:///{past}"
    settings = Settings(past.parent, url, ZoneInfo("Asia/Shanghai"))
    application = Application(Database(url), SystemClock(), settings, SilentPost())
    version = application.ask(GroundOf(BUNDLE, 1), DESIGNER)
    closed = application.ask(ClosedCases(BUNDLE, None, most), DESIGNER)
    trial, why = WhatIf(application, DESIGNER, Ground(**version), closed), Counter[str]()
    begun, worked = time.perf_counter(), time.process_time()
    for found in trial.each():
        if found["answers"] != ["same"]:
            why.update(found["words"][:1])
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    counts = trial.found()["counts"]
    print(
        f"{machine()}; {len(closed)} closed instances in {took:.0f} s, of them {worked:.0f} s of this process, "
        f"{1000 * worked / len(closed):.0f} ms each"
    )
    print(", ".join(f"{answer}: {count}" for answer, count in sorted(counts.items())))
    for words, count in why.most_common(12):
        print(f"  {count} × {words}")
    return 0 if set(counts) <= {"same", "unfaithful"} else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute(), int(sys.argv[2]) if len(sys.argv) > 2 else 500))
