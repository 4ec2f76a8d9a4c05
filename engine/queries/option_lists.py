"""The lists forms choose from: units, matters, places, kinds, grounds, people of a unit, open cases."""

from dataclasses import dataclass
from typing import Any

from engine.errors import NotAllowed
from engine.persistence.options import option_lists
from engine.persistence.unit_of_work import Reading

FOR_EVERYONE = frozenset({"kinds", "streets", "communities", "outcomes", "urgencies", "return_grounds", "channels"})


@dataclass(frozen=True)
class OptionLists:
    """``names`` are sources; ``case`` the key of the task's case, which narrows people and open cases."""

    names: tuple[str, ...] | list[str]
    case: str | None = None

    def answer(self, reading: Reading) -> dict[str, list[dict[str, Any]]]:
        """``{source: [{value, label, label_en?}…]}``.

        Raises:
            Unusable: there is no such source. NotAllowed: a citizen asks for an inner list.
        """
        if reading.by.kind == "citizen" and not FOR_EVERYONE.issuperset(self.names):
            raise NotAllowed("Expected a list that is open to everyone; sign in for the others.")
        return option_lists(reading, self.names, self.case)
