"""Who makes the request. A bearer token and nothing else: a cookie never signs an API call in."""

from flask import g, request

from api.acting import application
from api.errors import NoTrackingCode, NotSignedIn
from engine.actor import SYSTEM, Actor
from engine.errors import NotAllowed
from engine.queries.session_actor import SessionActor

CITIZEN = Actor("citizen", "诉求人", kind="citizen")
LONGEST_TOKEN = 200


def bearer_token() -> str:
    """The token of the header Authorization. Raises: NotSignedIn."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN or not token.isascii():
        raise NotSignedIn
    return token


def sign_in_person() -> None:
    """Set the actor to the person the token belongs to. Raises: NotSignedIn when it is none, ended or withdrawn."""
    try:
        g.actor = application().ask(SessionActor(bearer_token()), SYSTEM)
    except NotAllowed as refusal:
        raise NotSignedIn(refusal.message) from refusal


def admit_citizen() -> None:
    """Set the actor to the nameless citizen: what they may see is decided by the tracking code they show."""
    g.actor = CITIZEN


def admit_tracking_citizen() -> None:
    """The nameless citizen with a code; whether it is the code of the case is the query's to say."""
    admit_citizen()
    tracking_code()


def tracking_code() -> str:
    """The code of the header X-Tracking-Code. Raises: NoTrackingCode."""
    code = request.headers.get("X-Tracking-Code", "").strip()
    if not code:
        raise NoTrackingCode
    return code[:LONGEST_TOKEN]
