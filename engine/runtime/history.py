"""History is cut after every step: what stays are the open tokens and the forks their facts are merged against."""

from typing import Any

from engine.runtime import merge
from engine.runtime.token import Token


def cut(execution: Any) -> None:
    """Drop finished tokens that lead nowhere, and splice out those with one successor. The root stays.

    A fork (two or more successors) stays, because a join below it merges against its facts. The cost of a step
    therefore
    depends on what is open, never on what has been.
    """
    tasks: dict[str, Token] = execution.tasks
    root = execution.root
    for token in list(tasks.values()):
        step = token
        while not step.open and not step._children and step is not root and step.id in tasks:
            above = tasks[step._parent or ""]
            above._children.remove(step.id)
            del tasks[step.id]
            step = above
    for token in [one for one in tasks.values() if not one.open and len(one._children) == 1 and one is not root]:
        above, below = tasks[token._parent or ""], tasks[token._children[0]]
        above._children[above._children.index(token.id)] = below.id
        below._parent = above.id
        del tasks[token.id]
    _in_order(tasks)
    if len(root._children) == 1:
        root.data = tasks[root._children[0]].data  # nothing else is merged against it any more


def _in_order(tasks: dict[str, Token]) -> None:
    """Branches in the order their tokens came, as a stored state has them: what is withdrawn is told in this order."""
    forks = [one for one in tasks.values() if len(one._children) > 1]
    if forks:
        order = {key: nth for nth, key in enumerate(tasks)}
        for fork in forks:
            fork._children.sort(key=order.__getitem__)


def fork_of(execution: Any, token: Token) -> Token:
    """The place where the path of an ending token left one that still goes on."""
    tasks: dict[str, Token] = execution.tasks
    step = token
    while step._parent is not None:
        above = tasks[step._parent]
        if above.open:
            return above
        for key in above._children:
            if key != step.id and any(one.open for one in execution.below(tasks[key])):
                return above
        step = above
    return step


def written_inside(execution: Any, scope: Token, besides: Token | None = None) -> list[str]:
    """Names of the facts that unfinished paths inside a scope wrote so far, those of multi-instance items included.

    What a multi-instance activity in it has finished is among them, but not what the scope itself has, nor what the
    path of the token ``besides`` takes along.
    """
    kept = {} if besides is None else besides.data
    found: dict[str, None] = {}
    stack: list[tuple[Token, Token, set[str | None]]] = [(scope, scope, set())]
    while stack:
        one, around, items = stack.pop()
        if one is not scope and one is not besides and one.open:
            rows = [row for row in merge.changes(around.data, one.data) if row[1:3] != ["add", None]]
            written = {row[0][0] for row in rows} - items
            taken_along = {
                name for name in written & kept.keys() & one.data.keys() if merge.same(kept[name], one.data[name])
            }
            found |= dict.fromkeys(written - taken_along)
            found |= one.task_spec.finished_inside(one)
        found |= dict.fromkeys(row[0][0] for row in one.internal_data.get("parked", []))
        if one.task_spec.many and one.open:
            around, items = one, {one.task_spec.loop.item}
        stack += [(execution.tasks[key], around, items) for key in one._children]
    return sorted(found)


def merged(execution: Any, tokens: list[Token]) -> tuple[Token, dict[str, Any], list[str]]:
    """The fork these descend from, their facts as one, and what they changed differently: there the later token wins.

    Branches of a fork further in are merged there first, else what was written before it would count once for each.
    """
    tasks: dict[str, Token] = execution.tasks
    fork = shared_fork(execution, tokens)
    below: dict[str, list[str]] = {}
    for token in tokens:
        step = token
        while step is not fork and step.id not in below.setdefault(step._parent or "", []):
            below[step._parent or ""].append(step.id)
            step = tasks[step._parent or ""]
    order = [fork.id]
    for one in order:
        order += below.get(one, [])
    found = {token.id: [(nth, token.data)] for nth, token in enumerate(tokens)}
    clashes: list[str] = []
    for one in reversed(order):
        parts = sorted(found.get(one, []) + [found[key][0] for key in below.get(one, [])], key=lambda part: part[0])
        if len(parts) > 1:
            base = tasks[one].data
            data, told = merge.merge(base, [merge.changes(base, branch) for _, branch in parts])
            clashes += told
            parts = [(parts[-1][0], data)]
        found[one] = parts
    return fork, found[fork.id][0][1], clashes


def shared_fork(execution: Any, tokens: list[Token]) -> Token:
    """The nearest token all of these descend from: the fork whose facts their branches started with."""
    tasks: dict[str, Token] = execution.tasks
    paths = []
    for token in tokens:
        path = [token]
        while path[-1]._parent is not None:
            path.append(tasks[path[-1]._parent])
        paths.append(path[::-1])
    common = paths[0][0]
    for level in zip(*paths, strict=False):
        if any(one is not level[0] for one in level):
            break
        common = level[0]
    return common
