"""A demo district with the shipped processes, loaded once, copied for each test."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.cli.folder import read_folder
from engine.rehearsal.district import District, demo_district

FOLDER = Path(__file__).parents[2] / "processes" / "citizen_request"


@pytest.fixture(scope="session")
def template() -> Iterator[District]:
    name, files = read_folder(FOLDER)
    with demo_district({name: files}, datetime(2026, 3, 2, 1, 0, tzinfo=UTC)) as district:
        yield district


@pytest.fixture
def district(template: District) -> Iterator[District]:
    copy = template.copied(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    yield copy
    copy.close()
