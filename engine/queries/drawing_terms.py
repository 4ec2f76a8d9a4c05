"""The names a designer picks from while drawing: roles, forms, operations, decisions, processes, deadlines."""

from dataclasses import dataclass
from typing import Any

from engine.actor import ROLES
from engine.casework.deadline import NAMES
from engine.operations.draft_files import refuse_non_designers
from engine.operations.registered import catalogue
from engine.persistence.unit_of_work import Reading
from engine.runtime import Model, begun_deadlines, read_model
from forms import form_key


@dataclass(frozen=True)
class DrawingTerms:
    """Those of one's own draft of ``bundle``."""

    bundle: str

    def answer(self, reading: Reading) -> dict[str, Any]:
        """``{roles, forms, operations, decisions, processes, deadlines, other_deadlines}``.

        ``operations``: [{name, help, parameters: [{name, type, required}]}]; ``decisions`` and ``processes``:
        [{id, name}]; ``deadlines``: those an operation of the draft begins; ``other_deadlines``: all others there are.
        Raises: NotAllowed, NotFound.
        """
        refuse_non_designers(reading.by)
        files = reading.drafts.files(reading.drafts.get(self.bundle, reading.by.username))
        model = read_model(self.bundle, files)
        begun = begun_names(model)
        return {
            "roles": list(ROLES),
            "forms": [form_key(self.bundle, name) for name in files if name.endswith(".form")],
            "operations": operations(),
            "decisions": [{"id": id_, "name": one.name} for id_, one in sorted(model.decisions.items())],
            "processes": [{"id": one.id, "name": one.name} for one in model.processes.values()],
            "deadlines": begun,
            "other_deadlines": [name for name in NAMES if name not in begun],
        }


def operations() -> list[dict[str, Any]]:
    """Every registered operation with what a designer must know of it."""
    return [
        {
            "name": name,
            "help": one.help,
            "parameters": [
                {"name": key, "type": parameter.type, "required": parameter.required}
                for key, parameter in one.parameters.items()
            ],
        }
        for name, one in catalogue().items()
    ]


def begun_names(model: Model) -> list[str]:
    """The deadlines that an operation called in the draft begins, in the order of a case's life."""
    begun = begun_deadlines(model.processes.values(), model, catalogue()).names
    return [name for name in NAMES if name in begun]
