"""What an instance knows, as far as the reader may: who looks after processes needs its codes and times, not the words
that people wrote about a case (docs/domain.md §7a).
"""

import re
from typing import Any

from engine.casework.referral import RAISES
from engine.casework.visibility import sees_all
from engine.persistence.readable import WATCH, is_readable
from engine.persistence.unit_of_work import Reading

CODE = re.compile(r"[\w.:+@/ -]{0,64}", re.ASCII)
LEFT_OUT = "××"


def facts_shown(reading: Reading, key: str | None, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts under a business key: all of them to whoever may read what is kept there; else with ×× for words.

    Of a watch, which ends in hand-offs, nothing to those who may not see these.
    """
    if key is not None and key.endswith(f"/{WATCH}") and not reading.by.may_act_as(*RAISES):
        return {}
    return facts if _reads_words(reading, key) else _without_words(facts)


def _reads_words(reading: Reading, key: str | None) -> bool:
    if key is None or reading.joint_handlings.find(number=key.partition("/")[0]) is not None:
        return sees_all(reading.by)
    return is_readable(reading, key)


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_words(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_without_words(one) for one in value]
    return LEFT_OUT if isinstance(value, str) and not CODE.fullmatch(value) else value
