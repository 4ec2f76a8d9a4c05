"""A list keeps its words whole where the screen leaves it little room."""

from playwright.sync_api import Browser

from tests.e2e.errands import Errands
from tests.e2e.people import District, Staff

NARROW = ({"width": 900, "height": 800}, {"width": 834, "height": 800})  # just wide enough for a table
BROKEN = """() => [...document.querySelectorAll('.list tbody td')].flatMap(cell => {
    const found = [], texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text; text = texts.nextNode();)
        for (const word of text.data.matchAll(/[A-Za-z]+/g)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            if (range.getClientRects().length > 1) found.push(word[0]);
        }
    return found;
})"""
CUT = """() => [...document.querySelectorAll('.list')].filter(list => list.scrollWidth > list.clientWidth).length"""


def test_no_word_of_the_list_of_cases_is_broken_and_no_column_is_cut(
    browser: Browser, district: District, errands: Errands
) -> None:
    title = "某某小区一期与二期之间公共绿地长期被占用堆放建筑材料且夜间装卸噪声严重影响居民休息"
    errands.accepted(title, "凌晨两点还在打桩，吵得睡不着。")
    desk = Staff.opened(browser, district.base)
    desk.sign_in(district.someone("dispatcher"))
    desk.page.get_by_role("button", name="English").click()
    desk.page.get_by_role("button", name="中文").wait_for()
    for size in NARROW:
        desk.page.set_viewport_size(size)
        page = desk.visit("/cases")
        page.get_by_role("link", name=title).first.wait_for()
        assert (page.evaluate(BROKEN), page.evaluate(CUT)) == ([], 0), size
    desk.close()
