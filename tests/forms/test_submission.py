"""An HTML POST becomes the data the form wants, whatever the framework's mapping is."""

from typing import Any

from werkzeug.datastructures import MultiDict

from forms import CompiledForm, Form, asks_for_redisplay, read_submission, rows_wanted

POSTED: list[tuple[str, str]] = [
    ("csrf_token", "t"),
    ("decision", "return"),
    ("reason", "不归我管"),
    ("days", "3"),
    ("urgent", "true"),
    ("channels", "web"),
    ("channels", "phone"),
    ("stars", "1"),
    ("lead_unit", ""),
    ("branches.0.unit", "u1"),
    ("branches.0.task", "修"),
    ("branches.2.unit", "u2"),
    ("branches.2.task", "查"),
    ("_rows_branches", "3"),
]


def test_a_post_is_read_and_accepted(every: Form, compiled: CompiledForm, options: Any) -> None:
    loaded = compiled.load(read_submission(every, MultiDict(POSTED)), options=options)
    assert loaded["reason"] == "不归我管"
    assert (loaded["days"], loaded["urgent"], loaded["stars"], loaded["lead_unit"]) == (3, True, 1, None)
    assert loaded["channels"] == ["web", "phone"]
    assert [row["unit"] for row in loaded["branches"]] == ["u1", "u2"]


def test_a_plain_mapping_is_read_alike(every: Form) -> None:
    plain: dict[str, Any] = dict(POSTED) | {"channels": ["web", "phone"]}
    assert read_submission(every, plain) == read_submission(every, MultiDict(POSTED))


def test_a_checkbox_left_out_is_no(every: Form) -> None:
    assert read_submission(every, {})["urgent"] is False


def test_names_the_form_does_not_have_stay_outside(every: Form) -> None:
    assert set(read_submission(every, {"owner": "me", "title": "x"})) == set(every.keys)


def test_a_hostile_row_number_makes_no_rows(every: Form) -> None:
    for name in ("branches.99999999.unit", "branches.-1.unit", "branches.²,.unit", "branches..unit"):
        assert read_submission(every, {name: "u1"})["branches"] == []
    assert len(read_submission(every, {"branches.9999.unit": "u1"})["branches"]) == 201


def test_the_add_button_asks_for_one_row_more(every: Form) -> None:
    pressed = MultiDict([*POSTED, ("_add_branches", "1")])
    assert asks_for_redisplay(every, pressed)
    assert rows_wanted(every, pressed) == {"branches": 4}
    assert not asks_for_redisplay(every, MultiDict(POSTED))
    assert asks_for_redisplay(every, MultiDict([("_refresh", "1")]))
    assert rows_wanted(every, MultiDict([("_rows_branches", "99999999")])) == {"branches": 0}
