"""Drawings on which SpiffWorkflow or a reader errs: events to the innermost, gateways in loops, rest as an incident."""

import pytest

from engine.errors import BusinessFault, NotNow
from tests.runtime.diagram import Desk, bpmn, flows, user

NAMES = (
    '<error id="bad" errorCode="bad"/><escalation id="up" escalationCode="up"/><message id="more" name="more"/>'
    '<signal id="over" name="over"/>'
)


def on(kind: str, name: str, host: str, reference: str, interrupting: bool = True) -> str:
    """A boundary event."""
    marks = f'attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}"'
    return f'<boundaryEvent id="{name}" {marks}><{kind}EventDefinition {kind}Ref="{reference}"/></boundaryEvent>'


def box(name: str, inner: str, lines: str) -> str:
    return f'<subProcess id="{name}"><startEvent id="{name}_s"/>{inner}{flows(lines)}</subProcess>'


def end(name: str, kind: str, reference: str) -> str:
    return f'<endEvent id="{name}"><{kind}EventDefinition {kind}Ref="{reference}"/></endEvent>'


def started(inner: str, lines: str, *called: bytes, **facts: object):
    body = f'<startEvent id="s"/>{inner}<endEvent id="e"/>{flows(lines)}'
    return Desk(bpmn(body, before=NAMES), *called).start("p", **facts)


@pytest.mark.parametrize("kind", ["error", "escalation"])
@pytest.mark.parametrize("interrupting", [True, False])
def test_of_two_boundaries_around_it_only_the_innermost_hears(kind, interrupting):
    if kind == "error" and not interrupting:
        return  # an error always interrupts: the linter refuses any other
    thrown = {"error": "bad", "escalation": "up"}[kind]
    inner = box("inner", user("work") + end("thrown", kind, thrown), "inner_s work;work thrown")
    inner += on(kind, "near", "inner", thrown, interrupting) + user("told") + '<endEvent id="told_e"/>'
    outer = box("outer", inner + '<endEvent id="out"/>', "outer_s inner;inner out;near told;told told_e")
    outer += on(kind, "far", "outer", thrown, interrupting) + user("never") + '<endEvent id="never_e"/>'
    case = started(outer, "s outer;outer e;far never;never never_e").do("work")
    assert case.open == ["told"] and case.do("told").status == "completed"
    assert case.last.ended_at_element == "e"


def test_an_error_leaves_a_called_process_and_spares_the_branch_beside_it():
    called = bpmn(
        f'<startEvent id="in"/>{user("work")}{end("thrown", "error", "bad")}{flows("in work;work thrown")}',
        process="called",
        before=NAMES,
    )
    body = (
        '<parallelGateway id="f"/><parallelGateway id="j"/><exclusiveGateway id="met"/>' + user("side") + user("mend")
    )
    body += '<callActivity id="call" calledElement="called"/>' + on("error", "caught", "call", "bad")
    case = started(body, "s f;f side;f call;caught mend;call met;mend met;met j;side j;j e", called).do("work")
    assert sorted(case.open) == ["mend", "side"] and case.facts["error"]["code"] == "bad"
    assert case.do("mend").do("side").status == "completed"


def test_an_escalation_leaves_a_called_process_which_goes_on():
    up = '<intermediateThrowEvent id="thrown"><escalationEventDefinition escalationRef="up"/></intermediateThrowEvent>'
    called = bpmn(
        f'<startEvent id="in"/>{user("work")}{up}{user("more")}<endEvent id="out"/>'
        + flows("in work;work thrown;thrown more;more out"),
        process="called",
        before=NAMES,
    )
    body = '<callActivity id="call" calledElement="called"/>' + on("escalation", "heard", "call", "up", False)
    body += user("supervise") + '<endEvent id="x"/>'
    case = started(body, "s call;call e;heard supervise;supervise x", called).do("work")
    assert sorted(case.open) == ["more", "supervise"]
    assert case.do("more").do("supervise").status == "completed"


def test_a_business_fault_inside_a_called_process_reaches_the_boundary_around_it():
    def refuse():
        raise BusinessFault("full", "The box is full.")

    told = '<extensionElements><spiffworkflow:serviceTaskOperator id="send"/></extensionElements>'
    inner = f'<serviceTask id="sent">{told}</serviceTask><endEvent id="out"/>'
    called = bpmn(f'<startEvent id="in"/>{inner}{flows("in sent;sent out")}', process="called", before=NAMES)
    full = NAMES + '<error id="full" errorCode="full"/>'
    body = '<startEvent id="s"/><callActivity id="call" calledElement="called"/><endEvent id="e"/><endEvent id="x"/>'
    body += on("error", "other", "call", "bad") + on("error", "caught", "call", "full") + user("never") + user("mend")
    body += '<endEvent id="y"/>' + flows("s call;call e;other never;never y;caught mend;mend x")
    case = Desk(bpmn(body, before=full), called, operations={"send": refuse}).start("p")
    assert case.open == ["mend"] and case.facts["error"] == {"code": "full", "message": "The box is full."}
    assert case.do("mend").last.ended_at_element == "x"


