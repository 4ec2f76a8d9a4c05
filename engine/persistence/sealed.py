"""Values kept under lock and key: encrypted with a key that is not in the database."""

import secrets
from typing import Any

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes, random for each value (NIST SP 800-38D)


def seal(key: bytes, value: Any, bound_to: str) -> bytes:
    """A JSON value as AES-256-GCM bytes; ``bound_to`` is what it belongs to, so that it opens nowhere else."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, orjson.dumps(value), bound_to.encode())


def unseal(key: bytes, sealed: bytes, bound_to: str) -> Any:
    """The JSON value again. Raises: cryptography.exceptions.InvalidTag with another key, place or content."""
    return orjson.loads(AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode()))
