"""Each rule has a sample it accepts and one it speaks about, ``rules/<rule>_good.bpmn`` and ``…_bad.bpmn``."""

from pathlib import Path

import pytest

from engine.errors import Unusable
from engine.feel import Possible
from engine.runtime import Operation, Parameter, Source, Taken, check_bundle
from engine.runtime.rules import RULES
from tests.runtime.diagram import bpmn, flows, user, with_properties

SAMPLES = Path(__file__).parent / "rules"
NAMES = [rule.__name__.rpartition(".")[2] for rule in RULES]


def _known_recipient(name):
    if name not in ("unit", "citizen"):
        raise Unusable(f"Expected unit or citizen, but found {name!r}. Choose one of them.")


TO = Parameter("string", takes=Taken(_known_recipient))
START = Operation("clocks.start", {"name": Parameter("string")}, begins=frozenset(["{name}", "joint"]))
OPERATIONS = {"notices.send": Operation("notices.send", {"to": TO}), "clocks.start": START}


def problems(name):
    sources = [Source(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob(f"{name}.*"))]
    forms = {f"p/{one}" for one in "abc"}
    if name.startswith("submission_fields"):
        forms = {one: {"decision": Possible(), "reason": Possible()} for one in forms}
    return check_bundle("p", sources, operations=OPERATIONS, forms=forms, roles={"handler": False, "unit_leader": True})


@pytest.mark.parametrize("rule", NAMES)
def test_the_good_sample_has_no_problem(rule):
    assert [str(problem) for problem in problems(f"{rule}_good")] == []


@pytest.mark.parametrize("rule", NAMES)
def test_the_bad_sample_is_told_with_element_and_advice(rule):
    found = [problem for problem in problems(f"{rule}_bad") if problem.rule == rule]
    assert found, problems(f"{rule}_bad")
    for problem in found:
        assert problem.element and problem.file == f"{rule}_bad.bpmn" and problem.line
        assert problem.message.endswith((".", "?")) and len(problem.message) > 30


def test_every_sample_belongs_to_a_rule():
    assert {path.stem.rpartition("_")[0] for path in SAMPLES.iterdir()} == set(NAMES)


def test_a_timer_is_told_for_each_of_its_mistakes():
    told = {problem.element: problem.message for problem in problems("timers_bad")}
    assert "quotes" in told["wait"] and "once a minute" in told["often"]
    assert "interrupts" in told["once"] and "no date and time" in told["odd"]
    assert "no facts yet, but reads first" in told["monday"]


@pytest.mark.parametrize(("turns", "told"), [("R0", True), ("R1", False), ("R", False)])
def test_a_cycle_of_no_turns_is_refused(turns, told):
    cycle = f'<timerEventDefinition><timeCycle>"{turns}/PT1H"</timeCycle></timerEventDefinition>'
    host = (
        f'<boundaryEvent id="b" attachedToRef="u" cancelActivity="false">{cycle}</boundaryEvent><endEvent id="told"/>'
    )
    body = f'<startEvent id="s"/>{user("u")}{host}<endEvent id="e"/>'
    assert bool(told_about(body + flows("s u;u e;b told"), "timers")) == told


def test_what_people_write_in_instances_that_collect_nothing_is_told_to_be_lost():
    def about(marks, **properties):
        each = f'<loopDataInputRef>items</loopDataInputRef><inputDataItem name="item"/>{marks}'
        each = f"<multiInstanceLoopCharacteristics>{each}</multiInstanceLoopCharacteristics>"
        inner = f'<startEvent id="is"/>{user("look", **properties)}<endEvent id="ie"/>{flows("is look;look ie")}'
        body = f'<startEvent id="s"/><subProcess id="each">{each}{inner}</subProcess><endEvent id="e"/>'
        return told_about(body + flows("s each;each e"), "instances")

    (warned,) = about("")
    assert "‘look’ (look) is gone" in warned and "output" in warned
    assert about("", facts="") == []
    assert about('<loopDataOutputRef>seen</loopDataOutputRef><outputDataItem name="look"/>') == []


def test_an_unknown_operation_is_told_with_what_may_have_been_meant():
    told = [problem.message for problem in problems("operations_bad")]
    assert any("Did you mean notices.send?" in message for message in told)
    assert any("no parameter ‘who’" in message for message in told)
    assert any("needs the parameter ‘to’" in message for message in told)


