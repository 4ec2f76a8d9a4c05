"""FEEL inside an instance: what an expression may read, and how its values become what the engine stores."""

from datetime import date, datetime, time, timedelta
from typing import Any

import orjson

from engine.feel import Expression, FeelError, compile_expression, to_json
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
    found = "null" if value is None else repr(to_json(value))
    raise Failure(f"Expected true or false from {what}, found {found}: {expression.text}. Correct the facts and retry.")


def moment(token: Token, value: Any, text: str) -> datetime:
    """A FEEL date and time, a date, or ISO text as an aware datetime; without a zone it is the district's."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise Failure(f"Expected a date and time, found {value!r}: {text}.") from None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        found = "null" if value is None else repr(value)
        raise Failure(f"Expected a date and time, found {found}: {text}.")
    return value if value.tzinfo else value.replace(tzinfo=token.workflow.surroundings.zone)


def later(token: Token, start: datetime, value: Any, text: str) -> datetime:
    """``start`` plus a FEEL duration or ISO duration text such as PT1H, months included."""
    if isinstance(value, timedelta):
        return start + value
    length = compile_expression("duration(text)").evaluate({"text": value}) if isinstance(value, str) else value
    end = compile_expression("start + length")
    found = None if length is None else end.evaluate({"start": start, "length": length})
    if not isinstance(found, datetime):
        shown = "null" if value is None else repr(value)
        raise Failure(f"Expected a duration such as PT4H or P2D, found {shown}: {text}.")
    return found


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
