"""The closed list: which components a form may hold, which attributes each may carry, and how much of anything.

It is a subset of form-js (schemaVersion ≤ 19): what renders without JavaScript and can be checked on the server.
"""

from typing import Final

TEXT_KINDS: Final = frozenset({"textfield", "textarea"})
CHOICE_KINDS: Final = frozenset({"radio", "select", "checklist", "taglist"})
MANY_KINDS: Final = frozenset({"checklist", "taglist"})
INPUT_KINDS: Final = TEXT_KINDS | CHOICE_KINDS | {"number", "datetime", "checkbox", "filepicker", "dynamiclist"}
KINDS: Final = INPUT_KINDS | {"group", "text", "separator"}

SOURCES: Final = frozenset(
    {
        "units",
        "lead_units",
        "matters",
        "asset_owners",
        "streets",
        "communities",
        "kinds",
        "return_grounds",
        "list_clauses",
        "urgencies",
        "outcomes",
        "open_cases",
        "users_of_unit",
    }
)

ROOT_ATTRIBUTES: Final = frozenset(
    {
        "type",
        "id",
        "components",
        "schemaVersion",
        "exporter",
        "executionPlatform",
        "executionPlatformVersion",
        "versionTag",
        "properties",
    }
)
_EVERYWHERE: Final = frozenset({"type", "id", "conditional", "layout", "properties"})
_LABELLED: Final = frozenset({"label", "description"})
_FIELD: Final = _EVERYWHERE | _LABELLED | {"key", "validate", "defaultValue", "readonly", "disabled", "appearance"}
_CHOICE: Final = _FIELD | {"values", "valuesKey", "searchable"}

ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "textfield": _FIELD,
    "textarea": _FIELD,
    "number": _FIELD | {"decimalDigits", "increment", "serializeToString"},
    "datetime": _FIELD
    | {"subtype", "dateLabel", "timeLabel", "timeInterval", "timeSerializingFormat", "use24h", "disallowPassedDates"},
    "checkbox": _FIELD,
    "radio": _CHOICE,
    "select": _CHOICE,
    "checklist": _CHOICE,
    "taglist": _CHOICE,
    "filepicker": _FIELD | {"multiple", "accept"},
    "group": _EVERYWHERE | _LABELLED | {"components", "showOutline", "verticalAlignment"},
    "dynamiclist": _EVERYWHERE
    | _LABELLED
    | {
        "path",
        "components",
        "validate",
        "isRepeating",
        "allowAddRemove",
        "defaultRepetitions",
        "showOutline",
        "verticalAlignment",
        "nonCollapsedItems",
        "disableCollapse",
    },
    "text": _EVERYWHERE | {"text"},
    "separator": _EVERYWHERE,
}

VALIDATE_KEYS: Final = frozenset(
    {"required", "minLength", "maxLength", "min", "max", "pattern", "validationType", "patternErrorMessage"}
)

MAX_FILE: Final = 256 * 1024
MAX_DEPTH: Final = 5
MAX_COMPONENTS: Final = 300
MAX_OPTIONS: Final = 500
MAX_LABEL: Final = 300
MAX_TEXT: Final = 4_000
MAX_ROWS: Final = 200
MAX_FILES: Final = 20
MAX_FIELD: Final = 64 * 1024
MAX_LINE: Final = 2_000
MAX_SUBMISSION: Final = 1024 * 1024
MAX_SUBMISSION_DEPTH: Final = 20
MAX_NUMBER: Final = 10**15
