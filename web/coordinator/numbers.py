"""Several numbers of cases in one field."""


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers somebody typed or pasted, between blanks or commas of either script, in capitals as they are kept."""
    return tuple(text.upper().replace(",", " ").replace("，", " ").replace("、", " ").split())
