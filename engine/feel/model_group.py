"""Several DMN files that may import each other, read in the order their imports ask for."""

from collections.abc import Mapping

from engine.errors import DeploymentRefused, Problem
from engine.feel.dmn_elements import NAMESPACES, children
from engine.feel.model import Model
from engine.feel.model_reading import read_model
from engine.feel.xml_reading import HostileXml, read_xml


def parse_models(files: Mapping[str, bytes]) -> dict[str, Model]:
    """The models by file name. Raises DeploymentRefused with every problem of every file."""
    models, problems = read_models(files)
    if problems:
        raise DeploymentRefused(problems)
    return models


def read_models(files: Mapping[str, bytes]) -> tuple[dict[str, Model], list[Problem]]:
    """The models as far as they can be understood, by file name, and all their problems.

    Of models that import each other in a ring, one is read first and misses its import.
    """
    waiting = {file: _imported(content, file) for file, content in files.items()}
    by_namespace: dict[str, Model] = {}
    by_file: dict[str, Model] = {}
    problems: list[Problem] = []
    while waiting:
        present = {own for own, _ in waiting.values()}
        ready = [file for file, (own, needs) in waiting.items() if not (needs & present) - {own}] or list(waiting)[:1]
        for file in ready:
            del waiting[file]
            model, found = read_model(files[file], file, by_namespace)
            problems += found
            if model is not None:
                by_namespace[model.namespace] = by_file[file] = model
    return by_file, problems


def _imported(content: bytes, file: str) -> tuple[str, set[str]]:
    """A file's namespace and those it imports."""
    try:
        root = read_xml(content, file)
    except HostileXml:
        return "", set()
    models = [one for one in children(root, "import") if one.get("importType", "") in ("", *NAMESPACES)]
    return root.get("namespace", ""), {one.get("namespace", "") for one in models}
