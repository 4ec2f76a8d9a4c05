"""Who asked stays sealed; a tracking code opens one case and is kept nowhere."""

import pytest

from engine.actor import Actor
from engine.casework.case import Owner, State
from engine.casework.identity import Contact, Seal, may_see
from engine.casework.tracking import ALPHABET, digest_of, new_number, new_tracking_code, opens
from engine.errors import Unusable
from tests.casework.conftest import a_case, local

SEAL = Seal(b"k" * 32)


def test_a_sealed_name_opens_only_for_its_case_and_field_with_its_key() -> None:
    sealed = SEAL.close("王芳", "PS1", "name")
    assert sealed is not None and "王芳".encode() not in sealed
    assert SEAL.open(sealed, "PS1", "name") == "王芳"
    for seal, case, field in ((SEAL, "PS2", "name"), (SEAL, "PS1", "phone"), (Seal(b"x" * 32), "PS1", "name")):
        with pytest.raises(Unusable, match="key"):
            seal.open(sealed, case, field)


def test_the_same_name_is_sealed_differently_each_time() -> None:
    assert SEAL.close("王芳", "PS1", "name") != SEAL.close("王芳", "PS1", "name")


def test_nothing_given_stays_nothing() -> None:
    assert SEAL.close(None, "PS1", "name") is None
    assert SEAL.open(None, "PS1", "name") is None


def test_a_masked_contact_shows_little() -> None:
    masked = Contact("王芳", "13800138000").masked()
    assert (masked.name, masked.phone) == ("王**", "138****8000")
    assert Contact("王芳", "110").masked().phone is None


def test_only_whose_step_needs_it_sees_who_asked() -> None:
    intake = Actor("i", "i", frozenset({"intake"}))
    ours = Actor("h", "h", frozenset({"handler"}), "B1")
    others = Actor("o", "o", frozenset({"handler"}), "P1")
    leader = Actor("l", "l", frozenset({"leader", "admin", "coordinator"}))
    fresh = a_case()
    working = fresh.enter(State.HANDLING, Owner("handler", "B1"), lead_unit="B1")
    assert may_see(intake, fresh) and not may_see(intake, working)
    assert may_see(ours, working) and not may_see(others, working)
    assert not may_see(leader, fresh) and not may_see(leader, working)


def test_a_number_carries_the_day_of_the_district_and_nothing_misread() -> None:
    number = new_number(local("2026-11-24 00:30"))
    assert number.startswith("PS261124-")
    assert set(number[-5:]) <= set(ALPHABET)
    assert not set("01OILU") & set(ALPHABET)


def test_a_code_opens_its_case_however_it_is_typed() -> None:
    code = new_tracking_code()
    digest = digest_of(code, SEAL.tracking_key)
    assert code not in digest
    assert opens(f" {code[:4].lower()}-{code[4:]}", digest, SEAL.tracking_key)
    assert not opens(new_tracking_code(), digest, SEAL.tracking_key)
    assert not opens(code, None, SEAL.tracking_key)
    assert not opens(code, digest, Seal(b"x" * 32).tracking_key)
