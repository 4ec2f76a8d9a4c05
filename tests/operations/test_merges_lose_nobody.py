"""Merging and splitting in any order loses no citizen and doubles none; every case keeps one owner and one reply."""

from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import demo
from engine.application import Application
from engine.casework.case import State
from engine.clock import VirtualClock
from engine.errors import Refusal
from engine.persistence.database import Database
from engine.persistence.tables import metadata
from engine.settings import Settings
from tests.conftest import MONDAY, SHANGHAI, RecordingPost
from tests.operations.desk import Desk

CASES = 5
moves = st.lists(
    st.tuples(st.sampled_from(["merge", "split"]), st.integers(0, CASES - 1), st.integers(0, CASES - 1)), max_size=12
)
rounds = count()


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One district for every example; each example registers cases of its own."""
    database = Database("sqlite://")
    metadata.create_all(database.engine)
    settings = Settings(tmp_path_factory.mktemp("merges"), "sqlite://", SHANGHAI)
    desk = Desk(Application(database, VirtualClock(MONDAY), settings, RecordingPost()))
    demo.load(desk.application, accounts=False)
    yield desk
    database.close()


def root(desk: Desk, number: str) -> str:
    """Where the reply of a case comes from; never round in a circle."""
    seen = [number]
    while parent := desk.case(seen[-1]).merged_into:
        assert parent not in seen
        seen.append(parent)
    return seen[-1]


@settings(max_examples=25, deadline=None)
@given(moves)
def test_merges_and_splits_never_lose_or_double_a_citizen(busy: Desk, moves: list[tuple[str, int, int]]) -> None:
    mark = next(rounds)
    numbers = [busy.register(f"PS-{mark:05}-{at}") for at in range(CASES)]
    busy.dispatched(numbers[0])  # it has another owner than the others
    for what, one, other in moves:
        child, parent = numbers[one], numbers[other]
        try:
            if what == "merge" and busy.case(child).state is not State.MERGED:
                busy.do("cases.merge", key=child, parent=parent)
            elif what == "split" and busy.case(child).state is State.MERGED:
                busy.do("cases.enter", key=child, state="accepted", owner_role="dispatcher")
        except Refusal as refusal:
            assert "Expected" in refusal.message
    roots = {number: root(busy, number) for number in numbers}
    for number, top in roots.items():
        case = busy.case(number)
        assert (case.state is State.MERGED) is (number != top)
        assert case.owner == busy.case(top).owner
        assert case.merged_into in (None, top)  # one step to the reply, however it came about
        open_merges = busy.see(lambda reading, child=number: reading.merges.all(child=child, split_at=None))
        assert len(open_merges) == (number != top)
        assert busy.see(lambda reading, of=number: reading.parties.contact(of)) is not None
    families = {
        top: [child.number for child in busy.see(lambda r, of=top: r.cases.children(of))] for top in roots.values()
    }
    everybody = sorted([*families, *(child for children in families.values() for child in children)])
    assert everybody == sorted(numbers)
