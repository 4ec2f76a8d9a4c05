"""Slowing down those who guess or flood, per address and process.

Kept in memory on purpose: it costs a request nothing, and a node that restarts forgets at most a minute. With N
nodes an address gets N times the allowance; a shared limit belongs in the proxy in front of them.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.errors import TooMany

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
