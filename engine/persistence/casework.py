"""The repositories of casework, each made when it is first asked for."""


class CaseworkRows:
    """What casework keeps, inside the transaction of the connection."""
