"""The numbers people are told, and the secret code that opens the tracking page.

The code has 83 random bits and is kept only as a keyed digest, so that a stolen table opens nothing.
The alphabet leaves out what is misread on paper or by telephone: 0 O 1 I L U.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, tzinfo

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 17
REQUEST, JOINT_HANDLING, LIST_REVISION = "PS", "JH", "LR"  # how the number of each begins
CLUSTER, CAMPAIGN, REFERRAL = "CL", "CP", "RF"


def new_number(at: datetime, zone: tzinfo, prefix: str = REQUEST) -> str:
    """A fresh number such as PS261124-7K3MX: the prefix of its kind, the day in the zone, five random characters."""
    return f"{prefix}{at.astimezone(zone):%y%m%d}-{_random(5)}"


def new_tracking_code() -> str:
    """A fresh tracking code of 17 characters (30^17 > 2^83 choices)."""
    return _random(CODE_LENGTH)


def digest_of(code: str, key: bytes) -> str:
    """The keyed digest under which a tracking code is kept; blanks, hyphens and case do not matter."""
    plain = code.replace("-", "").replace(" ", "").upper()
    return hmac.new(key, b"tracking:" + plain.encode(), hashlib.sha256).hexdigest()


def opens(code: str, digest: str | None, key: bytes) -> bool:
    """Does the code open it? Takes the same time whether or not there is a digest to compare with."""
    return hmac.compare_digest(digest_of(code, key), digest or "0" * 64) and digest is not None


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
