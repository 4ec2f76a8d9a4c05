"""The post: hands notices to the outside. Delivery is at least once; receivers tell repeats by the key."""

import os
import smtplib
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog

from engine.application import Post
from engine.errors import NotNow, Unusable

__all__ = ["LogPost", "Post", "SmtpPost", "post_from_environment"]

log = structlog.get_logger("suqiu.post")
FORM = (
    "Expected SUQIU_SMTP_URL as smtp://user:password@host:port?from=address, but found another form. "
    "Mend it, or leave it out to send no mail."
)
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
        try:
            parts = urlsplit(url)
            sender = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair).get("from", "")
            self._sender = Address(addr_spec=unquote(sender))
            self._is_tls = parts.scheme == "smtps"
            self._host, self._port = parts.hostname or "", parts.port or (465 if self._is_tls else 25)
        except (ValueError, IndexError, HeaderParseError) as error:  # as urllib and email refuse ports and addresses
            raise Unusable(FORM) from error
        if parts.scheme not in ("smtp", "smtps") or not self._host or not self._sender.domain:
            raise Unusable(FORM)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")

    def deliver(self, kind: str, payload: dict[str, Any], idempotency_key: str) -> None:
        """Send one mail.

        Raises:
            NotNow: the server does not take it, with its code and not its words, which repeat the address.
            OSError: it cannot be reached.
        """
        address = payload.get("address")
        if not address:
            return
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = Address(addr_spec=str(address))
        mail["Subject"] = " ".join(str(payload.get("subject") or payload.get("text") or kind).split())[:120]
        mail["Message-ID"] = f"<{idempotency_key}@{self._sender.domain}>"
        mail.set_content(str(payload.get("text") or ""))
        try:
            self._send(mail)
        except smtplib.SMTPResponseException as error:
            raise NotNow(f"Expected the mail server to take the notice, but it said {error.smtp_code}.") from error
        except smtplib.SMTPRecipientsRefused as error:
            codes = ", ".join(str(code) for code, _ in error.recipients.values())
            raise NotNow(f"Expected the mail server to take the address, but it said {codes}.") from error

    def _send(self, mail: EmailMessage) -> None:
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
