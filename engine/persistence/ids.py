"""Ids are made by the application, in order of time: no sequence, so that a schema can live on any machine."""

import uuid6


def new_id() -> str:
    """A UUIDv7 as 32 hexadecimal digits."""
    return uuid6.uuid7().hex
