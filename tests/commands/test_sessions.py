"""Signing in: tokens that are never stored, expire, can be ended; failures that slow a guesser down."""

from datetime import timedelta

import pytest

from engine.actor import SYSTEM
from engine.application import Application
from engine.clock import VirtualClock
from engine.commands.change_password import ChangePassword
from engine.commands.close_session import CloseSession
from engine.commands.create_account import CreateAccount
from engine.commands.open_session import OpenSession
from engine.errors import NotAllowed, NotNow, Unusable
from engine.queries.session_actor import SessionActor
from tests.commands.desk import ANNA

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _account(application: Application) -> None:
    application.execute(CreateAccount("anna", "安娜", PASSWORD, ("handler",), "U1"), SYSTEM)


def sign_in(application: Application, password: str = PASSWORD) -> str:
    return str(application.execute(OpenSession("anna", password), SYSTEM)["token"])


def test_the_token_says_who_it_is_until_it_expires(application: Application, clock: VirtualClock) -> None:
    token = sign_in(application)
    assert application.ask(SessionActor(token), SYSTEM) == ANNA
    clock.forward(timedelta(hours=12))
    with pytest.raises(NotAllowed, match="Sign in again"):
        application.ask(SessionActor(token), SYSTEM)


def test_a_closed_session_is_over_at_once(application: Application) -> None:
    token = sign_in(application)
    application.execute(CloseSession(token), ANNA)
    with pytest.raises(NotAllowed):
        application.ask(SessionActor(token), SYSTEM)


def test_an_unknown_name_and_a_wrong_password_get_the_same_sentence(application: Application) -> None:
    with pytest.raises(NotAllowed) as unknown:
        application.execute(OpenSession("nobody", PASSWORD), SYSTEM)
    with pytest.raises(NotAllowed) as wrong:
        sign_in(application, "wrong")
    assert unknown.value.message == wrong.value.message


def test_after_five_failures_even_the_right_password_waits(application: Application, clock: VirtualClock) -> None:
    for _ in range(5):
        with pytest.raises(NotAllowed):
            sign_in(application, "wrong")
    with pytest.raises(NotAllowed):
        sign_in(application)
    clock.forward(timedelta(minutes=1))
    assert sign_in(application)


def test_a_new_password_ends_the_sessions_of_the_old_one(application: Application) -> None:
    token = sign_in(application)
    application.execute(ChangePassword("anna", "another horse battery", current=PASSWORD), ANNA)
    with pytest.raises(NotAllowed):
        application.ask(SessionActor(token), SYSTEM)
    assert sign_in(application, "another horse battery")


def test_the_token_is_not_in_the_database(application: Application) -> None:
    from sqlalchemy import select

    from engine.persistence.sessions import sessions

    token = sign_in(application)
    with application.database.reading() as connection:
        assert token not in repr(connection.execute(select(sessions)).all())


def test_accounts_have_known_roles_free_names_and_long_passwords(application: Application) -> None:
    with pytest.raises(NotNow, match="taken"):
        application.execute(CreateAccount("anna", "A", PASSWORD, ("handler",)), SYSTEM)
    with pytest.raises(Unusable, match="roles"):
        application.execute(CreateAccount("bert", "B", PASSWORD, ("king",)), SYSTEM)
    with pytest.raises(Unusable, match="12"):
        application.execute(CreateAccount("bert", "B", "short", ("handler",)), SYSTEM)
    with pytest.raises(NotAllowed):
        application.execute(CreateAccount("bert", "B", PASSWORD, ("handler",)), ANNA)
