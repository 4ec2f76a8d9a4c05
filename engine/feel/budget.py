"""Limits of one evaluation, checked cooperatively: no signal and no thread stops an expression."""

from time import monotonic, thread_time

from engine.feel.errors import FeelBudgetExceeded

_BETWEEN_LOOKS_AT_THE_CLOCK = 32


FAR = 12  # times as long on the wall: work that sleeps ends too, and no busy machine is that slow


class Stint:
    """Seconds of work of this thread: no act may fail because others keep the machine busy. On the wall it is over at
    last after FAR times as long.
    """

    __slots__ = ("_end", "_last", "_worked")

    def __init__(self, seconds: float) -> None:
        now = monotonic()
        self._end, self._last = now + seconds, now + FAR * seconds
        self._worked = thread_time() + seconds

    @property
    def is_over(self) -> bool:
        now = monotonic()
        return now > self._last or (now > self._end and thread_time() > self._worked)  # the clock costs a tenth of it


class Budget:
    """What one engine step may use up. Belongs to one step in one thread, so it needs no lock.

    steps: loop turns, calls and built items together; depth: nested calls of functions; size: items of one list or
    characters of one text; seconds: of work of this thread, from the making of the budget; stint: a running one
    to share instead.
    """

    __slots__ = ("_look_at", "_stint", "depth", "left", "level", "seconds", "size", "steps")

    def __init__(
        self,
        steps: int = 200_000,
        depth: int = 100,
        size: int = 100_000,
        seconds: float = 2.0,
        *,
        stint: Stint | None = None,
    ) -> None:
        self.steps = self.left = steps
        self.depth = depth
        self.size = size
        self.seconds = seconds
        self.level = 0
        self._stint = stint or Stint(seconds)
        self._look_at = steps

    def spend(self, steps: int = 1) -> None:
        """Use up steps. Raises FeelBudgetExceeded when none are left or the time is over."""
        self.left -= steps
        if self.left < self._look_at:
            self._look()

    def hold(self, size: int) -> None:
        """A text or list of this size is about to be made: refuse when too large, and pay for it by its size."""
        if size > self.size:
            raise FeelBudgetExceeded(
                f"Expected at most {self.size} items or characters in one value, found {size}. Make the value smaller."
            )
        self.spend(1 + size // 32)

    def enter(self) -> None:
        """One function call deeper. Raises FeelBudgetExceeded below ``depth``."""
        self.level += 1
        if self.level > self.depth:
            raise FeelBudgetExceeded(
                f"Expected at most {self.depth} nested calls. Does a function call itself for ever?"
            )

    def leave(self) -> None:
        self.level -= 1

    def _look(self) -> None:
        if self.left < 0:
            raise FeelBudgetExceeded(f"The evaluation needs more than {self.steps} steps. Simplify the expression.")
        if self._stint.is_over:
            raise FeelBudgetExceeded(f"The evaluation takes longer than {self.seconds} s. Simplify the expression.")
        self._look_at = max(self.left - _BETWEEN_LOOKS_AT_THE_CLOCK, 0)
