"""Notices as mail, given to a real server: taken once, tried again when it says no, told apart by their key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import VirtualClock
from engine.persistence.database import Database
from engine.persistence.outbox import OutboxRow
from engine.persistence.unit_of_work import Reading, UnitOfWork
from engine.settings import Settings
from engine.ticker.poll import relay_outbox
from engine.ticker.post import SmtpPost
from tests.ticker.mail_server import MailServer, mail_server

ADDRESS = "wang.fang@mail.example"
TEXT = "您的诉求 PS260302-AAAAA 已受理，2026-03-05 18:00前答复。\n.\n再见"


@dataclass(frozen=True)
class Notify:
    """A notice for someone, with or without a mail address."""

    address: str | None = ADDRESS

    def perform(self, work: UnitOfWork) -> str:
        return work.outbox.add("notice", {"to": "citizen", "text": TEXT, "address": self.address}, key="P1")


@dataclass(frozen=True)
class Row:
    """The row of the outbox."""

    id: str

    def answer(self, reading: Reading) -> OutboxRow | None:
        return reading.outbox.get(self.id)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def application(memory: Database, clock: VirtualClock, settings: Settings, server: MailServer) -> Application:
    return Application(memory, clock, settings, SmtpPost(server.url))


def test_a_notice_arrives_as_one_mail_with_its_key(application: Application, server: MailServer) -> None:
    key = application.execute(Notify(), SYSTEM)
    assert (relay_outbox(application), relay_outbox(application)) == (1, 0)
    (mail,) = server.received
    assert mail["Message-ID"] == f"<{key}@district.example>"
    assert (mail["From"], mail["To"]) == ("suqiu@district.example", ADDRESS)
    assert mail["Subject"].startswith("您的诉求 PS260302-AAAAA 已受理") and "\n" not in mail["Subject"]
    assert mail.get_content().replace("\r\n", "\n").strip() == TEXT


def test_a_server_that_says_no_is_asked_again_and_its_words_are_not_kept(
    application: Application, server: MailServer, clock: VirtualClock, capsys: pytest.CaptureFixture[str]
) -> None:
    server.refusal = f"451 4.7.1 <{ADDRESS}>: come back later"
    key = application.execute(Notify(), SYSTEM)
    assert relay_outbox(application) == 0
    row = application.ask(Row(key), SYSTEM)
    assert (row.status, row.attempts) == ("waiting", 1)
    assert "451" in row.last_error and ADDRESS not in row.last_error
    assert ADDRESS not in "".join(capsys.readouterr())
    server.refusal = None
    assert relay_outbox(application) == 0  # it rests first
    clock.forward(timedelta(seconds=3))
    assert relay_outbox(application) == 1
    (mail,) = server.received
    assert mail["Message-ID"] == f"<{key}@district.example>"


def test_the_same_notice_sent_twice_is_told_by_its_message_id(application: Application, server: MailServer) -> None:
    for _ in range(2):  # as when a node dies between the server's yes and the commit
        application.post.deliver("notice", {"address": ADDRESS, "text": TEXT}, "k1")
    assert [mail["Message-ID"] for mail in server.received] == ["<k1@district.example>"] * 2


def test_a_server_that_is_not_there_leaves_the_notice_waiting(
    memory: Database, clock: VirtualClock, settings: Settings
) -> None:
    with mail_server() as gone:
        post = SmtpPost(gone.url)
    application = Application(memory, clock, settings, post)
    key = application.execute(Notify(), SYSTEM)
    assert relay_outbox(application) == 0
    row = application.ask(Row(key), SYSTEM)
    assert row.status == "waiting" and "refused" in row.last_error


def test_a_notice_without_an_address_needs_no_server(application: Application, server: MailServer) -> None:
    application.execute(Notify(None), SYSTEM)
    assert relay_outbox(application) == 1
    assert server.calls == 0
