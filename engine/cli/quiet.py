"""Rehearsals report what failed themselves; the ticker's warnings would only run through their progress."""

import logging

import structlog


def quiet() -> None:
    """From here on this process logs errors only."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
