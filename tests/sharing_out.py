"""How the workers share the tests out: file by file, so that what a file sets up is set up once.

The marks of xdist's own ``loadgroup`` do nothing with pytest 9.2, which keeps the ids of tests elsewhere, and walking
every walk in both workers took three minutes of each. The files that take longest go first, then those of many tests;
the tests of ``ONE_BY_ONE`` need nothing set up together, so they go last and fill up what is left.
"""

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling

ONE_BY_ONE = "test_pages_are_accessible.py"
LONGEST = (
    "test_the_walks_take_every_line.py",
    "test_designers_draw.py",
    "test_the_car_park.py",
    "test_each_kind_from_submit_to_closed.py",
    "test_a_designers_day.py",
    "test_nothing_typed_is_lost.py",
    "test_description.py",
    "test_founding_stories.py",
)


class FileByFile(LoadScopeScheduling):
    """A file is one piece of work, but for the one whose tests are one each."""

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid)


def piece_of(nodeid: str) -> str:
    file = nodeid.partition("::")[0]
    return nodeid if file.endswith(ONE_BY_ONE) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FileByFile:
    config.option.loadscopereorder = False  # it would put the long files of few tests last
    return FileByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The order the workers begin the files in; without workers it stays as it is."""
    if not hasattr(config, "workerinput"):
        return
    tests = Counter(piece_of(item.nodeid) for item in items)

    def turn(item: pytest.Item) -> tuple[int, int]:
        piece = piece_of(item.nodeid)
        name = piece.rpartition("/")[2]
        return LONGEST.index(name) if name in LONGEST else len(LONGEST), -tests[piece]

    items.sort(key=turn)