def test_an_error_that_nobody_catches_is_an_incident_with_its_code():
    body = f'<startEvent id="s"/>{user("work")}{end("x", "error", "bad")}{flows("s work;work x")}'
    case = Desk(bpmn(body, before=NAMES)).start().do("work")
    assert case.stuck == ["x"] and "Nobody catches the error ‘bad’" in case.last.incidents[0].cause


def test_an_event_gateway_that_was_passed_waits_afresh_in_the_next_round():
    def timer(name: str, hours: int) -> str:
        form = f"<timerEventDefinition><timeDuration>&quot;PT{hours}H&quot;</timeDuration></timerEventDefinition>"
        return f'<intermediateCatchEvent id="{name}">{form}</intermediateCatchEvent>'

    body = '<exclusiveGateway id="again"/><eventBasedGateway id="race"/><exclusiveGateway id="met"/>'
    body += timer("soon", 1) + timer("later", 2) + user("look") + '<exclusiveGateway id="enough" default="enough_e"/>'
    body += '<intermediateCatchEvent id="heard"><messageEventDefinition messageRef="more"/></intermediateCatchEvent>'
    lines = "s again;again race;race soon;race later;race heard;soon met;later met;heard met;met look;look enough;"
    case = started(body, f"{lines}enough e # yes;enough again # no: again")
    for turn in range(6):
        assert [one.element for one in case.last.timers] == ["soon", "later"] and case.waits == ["more|K1"]
        if turn % 2:
            case.later(hours=9)  # both timers are due at once: the first takes the other with it
        else:
            case.deliver("more")
        assert case.open == ["look"] and case.last.timers == [] and case.waits == []
        case.do("look", again=turn < 5)
    assert case.status == "completed"


def test_an_inclusive_gateway_in_a_loop_takes_other_branches_in_each_round():
    body = '<exclusiveGateway id="again"/><inclusiveGateway id="f" default="f_c"/><inclusiveGateway id="j"/>'
    body += user("a") + user("b") + user("c") + '<exclusiveGateway id="enough" default="enough_e"/>'
    lines = "s again;again f;f a # a: pa;f b # b: pb;f c # none;a j;b j;c j;j enough;enough e # yes;"
    rounds = [(True, True), (True, False), (False, False), (False, True)] * 3
    case = started(body, f"{lines}enough again # no: again", pa=True, pb=True)
    for turn, (pa, pb) in enumerate(rounds):
        wanted = [name for name, taken in (("a", pa), ("b", pb)) if taken] or ["c"]
        assert sorted(case.open) == wanted
        following = rounds[(turn + 1) % len(rounds)]
        for name in wanted:
            case.do(name, pa=following[0], pb=following[1], again=turn + 1 < len(rounds))
    assert case.status == "completed"


def test_a_message_beside_a_subprocess_comes_again_in_every_round():
    host = box("host", user("work") + '<endEvent id="out"/>', "host_s work;work out")
    body = '<exclusiveGateway id="again"/><exclusiveGateway id="enough" default="enough_e"/><endEvent id="read"/>'
    body += host + on("message", "came", "host", "more", interrupting=False) + user("look")
    case = started(body, "s again;again host;host enough;came look;look read;enough e # yes;enough again # no: again")
    for turn in range(3):
        for _ in range(3):
            case.deliver("more")
        case.do("work", again=turn < 2)
    assert case.open == ["look"] * 9 and case.waits == []
    for _ in range(9):
        case.do("look")
    assert case.status == "completed"


def test_what_two_branches_set_differently_is_told_and_the_later_wins():
    body = '<parallelGateway id="f"/><parallelGateway id="j"/>' + user("a") + user("b") + user("z")
    case = started(body, "s f;f a;f b;a j;b j;j z;z e", grade=0).do("b", grade=2).do("a", grade=1)
    assert case.facts["grade"] == 1 and case.last.clashes == ["grade"]


def test_inclusive_joins_inside_one_another_keep_what_every_branch_said_in_every_round():
    body = '<exclusiveGateway id="again"/><exclusiveGateway id="enough" default="enough_e"/>'
    body += '<inclusiveGateway id="f" default="f_d"/><inclusiveGateway id="fj"/>'
    body += '<inclusiveGateway id="g" default="g_d2"/><inclusiveGateway id="gj"/>'
    body += "".join(user(one) for one in ("a", "b", "c", "d", "d2"))
    lines = "s again;again f;f g # deeper: deeper;f c # c: pc;f d # none;g a # a: pa;g b # b: pb;g d2 # none;"
    lines += "a gj;b gj;d2 gj;gj fj;c fj;d fj;fj enough;enough e # yes;enough again # no: again"
    rounds = [
        (["a", "b", "c"], {"deeper": True, "pa": True, "pb": True, "pc": True}),
        (["b"], {"deeper": True, "pa": False, "pb": True, "pc": False}),
        (["c", "d2"], {"deeper": True, "pa": False, "pb": False, "pc": True}),
        (["d"], {"deeper": False, "pa": True, "pb": True, "pc": False}),
    ] * 2
    case = started(body, lines, **rounds[0][1])
    for turn, (wanted, _) in enumerate(rounds):
        following = rounds[(turn + 1) % len(rounds)][1]
        assert sorted(case.open) == wanted
        for name in reversed(wanted):
            case.do(name, **{f"by_{name}": {"turn": turn}}, **following, again=turn + 1 < len(rounds))
        assert all(case.facts[f"by_{name}"] == {"turn": turn} for name in wanted) and case.last.clashes == []
    assert case.status == "completed"


