"""The linter: one rule per file, ``check(model, report)``. Deployment, ``suqiu check`` and the editor use the same."""

from types import ModuleType

from engine.runtime.rules import supported

RULES: tuple[ModuleType, ...] = (supported,)
