"""What a trial of a draft was about: its files and its walks, by one hash."""

from collections.abc import Mapping

from engine.runtime import Source, bundle_hash


def content_hash(files: Mapping[str, bytes], walks: Mapping[str, bytes]) -> str:
    """Changes with any of them."""
    sources = [Source(name, content) for name, content in files.items()]
    return bundle_hash([*sources, *(Source(f"walks/{name}", content) for name, content in walks.items())])
