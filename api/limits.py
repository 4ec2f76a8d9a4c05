"""Guessing and flooding are slowed, per address. Only failures count against signing in and tracking, so that correct
use is never slowed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import current_app, request

from engine.allowance import Allowance
from engine.errors import Refusal


@dataclass(frozen=True)
class Limits:
    """What one address may do in a minute before it is asked to wait."""

    failed_sign_ins: Allowance = field(default_factory=lambda: Allowance(10))
    wrong_codes: Allowance = field(default_factory=lambda: Allowance(20))
    submissions: Allowance = field(default_factory=lambda: Allowance(120))


def limits() -> Limits:
    """The limits of this app."""
    found: Limits = current_app.extensions["suqiu-limits"]
    return found


def address() -> str:
    """Where the request comes from."""
    return request.remote_addr or "unknown"


@contextmanager
def counting_refusals(allowance: Allowance, *kinds: type[Refusal]) -> Iterator[None]:
    """Refuse at once when the allowance is spent; count when the body is refused in one of these ways."""
    allowance.check(address())
    try:
        yield
    except kinds:
        allowance.spend(address())
        raise
