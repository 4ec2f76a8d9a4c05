"""A page that is open already may ask for a part of another: its scripts say so in a header."""

from flask import request

HEADER = "X-Part"


def part() -> str:
    """Which part is asked for (``list``, ``pane``); empty for the whole page, as without scripts."""
    return request.headers.get(HEADER, "")
