"""What the editors ask for while a page is open: JSON in the person's session, a refusal as a sentence to show."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, jsonify
from flask_login import current_user

from engine.errors import DeploymentRefused, Problem, Refusal, Stale
from web.shared.refusals import sentence, status
from web.shared.sentences import translated


def as_json(view: Callable[..., Any]) -> Callable[..., Response | tuple[Response, int]]:
    """The view's answer as JSON; a refusal as ``{said, revision?, changed?, problems?}`` with its status."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Response | tuple[Response, int]:
        if not current_user.is_authenticated:
            return jsonify(said=""), 401
        try:
            return jsonify(view(*args, **kwargs))
        except Refusal as refusal:
            return jsonify(_as_fields(refusal)), status(refusal)

    return answer


def worded(problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Problems with their sentences in the page's language."""
    return [{**one, "message": translated(one["message"], of_files=True)} for one in problems]


def in_words(problem: Problem) -> str:
    """A problem with its place, in the page's language."""
    place = problem.file + (f" › {problem.element}" if problem.element else "")
    return f"{place}: {translated(problem.message, of_files=True)}"


def told(refusal: Refusal) -> str:
    """A refusal as one sentence; that of a bundle with its first problems."""
    problems = refusal.problems[:5] if isinstance(refusal, DeploymentRefused) else []
    return " ".join([sentence(refusal), "; ".join(map(in_words, problems))]).strip()


def _as_fields(refusal: Refusal) -> dict[str, Any]:
    fields: dict[str, Any] = {"said": sentence(refusal)}
    if isinstance(refusal, Stale):
        fields |= {"revision": refusal.revision, **(refusal.fresh or {})}
    if isinstance(refusal, DeploymentRefused):
        fields["problems"] = worded([problem.as_dict() for problem in refusal.problems])
    return fields
