"""The list over HTTP: read by day, unit and class, changed with a reason, in and out as a file."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from engine.application import Application
from tests.api.conftest import Caller

NOISE = "130801"


def upload(content: bytes, **fields: str) -> dict[str, Any]:
    return {"data": {"file": (BytesIO(content), "list.xlsx"), **fields}, "content_type": "multipart/form-data"}


@pytest.fixture
def admin(district: Application, as_: Callable[[str], Caller]) -> Caller:
    return as_("admin")


def test_a_downloaded_list_is_changed_and_sent_back(admin: Caller) -> None:
    exported = admin.get("/responsibility-list/export?format=xlsx")
    assert (
        exported.status_code == 200 and "responsibility-list-2026-03-02.xlsx" in exported.headers["Content-Disposition"]
    )
    dry = admin.post("/responsibility-list/import", **upload(exported.data, dry_run="true"))
    assert dry.status_code == 200 and dry.json["version"] is None and dry.json["rows"] == 347
    revised = admin.post(
        "/responsibility-list", {"code": NOISE, "cells": {"grade": "A"}, "reason": "编办通知", "version": 1}, key="once"
    )
    assert revised.status_code == 201 and revised.json["version"] == 2
    stale = admin.post("/responsibility-list", {"code": NOISE, "cells": {"grade": "B"}, "reason": "x", "version": 1})
    assert stale.status_code == 409
    back = admin.post(
        "/responsibility-list/import",
        **upload(exported.data, effective_from="2026-07-01", reason="恢复", base=str(dry.json["base"] + 1)),
    )
    assert back.json["version"] == 3 and [one["code"] for one in back.json["changed"]] == [NOISE]
    history = admin.get(f"/responsibility-list/{NOISE}/history").json
    assert [one["origin"] for one in history["history"]] == ["import", "edit", "seed"]
    assert history["in_force"]["grade"] == "A" and history["coming"][0]["effective_from"] == "2026-07-01"


def test_every_problem_of_a_file_is_told_with_its_line(admin: Caller) -> None:
    csv = "编码,大类,中类,小类,牵头单位\n1,一,二,三,火星管理局\n2,一,二,,B001\n".encode()
    refused = admin.post(
        "/responsibility-list/import",
        data={"file": (BytesIO(csv), "list.csv"), "reason": "试"},
        content_type="multipart/form-data",
    )
    assert refused.status_code == 422
    assert "火星管理局" in refused.json["fields"]["line 2"][0] and "three levels" in refused.json["fields"]["line 3"][0]


def test_the_list_is_read_by_unit_class_and_day(admin: Caller) -> None:
    rows = admin.get("/responsibility-list?unit=U009&limit=200").json["items"]
    assert rows and all("U009" in str(row) or "@utility" in str(row) for row in rows)
    assert {row["level1"] for row in admin.get("/responsibility-list?level1=环保水务").json["items"]} == {"环保水务"}
    assert admin.get("/responsibility-list?on=2017-12-31").json["items"] == []
    assert admin.get("/responsibility-list/000000/history").status_code == 404


def test_staff_read_the_list_and_only_the_administrator_changes_it(
    admin: Caller, as_: Callable[[str], Caller], anonymous: Caller
) -> None:
    handler = as_("handler_b001")
    assert handler.get("/responsibility-list").status_code == 200
    change = {"code": NOISE, "cells": {"grade": "A"}, "reason": "x"}
    assert handler.post("/responsibility-list", change).status_code == 403
    assert anonymous.get("/responsibility-list").status_code == 401


def test_a_unit_is_renamed_and_its_old_name_kept(admin: Caller) -> None:
    body = {"name": "生态环境局坪山管理局", "name_en": "Ecology, Pingshan", "reason": "机构改革"}
    assert admin.post("/units/B001/names", body).status_code == 201
    unit = next(one for one in admin.get("/units").json["items"] if one["code"] == "B001")
    assert unit["name"] == body["name"] and unit["names"][-1]["until"] == "2026-03-02"
    assert admin.post("/units/B001/names", body).status_code == 409
