"""Several DMN files that may import each other, in any order and in a ring."""

from collections.abc import Mapping

from engine.errors import DeploymentRefused, Problem
from engine.feel.dmn_elements import line_of, local
from engine.feel.model import Model
from engine.feel.model_reading import ModelReader
from engine.feel.xml_reading import HostileXml, read_xml


def parse_dmn(xml: bytes, file: str) -> Model:
    """The model of one file that imports nothing.

    Raises DeploymentRefused with every problem: file, element, sentence, line and column.
    """
    return parse_models({file: xml})[file]


def parse_models(files: Mapping[str, bytes]) -> dict[str, Model]:
    """The models by file name. Raises DeploymentRefused with every problem of every file."""
    models, problems = read_models(files)
    if problems:
        raise DeploymentRefused(problems)
    return models


def read_models(files: Mapping[str, bytes]) -> tuple[dict[str, Model], list[Problem]]:
    """The models as far as they can be understood, by file name, and all their problems. What is wrong is null.

    Of two files with one namespace, the first is the one that others import.
    """
    readers: dict[str, ModelReader] = {}
    problems: list[Problem] = []
    for file, content in files.items():
        try:
            readers[file] = _opened(content, file)
        except HostileXml as hostile:
            problems.append(hostile.problem)
    group = {reader.model.namespace: reader for reader in reversed(readers.values())}
    for reader in readers.values():
        reader.join(group)
    for step in (ModelReader.declare, ModelReader.relate, ModelReader.compile):
        for reader in readers.values():
            step(reader)
    for reader in readers.values():
        problems += reader.problems
    return {file: reader.model for file, reader in readers.items()}, problems


def _opened(content: bytes, file: str) -> ModelReader:
    root = read_xml(content, file)
    if local(root) != "definitions":
        sentence = f"Expected the definitions of DMN 1.1 to 1.6, found <{local(root)}>. Give a file exported as DMN."
        raise HostileXml(Problem(file, None, "dmn-root", sentence, line=line_of(root)))
    return ModelReader(root, file)
