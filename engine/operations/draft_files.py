"""What may be kept as a file of a draft: anything that can be read safely, sound or not."""

import re
from collections.abc import Mapping

from engine.actor import Actor
from engine.errors import DeploymentRefused, NotAllowed, Problem, Unusable
from engine.runtime import Source, foreign_losses, unreadable
from forms import unreadable_form

BUNDLE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
FILE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,99}\.(bpmn|dmn|form)")
MOST_FILES = 200
MOST_BYTES = 20 * 1024 * 1024  # of a whole draft, as much as a deployment may have


def refuse_non_designers(by: Actor) -> None:
    """Raises: NotAllowed for whoever is neither designer nor administrator."""
    if not by.has("designer", "admin"):
        raise NotAllowed("Expected a designer or an administrator; the studio is theirs.")


def refuse_bundle_name(name: str) -> None:
    """Raises: Unusable."""
    if not BUNDLE.fullmatch(name):
        raise Unusable(
            "Expected a bundle's name of at most 64 letters, digits, _ and -, beginning with a letter. Choose another."
        )


def refuse_unreadable(files: Mapping[str, bytes]) -> None:
    """The readers of deployment look at every file: hostile or broken content is not even kept.

    Raises:
        DeploymentRefused: with one problem for each file that cannot be read.
        Unusable: a name that no file of a bundle may have.
    """
    for name in files:
        if not FILE.fullmatch(name):
            raise Unusable(
                f"Expected a file name of letters, digits, _ and - ending in .bpmn, .dmn or .form, found {name[:80]!r}."
            )
    problems = [found for name, content in files.items() if (found := _unreadable(name, content))]
    if problems:
        raise DeploymentRefused(problems)


def refuse_losses(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """An editor writes back what it does not know, or nothing. Raises: Unusable, naming what would be gone."""
    for name, content in after.items():
        if name.endswith(".bpmn") and name in before:
            for label, lost in foreign_losses(Source(name, before[name]), Source(name, content)):
                raise Unusable(
                    f"Expected ‘{label}’ in {name} to keep {lost}, but the editor would have dropped it. Nothing was "
                    "saved: load the page again, and change this file outside if it happens once more."
                )


def refuse_excess(sizes: Mapping[str, int]) -> None:
    """``sizes``: bytes by name, as the draft would be. Raises: Unusable."""
    if len(sizes) > MOST_FILES:
        raise Unusable(f"Expected at most {MOST_FILES} files in a draft, found {len(sizes)}. Make a second bundle.")
    if sum(sizes.values()) > MOST_BYTES:
        raise Unusable("Expected at most 20 MB in a draft, found more. Split the diagrams.")


def _unreadable(name: str, content: bytes) -> Problem | None:
    return unreadable_form(name, content) if name.endswith(".form") else unreadable(Source(name, content))
