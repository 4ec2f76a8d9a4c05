"""A path that is null whatever the case: told where it stands, and only where it is certain."""

import pytest

from engine.feel import Possible
from engine.runtime import Source, check_bundle
from tests.runtime.test_rules import OPERATIONS, SAMPLES


def null_paths_of(*replaced):
    names = [SAMPLES / f"null_paths_good.{kind}" for kind in ("bpmn", "dmn")]
    contents = {path.name: path.read_bytes() for path in names}
    for old, new in replaced:
        assert any(old in one for one in contents.values())
        contents = {name: one.replace(old, new) for name, one in contents.items()}
    sources = [Source(name, content) for name, content in contents.items()]
    found = check_bundle("p", sources, operations=OPERATIONS, forms={"p/a": {"limits": Possible()}})
    return [(one.element, one.message) for one in found if one.rule in ("null_paths", "known_facts")]


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        (
            b"limits.handle}",
            b"limits.handel}",
            "e1",
            "In the logic of the decision ‘sizes’, ‘limits.handel’ is always null",
        ),
        (b"{size: limits", b"{sise: limits", None, ""),  # the other item still has a size
        (b"<text>urgency<", b"<text>sizes.large<", "ie1", "‘sizes.large’ is always null"),  # a fact of a decision
        (b"<text>urgency<", b"<text>urgancy<", "ask", "‘urgancy’, which ask reads. Did you mean ‘urgency’?"),
        (b'"o1" name="accept"', b'"o1" name="reply"', "g_a", "There are: reply, handle."),
        (b"limits.accept =", b"{accept: null}.accept =", None, ""),
        (
            b"limits.accept =",
            b"(if urgency then limits else other).acept =",
            "g_a",
            "Nothing supplies the fact ‘other’",
        ),
        (b"limits.accept =", b"(for limits in [1] return limits.acept)[1] =", None, ""),
        (b"limits.accept =", b"limits.accept.day =", None, ""),  # of a text that may stand for a date
        (
            b"limits.accept =",
            b"limits.accept.text =",
            "g_a",
            "a single value stands before the dot. Leave ‘.text’ out.",
        ),
        (b'name="facts" value=""/>', b'name="facts" value="limits"/>', None, ""),
    ],
)
def test_only_what_is_null_whatever_the_case_is_told_and_where_it_stands(old, new, place, said):
    found = null_paths_of((old, new))
    assert [one for one, _ in found[:1]] == ([place] if place else []) and (not place or said in found[0][1])
    if place == "g_a" and "other" in said:
        assert len(found) == 1  # of what may be another fact's nothing is said


def test_where_a_start_may_bring_anything_only_what_is_nearly_an_entry_is_told():
    undeclared = (b'<spiffworkflow:property name="facts" value="urgency"/>', b"")
    assert null_paths_of(undeclared, (b"limits.accept", b"limits.deadline")) == []
    ((place, _),) = null_paths_of(undeclared, (b"limits.accept", b"limits.acept"))
    assert place == "g_a"
