"""Slowing down those who guess or flood, per address and process.

Kept in memory on purpose: it costs a request nothing, and a node that restarts forgets at most a minute. With N
nodes an address gets N times the allowance; a shared limit belongs in the proxy in front of them.
Only failures count against signing in and tracking, so that correct use is never slowed.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import current_app, request

from api.errors import TooMany
from engine.errors import Refusal

MOST_ADDRESSES = 10_000


@dataclass
class Allowance:
    """At most ``times`` per ``seconds`` for one address; the oldest addresses are forgotten beyond MOST_ADDRESSES."""

    times: int
    seconds: float = 60.0
    tell: Callable[[], float] = time.monotonic
    _spent: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, address: str) -> None:
        """Raises: TooMany when nothing is left for now."""
        with self._lock:
            if len(self._recent(address)) >= self.times:
                raise TooMany

    def spend(self, address: str) -> None:
        """Count one."""
        with self._lock:
            self._recent(address).append(self.tell())

    def _recent(self, address: str) -> deque[float]:
        spent = self._spent.pop(address, deque())
        self._spent[address] = spent
        while len(self._spent) > MOST_ADDRESSES:
            del self._spent[next(iter(self._spent))]
        while spent and spent[0] <= self.tell() - self.seconds:
            spent.popleft()
        return spent


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
