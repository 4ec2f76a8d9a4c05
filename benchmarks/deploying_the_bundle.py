"""Parse, check and deploy of the shipped bundle. Gate: 1 s.

python -m benchmarks.deploying_the_bundle
"""

import sys
import time
from pathlib import Path

from benchmarks.bench import HANDLER, district, machine
from engine.cli.folder import read_folder
from engine.commands.deploy_bundle import DeployBundle

FOLDER = Path(__file__).parents[1] / "processes" / "citizen_request"


def main() -> None:
    print(machine())
    application = district()
    name, files = read_folder(FOLDER)
    wall, own = time.perf_counter(), time.thread_time()
    answer = application.execute(DeployBundle(name, files), HANDLER)
    wall, own = time.perf_counter() - wall, time.thread_time() - own
    held = f"{len(files)} files, {len(answer['processes'])} processes"
    print(f"{held}: {wall:.2f} s, of them {own:.2f} s of this thread (gate 1)")
    sys.exit(0 if wall <= 1 else 1)


if __name__ == "__main__":
    main()
