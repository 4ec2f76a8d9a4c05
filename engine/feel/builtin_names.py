"""Names of the standard that hold a word or sign FEEL would read otherwise, and properties with blanks."""

BUILTIN_NAMES = frozenset(
    {
        "date and time",
        "days and time duration",
        "years and months duration",
        "day time duration",
        "year month duration",
        "time offset",
        "start included",
        "end included",
    }
)
