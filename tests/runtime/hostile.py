"""Models nobody should have to fear: foreign, broken, hostile and huge ones, made when asked for."""

from collections.abc import Iterator

from tests.runtime.diagram import bpmn, flows, user

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
FOREIGN = (
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xi="http://www.w3.org/2001/XInclude"'
)


def definitions(inner: str, encoding: str = "UTF-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?><bpmn:definitions xmlns:bpmn="{BPMN}" {FOREIGN}>'
    return f"{head}{inner}</bpmn:definitions>".encode(encoding if encoding != "klingon" else "ascii")


def process(inner: str, name: str = "p") -> str:
    return f'<bpmn:process id="{name}">{inner}</bpmn:process>'


def no_diagrams() -> Iterator[tuple[str, bytes]]:
    """What is no BPMN at all."""
    yield "nothing", b""
    yield "binary", bytes(range(256)) * 64
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(512)
    yield "a web page", b"<!doctype html><html><body>x</body></html>"
    yield "JSON", b'{"processes": []}'
    yield "other XML", b'<?xml version="1.0"?><root><a/></root>'
    yield "another BPMN", b'<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"><process id="p"/></definitions>'
    yield "entities", b'<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    yield "a late DOCTYPE", b"<!-- -->" * 2000 + b'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><d>&f;</d>'
    yield "an unknown encoding", definitions("", "klingon")
    yield "another encoding than it says", definitions(process("")).replace(b'"p"', "诉求".encode("gb18030"))
    yield "half a file", definitions(process("<bpmn:task/>"))[:-30]
    yield "a character XML forbids", definitions(process("")).replace(b'id="p"', b'id="&#xD800;"')


def foreign() -> Iterator[tuple[str, bytes]]:
    """BPMN of other tools, or of parts Suqiu doesn't run."""
    path = '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="{}"/>'
    to_user = path.format("u") + '<bpmn:sequenceFlow id="g" sourceRef="u" targetRef="e">{}</bpmn:sequenceFlow>'
    script = "<bpmn:conditionExpression xsi:type='bpmn:tFormalExpression'>${ok &amp;&amp; x}</bpmn:conditionExpression>"
    form = "<bpmn:extensionElements><camunda:formData><camunda:formField id='a'/></camunda:formData>"
    task = f'<bpmn:userTask id="u" camunda:assignee="${{x}}">{form}</bpmn:extensionElements></bpmn:userTask>'
    yield "Camunda's extensions", definitions(process(task + to_user.format(script)))
    pools = '<bpmn:participant id="a" processRef="p"/><bpmn:participant id="b"/><bpmn:messageFlow id="m" sourceRef="s" '
    flow = f'<bpmn:collaboration id="c">{pools}targetRef="b"/><bpmn:conversation id="v"/></bpmn:collaboration>'
    stores = '<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="r" dataObjectRef="d"/><bpmn:dataStoreReference/>'
    yield "a collaboration with data", definitions(flow + process(stores + '<bpmn:callActivity id="u"/>' + to_user))
    yield "a choreography", definitions('<bpmn:choreography id="c"><bpmn:choreographyTask id="t"/></bpmn:choreography>')
    yield "black boxes alone", definitions('<bpmn:collaboration><bpmn:participant id="a"/></bpmn:collaboration>')
    yield "an inclusion", definitions(process('<xi:include href="file:///etc/passwd"/>' + path.format("nowhere")))
    nameless = '<bpmn:process id=""><bpmn:startEvent/><bpmn:endEvent/><bpmn:sequenceFlow/></bpmn:process>'
    yield "no ids anywhere", definitions(nameless)
    hosts = '<bpmn:boundaryEvent id="b" attachedToRef="c"/><bpmn:boundaryEvent id="c" attachedToRef="b"/>'
    yield "events on each other", definitions(process(path.format("e") + hosts))
    parts = ("transaction", "adHocSubProcess", "complexGateway", "scriptTask", "manualTask", "task")
    drawn = "".join(f'<bpmn:{kind} id="x{kind}"/>' for kind in parts)
    yield "everything that is not run", definitions(process(path.format("e") + drawn))


def huge() -> Iterator[tuple[str, bytes]]:
    """Beyond a limit; each is told by size or depth and not looked at further."""
    many = "".join(f'<bpmn:task id="t{nth}"/>' for nth in range(100_000))
    yield "100,000 elements", definitions(process(many))
    yield "49,000 elements of one process", definitions(process(many[: many.index('<bpmn:task id="t49000"')]))
    yield "10 MB of text", definitions(process(f"<bpmn:documentation>{'x' * 10_500_000}</bpmn:documentation>"))
    yield (
        "800,000 attributes",
        definitions(process(f"<bpmn:task {' '.join(f'a{nth}={chr(34)}{chr(34)}' for nth in range(800_000))}/>")),
    )
    yield (
        "nested 200 deep",
        definitions(
            process("".join(f'<bpmn:subProcess id="s{nth}">' for nth in range(200)) + "</bpmn:subProcess>" * 200)
        ),
    )
    yield "24,000 processes of one id", definitions(process('<bpmn:startEvent id="s"/>') * 24_000)
    box = '<bpmn:subProcess id="s{}">'
    inner = "".join(box.format(nth) for nth in range(40)) + "</bpmn:subProcess>" * 40
    yield "40 subprocesses in each other", definitions(process(inner))
    label = f'<startEvent id="s" name="{"x" * 9_000_000}"/><endEvent id="e"/>'
    yield "a label of 9 MB", bpmn(label + flows("s e"))
    yield (
        "a long condition",
        bpmn(
            '<startEvent id="s"/><exclusiveGateway id="g" default="g_e"/><endEvent id="e"/><endEvent id="x"/>'
            + flows(f"s g;g e # no;g x # yes: {' + '.join(['1'] * 9_000)}")
        ),
    )
    yield (
        "a message with a long name",
        bpmn(
            '<startEvent id="s"/><intermediateCatchEvent id="m"><messageEventDefinition messageRef="n"/>'
            '</intermediateCatchEvent><endEvent id="e"/>' + flows("s m;m e"),
            before=f'<message id="n" name="{"x" * 200}"/>',
        ),
    )


def tangled() -> Iterator[tuple[str, bytes]]:
    """Within every limit, and as much work as one can think of."""
    fork = "".join(user(f"u{nth}") for nth in range(200)) + '<parallelGateway id="f"/><parallelGateway id="j"/>'
    ways = "".join(f"f u{nth};u{nth} j;" for nth in range(200))
    yield "200 branches", bpmn(f'<startEvent id="s"/>{fork}<endEvent id="e"/>{flows(f"{ways}s f;j e")}')
    some = "".join(f"f u{nth} # n{nth}: x = {nth};u{nth} j;" for nth in range(1, 200)) + "f u0 # else;u0 j;"
    maybe = fork.replace("parallel", "inclusive").replace('id="f"', 'id="f" default="f_u0"')
    yield "200 branches, any of them", bpmn(f'<startEvent id="s"/>{maybe}<endEvent id="e"/>{flows(f"{some}s f;j e")}')
    dense = ";".join(f"g{one} g{other}" for one in range(36) for other in range(36) if one != other)
    nodes = "".join(f'<parallelGateway id="g{nth}"/>' for nth in range(36))
    yield "gateways, each to each", bpmn(f'<startEvent id="s"/>{nodes}<endEvent id="e"/>{flows(f"s g0;g9 e;{dense}")}')
    slow = 'if count(for i in 1..9999, j in 1..{0}99 return i) &gt; 1 then "PT1H" else "PT1H"'
    timers = "".join(
        f'<intermediateCatchEvent id="t{nth}"><timerEventDefinition><timeDuration>{slow.format(nth)}</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
        for nth in range(1, 200)
    )
    line = ";".join(f"t{nth} t{nth + 1}" for nth in range(1, 199))
    yield "199 slow timers", bpmn(f'<startEvent id="s"/>{timers}<endEvent id="e"/>{flows(f"s t1;{line};t199 e")}')
    calls = "".join(
        process(
            f'<bpmn:startEvent id="s{one}"/>'
            + "".join(f'<bpmn:callActivity id="c{one}_{other}" calledElement="p{other}"/>' for other in range(48)),
            f"p{one}",
        )
        for one in range(48)
    )
    yield "each process calls each", definitions(calls)