def test_a_wrong_expression_is_told_with_its_column():
    wrong, unknown = [one for one in problems("feel_text_bad") if one.rule == "feel_text"]
    assert wrong.column and "the words are and, or" in wrong.message
    assert unknown.element == "long_a" and "Did you mean string length(…)" in unknown.message


def test_an_unknown_function_in_a_decision_is_refused_as_well():
    head = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="n" name="m">'
    dmn = f'{head}<decision id="d" name="d"><literalExpression><text>contain("a", "b")</text></literalExpression>'
    body = '<startEvent id="s"/><endEvent id="e"/>' + flows("s e")
    sources = [Source("p.bpmn", bpmn(body)), Source("d.dmn", f"{dmn}</decision></definitions>".encode())]
    (problem,) = check_bundle("p", sources, operations={})
    assert (problem.file, problem.element, problem.severity) == ("d.dmn", "d", "error")
    assert "Did you mean contains(…)" in problem.message


def followed(begun, deadline, other=""):
    """(severity, sentence) about a task that follows a deadline, where operations begin what ``begun`` gives."""

    def start(name, given):
        call = '<spiffworkflow:serviceTaskOperator id="clocks.start"><spiffworkflow:parameters><spiffworkflow:parameter'
        call += f' id="name" type="string" value="{given}"/></spiffworkflow:parameters>'
        call += "</spiffworkflow:serviceTaskOperator>"
        return f'<serviceTask id="{name}"><extensionElements>{call}</extensionElements></serviceTask>'

    body = f'<startEvent id="s"/>{start("o", begun)}{user("a", deadline=deadline)}<endEvent id="e"/>' + flows(
        "s o;o a;a e"
    )
    sources = [Source("p.bpmn", bpmn(body))]
    if other:
        body = f'<startEvent id="s2"/>{start("o2", other)}<endEvent id="e2"/>' + flows("s2 o2;o2 e2")
        sources.append(Source("q.bpmn", bpmn(body).replace(b'process id="p"', b'process id="q"')))
    found = check_bundle("p", sources, operations=OPERATIONS)
    return [(one.severity, one.message) for one in found if one.rule == "followed_deadline"]


def test_a_followed_deadline_that_no_operation_begins_is_told_with_those_that_are_begun():
    assert followed("&quot;handle&quot;", "handle") == followed("&quot;handle&quot;", "joint") == []
    ((severity, told),) = followed("&quot;handle&quot;", "handel")
    assert severity == "error" and "Those begun: handle, joint. Did you mean ‘handle’?" in told
    ((severity, told),) = followed("&quot;handle&quot;", "sign", other="&quot;sign&quot;")
    assert severity == "warning" and "only another process begins" in told
    assert followed("which", "handel") == []  # which one is begun only the case can tell


def test_a_stuck_token_is_told_with_the_way_to_it():
    (problem,) = problems("soundness_bad")
    assert problem.element == "join" and "fine: no" in problem.message and "→" in problem.message


def multiplied(inner, lines):
    """(severity, sentence) about tokens that multiply; what begins with g is a choice, with m a merge."""
    kinds = {"f": "parallel", "j": "parallel", "i": "inclusive", "g": "exclusive", "m": "exclusive"}
    names = [one for one in dict.fromkeys(lines.split("#")[0].replace(";", " ").split()) if one[0] in kinds]
    body = "".join(f'<{kinds[one[0]]}Gateway id="{one}"/>' for one in names) + inner
    body = f'<startEvent id="s"/><endEvent id="e"/>{body}{flows(lines)}'
    found = check_bundle("p", [Source("p.bpmn", bpmn(body))], operations=OPERATIONS)
    return [(one.severity, one.message) for one in found if one.rule == "multiplying"]


def test_tokens_that_multiply_are_told_with_the_way_and_what_each_round_leaves():
    ((severity, told),) = multiplied(user("a"), "s m;m f;f m;f a;a e")
    assert severity == "error" and "f → m: f comes back to it" in told and "one more at ‘a’ (a)" in told
    ((severity, told),) = multiplied(user("a") + user("b"), "s m;m f;f a;a m;f b;b e")
    assert severity == "warning" and "multi-instance" in told  # somebody is asked each round: it may be meant
    ((severity, told),) = multiplied(user("a") + user("b") + user("c"), "s m;m f;f a;f b;f c;a j;b j;j m;c e")
    assert severity == "warning" and "one more at ‘c’ (c)" in told
    ((severity, _),) = multiplied(user("a"), "s m;m f;f g;f a;a e;g m # more: x = 1;g e # enough")
    assert severity == "warning"


