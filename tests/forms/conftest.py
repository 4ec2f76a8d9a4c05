"""The sample form that holds every component, and the lists its sources name."""

from pathlib import Path
from typing import Any

import pytest

from forms import CompiledForm, Form, compile_form, read_form

SAMPLE = Path(__file__).parent / "samples" / "every_component.form"
OPTIONS: dict[str, list[dict[str, Any]]] = {
    "units": [{"value": "u1", "label": "城管局", "label_en": "City management"}, {"value": "u2", "label": "水务局"}]
}


@pytest.fixture
def every() -> Form:
    return read_form(SAMPLE.read_bytes())


@pytest.fixture
def compiled(every: Form) -> CompiledForm:
    return compile_form(every)


@pytest.fixture
def options() -> dict[str, list[dict[str, Any]]]:
    return OPTIONS
