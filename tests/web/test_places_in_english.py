"""On an English page a place has its English name, and a name that is only Chinese says so to a screen reader."""

from collections.abc import Callable

from engine.application import Application
from tests.web.conftest import Visitor
from tests.web.test_submit_and_track import submitted
from tests.web.walked import WATER, dispatched

As = Callable[[str], Visitor]


def test_places_are_called_by_their_english_names(as_: As, visitor: Visitor, application: Application) -> None:
    case = submitted(visitor)[0]
    dispatched(application, case, WATER)
    coordinator = as_("coordinator")
    assert "坪山街道 六和社区 某停车场" in coordinator.read(f"/cases/{case}")
    page = coordinator.in_english().read(f"/cases/{case}")
    assert "Pingshan Sub-district, Liuhe Community, " in page and "坪山街道" not in page
    assert '<span lang="zh-CN">某停车场</span>' in page, "what the citizen wrote"
    assert "Pingshan Sub-district" in coordinator.read("/cases")


def test_a_matter_has_but_its_chinese_name_and_the_list_says_so_once(as_: As) -> None:
    page = as_("admin").in_english().read("/responsibility-list?q=停车场")
    assert page.count("Matters have the Chinese names of the list.") == 1
    assert '<span lang="zh-CN">停车场</span>' in page
    assert "lang=" not in as_("admin").read("/responsibility-list?q=停车场").split("<main")[1].split("</main>")[0]
