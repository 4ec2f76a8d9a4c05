"""Pages for the process designer: what is deployed, what is being drawn with which editors, and playing it."""

from flask import Flask

from web.designer import (
    compare,
    editor,
    files,
    heat,
    moves,
    plays,
    processes,
    publish,
    studio,
    twin,
    walks,
    what_if,
    words,
)

blueprints = (
    studio.pages,
    files.pages,
    editor.pages,
    twin.pages,
    compare.pages,
    processes.pages,
    plays.pages,
    walks.pages,
    what_if.pages,
    publish.pages,
    moves.pages,
    heat.pages,
)


def prepare(app: Flask) -> None:
    """The words the designer's templates use."""
    app.jinja_env.globals.update(
        kind_word=words.kind_word,
        event_word=words.event_word,
        field_word=words.field_word,
        difference_word=words.difference_word,
        change_word=words.change_word,
    )