def test_what_two_inclusive_branches_set_differently_is_told_and_the_later_wins():
    body = '<inclusiveGateway id="f" default="f_c"/><inclusiveGateway id="j"/>' + "".join(user(one) for one in "abcz")
    lines = "s f;f a # a: true;f b # b: true;f c # none;a j;b j;c j;j z;z e"
    case = started(body, lines, grade=0, kept=0).do("b", grade=2, kept=1).do("a", grade=1)
    assert (case.facts["grade"], case.facts["kept"]) == (1, 1) and case.last.clashes == ["grade"]


def test_completing_twice_is_refused_without_effect():
    case = started(user("a") + user("b"), "s a;a b;b e")
    task = case.last.user_tasks[0].id
    case.do("a")
    before = case.blob
    with pytest.raises(NotNow, match="completed or withdrawn before"):
        case.instance().complete(task, {}, "ann")
    assert case.blob == before and case.open == ["b"]


def test_a_case_that_waits_for_what_cannot_come_is_an_incident_and_can_be_skipped():
    body = (
        user("a") + '<intermediateCatchEvent id="w"><signalEventDefinition signalRef="over"/></intermediateCatchEvent>'
    )
    case = started(body, "s a;a w;w e").do("a")
    assert case.stuck == ["w"] and "Nothing is left that could move this on" in case.last.incidents[0].cause
    assert case.skip().status == "completed"


def test_a_timer_beside_many_instances_takes_them_all_away():
    items = "<loopDataInputRef>units</loopDataInputRef><inputDataItem name='unit'/>"
    many = f"<multiInstanceLoopCharacteristics>{items}</multiInstanceLoopCharacteristics>"
    late = "<timerEventDefinition><timeDuration>&quot;PT4H&quot;</timeDuration></timerEventDefinition>"
    body = user("opinion", many) + f'<boundaryEvent id="late" attachedToRef="opinion">{late}</boundaryEvent>'
    body += user("rule") + '<exclusiveGateway id="met"/>'
    case = started(body, "s opinion;opinion met;late rule;rule met;met e", units=["A", "B", "C"]).do("opinion")
    assert len(case.last.timers) == 1 and case.later(hours=4) == ["late"]
    assert case.open == ["rule"] and case.do("rule").status == "completed"


def test_what_instances_gave_inside_a_subprocess_that_an_error_leaves_is_named():
    items = "<loopDataInputRef>units</loopDataInputRef><inputDataItem name='unit'/>"
    items += "<loopDataOutputRef>answers</loopDataOutputRef><outputDataItem name='answer'/>"
    many = f"<multiInstanceLoopCharacteristics>{items}</multiInstanceLoopCharacteristics>"
    inner = user("ask", many) + end("thrown", "error", "bad")
    body = box("host", inner, "host_s ask;ask thrown") + on("error", "caught", "host", "bad") + user("mend")
    case = started(body, "s host;host e;caught mend;mend e", units=["A"], answers=[]).do("ask", answer="yes")
    assert case.facts["answers"] == [] and case.last.clashes[0].endswith("is gone: answers.")


@pytest.mark.parametrize("sequential", [False, True])
@pytest.mark.parametrize("counts", [(0, 1, 3, 0), (500, 0, 1)])
def test_a_collection_of_another_size_in_each_round(counts, sequential):
    items = "<loopDataInputRef>units</loopDataInputRef><inputDataItem name='unit'/>"
    items += "<loopDataOutputRef>answers</loopDataOutputRef><outputDataItem name='answer'/>"
    how = f'isSequential="{str(sequential).lower()}"'
    many = f"<multiInstanceLoopCharacteristics {how}>{items}</multiInstanceLoopCharacteristics>"
    body = '<exclusiveGateway id="again"/>' + user("ask", many, facts="answer") + user("look")
    body += '<exclusiveGateway id="enough" default="enough_e"/>'
    lines = "s again;again ask;ask look;look enough;enough e # yes;enough again # no: more"
    case = started(body, lines, units=list(range(counts[0])))
    for turn, count in enumerate(counts):
        assert case.open == ["ask"] * (1 if sequential else count) or count == 0
        instance = case.instance()
        for nth in range(count):
            instance.complete(instance.outcome().user_tasks[0].id, {"answer": nth}, "ann")
        case.blob, case.last = instance.dump(), instance.outcome()
        assert case.open == ["look"] and case.facts["answers"] == list(range(count))
        following = counts[turn + 1] if turn + 1 < len(counts) else None
        case.do("look", units=list(range(following or 0)), more=following is not None)
    assert case.status == "completed"
