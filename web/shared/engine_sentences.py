"""What the engine may say to a person on a page, as the catalogues know it; ``{}`` stands for a value."""


def N_(sentence: str) -> str:  # noqa: N802  # gettext's own name for "to be translated later"
    """Marks a sentence for the catalogue."""
    return sentence


SENTENCES: tuple[str, ...] = (
    N_("There is no such thing, or it is not yours to see."),
    N_("You may not do this with the roles you hold."),
    N_("This cannot be done in the present state."),
    N_("What was given cannot be used."),
    N_("Someone else acted first; look at the present state and decide again."),
    N_("Some fields are not as the form asks."),
)
