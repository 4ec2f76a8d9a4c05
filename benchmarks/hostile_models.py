"""How long a hostile model keeps a node busy, and ``suqiu check`` as a command. Issue: 2 s of processor each at most.

    python -m benchmarks.hostile_models [DIR]

DIR: other models (*.bpmn) to give to the command as well, such as those of the BPMN MIWG.
"""

import resource
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path
from time import perf_counter, thread_time

from engine.operations.bundle_problems import problems_of
from tests.runtime import hostile

ALONE = "import sys; from engine.cli import main; sys.argv = ['suqiu', 'check', sys.argv[1]]; main()"


def main() -> None:
    worst, as_command = 0.0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name, content in chain(hostile.no_diagrams(), hostile.foreign(), hostile.huge(), hostile.tangled()):
            path = Path(folder) / "x.bpmn"
            path.write_bytes(content)
            wall, own = perf_counter(), thread_time()
            found = problems_of("p", {"x.bpmn": content})
            wall, own, command = perf_counter() - wall, thread_time() - own, command_time(path)
            worst, as_command = max(worst, own), max(as_command, command)
            inside = f"{own:6.2f} s own, {wall:6.2f} s in all"
            print(f"{name:34} {len(content):>12,} bytes {inside}, {command:6.2f} s as a command, {len(found):4} told")
    print(f"worst: {worst:.2f} s of this thread's own time, {as_command:.2f} s of processor time as a command")
    for path in sorted(Path(sys.argv[1]).rglob("*.bpmn")) if len(sys.argv) > 1 else []:
        print(f"{path.name:34} {command_time(path):6.2f} s as a command")


def command_time(path: Path) -> float:
    """Processor seconds, user and system, of one ``suqiu check``, its start-up included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", ALONE, str(path)], capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
