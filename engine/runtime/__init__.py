"""Generic BPMN on SpiffWorkflow: bundles and instances. Knows no citizen and no case; its one thread
is the business key.
"""

from engine.runtime.around import Around, MessageFlow, read_around, read_message_flows, read_notes
from engine.runtime.begun_deadlines import begun_deadlines
from engine.runtime.bundle import Bundle, bundle_hash, check_bundle, load_bundle, parse_bundle
from engine.runtime.check import read_model, unreadable
from engine.runtime.definition import Definition
from engine.runtime.difference import element_changes
from engine.runtime.failure import Halt, StepFailed
from engine.runtime.foreign import foreign_losses, foreign_parts
from engine.runtime.instance import Instance
from engine.runtime.model import ACTIVITIES, Element, Flow, Model, Process
from engine.runtime.operation import Operation, Parameter, Taken, Unfit
from engine.runtime.outcome import DueTimer, OpenTask, Outcome, Passed, Stuck, Subscription, Thrown
from engine.runtime.packing import STATE_FORMAT
from engine.runtime.source import Source, as_text
from engine.runtime.start_timer import Slot, StartTimer
from engine.runtime.state import ENGINE_VERSION
from engine.runtime.surroundings import Surroundings
from engine.runtime.telling import told
from engine.runtime.writing import write_values

__all__ = [
    "ACTIVITIES",
    "ENGINE_VERSION",
    "STATE_FORMAT",
    "Around",
    "Bundle",
    "Definition",
    "DueTimer",
    "Element",
    "Flow",
    "Halt",
    "Instance",
    "MessageFlow",
    "Model",
    "OpenTask",
    "Operation",
    "Outcome",
    "Parameter",
    "Passed",
    "Process",
    "Slot",
    "Source",
    "StartTimer",
    "StepFailed",
    "Stuck",
    "Subscription",
    "Surroundings",
    "Taken",
    "Thrown",
    "Unfit",
    "as_text",
    "begun_deadlines",
    "bundle_hash",
    "check_bundle",
    "element_changes",
    "foreign_losses",
    "foreign_parts",
    "load_bundle",
    "parse_bundle",
    "read_around",
    "read_message_flows",
    "read_model",
    "read_notes",
    "told",
    "unreadable",
    "write_values",
]
