"""Walk a scenario from its first step to its last, or to the step that is not as it should be."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from engine.actor import SYSTEM
from engine.errors import FormRejected, Refusal
from engine.queries.flows_taken import FlowsTaken
from engine.queries.standing import AllIncidents
from engine.rehearsal.acting import act
from engine.rehearsal.district import District
from engine.rehearsal.expecting import differences, incidents
from engine.rehearsal.invariants import broken
from engine.rehearsal.scenario import Scenario, WalkStep
from engine.rehearsal.settle import come_to_rest
from engine.rehearsal.stage import Stage


@dataclass
class Walked:
    """How a walk ended: the sentences that say where it failed, and the flows it took."""

    scenario: Scenario
    failures: list[str] = field(default_factory=list)
    steps: int = 0
    flows: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def is_good(self) -> bool:
        return not self.failures


def walk(scenario: Scenario, template: District) -> Walked:
    """Walk a scenario in a fresh copy of the district."""
    district = template.copied(scenario.starts)
    try:
        walked = Walked(scenario)
        stage = Stage(district)
        for place, step in enumerate(scenario.steps):
            walked.failures = [f"{step.words}: {sentence}" for sentence in _done(stage, step, scenario.steps, place)]
            if walked.failures:
                break
            walked.steps += 1
        walked.flows = district.application.ask(FlowsTaken(), SYSTEM)
        return walked
    finally:
        district.close()


def _done(stage: Stage, step: WalkStep, steps: tuple[WalkStep, ...], place: int) -> list[str]:
    """Do a step and let everything come to rest; answers what is wrong afterwards."""
    if step.verb == "expect":
        try:
            return differences(stage, step.what)
        except Refusal as refusal:
            return [refusal.message]
    said = _refusal(stage, step)
    wanted = step.terms.get("refused")
    if wanted is None and said is not None:
        return [said]
    if wanted is not None:
        return _refused_as_wanted(said, wanted)
    come_to_rest(stage.district.application)
    following = steps[place + 1].what if place + 1 < len(steps) and steps[place + 1].verb == "expect" else {}
    if stage.ask(AllIncidents()) and "incidents" not in following:
        return incidents(stage)
    return broken(stage.district.application, set(stage.names.values()))


def _refusal(stage: Stage, step: WalkStep) -> str | None:
    try:
        act(stage, step)
    except FormRejected as refused:
        fields = "; ".join(f"{name}: {' '.join(said)}" for name, said in refused.fields.items())
        return f"{refused.message} {fields}"
    except Refusal as refused:
        return refused.message
    return None


def _refused_as_wanted(said: str | None, wanted: Any) -> list[str]:
    if said is None:
        return ["Expected it to be refused, but it was done."]
    if isinstance(wanted, dict):
        missing = [name for name in wanted.get("fields", ()) if f"{name}: " not in said]
        return [f"Expected the field {name} to be refused, but found: {said}" for name in missing]
    return [] if str(wanted) in said else [f"Expected it to be refused with “{wanted}”, but found: {said}"]
