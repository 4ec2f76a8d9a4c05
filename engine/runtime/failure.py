"""How an element of the engine fails, and how the step is then played again up to it."""

from dataclasses import dataclass

from engine.errors import Refusal


class Failure(Exception):
    """An element cannot be executed: the sentence becomes the cause of an incident."""


@dataclass(frozen=True)
class Halt:
    """Play the step again, but stop at these executions: (element id, how many times in this step) → cause."""

    at: tuple[tuple[str, int, str], ...] = ()

    def causes(self) -> dict[tuple[str, int], str]:
        return {(element, nth): cause for element, nth, cause in self.at}


class StepFailed(Exception):
    """An element failed in the middle of a step; what it and the elements before it wrote must be rolled back.

    Call again, on an instance restored from the state before, with ``halt=failed.halt``: the step then stops at the
    element with an incident and keeps everything before it. A second failure carries both places.
    """

    def __init__(self, element: str, nth: int, cause: str, before: Halt) -> None:
        super().__init__(f"{element}: {cause}")
        self.element = element
        self.nth = nth
        self.cause = cause
        self.halt = Halt((*before.at, (element, nth, cause)))


def sentence(error: BaseException) -> str:
    """The cause a person reads: our own sentences as they are, anything else with its kind."""
    if isinstance(error, (Failure, Refusal)):
        return str(error)
    text = str(error)[:500]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
