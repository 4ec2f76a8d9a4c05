"""What a new file of a draft holds: the least a designer can go on from."""

from engine.errors import Unusable
from forms import form_id

_BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"\
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="definitions_{stem}" targetNamespace="urn:suqiu:{bundle}">
  <bpmn:process id="{stem}" isExecutable="true">
    <bpmn:startEvent id="{stem}_begun" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram_{stem}">
    <bpmndi:BPMNPlane id="plane_{stem}" bpmnElement="{stem}">
      <bpmndi:BPMNShape id="shape_{stem}_begun" bpmnElement="{stem}_begun">
        <dc:Bounds x="160" y="160" width="36" height="36" />
      </bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
_DMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"\
 xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="definitions_{stem}" name="{stem}"\
 namespace="urn:suqiu:{bundle}">
  <decision id="{stem}" name="{stem}">
    <decisionTable id="table_{stem}" hitPolicy="UNIQUE">
      <input id="{stem}_given" label="">
        <inputExpression id="{stem}_given_value" typeRef="string"><text>kind</text></inputExpression>
      </input>
      <output id="{stem}_answer" name="answer" typeRef="string" />
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="diagram_{stem}">
      <dmndi:DMNShape id="shape_{stem}" dmnElementRef="{stem}">
        <dc:Bounds height="80" width="180" x="160" y="120" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""
_FORM = """{{
  "type": "default",
  "id": "{form}",
  "schemaVersion": 18,
  "components": []
}}
"""
_BY_KIND = {"bpmn": _BPMN, "dmn": _DMN, "form": _FORM}


def blank_file(bundle: str, name: str) -> bytes:
    """The content of a new file ``name`` in ``bundle``. Raises: Unusable for another kind of file."""
    stem, _, kind = name.rpartition(".")
    if kind not in _BY_KIND:
        raise Unusable(f"Expected a name ending in .bpmn, .dmn or .form, found {name[:80]!r}.")
    return _BY_KIND[kind].format(bundle=bundle, stem=stem.replace("-", "_"), form=form_id(bundle, name)).encode()
