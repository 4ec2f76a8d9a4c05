"""The shipped bundle as tests see it: its files, what the runtime makes of them, and how it is drawn."""

from pathlib import Path

import pytest

from engine.actor import ROLES
from engine.operations.registered import catalogue
from engine.runtime import Bundle, Source, parse_bundle
from tests.processes.drawing import Drawing, read_drawing

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "processes" / "citizen_request"
FORMS = ROOT / "forms" / "citizen_request"


def sources() -> list[Source]:
    """Every diagram and decision file of the bundle."""
    return [
        Source(path.name, path.read_bytes()) for path in sorted(BUNDLE.iterdir()) if path.suffix in (".bpmn", ".dmn")
    ]


def files() -> dict[str, bytes]:
    """The whole bundle as it is deployed, forms included, by file name."""
    found = [path for path in BUNDLE.iterdir() if path.suffix in (".bpmn", ".dmn")]
    return {path.name: path.read_bytes() for path in sorted((*found, *FORMS.glob("*.form")))}


def form_names() -> set[str]:
    """The forms that exist, as user tasks name them."""
    return {f"citizen_request/{path.stem}" for path in FORMS.glob("*.form")}


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return parse_bundle("citizen_request", sources(), operations=catalogue(), forms=form_names(), roles=ROLES)


@pytest.fixture(scope="session")
def drawings() -> list[Drawing]:
    return [read_drawing(path) for path in sorted(BUNDLE.glob("*.bpmn"))]