def test_rework_reminders_and_branches_that_end_at_once_multiply_nothing():
    late = '<boundaryEvent id="late" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeDuration>'
    late += '"PT4H"</timeDuration></timerEventDefinition></boundaryEvent>' + user("r") + '<endEvent id="x"/>'
    rework = "s m;m f;f a;f b;a j;b j;j g;g e # fine;g m # again: x = 1"
    assert multiplied(user("a") + user("b"), rework) == []
    assert multiplied(late + user("a") + user("b"), f"{rework};late r;r x") == []
    tell = '<serviceTask id="tell"><extensionElements><spiffworkflow:serviceTaskOperator id="notices.send"/>'
    assert multiplied(user("a") + f"{tell}</extensionElements></serviceTask>", "s m;m a;a f;f tell;tell e;f m") == []


def test_a_fact_that_nothing_supplies_is_told_and_a_misspelt_one_even_where_the_start_may_bring_anything():
    unknown, misspelt = [one.message for one in problems("known_facts_bad")]
    assert "‘channel’" in unknown and "property ‘facts’ of the start event" in unknown
    assert "Did you mean ‘urgency’?" in misspelt


def test_a_path_to_what_a_decision_never_gives_is_told_with_what_may_have_been_meant():
    told = [(one.element, one.severity, one.message) for one in problems("null_paths_bad")]
    assert [place for place, _, _ in told] == ["g_a", "g_a", "a"] and {how for _, how, _ in told} == {"warning"}
    accept, weight, handle = (sentence for _, _, sentence in told)
    assert "‘limits.acept’ is always null: there is no entry ‘acept’. Did you mean ‘accept’?" in accept
    assert "‘(…).weight’ is always null" in weight and "There are: size." in weight
    assert "the property ‘due’ of ‘a’ (a), ‘limits.handel’ is always null" in handle


def test_what_an_operation_says_it_gives_and_a_form_has_is_known():
    operations = {"clock.start": Operation("clock.start", {}, gives=frozenset({"*_due"}))}
    task = '<serviceTask id="o"><extensionElements><spiffworkflow:serviceTaskOperator id="clock.start"/>'
    body = f'<startEvent id="s">{with_properties(facts="kind")}</startEvent>{task}</extensionElements></serviceTask>'
    body += user("a", due="handle_due") + '<exclusiveGateway id="g" default="g_e"/><endEvent id="e"/><endEvent id="x"/>'
    sources = [Source("p.bpmn", bpmn(body + flows("s o;o a;a g;g e # else;g x # big: amount + sise > 3")))]
    found = check_bundle("p", sources, operations=operations, forms={"p/a": {"amount": Possible(), "size": Possible()}})
    assert [(one.rule, one.element) for one in found] == [("known_facts", "g_x")]


def test_two_that_can_wait_for_one_message_at_once_are_told_and_two_that_cannot_are_not():
    def catch(name, kind="intermediateCatchEvent", marks=""):
        return f'<{kind} id="{name}" {marks}><messageEventDefinition messageRef="m"/></{kind}>'

    def told(inner, lines):
        ends = "".join(f'<endEvent id="{name}"/>' for name in "ex" if f" {name}" in lines)
        body = f'<startEvent id="s"/>{inner}{ends}{flows(lines)}'
        found = check_bundle("p", [Source("p.bpmn", bpmn(body, before='<message id="m" name="more"/>'))], operations={})
        return [one.element for one in found if one.rule == "one_receiver"]

    on_work = 'attachedToRef="work" cancelActivity="{}"'
    beside, instead = on_work.format("false"), on_work.format("true")
    fork = '<parallelGateway id="f"/><parallelGateway id="j"/>' + user("work")
    choice = '<exclusiveGateway id="g" default="g_b"/>'
    assert told(fork + catch("a") + catch("b"), "s f;f a;f work;a j;work b;b j;j e") == ["b"]
    assert told(fork + catch("a") + catch("b"), "s f;f a;f work;a j;work j;j b;b e") == []
    assert told(choice + catch("a") + catch("b"), "s g;g a # x: x;g b # y;a e;b e") == []
    event = catch("more", "boundaryEvent", beside)
    assert told(user("work") + event + catch("a"), "s work;work e;more a;a x") == ["a"]
    assert told(user("work") + catch("more", "boundaryEvent", instead) + catch("a"), "s work;work e;more a;a x") == []
    box = f'<subProcess id="work"><startEvent id="ws"/>{catch("a")}<endEvent id="we"/>{flows("ws a;a we")}</subProcess>'
    assert told(box + catch("more", "boundaryEvent", instead), "s work;work e;more x") == ["more"]
    race = '<eventBasedGateway id="r"/>'
    assert told(race + catch("a") + catch("b"), "s r;r a;r b;a e;b x") == ["b"]


