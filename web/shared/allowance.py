"""How often one address may try: guessing codes and flooding the desk stay slow."""

from flask import Flask, current_app, request

from engine.allowance import Allowance

_KEY = "suqiu-allowances"


def open_to(app: Flask) -> None:
    """Nothing is spent yet. What is spent belongs to these pages, not to the process: another district begins anew."""
    app.extensions[_KEY] = {}


def spend(what: str, most: int, *, failed: bool = True, whose: str | None = None) -> None:
    """Count one try of ``what`` from this address, or of ``whose``; refuses above ``most`` in a minute.

    Where only failures count, ask first with ``failed=False``, which counts nothing, and again when it failed.
    Raises: TooMany.
    """
    allowances: dict[str, Allowance] = current_app.extensions[_KEY]
    allowance = allowances.setdefault(what, Allowance(most))
    address = whose or request.remote_addr or "unknown"
    allowance.check(address)
    if failed:
        allowance.spend(address)
