"""Every construct of the language, an example a line: expression, and an expression of the same value."""

import pytest

from tests.feel.feel_cases import agrees, feel

ARITHMETIC = [
    ("1 + 2 * 3", "7"),
    ("(1 + 2) * 3", "9"),
    ("10 - 2 - 3", "5"),
    ("2 ** 3 ** 2", "64"),
    ("-2 ** 2", "4"),
    ("2 ** -1", "0.5"),
    ("--3", "3"),
    ("1 / 3 * 3", "0.9999999999999999999999999999999999"),
    ("0.1 + 0.2", "0.3"),
    (".5 + 1.23e2", "123.5"),
    ("1 / 0", "null"),
    ('1 + "1"', "null"),
    ('"a" + "b"', '"ab"'),
    ("1 + null", "null"),
    ("-null", "null"),
]
COMPARISON = [
    ("1 < 2", "true"),
    ("2 <= 2", "true"),
    ('"a" < "b"', "true"),
    ('1 < "b"', "null"),
    ("null < 1", "null"),
    ('1 = "1"', "null"),
    ("null = null", "true"),
    ("1 = null", "false"),
    ("[1, [2]] = [1, [2]]", "true"),
    ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
    ("{a: 1} = {a: 1, b: 2}", "false"),
    ("5 between 1 and 5", "true"),
    ("5 between 6 and 7", "false"),
    ("null between 1 and 2", "null"),
    ("2 between 1 and 3 and true", "true"),
    ("1.0 = 1", "true"),
    ("-(0 - 1234567890123456789012345678901234)", "1234567890123456789012345678901234"),
    ("- 1234567890123456789012345678901234 + 1234567890123456789012345678901233", "-1"),
    ("abs(-1234567890123456789012345678901234)", "1234567890123456789012345678901234"),
    ("for i in 10 ** 33..10 ** 33 + 2 return i", "null"),
]
LOGIC = [
    ("true and null", "null"),
    ("false and null", "false"),
    ("null and false", "false"),
    ("true or null", "true"),
    ("null or false", "null"),
    ('"x" or true', "true"),
    ('true and "x"', "null"),
    ("true and true and null and false", "false"),
    ("not(null)", "null"),
    ("not(false)", "true"),
    ("not(1)", "null"),
]
BRANCHES = [
    ('if 1 < 2 then "a" else "b"', '"a"'),
    ('if null then "a" else "b"', '"b"'),
    ('if "x" then "a" else "b"', "null"),
    ("if false then 1 else 2 + 3", "5"),
    ("(if false then 1 else 2) + 3", "5"),
    ("1 + if true then 1 else 9", "2"),
    ("if 1 > 2 then 1 else if 2 > 3 then 2 else 3", "3"),
]
LOOPS = [
    ("for i in 1..3 return i * 2", "[2, 4, 6]"),
    ("for i in 3..1 return i", "[3, 2, 1]"),
    ("for i in (1..4] return i", "[2, 3, 4]"),
    ("for i in 1..3 return partial", "[[], [[]], [[], [[]]]]"),
    ("for i in 1..2 return {a: partial}", "[{a: []}, {a: [{a: []}]}]"),
    ("for i in 1..3 return count(partial)", "[0, 1, 2]"),
    ("for i in [3..1] return i", "null"),
    ("for i in [1..null] return i", "null"),
    ('for i in [@"2026-03-01"..@"2026-02-27"] return i', "null"),
    ('[1, 2, 3]["a"]', "null"),
    ("[1, 2, 3][null]", "[]"),
    ("for i in [1, 2], j in [10, 20] return i + j", "[11, 21, 12, 22]"),
    ("for i in 1..3, j in i..3 return j", "[1, 2, 3, 2, 3, 3]"),
    ("for i in 1..5 return if i = 1 then 1 else i * partial[-1]", "[1, 2, 6, 24, 120]"),
    ('for d in @"2024-02-28"..@"2024-03-01" return d.day', "[28, 29, 1]"),
    ("for i in 5 return i", "[5]"),
    ("for i in null return i", "null"),
    ('for i in "a".."c" return i', "null"),
    ("for i in 1.5..3 return i", "null"),
    ("some i in [1, 2] satisfies i > 1", "true"),
    ("every i in [1, 2] satisfies i > 1", "false"),
    ("every i in [] satisfies false", "true"),
    ("some i in [] satisfies true", "false"),
    ("some i in [1, null] satisfies i > 1", "null"),
    ("every i in [2, null] satisfies i > 1", "null"),
    ("some i in [1, 2], j in [2, 3] satisfies i = j", "true"),
    ("every i in null satisfies true", "null"),
]
LISTS = [
    ("[1, 2, 3][1]", "1"),
    ("[1, 2, 3][-1]", "3"),
    ("[1, 2, 3][4]", "null"),
    ("[1, 2, 3][0]", "null"),
    ("[1, 2, 3][item > 1]", "[2, 3]"),
    ("5[1]", "5"),
    ("null[1]", "null"),
    ("null[item > 1]", "[]"),
    ("[1, 2, 3][true]", "[1, 2, 3]"),
    ("[{x: 1, y: 2}, {x: 2, y: 3}][x = 2].y", "[3]"),
    ("[{x: 1}, {y: 2}].x", "[1, null]"),
    ("[{item: 1}, {item: 5}][item > 2]", "[{item: 5}]"),
    ("{n: 2, l: [1, 2, 3]}.l[2]", "2"),
    ("{n: 2, m: [5, 6, 7][n]}.m", "6"),
    ("[[1, 2], [3]][1][2]", "2"),
]
CONTEXTS = [
    ("{a: 1, b: a + 1}.b", "2"),
    ('{"a b": 1}.a b', "1"),
    ("{a + b: 1}.a + b", "1"),
    ("{a: {b: {c: 7}}}.a.b.c", "7"),
    ("{a: 1}.b", "null"),
    ("null.a", "null"),
    ("{a: 1, a: 2}", "null"),
    ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(10)}.r", "3628800"),
    ("{}", "{}"),
]
FUNCTIONS = [
    ("(function(a, b) a - b)(5, 3)", "2"),
    ("(function(a, b) a - b)(b: 5, a: 3)", "-2"),
    ("(function(a: number) a)(1)", "1"),
    ('(function(a: number) a)("x")', "null"),
    ("(function(a: number) a)([1])", "1"),
    ("(function(a: list<number>) a)(1)", "[1]"),
    ("(function(a) a)()", "null"),
    ("(function(a) a)(1, 2)", "null"),
    ("(function(a) a)(b: 1)", "null"),
    ("(function(a) function(b) a + b)(1)(2)", "3"),
    ('(function(x) external {java: {class: "java.lang.Math", "method signature": "cos(double)"}})(1)', "null"),
    ("5(1)", "null"),
    ("nothing known(1)", "null"),
    ("sort([3, 1, 2], function(x, y) x < y)", "[1, 2, 3]"),
]
INSTANCES = [
    ("1 instance of number", "true"),
    ('"a" instance of number', "false"),
    ("null instance of Any", "false"),
    ('@"2020-01-01" instance of date', "true"),
    ('@"2020-01-01T00:00:00" instance of date', "false"),
    ('@"2020-01-01T00:00:00" instance of date and time', "true"),
    ('@"P1Y" instance of years and months duration', "true"),
    ('@"P1D" instance of days and time duration', "true"),
    ("[1, 2] instance of list<number>", "true"),
    ('[1, "2"] instance of list<number>', "false"),
    ("[1, null] instance of list<number>", "true"),
    ("{a: 1} instance of context<a: number>", "true"),
    ('{a: "1"} instance of context<a: number>', "false"),
    ("{b: 1} instance of context<a: number>", "false"),
    ("{a: [{b: 1}]} instance of context<a: list<context<b: number>>>", "true"),
    ("[1..2] instance of range<number>", "true"),
    ('["a".."b"] instance of range<number>', "false"),
    ("(function(a) a) instance of function<number> -> Any", "true"),
    ("(function(a) a) instance of function<> -> Any", "false"),
    ("1 instance of no such type", "null"),
]
COMMENTS = [
    ("1 // one\n + 2", "3"),
    ("1 /* one\n and */ + 2", "3"),
    ('"// no comment"', '"// no comment"'),
]
STRINGS = [
    (r'string length("\u0041\n\t\"\\")', "5"),
    (r'"\uD83D\uDCA9" = "\U01F4A9"', "true"),
    (r'string length("\d")', "2"),
    ('"a\nb"', r'"a\nb"'),
]
TABLES = (
    ARITHMETIC + COMPARISON + LOGIC + BRANCHES + LOOPS + LISTS + CONTEXTS + FUNCTIONS + INSTANCES + COMMENTS + STRINGS
)


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_an_expression_has_the_value_of_the_standard(text: str, expected: str) -> None:
    assert agrees(text, expected), f"{text} gave {feel(text)!r}"
