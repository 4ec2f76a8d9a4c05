"""What the check says of a diagram is Chinese on a Chinese page, whichever rule says it and of whatever element."""

import re

import pytest
from flask import Flask

from engine.errors import Unusable
from engine.feel import unknown_function
from engine.runtime import Source, check_bundle, write_values
from tests.runtime.diagram import bpmn, flows
from tests.runtime.test_rules import NAMES, problems
from web.shared.sentences import translated

ENGLISH = re.compile(r"[a-z]+ (?:[a-z]+[ ,.;:]){2}")  # three words in a row; names, ids and FEEL are fewer
NO_SENTENCE = re.compile(r"‘[^’]*’ \([^)]*\)|“[^”]*”|[\w ]+\(…\)( or [\w ]+\(…\))?")


@pytest.mark.parametrize("rule", NAMES)
def test_every_bad_sample_is_told_in_chinese(app: Flask, rule: str) -> None:
    with app.test_request_context("/"):
        said = [translated(one.message, of_files=True) for one in problems(f"{rule}_bad")]
    assert said and [one for one in said if ENGLISH.search(NO_SENTENCE.sub("", one))] == []


@pytest.mark.parametrize(
    ("drawn", "called"),
    [
        ('<scriptTask id="x" name="记账"/>', "‘记账’ (x) 是脚本任务"),
        ('<complexGateway id="x"/>', "x 是复杂网关"),
        ('<endEvent id="x"><signalEventDefinition signalRef="n"/></endEvent>', "x 是信号结束事件"),
        ('<intermediateCatchEvent id="x" name="等"/>', "‘等’ (x) 是什么也不等的捕获事件"),
    ],
)
def test_what_a_foreign_file_brings_is_called_as_in_chinese(app: Flask, drawn: str, called: str) -> None:
    body = f'<startEvent id="s"/>{drawn}' + flows("s x")
    found = check_bundle("b", [Source("f.bpmn", bpmn(body))], operations={})
    with app.test_request_context("/"):
        said = [translated(one.message, of_files=True) for one in found]
    assert [one for one in said if one.startswith(called)], said


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        (
            "No form before handle has the field ‘decision’, which it reads as submission.decision: it would be null. "
            "Name a field of the form, or give the form that field.",
            ("handle", "“decision”", "submission.decision"),
        ),
        ("Nothing supplies the fact ‘commitment’, which sign reads. Did you mean ‘opinion’?", ("“commitment”", "sign")),
        (
            "In the logic of the decision ‘limits’, ‘a.handel’ is always null: there is no entry ‘handel’. "
            "Did you mean ‘handle’?",
            ("决策“limits”的内容中", "“a.handel”总是空值", "是否应为“handle”"),
        ),
        (
            "In the condition of ‘是’ (yes), ‘a.b’ is always null: there is no entry ‘b’. There are: c, d.",
            ("‘是’ (yes)", "“a.b”总是空值", "可用的有：c, d。"),
        ),
        ("In the collection of ‘签收’ (sign): it reads submission.position.", ("submission.position",)),
        ("Expected a recipient of citizen, unit, but found 'untis'. Choose one from the list.", ("citizen", "unit")),
    ],
)
def test_a_key_an_id_and_a_code_stay_as_they_must_be_written(app: Flask, said: str, chinese: tuple[str, ...]) -> None:
    with app.test_request_context("/"):
        shown = translated(said, of_files=True)
    assert all(one in shown for one in chinese), shown


@pytest.mark.parametrize(
    "said",
    [
        unknown_function("nope"),
        unknown_function("coun"),
        f"Expected functions of FEEL in ‘nope() + 1’. {unknown_function('nope')}",
        "Expected the condition to speak of fields of the form, found “decision”; the task must bring it as a fact.",
    ],
)
def test_what_feel_and_forms_say_is_chinese_to_its_end(app: Flask, said: str) -> None:
    with app.test_request_context("/"):
        shown = translated(said, of_files=True)
    assert shown != said and "Expected" not in shown and "See the list" not in shown and "Did you" not in shown, shown


@pytest.mark.parametrize(
    ("text", "chinese"), [("$", "此处可写：一个值、名称、运算符"), ('"abc', "此处可写：表示结束的引号")]
)
def test_what_a_cell_may_hold_is_said_in_chinese(app: Flask, text: str, chinese: str) -> None:
    head = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="n" name="m"><decision id="d"'
    dmn = f'{head} name="d"><literalExpression><text>{text}</text></literalExpression></decision></definitions>'
    drawn = Source("b.bpmn", bpmn('<startEvent id="s"/><endEvent id="e"/>' + flows("s e")))
    (problem,) = check_bundle("b", [drawn, Source("d.dmn", dmn.encode())], operations={})
    with app.test_request_context("/"):
        shown = translated(problem.message, of_files=True)
    assert chinese in shown and "Expected" not in shown, shown


def test_a_call_of_nothing_is_told_in_chinese(app: Flask) -> None:
    drawn = '<startEvent id="s"/><callActivity id="ca" name="子流程"/><endEvent id="e"/>' + flows("s ca;ca e")
    (problem,) = check_bundle("b", [Source("b.bpmn", bpmn(drawn))], operations={})
    with app.test_request_context("/"):
        assert translated(problem.message, of_files=True) == "‘子流程’ (ca) 未写明调用哪个流程。请从中选择：p。"


def test_an_id_that_is_taken_is_shown_as_an_id(app: Flask) -> None:
    files = bpmn('<startEvent id="dispatch"/><endEvent id="e"/>' + flows("dispatch e"))
    with pytest.raises(Unusable) as refused:
        write_values("b.bpmn", files, "e", {"id": "dispatch"})
    with app.test_request_context("/"):
        assert translated(refused.value.message) == "编号应不与其他元素相同，但“dispatch”已被使用。请另取。"
