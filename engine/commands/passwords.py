"""Passwords: argon2id hashes, at the cost OWASP names for a server that also does other work.

One thread computes them all: each hash fills 19 MB, and the allocator keeps that much for every thread that ever made
one. Twelve people signing in at once on twelve threads left a server of 118 MB with 348.
"""

from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.errors import Unusable

SHORTEST, LONGEST = 12, 1000
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_ONE_THREAD = ThreadPoolExecutor(1, "passwords")  # begins at its first hash, so after a server has forked
_NOBODY = _HASHER.hash("nobody's password, so that an unknown name takes as long as a known one")


def hashed(password: str) -> str:
    """The hash of a new password. Raises: Unusable when it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Unusable(
            f"Expected a password of {SHORTEST} to {LONGEST} characters, found {len(password)}. Choose another."
        )
    return _ONE_THREAD.submit(_HASHER.hash, password).result()


def matches(password_hash: str | None, password: str) -> bool:
    """Is this the password? None stands for an unknown account and takes the same time."""
    try:
        fits = _ONE_THREAD.submit(_HASHER.verify, password_hash or _NOBODY, password[:LONGEST]).result()
        return fits and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
