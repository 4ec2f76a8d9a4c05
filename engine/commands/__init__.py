"""One file per act of a person or the clock: a dataclass with ``perform(work)``. Commands never call commands."""
