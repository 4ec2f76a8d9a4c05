"""What a condition surely is, of a few names known: a choice that a gateway leads elsewhere is not told."""

import pytest

from engine.feel import surely_holds


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ('submission.decision = "keep"', True),
        ('submission.decision != "keep"', False),
        ('submission.decision in ("keep", "drop")', True),
        ('submission.decision = "drop" and grade = "A"', False),
        ('submission.decision = "keep" and grade = "A"', None),
        ('submission.decision = "keep" or grade = "A"', True),
        ('submission.decision = "drop" or grade = "A"', None),
        ('not(submission.decision = "drop")', True),
        ("submission.decision > 3", False),  # null does not hold
        ("submission.reason = null", None),
        ('submission.decision = "keep" and now() > at', None),
        ("now() = now()", None),
        ("1 = 1", None),  # says nothing of what is known
        ("submission", None),
        ("submission.decision = (", None),
    ],
)
def test_only_what_no_other_fact_can_change_is_sure(text: str, sure: bool | None) -> None:
    assert surely_holds(text, {"submission.decision": "keep"}) is sure
