"""The page a person gets: labelled, described, usable without JavaScript, and never with a value unescaped."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from forms import Form, read_form, render_form

SHIPPED = sorted(Path("forms").glob("*/*.form"))
SAMPLE = Path(__file__).parent / "samples" / "every_component.form"
CONTROLS = "//input[not(@type='hidden')] | //select | //textarea"


def tree(form: Form, **page: Any) -> html.HtmlElement:
    return html.fromstring(f"<form>{render_form(form, **page)}</form>")


def name_of(page: html.HtmlElement, control: html.HtmlElement) -> str:
    labels = page.xpath("//label[@for=$id]", id=control.get("id"))
    assert len(labels) == 1, control.get("name")
    return str(labels[0].text_content())


@pytest.mark.parametrize("path", [SAMPLE, *SHIPPED], ids=lambda path: path.stem)
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_control_has_one_label_and_every_id_is_unique(path: Path, locale: str, options: Any) -> None:
    page = tree(read_form(path.read_bytes()), options=options, locale=locale)
    for control in page.xpath(CONTROLS):
        assert name_of(page, control).strip()
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(fieldset.find("legend") is not None for fieldset in page.iter("fieldset"))
    for described in page.xpath("//@aria-describedby"):
        assert all(part in ids for part in described.split())


def test_there_is_no_inline_script_or_style(every: Form, options: Any) -> None:
    page = tree(every, options=options)
    assert not page.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')]")


def test_required_is_said_in_words(every: Form, options: Any) -> None:
    assert ">必填<" in render_form(every, options=options)
    assert ">required<" in render_form(every, options=options, locale="en")


def test_english_labels_are_used_where_there_are_any(every: Form, options: Any) -> None:
    text = tree(every, options=options, locale="en").text_content()
    assert "Decision" in text and "Accept" in text and "City management" in text and "水务局" in text


def test_values_are_filled_in(every: Form, options: Any) -> None:
    data = {
        "decision": "return",
        "reason": "\n首行空",
        "days": 3,
        "moment": "2026-03-05T10:00:00+00:00",
        "urgent": True,
        "lead_unit": "u2",
        "channels": ["web"],
        "others": ["u1", "u2"],
        "stars": 2,
        "branches": [{"unit": "u1", "task": "修"}],
        "papers": ["f1"],
    }
    page = tree(every, data=data, options=options, context={"title": "路灯坏了"}, files={"f1": "照片.jpg"})
    assert page.xpath("//input[@name='decision'][@checked]/@value") == ["return"]
    assert page.xpath("//input[@name='days']/@value") == ["3"]
    assert page.xpath("//input[@name='moment']/@value") == ["2026-03-05T18:00"]
    assert page.xpath("//select[@name='lead_unit']/option[@selected]/@value") == ["u2"]
    assert page.xpath("//input[@name='channels'][@checked]/@value") == ["web"]
    assert page.xpath("//select[@name='others']/option[@selected]/@value") == ["u1", "u2"]
    assert page.xpath("//input[@name='branches.0.task']/@value") == ["修"]
    assert page.xpath("//input[@name='papers'][@type='checkbox']/@value") == ["f1"]
    assert page.xpath("//output")[0].text == "路灯坏了"
    assert "照片.jpg" in page.text_content()


def test_a_proposal_fills_in_its_field_and_a_draft_wins_over_it(every: Form, options: Any) -> None:
    proposed = {"proposed_lead_unit": "u2"}
    assert tree(every, options=options, context=proposed).xpath("//option[@selected]/@value") == ["u2"]
    drafted = tree(every, options=options, context=proposed, data={"lead_unit": "u1"})
    assert drafted.xpath("//option[@selected]/@value") == ["u1"]


def test_an_error_is_tied_to_its_control(every: Form, options: Any) -> None:
    errors = {"days": ["天数不对。"], "branches.1.unit": ["没有此单位。"], "decision": ["请选择。"], "": ["内容过大。"]}
    page = tree(every, options=options, errors=errors)
    for name, sentence in (("days", "天数不对。"), ("branches.1.unit", "没有此单位。")):
        control = page.xpath("//*[@name=$name]", name=name)[0]
        assert control.get("aria-invalid") == "true"
        shown = [page.get_element_by_id(part).text_content() for part in control.get("aria-describedby").split()]
        assert sentence in shown
    assert page.xpath("//fieldset[@role='radiogroup'][@aria-invalid='true']")
    assert page.xpath("//ul[@role='alert']/li/text()") == ["内容过大。"]


def test_the_line_for_an_error_is_there_before_there_is_one(every: Form, options: Any) -> None:
    assert len(tree(every, options=options).xpath("//p[@class='field-error']")) >= 10


def test_a_condition_hides_on_the_server_and_tells_a_script_what_to_listen_to(every: Form, options: Any) -> None:
    box = "//div[.//textarea[@name='reason']][@data-condition]"
    hidden = tree(every, options=options).xpath(box)[0]
    assert hidden.get("hidden") is not None and hidden.get("data-depends") == "decision"
    shown = tree(every, options=options, data={"decision": "return"}).xpath(box)[0]
    assert shown.get("hidden") is None
    assert tree(every, options=options).xpath("//button[@name='_refresh']")


def test_rows_are_offered_without_javascript(every: Form, options: Any) -> None:
    assert len(tree(every, options=options).xpath("//select[contains(@name, '.unit')]")) == 2
    page = tree(every, options=options, rows={"branches": 3})
    assert page.xpath("//input[@name='_rows_branches']/@value") == ["3"]
    assert page.xpath("//button[@name='_add_branches']")
    assert page.xpath("//select[contains(@name, '.unit')]/@name")[-1] == "branches.2.unit"


def test_conditions_in_rows_see_the_fields_around_them(every: Form, options: Any) -> None:
    box = "//div[@data-condition][.//input[@name='branches.0.due']]"
    assert tree(every, options=options, data={"urgent": True}).xpath(box)[0].get("hidden") is not None
    assert tree(every, options=options).xpath(box)[0].get("hidden") is None


MARK = "<x-mark>&\"'"
hostile = st.text(alphabet=st.sampled_from("<>&\"'`={}()/xonscriptalert;: \n字"), max_size=40).map(
    lambda text: MARK + text
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | hostile,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(hostile, inner, max_size=3),
    max_leaves=6,
)
KEYS = [str(c["key"]) for c in json.loads(SAMPLE.read_bytes())["components"] if "key" in c]


@given(
    data=st.dictionaries(st.sampled_from([*KEYS, "lead_unit", "others", "channels", "branches"]), anything, max_size=8),
    rows=st.lists(st.dictionaries(st.sampled_from(["unit", "task", "due"]), anything), max_size=2),
    label=hostile,
    error=hostile,
    locale=st.sampled_from(["zh", "en"]),
)
@settings(max_examples=150, deadline=None)
def test_no_value_label_error_or_file_name_reaches_the_page_unescaped(
    data: dict[str, Any], rows: list[dict[str, Any]], label: str, error: str, locale: str
) -> None:
    options = {"units": [{"value": label, "label": label, "label_en": label}]}
    errors = {"days": [error], error: [error], "branches.0.unit": [error]}
    context = {"title": error}
    page = render_form(
        read_form(SAMPLE.read_bytes()),
        data={"branches": rows, "papers": [label], **data},
        options=options,
        errors=errors,
        context=context,
        files={label: error},
        locale=locale,
    )
    assert "<x-mark>" not in page
    parsed = html.fromstring(f"<form>{page}</form>")
    allowed = {"form", "div", "fieldset", "legend", "label", "input", "select", "option", "textarea", "p", "br", "span"}
    allowed |= {"output", "ul", "li", "hr", "button"}
    assert {element.tag for element in parsed.iter()} <= allowed
    assert not [
        name for element in parsed.iter() for name in element.attrib if name.startswith("on") or name == "style"
    ]


@pytest.mark.parametrize(("may_return", "is_said"), [(False, True), (True, False), (None, False)])
def test_what_a_unit_may_no_longer_do_is_said_on_the_page(may_return: bool | None, is_said: bool, options: Any) -> None:
    form = read_form(Path("forms/citizen_request/sign.form").read_bytes())
    page = tree(form, options=options, context={"may_return": may_return})
    (field,) = page.xpath("//output[contains(@id, 'may_return')]/..")
    assert "不能再退件" in field.text_content()
    assert (field.get("hidden") is None) == is_said
