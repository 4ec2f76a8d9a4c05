"""FEEL inside an instance: what an expression may read, and how its values become what the engine stores."""

from datetime import datetime
from typing import Any

import orjson

from engine.feel import Expression, FeelError, compile_expression, shown, to_json
from engine.runtime import cycle
from engine.runtime.cycle import TooFar, read_length, read_moment
from engine.runtime.failure import Failure
from engine.runtime.token import Token


def read(token: Token, expression: Expression, **extra: Any) -> Any:
    """The FEEL value of an expression in the facts of a token, with ``submission`` and ``submission_by`` beside them.

    Raises Failure with the text of the expression and what is wrong.
    """
    facts = token.data
    if token.submission is not None:
        facts = {**facts, "submission": token.submission[0], "submission_by": token.submission[1], **extra}
    elif extra:
        facts = {**facts, **extra}
    try:
        return expression.evaluate(facts, scope=token.workflow.surround())
    except FeelError as error:
        raise Failure(f"{error} In: {expression.text}") from error


def read_json(token: Token, expression: Expression, **extra: Any) -> Any:
    """The same as plain JSON."""
    value = read(token, expression, **extra)
    try:
        return to_json(value)
    except FeelError as error:
        raise Failure(f"{error} In: {expression.text}") from error


def truth(token: Token, expression: Expression, what: str, **extra: Any) -> bool:
    """A condition; it must give exactly true or false. Raises Failure otherwise, null included."""
    value = read(token, expression, **extra)
    if isinstance(value, bool):
        return value
    raise Failure(
        f"Expected true or false from {what}, found {shown(value)}: {expression.text}. Correct the facts and retry."
    )


def moment(token: Token, value: Any, text: str) -> datetime:
    """A FEEL date and time, a date, or ISO text as an aware datetime; without a zone it is the district's."""
    try:
        found = read_moment(value)
    except TooFar as wanted:
        raise Failure(f"Expected {wanted}, found {shown(value)}: {text}. Correct the facts and retry.") from None
    if found is None:
        raise Failure(
            f"Expected a date and time such as 2026-11-23T12:00:00, found {shown(value)}: {text}. "
            "Correct the facts and retry."
        )
    return found if found.tzinfo else found.replace(tzinfo=token.workflow.surroundings.zone)


def later(token: Token, start: datetime, value: Any, text: str) -> datetime:
    """``start`` plus a FEEL duration or ISO duration text such as PT1H, months included."""
    length = read_length(value)
    if length is None:
        raise Failure(
            f"Expected a duration such as PT4H or P2D, found {shown(value)}: {text}. Correct the facts and retry."
        )
    try:
        return cycle.later(start, length)
    except TooFar as wanted:
        raise Failure(
            f"Expected {wanted}, found {shown(value)} from now: {text}. Correct the facts and retry."
        ) from None


def key_text(value: Any) -> str:
    """A business key as text: text as it is, anything else as compact JSON. Raises Failure for null."""
    if isinstance(value, str) and value:
        return value
    if value is None or value == "":
        raise Failure(
            "Expected a key, found null. Give the event a property ‘correlation’ or ‘to’ that has a value here."
        )
    return orjson.dumps(value).decode()


def optional(text: str | None) -> Expression | None:
    return compile_expression(text) if text else None
