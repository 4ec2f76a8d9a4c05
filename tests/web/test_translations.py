"""Chinese first, English complete: nothing that is said is untranslated, and what is compiled is level."""

import pytest

from web.translations import CATALOGUE, catalogue, compiled, extracted, untranslated


def test_every_sentence_of_the_source_is_in_the_catalogue() -> None:
    kept = {(message.id, message.context) for message in catalogue()}
    assert [message.id for message in extracted() if (message.id, message.context) not in kept] == []


def test_nothing_in_the_catalogue_is_untranslated() -> None:
    assert untranslated(catalogue()) == []


def test_nothing_in_the_catalogue_is_out_of_use() -> None:
    said = {(message.id, message.context) for message in extracted()}
    assert [message.id for message in catalogue() if (message.id, message.context) not in said] == []


def test_the_compiled_catalogue_is_level_with_its_source() -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(catalogue())


@pytest.mark.parametrize(
    "message", [m for m in catalogue() if m.id and m.context == "engine"], ids=lambda m: str(m.id)[:60]
)
def test_a_translated_refusal_keeps_the_values(message) -> None:  # type: ignore[no-untyped-def]
    gaps = message.id.count("{}")
    message.string.format(*range(gaps))
