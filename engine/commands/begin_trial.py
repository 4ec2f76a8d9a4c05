"""A designer has a draft tried: all its walks, or past cases once more. It runs beside; here it is written down."""

from dataclasses import dataclass, field
from typing import Any

from engine.errors import NotNow, Unusable
from engine.operations.draft_files import refuse_non_designers
from engine.persistence.ids import new_id
from engine.persistence.trials import CANCELLED, RUNNING, WALKS, WHAT_IF, Trial
from engine.persistence.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class BeginTrial:
    """Of the designer's draft: ``content`` is the hash of what was read of it to be tried, whatever it is by now.

    ``wanted`` says how it is tried, ``total`` how many things the trial is made of.
    """

    kind: str
    bundle: str
    content: str
    total: int
    wanted: dict[str, Any] = field(default_factory=dict)

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id}``. Raises: NotAllowed, NotFound, NotNow while another of the designer's runs, Unusable (the kind)."""
        refuse_non_designers(work.by)
        if self.kind not in (WALKS, WHAT_IF):
            raise Unusable(f"Expected {WALKS} or {WHAT_IF}, but found {self.kind!r}. Choose one of them.")
        for kind in (WALKS, WHAT_IF):
            for other in work.trials.newest(work.by.username, self.bundle, kind, most=1):
                if other.status == RUNNING and not other.is_lost(work.now):
                    raise NotNow("Expected no other trial of yours to run, but one does. Wait for it, or cancel it.")
        draft = work.drafts.get(self.bundle, work.by.username)
        trial = Trial(
            new_id(), self.kind, draft.bundle, None, draft.designer, self.content, RUNNING,
            self.total, 0, self.wanted, {}, [], work.now, work.now,
        )  # fmt: skip
        work.trials.add(trial)
        return {"id": trial.id, "hash": trial.hash}


@dataclass(frozen=True)
class NoteTrial:
    """What became of some more of it, or only that it still runs; with ``found`` and another status it is over."""

    trial_id: str
    items: list[dict[str, Any]] = field(default_factory=list)
    status: str = RUNNING
    found: dict[str, Any] | None = None

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{goes_on}``: False when somebody cancelled it meanwhile. Raises: NotFound."""
        trial = work.trials.of(self.trial_id, work.by.username, lock=True)
        if trial.status != RUNNING:
            return {"goes_on": False}
        found = trial.found if self.found is None else self.found
        work.trials.save(trial.with_more(self.items, work.now, status=self.status, found=found))
        return {"goes_on": self.status == RUNNING}


@dataclass(frozen=True)
class CancelTrial:
    """It stops after what it is at."""

    trial_id: str

    def perform(self, work: UnitOfWork) -> dict[str, Any]:
        """``{id, status}``. Raises: NotAllowed, NotFound, NotNow when it is over."""
        refuse_non_designers(work.by)
        trial = work.trials.of(self.trial_id, work.by.username, lock=True)
        if trial.status != RUNNING:
            raise NotNow(f"Expected a trial that runs, but it is {trial.status}.")
        work.trials.save(trial.with_more([], work.now, status=CANCELLED))
        return {"id": trial.id, "status": CANCELLED}
