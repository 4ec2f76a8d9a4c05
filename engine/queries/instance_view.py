"""One instance: where it stands and what it knows."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.deployed import loaded
from engine.persistence.task_sheet import standing
from engine.persistence.unit_of_work import Reading
from engine.queries.facts_shown import facts_shown

MAY_LOOK = ("designer", "admin", "supervisor", "coordinator", "shift_leader", "leader")


@dataclass(frozen=True)
class InstanceView:
    """The instance with this id."""

    instance_id: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{id, key, process, bundle, version, status, revision, …, facts, tasks, timers, messages, incidents}``;
        of ``facts`` what ``facts_shown`` leaves the reader.

        Raises:
            NotFound: no such instance.
            NotAllowed: facts are for those who look after processes.
        """
        if not reading.by.may_act_as(*MAY_LOOK):
            raise NotAllowed(f"Expected one of the roles {', '.join(MAY_LOOK)} to look into an instance.")
        row = reading.instances.get(self.instance_id)
        version = loaded(reading.bundles, row.bundle_id).head
        instance, outcome = standing(reading, row)
        tasks = [
            {"id": one.id, "element": one.element, "name": one.name, "role": one.role} for one in outcome.user_tasks
        ]
        timers = [
            {"id": one.id, "element": one.element, "due_at": one.due_at.isoformat() if one.due_at else None}
            for one in outcome.timers
        ]
        stuck = reading.incidents.open_of(row.id)
        return {
            "id": row.id,
            "instance": row.id,
            "key": row.business_key,
            "process": row.process_id,
            "bundle": version.name,
            "version": version.version,
            "status": row.status,
            "revision": row.revision,
            "started_at": row.started_at.isoformat(),
            "started_by": row.started_by,
            "updated_at": row.updated_at.isoformat(),
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            "ended_at_element": row.ended_at_element,
            "facts": facts_shown(reading, row.business_key, instance.facts),
            "tasks": tasks,
            "timers": timers,
            "messages": [
                {"message": one.message, "key": one.key, "element": one.element} for one in outcome.subscriptions
            ],
            "incidents": [{"id": one.id, "element": one.element, "cause": one.cause} for one in stuck],
        }
