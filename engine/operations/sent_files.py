"""Files of other systems under names a bundle can have."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from engine.errors import Unusable

KINDS = {".bpmn": ".bpmn", ".dmn": ".dmn", ".form": ".form", ".xml": ".bpmn"}  # Signavio exports … .bpmn20.xml


def named_for_bundle(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same contents by names of letters, digits and _: ``Mein Ablauf.bpmn20.xml`` becomes ``Mein_Ablauf.bpmn``.

    Raises: Unusable when a file is of no kind a bundle has, or two would have one name.
    """
    if not files:
        raise Unusable("Expected a file, found none. Choose one.")
    named: dict[str, bytes] = {}
    for given, content in files.items():
        path = PurePosixPath(given.replace("\\", "/"))
        kind = KINDS.get(path.suffix.lower())
        stem = re.sub(r"[^A-Za-z0-9_-]+", "_", path.stem.removesuffix(".bpmn20").removesuffix(".bpmn")).strip("_")
        if kind is None:
            raise Unusable(f"Expected files ending in .bpmn, .dmn or .form, found {path.name[:80]!r}. Leave it out.")
        name = f"{stem if stem[:1].isalpha() else f'file_{stem}'.rstrip('_')}{kind}"
        if name in named:
            raise Unusable(
                f"Expected every file with a name of its own, found two that become {name}. Rename one of them."
            )
        named[name] = content
    return named
