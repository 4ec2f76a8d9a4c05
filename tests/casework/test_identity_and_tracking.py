"""Who asked stays sealed; a tracking code opens one case and is kept nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.actor import Actor
from engine.casework.case import Case, Owner, State
from engine.casework.identity import Contact, Seal, said_through, seen_by
from engine.casework.tracking import ALPHABET, digest_of, new_number, new_tracking_code, opens
from engine.errors import Unusable
from tests.casework.conftest import a_case, local
from tests.conftest import SHANGHAI

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


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("8456789", "****89"),
        ("84567890", "****90"),
        ("0755-84567890", "075****7890"),
        ("+86 138 0013 8000", "861****8000"),
    ],
)
def test_a_short_number_shows_its_last_two_digits(phone: str, shown: str) -> None:
    assert Contact("王芳", phone).masked().phone == shown


@given(st.text("0123456789 -+()转", max_size=24))
def test_the_mask_of_a_number_never_shows_more_than_64_in_100_of_its_digits(phone: str) -> None:
    digits = [letter for letter in phone if letter.isdigit()]
    shown = [letter for letter in Contact(None, phone).masked().phone or "" if letter.isdigit()]
    assert len(shown) <= 0.64 * len(digits)
    assert len(digits) >= 11 or len(shown) <= 2


INTAKE = Actor("i", "i", frozenset({"intake"}))
OURS = Actor("h", "h", frozenset({"handler"}), "B1")
OTHERS = Actor("o", "o", frozenset({"handler"}), "P1")
LEADER = Actor("l", "l", frozenset({"unit_leader"}), "B1")
CALLS_BACK = Actor("c", "c", frozenset({"callback_officer"}))
OFFICES = Actor("x", "x", frozenset({"leader", "admin", "coordinator", "dispatcher", "reviewer", "legal"}))
WANG = Contact("王芳", "13800138000")
FRESH = a_case()
WORKING = FRESH.enter(State.HANDLING, Owner("handler", "B1"), lead_unit="B1")
RATED = WORKING.enter(State.RATING, Owner("callback_officer"))


@pytest.mark.parametrize(
    ("actor", "case", "name", "phone"),
    [
        (INTAKE, FRESH, True, True), (INTAKE, WORKING, False, False),
        (OURS, WORKING, True, True), (OURS, RATED, False, False), (OTHERS, WORKING, False, False),
        (LEADER, WORKING, True, False),
        (CALLS_BACK, RATED, True, True), (CALLS_BACK, WORKING, False, False),
        (OFFICES, FRESH, False, False), (OFFICES, WORKING, False, False), (OFFICES, RATED, False, False),
    ],
)  # fmt: skip
def test_each_role_sees_at_each_step_the_fields_of_the_access_table(
    actor: Actor, case: Case, name: bool, phone: bool
) -> None:
    seen = seen_by(actor, case, WANG, ())
    assert (seen.name == WANG.name, seen.phone == WANG.phone) == (name, phone)
    assert seen.name in ("王芳", "王**") and seen.phone in ("13800138000", "138****8000")


def test_a_unit_complained_of_sees_not_even_the_mask() -> None:
    assert seen_by(OURS, WORKING, WANG, {"B1"}) == Contact(None, None, False)
    assert seen_by(LEADER, WORKING, WANG, {"B1"}) == Contact(None, None, False)
    assert seen_by(OURS, WORKING, WANG, {"P1"}) == WANG


def test_an_anonymous_citizen_is_known_to_intake_alone() -> None:
    hidden = Contact("王芳", "13800138000", anonymous=True)
    assert seen_by(INTAKE, FRESH, hidden, ()) == hidden
    assert seen_by(OURS, WORKING, hidden, ()) == Contact(None, None, True)
    assert seen_by(CALLS_BACK, RATED, hidden, ()) == Contact(None, None, True)


def test_what_was_sealed_with_a_replaced_key_still_opens() -> None:
    renewed = Seal(b"n" * 32, b"k" * 32)
    assert renewed.open(SEAL.close("王芳", "PS1", "name"), "PS1", "name") == "王芳"
    code = new_tracking_code()
    digest = digest_of(code, SEAL.tracking_key)
    assert [opens(code, digest, key) for key in renewed.tracking_keys] == [False, True]


def test_a_number_carries_the_day_of_the_district_and_nothing_misread() -> None:
    number = new_number(local("2026-11-24 00:30"), SHANGHAI)
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


def test_who_is_called_as_a_code_takes_nothing_from_what_the_system_writes() -> None:
    """Only what people say is looked through, however deep; codes, keys and moments stay what they are."""
    called = Contact("accept", "2026030210")
    entry = {
        "what": "accept", "accept": 1, "at": "2026-03-02T10:00:00+00:00", "units": ["B001"],
        "rows": [{"text": "找 accept 谈过", "phone": "2026 030 210"}], "kept": None, "nth": 2026030210,
    }  # fmt: skip
    said = said_through(entry, called.unnamed)
    assert said["rows"] == [{"text": "找 ×× 谈过", "phone": "××"}]
    assert {name: value for name, value in said.items() if name != "rows"} == {
        name: value for name, value in entry.items() if name != "rows"
    }


def test_a_number_to_call_stays_in_what_citizens_are_told() -> None:
    asked = Contact("王小明", "13800138000")
    text = "王小明您好（138 0013 8000），请致电 13912345678"
    assert asked.unnamed(text) == "××您好（××），请致电 13912345678"
    assert asked.left_out_of(text) == "××您好（××），请致电 ××"
