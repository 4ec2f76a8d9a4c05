"""How often one address may try: guessing codes and flooding the desk stay slow."""

from functools import cache

from flask import request

from engine.allowance import Allowance


def spend(what: str, most: int, *, failed: bool = True, whose: str | None = None) -> None:
    """Count one try of ``what`` from this address, or of ``whose``; refuses above ``most`` in a minute.

    Where only failures count, ask first with ``failed=False``, which counts nothing, and again when it failed.
    Raises: TooMany.
    """
    allowance, address = _allowance(what, most), whose or request.remote_addr or "unknown"
    allowance.check(address)
    if failed:
        allowance.spend(address)


@cache
def _allowance(_what: str, most: int) -> Allowance:
    """One for each kind of act, for as long as the process lives."""
    return Allowance(most)
