"""How an answer names a unit: its code, and what Chinese and English readers call it."""

from collections.abc import Iterable, Mapping
from typing import Any


def called(field: str, unit: str | None, names: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """``{field: code, field_name: …, field_name_en: …}``; ``names`` as ``Reading.unit_names`` gives them.

    A unit that was never known is called by its code.
    """
    known = names.get(unit or "", {})
    return {field: unit, f"{field}_name": known.get("name") or unit, f"{field}_name_en": known.get("name_en")}


def all_called(field: str, units: Iterable[str], names: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """``{field_names: […], field_names_en: […]}`` in the order of ``units``; an unknown one is called by its code."""
    each = [names.get(unit, {"name": unit}) for unit in units]
    return {
        f"{field}_names": [one["name"] for one in each],
        f"{field}_names_en": [one.get("name_en") or one["name"] for one in each],
    }