def told_about(body, rule, **known):
    found = check_bundle("p", [Source("p.bpmn", bpmn(body))], operations=OPERATIONS, **known)
    return [problem.message for problem in found if problem.rule == rule]


@pytest.mark.parametrize(
    ("to", "way", "told"),
    [
        ("submission.who", "a o", ["unti"]),
        ("submission.who", 'a g;g o # it: submission.who = "unit"', []),
        ("submission.who", 'a g;g o # it: who in ("unit", "citizen") and late', []),
        ("submission.who", 'a g;g o # it: submission.who != "unit" and late', ["unti"]),
        ("if submission.who = &quot;unti&quot; then late_one else submission.who", "a o", []),
        ("if late then submission.who else null", "a o", ["unti"]),
        ("submission.why", "a o", []),
        ("submission.who", "a b;b o", []),  # what the second was given
    ],
)
def test_a_choice_that_no_operation_takes_is_told_at_its_form_where_it_leads_there(to, way, told):
    task = '<serviceTask id="o"><extensionElements><spiffworkflow:serviceTaskOperator id="notices.send">'
    task += f'<spiffworkflow:parameters><spiffworkflow:parameter id="to" type="string" value="{to}"/>'
    task += "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator></extensionElements></serviceTask>"
    body = f'<startEvent id="s"/>{user("a")}{task}<endEvent id="e"/>'
    body += user("b") if " b" in way else ""
    body += '<exclusiveGateway id="g" default="g_e"/>' if " g" in way else ""
    body += flows(f"s a;{way};o e" + (";g e # else" if " g" in way else ""))
    who = Possible(tuple((one, ("a.form", "Field_1")) for one in ("unit", "unti")))
    forms = {"p/a": {"who": who, "why": Possible(facts=frozenset({"why"}))}, "p/b": {"who": Possible()}}
    found = check_bundle("p", [Source("p.bpmn", bpmn(body))], operations=OPERATIONS, forms=forms)
    found = [one for one in found if one.rule == "taken_values"]
    assert [(one.file, one.element) for one in found] == [("a.form", "Field_1")] * len(told)
    assert all(f'gets "{word}" from here' in one.message for word, one in zip(told, found, strict=True))


def test_a_loop_straight_into_a_parallel_gateway_is_refused_with_the_way_out():
    body = '<startEvent id="s"/><parallelGateway id="fork"/><endEvent id="e"/>'
    body += '<exclusiveGateway id="again" default="again_e"/>'
    body += user("a") + user("b") + '<parallelGateway id="join"/>'
    body += flows("s fork;fork a;fork b;a join;b join;join again;again e # yes;again fork # no: x = 1")
    (message,) = told_about(body, "join_met")
    assert "leads back into fork" in message and "exclusive gateway before it" in message


def test_an_error_boundary_whose_error_has_no_code_is_told():
    body = '<startEvent id="s"/>' + user("a") + '<endEvent id="e"/><endEvent id="x"/>'
    body += '<boundaryEvent id="caught" attachedToRef="a"><errorEventDefinition errorRef="none"/></boundaryEvent>'
    raw = bpmn(body + flows("s a;a e;caught x"), before='<error id="none" name="none"/>')
    found = check_bundle("p", [Source("p.bpmn", raw)], operations={})
    assert any(one.rule == "event_reference" and one.element == "caught" for one in found)


