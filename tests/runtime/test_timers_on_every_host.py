"""A boundary timer does the same on a user task, a called process and an embedded subprocess, whatever its form."""

from datetime import timedelta

import pytest

from engine.runtime.migrate import migrate
from tests.runtime.diagram import MONDAY, Case, Desk, bpmn, flows, user

INSIDE = '<startEvent id="in"/>' + user("work") + '<endEvent id="out"/>' + flows("in work;work out")
HOSTS = {
    "user task": user("work"),
    "call activity": '<callActivity id="host" calledElement="called"/>',
    "subprocess": f'<subProcess id="host">{INSIDE}</subProcess>',
}
FORMS = {
    "date": ("timeDate", "moment"),
    "duration": ("timeDuration", "duration(length)"),
    "cycle": ("timeCycle", '"R2/" + length'),
}
FACTS = {"moment": "2026-11-23T11:00:00", "length": "PT2H"}  # both two hours from Monday, 9:00 in the district
DUE = MONDAY + timedelta(hours=2)


def at_work(host: str, form: str, *, interrupting: bool) -> Case:
    tag, text = FORMS[form]
    attached = "work" if host == "user task" else "host"
    body = f'<startEvent id="s"/>{HOSTS[host]}<endEvent id="e"/><endEvent id="x"/>{user("told")}'
    body += f'<boundaryEvent id="late" attachedToRef="{attached}" cancelActivity="{str(interrupting).lower()}">'
    body += f"<timerEventDefinition><{tag}>{text}</{tag}></timerEventDefinition></boundaryEvent>"
    body += flows(f"s {attached};{attached} e;late told;told x")
    case = Desk(bpmn(body), bpmn(INSIDE, process="called")).start(**FACTS)
    assert case.open == ["work"] and [(one.element, one.due_at) for one in case.last.timers] == [("late", DUE)]
    return case


def carried(case: Case) -> Case:
    """The same case after a migration to the version it is on."""
    moved = migrate(case.blob, case.definition, case.definition, case.desk.surroundings)
    case.blob = moved.blob
    case.step(moved.wake)
    return case


@pytest.mark.parametrize("migrated", [False, True], ids=["", "after a migration"])
@pytest.mark.parametrize("form", ["date", "duration"])
@pytest.mark.parametrize("host", HOSTS)
def test_an_interrupting_timer_takes_the_work_away_once(host, form, migrated):
    case = at_work(host, form, interrupting=True)
    if migrated:
        carried(case)
    case.step(lambda instance, halt: instance.correct({"moment": "2030-01-01T00:00:00", "length": "P9D"}))
    assert case.later(minutes=119) == [] and case.open == ["work"]
    assert case.later(minutes=1) == ["late"] and case.open == ["told"] and case.last.timers == []
    assert ("work", "cancelled") in [(one.element, one.state) for one in case.last.passed]
    assert case.do("told").status == "completed"


@pytest.mark.parametrize("migrated", [False, True], ids=["", "after a migration"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("host", HOSTS)
def test_a_timer_that_does_not_interrupt_tells_and_the_work_goes_on(host, form, migrated):
    case = at_work(host, form, interrupting=False)
    if migrated:
        carried(case)
    assert case.later(hours=2) == ["late"] and sorted(case.open) == ["told", "work"]
    turns = 1
    if form == "cycle":
        assert [one.due_at for one in case.last.timers] == [DUE + timedelta(hours=2)]
        assert case.later(hours=2) == ["late"]
        turns = 2
    assert case.last.timers == [] and case.open.count("told") == turns
    for _ in range(turns):
        case.do("told")
    assert case.do("work").status == "completed"


@pytest.mark.parametrize("host", HOSTS)
def test_work_done_in_time_leaves_no_timer(host):
    case = at_work(host, "duration", interrupting=True).do("work")
    assert case.status == "completed" and case.last.timers == []


def test_a_monthly_cycle_keeps_the_day_of_the_month():
    body = '<startEvent id="s"/>' + user("work") + user("told") + '<endEvent id="e"/><endEvent id="x"/>'
    body += '<boundaryEvent id="monthly" attachedToRef="work" cancelActivity="false"><timerEventDefinition>'
    body += '<timeCycle>"R/2026-12-31T09:00:00+08:00/P1M"</timeCycle></timerEventDefinition></boundaryEvent>'
    case = Desk(bpmn(body + flows("s work;work e;monthly told;told x"))).start()
    days = []
    for _ in range(4):
        (timer,) = case.last.timers
        days.append(timer.due_at.date().isoformat())
        case.desk.clock.set(timer.due_at)
        case.fire(timer.id)
    assert days == ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"]
