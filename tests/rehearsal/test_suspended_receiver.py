"""What is sent to a suspended case waits with it, however long that is."""

from zoneinfo import ZoneInfo

from engine.rehearsal.district import District
from engine.rehearsal.scenario import read_scenario
from engine.rehearsal.walk import walk

WALK = """
walk: 暂缓期间联合处置先答复
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
    with: {cases: ["$case"]}
    as: J
  - complete: 制定联合处置方案
    key: "$J"
    with: {lead_unit: 环境保护和水务局, branches: [{unit: 环境保护和水务局, task: 监测, due: "2026-03-06 18:00"}]}
  - act: suspend_case
    by: coordinator
    with: {number: "$case", reason: engineering, until: "2026-03-12 10:00"}
  - complete: 办理分工
    key: "$J"
    with: {result: done, report: 已按分工完成}
  - complete: 记录会议纪要
    key: "$J"
    with: {minutes: 会议纪要正文}
  - complete: 形成统一答复
    key: "$J"
    with: {outcome: resolved, public_reply: 已联合整治。}
  - pass: until 2026-03-12 09:00
  - expect: {case: case, state: handling, incidents: 0}
  - pass: until 2026-03-12 12:00
  - expect: {case: case, state: review, waiting: [结案审核], incidents: 0}
"""


def test_a_joint_reply_to_a_suspended_case_arrives_when_it_is_resumed(template: District) -> None:
    walked = walk(read_scenario("t.yaml", WALK.encode(), ZoneInfo("Asia/Shanghai")), template)
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
