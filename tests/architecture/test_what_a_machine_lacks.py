"""A skip is for a person's machine, which says what it lacks; in CI the same lack is a failure."""

import pytest

from tests.conftest import unavailable


def test_a_lack_is_a_skip_here_and_a_failure_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no Chromium"):
        unavailable("no Chromium")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no Chromium"):
        unavailable("no Chromium")
