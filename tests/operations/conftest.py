"""A demo district without people, on both databases."""

import pytest

from engine import demo
from engine.application import Application
from tests.operations.desk import Desk


@pytest.fixture
def desk(application: Application) -> Desk:
    demo.load(application, accounts=False)
    return Desk(application)
