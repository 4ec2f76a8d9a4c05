"""Which sequence flows instances have taken, from the journal: coverage of walks and of replays."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from engine.persistence.instances import instances
from engine.persistence.journal import journal
from engine.persistence.unit_of_work import Reading


@dataclass(frozen=True)
class FlowsTaken:
    """Over all instances there are: for rehearsals, which have a district to themselves."""

    def answer(self, reading: Reading) -> Counter[tuple[str, str]]:
        """How often each (process of the instance, id of the flow) was taken; flows of called processes too."""
        query = select(instances.c.process_id, journal.c.flows).join(instances, instances.c.id == journal.c.instance_id)
        taken: Counter[tuple[str, str]] = Counter()
        for process_id, flows in reading.connection.execute(query):
            taken.update((process_id, flow) for flow in flows)
        return taken
