"""A bundle as a folder: its diagrams and decisions, its forms beside or in forms/<bundle>/, its walks."""

from collections.abc import Mapping
from pathlib import Path

from engine.errors import Unusable
from engine.runtime.limits import MAX_BYTES

KINDS = (".bpmn", ".dmn", ".form")


def read_folder(folder: Path) -> tuple[str, dict[str, bytes]]:
    """The name of a bundle and its files: diagrams and decisions in ``folder``, forms beside or in forms/<bundle>/.

    Raises:
        Unusable: the folder holds no diagram.
    """
    name = folder.resolve().name
    places = (folder, folder.resolve() / ".." / ".." / "forms" / name)
    files = {
        path.name: read_file(path)
        for place in places
        if place.is_dir()
        for path in sorted(place.iterdir())
        if path.suffix in KINDS
    }
    if not any(file.endswith(".bpmn") for file in files):
        raise Unusable(f"Expected diagrams (*.bpmn) in {folder}, but found none. Name the folder of a bundle.")
    return name, files


def read_file(path: Path) -> bytes:
    """Its content, cut behind the most a file may have: what is larger is refused by its size, not read to its end."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def read_walks(folder: Path) -> dict[str, bytes]:
    """The walks of a bundle by file name."""
    return {path.name: read_file(path) for path in sorted((folder / "walks").glob("*.yaml"))}


def write_folder(bundle: str, folder: Path, files: Mapping[str, bytes], walks: Mapping[str, bytes]) -> list[Path]:
    """Write a bundle so that ``read_folder`` and ``read_walks`` find exactly this; answers what was removed for it.

    Raises:
        Unusable: the folder holds files of some other bundle.
    """
    in_tree = folder.resolve().parent.name == "processes"
    forms = folder.resolve().parents[1] / "forms" / bundle if in_tree else folder
    wanted = {(forms if name.endswith(".form") else folder) / name: content for name, content in files.items()}
    wanted |= {folder / "walks" / name: content for name, content in walks.items()}
    there = [path for place in dict.fromkeys((folder, forms)) if place.is_dir() for path in place.iterdir()]
    there += (folder / "walks").glob("*.yaml") if (folder / "walks").is_dir() else []
    stale = [path for path in there if path.suffix in (*KINDS, ".yaml") and path not in wanted]
    if stale and folder.resolve().name != bundle:
        raise Unusable(
            f"Expected an empty folder, or one called {bundle}, but found {stale[0]}. Choose another folder."
        )
    for path in stale:
        path.unlink()
    for path, content in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return stale
