"""The administrator at the list and the calendar: found, changed with a reason, brought in after a look."""

import csv
import re
from collections.abc import Callable
from io import BytesIO

from tests.web.conftest import Visitor
from tests.year_ahead import REST_OF_2027, SPRING_OF_2027

As = Callable[[str], Visitor]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found.group(1)


def test_a_matter_is_found_read_and_changed_with_a_reason(as_: As) -> None:
    admin = as_("admin").in_english()
    found = admin.read("/responsibility-list?q=130801")
    assert "工业红线内噪声" in found and "demo" in found
    address = "/responsibility-list/matters/130801"
    assert "demo district" in admin.read(address)
    change = {"version": "1", "leads": "B001; 坪山街道=P001", "reason": "会议纪要"}
    assert admin.post(address, change, page=address).status_code == 302
    changed = admin.read(address)
    assert "会议纪要" in changed and "坪山街道" in changed
    stale = admin.post(address, {**change, "grade": "A"}, page=address)
    assert stale.status_code == 409 and "changed meanwhile" in stale.text
    wrong = admin.post(address, {"version": "2", "leads": "", "reason": "x"}, page=address)
    assert wrong.status_code == 422 and "lead unit" in wrong.text


def test_the_list_is_brought_in_after_a_look_at_what_it_changes(as_: As) -> None:
    admin = as_("admin").in_english()
    exported = admin.get("/responsibility-list/download.csv")
    rows = list(csv.DictReader(exported.data.decode("utf-8-sig").splitlines()))
    rows[0]["分级"] = "A"
    lines = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows[:-1])]
    file = (BytesIO("\n".join(lines).encode()), "list.csv")
    page = "/responsibility-list/import"
    seen = admin.post(page, {"file": file}, page=page).text
    assert "1 go, 1 differ" in seen and rows[-1]["编码"] in seen
    names = ("packed", "name", "base", "effective_from")
    confirmed = {name: hidden(seen, name) for name in names} | {"confirmed": "1", "reason": "新版办法"}
    assert admin.post(page, confirmed, page=page).status_code == 302
    assert "Version 2 is in force" in admin.read("/responsibility-list")
    bad = admin.post(
        page, {"file": (BytesIO("编码,大类,中类,小类,牵头单位\n1,一,二,三,无\n".encode()), "x.csv")}, page=page
    ).text
    assert "line 2" in bad and "无" in bad


def test_the_year_is_a_grid_and_the_next_one_is_brought_in_after_a_look(as_: As) -> None:
    admin = as_("admin").in_english()
    year = admin.read("/calendar?year=2026")
    assert 'class="day holiday" title="Spring Festival"' in year and "make-up workday" in year
    assert "not announced" in admin.read("/calendar?year=2027")
    days = f"日期,上班,名称\n2027-01-01,否,元旦\n2027-01-02,是,元旦\n{SPRING_OF_2027}{REST_OF_2027}"
    seen = admin.post("/calendar/import", {"file": (BytesIO(days.encode()), "2027.csv")}, page="/calendar").text
    assert "14 day(s) differ" in seen and "Is a make-up workday or a day off missing?" in seen
    confirmed = {name: hidden(seen, name) for name in ("packed", "name", "base")}
    stored = admin.post("/calendar/import", {**confirmed, "confirmed": "1", "source": "国办通知"}, page="/calendar")
    assert stored.status_code == 302
    assert "not announced" not in admin.read("/calendar?year=2027")
    hours = "日期,上班,名称,工作时间\n2027-07-01,,,08:30-12:00 14:30-18:00\n".encode()
    seen = admin.post("/calendar/import", {"file": (BytesIO(hours), "hours.csv")}, page="/calendar").text
    assert "Working hours from 1 Jul 2027 on" in seen and "08:30–12:00" in seen
    gap = days + "2027-01-05,是,\n"
    assert (
        "is missing"
        in admin.post("/calendar/import", {"file": (BytesIO(gap.encode()), "2027.csv")}, page="/calendar").text
    )


def test_a_revision_is_raised_and_shown(as_: As) -> None:
    admin = as_("admin").in_english()
    raised = admin.post("/list-revisions", {"reason": "夜间噪声由谁管"}, page="/responsibility-list")
    assert raised.status_code == 302


def test_others_read_the_list_and_cannot_change_it(as_: As) -> None:
    reader = as_("water")
    assert "130801" in reader.read("/responsibility-list?q=130801")
    address = "/responsibility-list/matters/130801"
    assert 'name="leads"' not in reader.read(address)
    assert reader.post(address, {"leads": "B001", "reason": "x"}, page=address).status_code == 403


def test_holidays_and_where_the_hours_come_from_are_read_in_chinese_too(as_: As) -> None:
    year = as_("admin").read("/calendar?year=2026")
    assert 'title="春节"' in year and "Spring Festival" not in year and "no public source" not in year
