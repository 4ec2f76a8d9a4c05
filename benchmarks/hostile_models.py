"""How long a hostile model keeps a node busy: ``python -m benchmarks.hostile_models``. Issue: 2 s each at most."""

from itertools import chain
from time import perf_counter, thread_time

from engine.operations.bundle_problems import problems_of
from tests.runtime import hostile


def main() -> None:
    worst = 0.0
    for name, content in chain(hostile.no_diagrams(), hostile.foreign(), hostile.huge(), hostile.tangled()):
        wall, own = perf_counter(), thread_time()
        found = problems_of("p", {"x.bpmn": content})
        wall, own = perf_counter() - wall, thread_time() - own
        worst = max(worst, own)
        print(f"{name:34} {len(content):>12,} bytes {own:6.2f} s own, {wall:6.2f} s in all, {len(found):4} told")
    print(f"worst: {worst:.2f} s of this thread's own time")


if __name__ == "__main__":
    main()
