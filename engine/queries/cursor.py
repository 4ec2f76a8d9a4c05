"""Where a list goes on: the sort key of the last row seen, packed so that nobody is tempted to build one."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import orjson

from engine.errors import Unusable


def pack(*key: Any) -> str:
    """The cursor behind the row with this sort key; moments become ISO text."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).rstrip(b"=").decode()


def unpack(cursor: str, *kinds: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The sort key of a cursor, each part made by its kind (``str``, ``int``, ``moment``).

    Raises:
        Unusable: the text is no cursor of this list.
    """
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(key, list) or len(key) != len(kinds):
            raise ValueError
        return tuple(kind(part) for kind, part in zip(kinds, key, strict=True))
    except (ValueError, TypeError, OverflowError, binascii.Error) as error:
        raise Unusable("Expected the cursor of an earlier answer to this list, found something else.") from error


def moment(text: Any) -> datetime:
    """An aware moment from ISO text. Raises: ValueError."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("no zone")
    return at


def page(rows: Sequence[Any], limit: int, key: Callable[[Any], tuple[Any, ...]]) -> tuple[Sequence[Any], str | None]:
    """The first ``limit`` of ``limit + 1`` rows asked for, and the cursor when there is more."""
    shown = rows[:limit]
    return shown, pack(*key(shown[-1])) if len(rows) > limit else None
