"""What a designer saw of a draft before publishing it, kept with the version for whoever approves it."""

from typing import Any, Final

from engine.operations.tried_content import content_hash
from engine.persistence.drafts import Draft
from engine.persistence.trials import Trial, Verdict
from engine.persistence.unit_of_work import Reading

MOST_LINES: Final = 100
SAME: Final = ["same"]


def proof_of(reading: Reading, draft: Draft, walks: int, verdict: Verdict | None) -> dict[str, Any]:
    """``{walks: {walks, of, failed, covered, flows, untaken}, what_if: {cases, of, counts, differing}}``, each or None.

    Both are about exactly the content of the draft; ``walks`` of the ``of`` it has were run. ``differing`` are the
    first cases that would not go as they went: ``{key, process, answers, words}``.
    """
    walked = None
    if verdict is not None:
        walked = {
            "walks": verdict.run,
            "of": walks,
            "failed": verdict.failed,
            "covered": verdict.covered,
            "flows": verdict.flows,
            "untaken": verdict.untaken[:MOST_LINES],
        }
    content = content_hash(reading.drafts.files(draft), {})
    last = reading.trials.looked_back(draft.designer, draft.bundle, content)
    return {"walks": walked, "what_if": _looked_back(last) if last else None}


def _looked_back(trial: Trial) -> dict[str, Any]:
    answers = [answer for item in trial.items for answer in item["answers"]]
    return {
        "cases": trial.done,
        "of": trial.total,
        "counts": {answer: answers.count(answer) for answer in dict.fromkeys(answers)},
        "differing": [item for item in trial.items if item["answers"] != SAME][:MOST_LINES],
    }
