"""The post: hands notices to the outside. Delivery is at least once; receivers tell repeats by the key."""

import os
import smtplib
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog

from engine.application import Post
from engine.errors import Unusable

__all__ = ["LogPost", "Post", "SmtpPost", "post_from_environment"]

log = structlog.get_logger("suqiu.post")
PATIENCE = 10.0  # seconds a mail server may take


class LogPost:
    """For the demo district: the notices page shows what would have been sent; here is one line of log for each."""

    def deliver(self, kind: str, payload: dict[str, Any], idempotency_key: str) -> None:
        log.info("notice", kind=kind, key=idempotency_key, to=payload.get("to"), template=payload.get("template"))


class SmtpPost:
    """Mail, for notices that carry an address in ``payload["address"]``; others are shown on the pages only.

    ``url`` is ``smtp://user:password@host:port?from=…`` or ``smtps://…``; STARTTLS is used where the server offers it.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        sender = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair).get("from", "")
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not sender:
            raise Unusable(
                "Expected SUQIU_SMTP_URL as smtp://user:password@host:port?from=address, found another form."
            )
        self._is_tls = parts.scheme == "smtps"
        self._host, self._port = parts.hostname, parts.port or (465 if self._is_tls else 25)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = Address(addr_spec=unquote(sender))

    def deliver(self, kind: str, payload: dict[str, Any], idempotency_key: str) -> None:
        """Send one mail. Raises: OSError, smtplib.SMTPException when the server does not take it."""
        address = payload.get("address")
        if not address:
            return
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = Address(addr_spec=str(address))
        mail["Subject"] = " ".join(str(payload.get("subject") or payload.get("text") or kind).split())[:120]
        mail["Message-ID"] = f"<{idempotency_key}@{self._sender.domain}>"
        mail.set_content(str(payload.get("text") or ""))
        with self._open() as server:
            if not self._is_tls and server.has_extn("starttls"):
                server.starttls()
                server.ehlo()
            if self._user:
                server.login(self._user, self._password)
            server.send_message(mail)

    def _open(self) -> smtplib.SMTP:
        kind = smtplib.SMTP_SSL if self._is_tls else smtplib.SMTP
        server = kind(self._host, self._port, timeout=PATIENCE)
        server.ehlo()
        return server


def post_from_environment() -> Post:
    """Mail when SUQIU_SMTP_URL is set, else the log. Raises: Unusable."""
    url = os.environ.get("SUQIU_SMTP_URL")
    return SmtpPost(url) if url else LogPost()
