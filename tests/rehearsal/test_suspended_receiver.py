"""A case that rests and what others send to it: a case handled jointly is not suspended, a suspended one not merged."""

from zoneinfo import ZoneInfo

from engine.rehearsal.district import District
from engine.rehearsal.scenario import read_scenario
from engine.rehearsal.walk import walk

JOINT = """
walk: 联合处置中的不暂缓
steps:
  - citizen: submits
    kind: complaint
  - complete: 受理
    with: {decision: accept}
  - complete: 分拨
    with: {matter: 工业红线内噪声, urgency: ordinary, lead_unit: 环境保护和水务局}
  - complete: 签收
    with: {decision: sign}
  - act: convene_joint_handling
    by: coordinator
    with: {cases: ["$case"], reason: 一家单位办不了}
    as: J
  - complete: 制定联合处置方案
    key: "$J"
    with: {lead_unit: 环境保护和水务局, branches: [{unit: 环境保护和水务局, task: 监测, due: "2026-03-06 18:00"}]}
  - act: suspend_case
    by: coordinator
    with: {number: "$case", reason: engineering, until: "2026-03-12 10:00"}
    refused: Wait for their reply, or end the joint handling first.
"""


def test_a_case_handled_jointly_is_not_suspended(template: District) -> None:
    walked = walk(read_scenario("t.yaml", JOINT.encode(), ZoneInfo("Asia/Shanghai")), template)
    assert walked.failures == []


MERGE = """
walk: 暂缓的不并案
steps:
  - citizen: submits
    as: A
  - citizen: submits
    as: B
  - complete: 受理
    case: B
    with: {decision: accept}
  - complete: 分拨
    case: B
    with: {matter: 工业红线内噪声, urgency: ordinary, lead_unit: 环境保护和水务局}
  - complete: 签收
    case: B
    with: {decision: sign}
  - act: suspend_case
    by: coordinator
    with: {number: "$B", reason: engineering, until: "2026-03-12 10:00"}
  - act: merge_cases
    by: intake
    with: {parent: "$A", children: ["$B"]}
    refused: it is suspended. Resume it first, then merge it.
"""


def test_a_suspended_case_is_not_merged_behind_its_back(template: District) -> None:
    walked = walk(read_scenario("t.yaml", MERGE.encode(), ZoneInfo("Asia/Shanghai")), template)
    assert walked.failures == []
