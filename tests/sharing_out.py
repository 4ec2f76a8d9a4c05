"""How two workers share the tests out: file by file, so that what a file sets up is set up once.

The marks of xdist's own ``loadgroup`` do nothing with pytest 9.2, which keeps the ids of tests elsewhere, and walking
every walk in both workers took three minutes of each. Files of many tests go first; the few tests of ``ONE_BY_ONE``
take half a minute each and need nothing set up together, so they go last and fill up what is left.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

ONE_BY_ONE = ("test_pages_are_accessible.py", "test_each_kind_from_submit_to_closed.py")


class FileByFile(LoadScopeScheduling):
    """A file is one piece of work, but for those whose tests are one each."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file.endswith(ONE_BY_ONE) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FileByFile:
    return FileByFile(config, log)
