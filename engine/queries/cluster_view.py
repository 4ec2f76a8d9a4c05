"""One cluster: every request in it, who has it, and whether the units can be convened for it now."""

from dataclasses import dataclass
from typing import Any

from engine.casework.case import Case
from engine.casework.cluster import OPEN
from engine.casework.entitlement import CONVENES
from engine.persistence.unit_of_work import Reading
from engine.queries.clusters import line, refuse_outsiders
from engine.queries.naming import called


@dataclass(frozen=True)
class ClusterView:
    """By number."""

    number: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """The cluster, its ``cases``, the ``units`` that have them, ``may`` convene and dismiss.

        Raises:
            NotFound. NotAllowed: outside the offices.
        """
        refuse_outsiders(reading)
        cluster = reading.clusters.get(self.number)
        cases = reading.clusters.members(cluster)
        names = reading.unit_names({case.lead_unit for case in cases if case.lead_unit})
        decides = cluster.state == OPEN and reading.by.has(*CONVENES)
        units: dict[str, int] = {}
        for case in cases:
            if case.lead_unit:
                units[case.lead_unit] = units.get(case.lead_unit, 0) + 1
        return {
            **line(reading, cluster),
            "cases": [_case(case, names) for case in cases],
            "units": [
                {**called("unit", unit, names), "cases": many}
                for unit, many in sorted(units.items(), key=lambda one: -one[1])
            ],
            "may": {"convene": decides, "dismiss": decides},
        }


def _case(case: Case, names: Any) -> dict[str, Any]:
    return {
        "number": case.number,
        "kind": case.kind,
        "title": case.title,
        "state": case.state.value,
        "channel": case.channel,
        "registered_at": case.registered_at.isoformat(),
        **called("unit", case.lead_unit, names),
        "merged_into": case.merged_into,
    }
