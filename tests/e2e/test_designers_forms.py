"""A designer lays out a form: is told the truth, reads Chinese, writes the English, is offered what a form may hold."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.operations.bundle_problems import problems_of
from tests.e2e.designer import READY, Designer

STATE = "[data-state]"
HEADER = ":is(.bio-properties-panel-group-header, .bio-properties-panel-collapsible-entry-header):not(.open)"
OPEN = f"document.querySelectorAll('.bio-properties-panel {HEADER}').forEach(one => one.click())"
WORDS = """[...document.querySelectorAll('#canvas *')]
  .flatMap((one) => [...[...one.childNodes].filter((part) => part.nodeType === 3).map((part) => part.data),
    ...['title', 'placeholder', 'aria-label'].map((name) => one.getAttribute(name) ?? '')])
"""
ENGLISH = re.compile(r"[A-Za-z]{3,}")
OURS = re.compile(r"FEEL|bpmn\.io|\.pdf,image|^citizen_request/|^[a-z]+_[a-z0-9]+$|^Field_|^value\d*$|^yyyy/")


def saved(designer: Designer, file: str) -> dict[str, Any]:
    """The file as the draft has it, once the page says it is there."""
    designer.is_saved()
    read = f"fetch('/designer/citizen_request/content/{file}').then(r => r.json()).then(r => r.content)"
    form: dict[str, Any] = json.loads(designer.page.evaluate(read))
    return form


def keys(form: dict[str, Any]) -> list[str]:
    return [one.get("key", one["type"]) for one in form["components"]]


def component(designer: Designer, key: str) -> Page:
    page = designer.page
    page.locator(f".fjs-element[data-id='{key}']").first.click(position={"x": 6, "y": 6})
    page.wait_for_timeout(200)
    page.evaluate(OPEN)
    return page


def added(page: Page, kind: str) -> None:
    page.locator(f".fjs-palette-field[data-field-type={kind}]").focus()
    page.keyboard.press("Enter")


def test_what_is_undone_and_what_the_keyboard_adds_is_said_to_be_saved(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("sign.form")
    before = saved(designer, "sign.form")
    added(page, "textfield")
    expect(page.locator(STATE)).to_have_attribute("data-state", "changed")
    assert keys(saved(designer, "sign.form"))[:-1] == keys(before)
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(STATE)).to_have_attribute("data-state", "changed")
    assert keys(saved(designer, "sign.form")) == keys(before)
    assert page.locator(".has-error").count() == 0
    page.get_by_role("button", name="重做").click()
    expect(page.locator(STATE)).to_have_attribute("data-state", "changed")
    designer.is_saved()
    page.once("dialog", lambda dialog: pytest.fail("asked whether to leave, though all is saved"))
    page.goto(designer.base + "/designer")
    assert designer.complaints == []


def test_the_english_of_an_option_is_written_beside_it_and_told_of_when_it_is_old(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("accept.form")
    form = saved(designer, "accept.form")
    choice = next(one for one in form["components"] if any(option.get("label_en") for option in one.get("values", ())))
    component(designer, choice["id"])
    label = page.locator("#bio-properties-panel-staticOptions-0-label")
    label.fill("予以受理")
    label.press("Tab")
    english = page.locator("#bio-properties-panel-staticOptions-0-label_en")
    expect(english).to_have_value(choice["values"][0]["label_en"])
    expect(page.locator("[data-said=staticOptions-0-label_en]")).to_contain_text("还是旧的")
    told = page.locator("[data-problems] button").filter(has_text="予以受理")
    expect(told).to_contain_text(choice["values"][0]["label_en"])
    english.fill("Accept it")
    english.press("Tab")
    expect(page.locator("[data-said=staticOptions-0-label_en]")).to_have_count(0)
    expect(told).to_have_count(0)
    kept = next(one for one in saved(designer, "accept.form")["components"] if one["id"] == choice["id"])
    assert kept["values"][0] == {**choice["values"][0], "label": "予以受理", "label_en": "Accept it"}


def test_every_kind_of_component_is_offered_in_chinese_and_with_nothing_the_check_refuses(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("sign.form")
    kinds = page.locator(".fjs-palette-field").evaluate_all("all => all.map(one => one.dataset.fieldType)")
    strange = {}
    for kind in kinds:
        added(page, kind)
        made = page.evaluate("kind => editor.get('formFieldRegistry').getAll().findLast(f => f.type === kind).id", kind)
        page.evaluate("id => editor.get('selection').set(editor.get('formFieldRegistry').get(id))", made)
        expect(page.locator(".fjs-properties-panel")).to_have_attribute("data-field", made)
        page.evaluate(OPEN)
        page.wait_for_timeout(200)
        said = {text.strip() for text in page.evaluate(WORDS) if ENGLISH.search(text)}
        strange |= {text: kind for text in said if not OURS.search(text)}
    assert strange == {}
    assert page.evaluate("[...missing]") == []
    entries = page.evaluate("[...document.querySelectorAll('[data-entry-id=path]')].length")
    assert entries == 1  # the rows' own, of the dynamic list that is selected last
    form = json.dumps(page.evaluate("editor.saveSchema()"))
    refused = [one for one in problems_of("some", {"some.form": form.encode()}) if one.rule == "form-attribute"]
    assert refused == []


def test_a_choice_lists_what_the_district_has_and_never_an_expression(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("sign.form")
    added(page, "select")
    made = page.evaluate("editor.get('formFieldRegistry').getAll().findLast(f => f.type === 'select').id")
    component(designer, made)
    source = page.locator("#bio-properties-panel-valuesKey")
    assert "表达式" not in source.inner_text()
    source.select_option(label="街道")
    kept = next(one for one in saved(designer, "sign.form")["components"] if one.get("id") == made)
    assert kept["valuesKey"] == "streets" and "values" not in kept


def test_a_problem_of_a_form_leads_to_its_component_from_the_list_and_from_another_file(designer: Designer) -> None:
    designer.begins()
    page = designer.draws("handle.form")
    form = saved(designer, "handle.form")
    choice = next(one for one in form["components"] if one["type"] in ("radio", "textarea"))
    page.evaluate(
        "([id]) => { const one = editor.get('formFieldRegistry').get(id);"
        " editor.get('modeling').editFormField(one, 'conditional', {hide: '=('}) }",
        [choice["id"]],
    )
    page.evaluate("editor.get('selection').clear()")
    problem = page.locator("[data-problems] button").filter(has_text=choice["id"]).first
    problem.click()
    assert page.evaluate("editor.get('selection').get().id") == choice["id"]
    there = page.locator(f".fjs-element[data-id='{choice['id']}']")
    expect(there).to_be_focused()
    expect(there).to_have_attribute("data-lint", "has-error")
    designer.is_saved()
    page = designer.draws("consult.bpmn")
    page.locator("[data-problems] a").filter(has_text="handle.form").first.click()
    page.wait_for_url("**/handle.form#*")
    page.locator(READY).wait_for()
    assert page.evaluate("editor.get('selection').get().id") == choice["id"]


def test_what_an_uploaded_form_writes_as_markup_is_words_on_the_drawing(designer: Designer) -> None:
    hostile = '<img src=x onerror="window.pwned=1">'
    parts = [
        {"type": "text", "id": "told", "text": f"{hostile} **loud**"},
        {"type": "textfield", "id": "name", "key": "name", "label": hostile, "description": hostile},
    ]
    form = {"type": "default", "id": "elsewhere/ask", "schemaVersion": 19, "components": parts}
    designer.begins("elsewhere", new=True)
    page = designer.page
    sent = {"name": "ask.form", "mimeType": "application/json", "buffer": json.dumps(form).encode()}
    page.locator("input[type=file]").set_input_files(sent)  # type: ignore[arg-type]
    page.get_by_role("button", name="收入").click()
    page.locator(READY).wait_for()
    expect(page.locator(".fjs-element[data-id=told]")).to_contain_text(f"{hostile} **loud**")
    assert page.locator("#canvas img[src=x]").count() == 0
    assert page.evaluate("window.pwned") is None
    assert designer.complaints == []
