"""Files of other systems under names a bundle can have."""

import re
from collections.abc import Collection, Mapping
from itertools import count
from pathlib import PurePosixPath

from engine.errors import Unusable

KINDS = {".bpmn": ".bpmn", ".dmn": ".dmn", ".form": ".form", ".xml": ".bpmn"}  # Signavio exports … .bpmn20.xml
_ID = re.compile(rb"""<(?:[\w.-]+:)?(?:process|decision)\b[^>]*?\sid=["']([A-Za-z_][\w-]{0,60})["']""")


def names_in_bundle(files: Mapping[str, bytes], taken: Mapping[str, int], *, replacing: bool) -> dict[str, str]:
    """The name each file gets, of letters, digits and _: ``Mein Ablauf.bpmn20.xml`` becomes ``Mein_Ablauf.bpmn``.

    A name without any, such as ``投诉流程.bpmn``, is that of the process or decision in the file. A name that another
    of ``files`` has, or one of ``taken`` unless ``replacing``, is numbered: nothing is lost unseen.

    Raises: Unusable when a file is of no kind a bundle has.
    """
    if not files:
        raise Unusable("Expected a file, found none. Choose one.")
    named: dict[str, str] = {}
    for given, content in files.items():
        path = PurePosixPath(given.replace("\\", "/"))
        kind = KINDS.get(path.suffix.lower())
        if kind is None:
            raise Unusable(f"Expected files ending in .bpmn, .dmn or .form, found {path.name[:80]!r}. Leave it out.")
        stem = _stem(path.stem.removesuffix(".bpmn20").removesuffix(".bpmn"), content)
        named[given] = _free(stem, kind, {*named.values(), *(() if replacing else taken)})
    return named


def _stem(given: str, content: bytes) -> str:
    stem = re.sub(r"[^A-Za-z0-9_-]+", "_", given).strip("_")[:90]
    if not stem:
        own = _ID.search(content)
        stem = own[1].decode() if own else "file"
    return stem if stem[:1].isalpha() else f"file_{stem}".rstrip("_")


def _free(stem: str, kind: str, others: Collection[str]) -> str:
    numbered = (f"{stem}{kind}" if number == 1 else f"{stem}_{number}{kind}" for number in count(1))
    return next(name for name in numbered if name not in others)