@pytest.mark.parametrize("kind", ["error", "escalation", "signal", "message"])
@pytest.mark.parametrize("other", ["", '<{other} id="lost" name="lost" errorCode="lost"/>'])
def test_a_reference_to_nothing_is_no_catch_all_but_told_with_its_name(kind, other):
    told = f'<{kind}EventDefinition {kind}Ref="lost"/>'
    body = '<startEvent id="s"/><endEvent id="e"/><endEvent id="x"/>' + user("a")
    body += f'<boundaryEvent id="caught" attachedToRef="a">{told}</boundaryEvent>' + flows("s a;a e;caught x")
    before = other.format(other="error" if kind == "message" else "message")  # one of another kind is none either
    found = check_bundle("p", [Source("p.bpmn", bpmn(body, before=before))], operations={})
    (message,) = [one.message for one in found if one.rule == "event_reference"]
    assert f"names the {kind} ‘lost’" in message and "declare it" in message


@pytest.mark.parametrize(
    ("inner", "what"),
    [
        ('<subProcess id="x" triggeredByEvent="true"/>', "event subprocess"),
        ('<adHocSubProcess id="x"/>', "ad-hoc"),
        ('<transaction id="x"/>', "transaction"),
        ('<complexGateway id="x"/>', "complex gateway"),
        ('<manualTask id="x"/>', "user task"),
        ('<task id="x"/>', "untyped task"),
        ('<scriptTask id="x"/>', "no code"),
    ],
)
def test_what_is_not_run_is_refused_with_what_to_draw_instead(inner, what):
    body = f'<startEvent id="s"/>{inner}<endEvent id="e"/>' + flows("s x;x e")
    (message,) = told_about(body, "supported")
    assert what in message


def test_an_event_subprocess_inside_a_called_process_is_refused_as_well():
    event = '<subProcess id="x" triggeredByEvent="true"><startEvent id="xs"/><endEvent id="xe"/></subProcess>'
    box = f'<subProcess id="box"><startEvent id="bs"/>{event}<endEvent id="be"/>{flows("bs be")}</subProcess>'
    called = bpmn(f'<startEvent id="cs"/>{box}<endEvent id="ce"/>{flows("cs box;box ce")}', process="called")
    caller = '<startEvent id="s"/><callActivity id="c" calledElement="called"/><endEvent id="e"/>' + flows("s c;c e")
    found = check_bundle("p", [Source("p.bpmn", bpmn(caller)), Source("called.bpmn", called)], operations={})
    assert [(one.file, one.element) for one in found if one.rule == "supported"] == [("called.bpmn", "x")]


@pytest.mark.parametrize("kind", ["compensate", "cancel", "conditional", "link"])
def test_events_that_are_not_run_are_refused(kind):
    body = f'<startEvent id="s"/><intermediateCatchEvent id="x"><{kind}EventDefinition/></intermediateCatchEvent>'
    assert told_about(body + '<endEvent id="e"/>' + flows("s x;x e"), "event_kinds")


def test_an_element_with_the_id_of_its_process_is_refused():
    body = '<startEvent id="s"/><endEvent id="p"/>' + flows("s p")
    (message,) = told_about(body, "ids")
    assert "reserved" in message


def test_what_timers_may_cost_is_counted_so_a_busy_machine_refuses_no_good_bundle():
    slow = 'if count(for one in 1..9999 return one) &gt; 1 then "PT1H" else "PT2H"'
    timers = "".join(
        f'<intermediateCatchEvent id="t{nth}"><timerEventDefinition><timeDuration>{slow}</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
        for nth in range(1, 9)
    )
    line = ";".join(f"t{nth} t{nth + 1}" for nth in range(1, 8))
    model = bpmn(f'<startEvent id="s"/>{timers}<endEvent id="e"/>{flows(f"s t1;{line};t8 e")}')
    told = [
        one
        for one in check_bundle("p", [Source("p.bpmn", model)], operations={}, forms=set(), roles=set())
        if one.rule == "timers"
    ]
    assert [one.element for one in told] == ["t6", "t7", "t8"]  # five fit
    assert all("needs more than 50000 steps" in one.message for one in told)


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ("<loopCardinality>0 - 1</loopCardinality>", "a whole number from 0"),
        ('<loopDataInputRef>"a, b"</loopDataInputRef><inputDataItem name="one"/>', "a list"),
    ],
)
def test_what_reads_no_facts_is_tried_before_any_case_runs(marks, wanted):
    task = user("a", f"<multiInstanceLoopCharacteristics>{marks}</multiInstanceLoopCharacteristics>")
    (told,) = told_about(f'<startEvent id="s"/>{task}<endEvent id="e"/>{flows("s a;a e")}', "constants")
    assert f"Expected {wanted}" in told and "Let it read a fact" in told
