"""Values of the DMN Technology Compatibility Kit's test cases, and how results are compared with them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from engine.feel import moment_text
from engine.feel.durations import parse_duration
from engine.feel.functions_boolean import is_identical
from engine.feel.kinds import kind_of

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_DECIMALS = 8


def local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def parts(element: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in element if local(one) == name]


def value_in(element: etree._Element) -> Any:
    """The FEEL value of an ``inputNode``, ``expected``, ``component`` or ``item``."""
    components = parts(element, "component")
    if components:
        return {one.get("name", ""): value_in(one) for one in components}
    for held in element:
        if local(held) == "value":
            return _single(held)
        if local(held) == "list":
            if held.get(f"{_XSI}nil") == "true":
                return None
            return [value_in(item) for item in parts(held, "item")]
    return None


def _single(element: etree._Element) -> Any:
    if element.get(f"{_XSI}nil") == "true":
        return None
    text = element.text or ""
    kind = element.get(f"{_XSI}type", "xsd:string").rpartition(":")[2]
    if kind == "string":
        return text
    text = text.strip()
    match kind:
        case "boolean":
            return text in ("true", "1")
        case "date":
            return moment_text.parse_date(text)
        case "time":
            return moment_text.parse_time(text)
        case "dateTime":
            return moment_text.parse_date_and_time(text)
        case "duration" | "dayTimeDuration" | "yearMonthDuration":
            return parse_duration(text)
        case _:
            return _number(text)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def agrees(expected: Any, found: Any) -> bool:
    """Is it the expected value? Numbers exactly, except where the kit gives eight or more decimals.

    Those were computed in binary floating point; the kit's own runners compare them to eight decimals.
    """
    if expected is None or found is None:
        return expected is found
    if isinstance(expected, Decimal) and isinstance(found, Decimal):
        return _numbers_agree(expected, found)
    if kind_of(expected) != kind_of(found):
        return False
    if isinstance(expected, list):
        return len(expected) == len(found) and all(
            agrees(one, other) for one, other in zip(expected, found, strict=True)
        )
    if isinstance(expected, dict):
        return expected.keys() == found.keys() and all(agrees(value, found[key]) for key, value in expected.items())
    return bool(is_identical(expected, found))


def _numbers_agree(expected: Decimal, found: Decimal) -> bool:
    if expected == found:
        return True
    exponent = expected.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent < _DECIMALS:
        return False
    return abs(expected - found) <= Decimal(1).scaleb(-_DECIMALS)
