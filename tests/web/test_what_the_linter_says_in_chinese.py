"""What the check says of a diagram is Chinese on a Chinese page, whichever rule says it and of whatever element."""

import re

import pytest
from flask import Flask

from engine.runtime import Source, check_bundle
from tests.runtime.diagram import bpmn, flows
from tests.runtime.test_rules import NAMES, problems
from web.shared.sentences import translated

ENGLISH = re.compile(r"[a-z]+ (?:[a-z]+[ ,.;:]){2}")  # three words in a row; names, ids and FEEL are fewer
NO_SENTENCE = re.compile(r"‘[^’]*’ \([^)]*\)|“[^”]*”|[\w ]+\(…\)( or [\w ]+\(…\))?")


@pytest.mark.parametrize("rule", NAMES)
def test_every_bad_sample_is_told_in_chinese(app: Flask, rule: str) -> None:
    with app.test_request_context("/"):
        said = [translated(one.message) for one in problems(f"{rule}_bad")]
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
        said = [translated(one.message) for one in found]
    assert [one for one in said if one.startswith(called)], said
