"""Decision tables as closures (DMN 1.5 §8)."""

from dataclasses import dataclass
from typing import Any

from engine.feel.hit_policies import HitPolicy, Row
from engine.feel.scope import Closure, Scope
from engine.feel.unary import Test


@dataclass(frozen=True)
class Output:
    """An output; ``name`` matters when there are several. ``default`` is its value when no rule matches."""

    name: str
    default: Closure | None


@dataclass(frozen=True)
class Rule:
    """One row: a test per input (None: passes everything), a value per output."""

    tests: list[Test | None]
    outputs: list[Closure]


def table(inputs: list[Closure], outputs: list[Output], rules: list[Rule], policy: HitPolicy) -> Closure:
    """The closure of a decision table."""
    names = [output.name for output in outputs]
    has_default = any(output.default is not None for output in outputs)
    whole = list(enumerate(rules, 1))

    def shape(values: list[Any]) -> Any:
        return values[0] if len(values) == 1 else dict(zip(names, values, strict=True))

    def run(scope: Scope) -> Any:
        values = [value(scope) for value in inputs]
        scope.root.budget.spend(1 + len(whole) // 4)
        rows: list[Row] = []
        for number, rule in whole:
            if _matches(rule, values, scope):
                rows.append((number, [output(scope) for output in rule.outputs]))
                if policy.is_first:
                    break
        if rows:
            return policy.result(rows, shape)
        if not has_default:
            return policy.none_matched()
        fallback = shape([None if output.default is None else output.default(scope) for output in outputs])
        return [fallback] if policy.gives_list and not isinstance(fallback, list) else fallback

    return run


def _matches(rule: Rule, values: list[Any], scope: Scope) -> bool:
    for test, value in zip(rule.tests, values, strict=True):
        if test is not None and test(value, scope) is not True:
            return False
    return True
