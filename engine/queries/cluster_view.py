"""One cluster: every request in it, who has it, and whether the units can be convened for it now."""

from dataclasses import dataclass
from typing import Any

from engine.casework.case import Case
from engine.casework.cluster import OPEN
from engine.casework.entitlement import CONVENES
from engine.persistence.unit_of_work import Reading
from engine.queries.clusters import line, refuse_outsiders


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
        called = reading.unit_names({case.lead_unit for case in cases if case.lead_unit})
        decides = cluster.state == OPEN and reading.by.has(*CONVENES)
        units: dict[str, int] = {}
        for case in cases:
            if case.lead_unit:
                units[case.lead_unit] = units.get(case.lead_unit, 0) + 1
        return {
            **line(reading, cluster),
            "cases": [_case(case, called) for case in cases],
            "units": [
                {"unit": unit, "unit_name": called.get(unit, {}).get("name", unit), "cases": many}
                for unit, many in sorted(units.items(), key=lambda one: -one[1])
            ],
            "may": {"convene": decides, "dismiss": decides},
        }


def _case(case: Case, called: Any) -> dict[str, Any]:
    return {
        "number": case.number,
        "kind": case.kind,
        "title": case.title,
        "state": case.state.value,
        "channel": case.channel,
        "registered_at": case.registered_at.isoformat(),
        "unit": case.lead_unit,
        "unit_name": called.get(case.lead_unit or "", {}).get("name"),
        "merged_into": case.merged_into,
    }
