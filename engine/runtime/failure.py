"""How an element of the engine fails, and how the step is then played again up to it."""

from dataclasses import dataclass, field, replace

from engine.errors import Refusal
from engine.feel import Stint


class Failure(Exception):
    """An element cannot be executed: the sentence becomes the cause of an incident."""


@dataclass(frozen=True)
class Halt:
    """Play the step again, but stop at these executions: (element id, how many times in this step) → cause.

    ``stint``: what is left of the time of the first try, which all its replays share; ``weighs``: the state became too
    large, so it is weighed after every element.
    """

    at: tuple[tuple[str, int, str], ...] = ()
    stint: Stint | None = field(default=None, compare=False)
    weighs: bool = False

    def causes(self) -> dict[tuple[str, int], str]:
        return {(element, nth): cause for element, nth, cause in self.at}

    def and_at(self, element: str, nth: int, cause: str, stint: Stint) -> "Halt":
        return replace(self, at=(*self.at, (element, nth, cause)), stint=stint)

    def weighing(self, stint: Stint) -> "Halt":
        return replace(self, weighs=True, stint=stint)


class StepFailed(Exception):
    """An operation failed in the middle of a step, or its state became too large; what was written must be rolled back.

    Call again, on an instance restored from the state before, with ``halt=failed.halt``: the step then stops at the
    element with an incident and keeps everything before it. A second failure carries both places; after
    ``STEP_REPLAYS`` of them there is no further one. An element that fails without having written anything becomes an
    incident at once, without all this.
    """

    def __init__(self, cause: str, halt: Halt) -> None:
        super().__init__(cause)
        self.halt = halt


def sentence(error: BaseException) -> str:
    """The cause a person reads: our own sentences as they are, anything else with its kind."""
    if isinstance(error, (Failure, Refusal)):
        return str(error)
    text = str(error)[:500]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
