"""What an expression or a decision can give: constants with their places, and the facts all else is made of."""

import pytest

from engine.feel import Possible, decided, parse_dmn, possible_value


def facts(name: str) -> Possible:
    return Possible(facts=frozenset([name]))


@pytest.mark.parametrize(
    ("text", "words", "made_of"),
    [
        ('"2 days"', ["2 days"], set()),
        ('if urgent then "1 day" else limit', ["1 day"], {"limit"}),
        ('{sign: "1 day", handle: limits.handle}', ["1 day"], {"limits"}),
        ('[{step: "a", limit: "1 day"}, {step: "b", limit: x}][step = wanted].limit', ["1 day"], {"x"}),
        ('context(for row in [{k: "a", v: "1 day"}] return {key: row.k, value: row.v}).a', ["1 day"], set()),
        ('context merge([{a: "1 day"}, {b: "2 days"}]).b', ["2 days"], set()),
        ('append(known, "1 day")', ["1 day"], {"known"}),
        ('string(days) + " days"', [], {"days"}),
        ("null", [], set()),
    ],
)
def test_what_chooses_a_value_is_no_part_of_it(text: str, words: list[str], made_of: set[str]) -> None:
    found = possible_value(text, facts)
    assert (list(dict.fromkeys(found.words())), set(found.made_of)) == (words, made_of)


def test_of_what_is_too_much_only_the_facts_are_told() -> None:
    many = ", ".join(f'"{number}"' for number in range(5_000))
    found = possible_value(f"[x, {many}]", facts)
    assert (list(found.words()), set(found.made_of)) == ([], {"x"})


TABLE = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="n" name="n">
<decision id="all" name="all"><variable name="all"/><informationRequirement id="r"><requiredDecision href="#limit"/>
</informationRequirement><literalExpression id="e"><text>{sign: limit, late: kind}</text></literalExpression></decision>
<decision id="limit" name="limit"><variable name="limit"/><decisionTable id="t" hitPolicy="FIRST">
<input id="i"><inputExpression id="ie"><text>kind</text></inputExpression></input><output id="o" name="limit"/>
<rule id="r1"><inputEntry id="c1"><text>"a"</text></inputEntry>
<outputEntry id="o1"><text>"1 day"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="c2"><text>-</text></inputEntry>
<outputEntry id="o2"><text>other</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def test_the_outputs_of_a_table_stand_at_their_cells_and_its_inputs_are_no_part_of_them() -> None:
    found = decided(parse_dmn(TABLE, "t.dmn").decisions["all"])
    assert found.entry("sign").constants == (("1 day", ("t.dmn", "o1")),)
    assert set(found.entry("sign").made_of) == {"other"} and set(found.entry("late").made_of) == {"kind"}
