"""How often one address may try: guessing codes and flooding the desk stay slow (security reference §3, row 10)."""

import threading
import time
from collections import deque

from flask import request

from engine.errors import NotAllowed

WINDOW = 60.0
ADDRESSES = 10_000
_tries: dict[tuple[str, str], deque[float]] = {}
_lock = threading.Lock()


def spend(what: str, most: int, *, failed: bool = True) -> None:
    """Count one try of ``what`` from this address; refuses above ``most`` in a minute.

    Where only failures count, ask first with ``failed=False``, which counts nothing, and again when it failed.
    """
    at, key = time.monotonic(), (what, request.remote_addr or "")
    with _lock:
        if len(_tries) > ADDRESSES:
            _tries.clear()
        tries = _tries.setdefault(key, deque())
        while tries and at - tries[0] > WINDOW:
            tries.popleft()
        if len(tries) >= most:
            raise NotAllowed(f"Expected at most {most} tries in a minute from one address. Wait a minute, then go on.")
        if failed:
            tries.append(at)
