"""A demo district without people, on both databases."""

import pytest

from engine import demo
from engine.application import Application
from tests.copied import District, in_memory
from tests.operations.desk import Desk


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> District:
    made = in_memory(tmp_path_factory.mktemp("district"))
    demo.load(made, accounts=False)
    return District.taken_from(made)


@pytest.fixture
def desk(application: Application, district: District) -> Desk:
    district.copied_to(application)
    return Desk(application)
