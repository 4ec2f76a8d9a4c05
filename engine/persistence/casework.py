"""The repositories of casework, each made when it is first asked for."""

from collections.abc import Iterable
from typing import Any


class CaseworkRows:
    """What casework keeps, inside the transaction of the connection."""

    def option_lists(self, sources: Iterable[str], key: str | None = None) -> dict[str, list[dict[str, Any]]]:
        return {source: [] for source in sources}

    def headings(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        return {}

    def unit_names(self, codes: Iterable[str]) -> dict[str, dict[str, str | None]]:
        return {}

    def refuse_while_suspended(self, key: str) -> None:
        return None

    def keys_titled(self, word: str) -> list[str]:
        return []
