"""What FEEL says when it refuses."""

from engine.errors import Refusal


class FeelError(Refusal):
    """A FEEL expression or a decision could not be evaluated."""


class FeelBudgetExceeded(FeelError):
    """The evaluation used up its steps, depth, size or time; simplify the expression."""


class FeelSyntaxError(Refusal):
    """A text that is not FEEL.

    ``line`` and ``column`` count from 1 inside the expression; ``expected`` says in words what could have stood there.
    """

    def __init__(self, message: str, *, line: int = 1, column: int = 1, expected: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.expected = expected
