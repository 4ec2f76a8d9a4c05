"""A dispatcher corrects the matter: unit and evidence follow, nothing else moves, Enter confirms what is shown."""

from playwright.sync_api import Browser, expect

from tests.e2e.errands import Errands
from tests.e2e.people import District, Staff, said_done

WIDE = {"width": 1440, "height": 900}
SITE = ("工地夜间施工噪声", "凌晨两点还在打桩，吵得睡不着。")
MATTER, LEAD = "事项（职责清单）", "牵头单位"


def dispatching(browser: Browser, district: District, errands: Errands) -> tuple[str, Staff]:
    """The case, and a dispatcher with its form open."""
    case = errands.accepted(*SITE)
    desk = Staff.opened(browser, district.base, viewport=WIDE)
    desk.sign_in(district.someone("dispatcher"))
    desk.opens("分拨", case).locator("body[data-ready]").wait_for()
    return case, desk


def test_a_corrected_matter_brings_its_unit_and_enter_confirms_it(
    browser: Browser, district: District, errands: Errands
) -> None:
    case, desk = dispatching(browser, district, errands)
    page = desk.page
    shown = page.locator("#proposed-first")
    expect(shown).to_contain_text("施工噪音")
    expect(shown).to_contain_text("诉求中有清单用词")
    lead = page.get_by_label(LEAD).and_(page.locator("select"))
    proposed = lead.input_value()
    matter = page.get_by_label(MATTER).and_(page.locator("select"))
    matter.focus()
    matter.scroll_into_view_if_needed()
    at = matter.bounding_box()
    matter.select_option(label="路灯")
    expect(shown).to_contain_text("路灯")
    expect(shown).not_to_contain_text("施工噪音")
    expect(lead).not_to_have_value(proposed)
    assert lead.locator("option:checked").inner_text() in shown.inner_text()
    now = matter.bounding_box()
    assert at and now and abs(now["y"] - at["y"]) < 1, "what the person looks at does not move"
    chosen = lead.input_value()
    page.get_by_role("button", name="按建议确认").press("Enter")
    expect(said_done(page)).to_be_visible()
    assert errands.tasks("dispatch", case) == []
    assert [task.unit for task in errands.tasks("sign", case)] == [chosen]
    assert desk.complaints == []
    desk.close()


def test_a_unit_the_list_does_not_name_is_refused_beside_the_reason(
    browser: Browser, district: District, errands: Errands
) -> None:
    case, desk = dispatching(browser, district, errands)
    page = desk.page
    desk.fills({LEAD: "市交警支队坪山大队"})
    expect(page.locator("#proposal")).to_contain_text("请写明分拨理由")
    expect(page.get_by_role("button", name="按建议确认")).to_have_count(0)
    page.get_by_role("button", name="提交办理").click()
    expect(page.locator("#f-reason-error")).to_contain_text("请写明为何由其办理")
    desk.fills({"分拨理由": "工地车辆夜间占道"})
    page.get_by_role("button", name="提交办理").click()
    expect(said_done(page)).to_be_visible()
    assert [task.unit for task in errands.tasks("sign", case)] == ["P001"]
    desk.close()
