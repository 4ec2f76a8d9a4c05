"""The request a citizen has opened in this browser: number and code in the signed cookie, never in an address."""

from flask import session

from engine.errors import NotFound

_KEY = "opened"


def remember(number: str, code: str) -> None:
    session[_KEY] = [number, code]


def opened() -> tuple[str, str]:
    """Number and code. Refuses when nothing is open here."""
    if _KEY not in session:
        raise NotFound("Expected a request that is open in this browser, but none is. Enter its number and code.")
    number, code = session[_KEY]
    return number, code


def is_open() -> bool:
    return _KEY in session


def forget() -> None:
    session.pop(_KEY, None)
    session.pop("receipt", None)
