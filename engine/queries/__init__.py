"""One file per page someone looks at: a frozen dataclass with ``answer(reading)``. Nothing is written here."""
