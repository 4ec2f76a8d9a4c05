"""The files that came along with what a citizen sent: each is kept, or named with the reason why not."""

import hashlib

from flask import request
from flask_babel import gettext

from engine.commands.attach_file import AttachFile
from engine.errors import Refusal
from web.shared import door
from web.shared.refusals import sentence

FILES = 5


def attach(number: str, code: str, once: str) -> list[str]:
    """Keep the files of this request, each once however often the page is sent (``once`` names the page).

    Returns sentences about those that were not kept.
    """
    refused = []
    sent = [file for file in request.files.getlist("files") if file.filename]
    for file in sent[:FILES]:
        name, content = file.filename or "", file.stream.read()
        mark = hashlib.sha256(content).hexdigest()
        try:
            door.act(AttachFile(number, code, name, content), door.CITIZEN, (f"web-{once}-{mark[:32]}", mark))
        except Refusal as refusal:
            refused.append(gettext("%(name)s was not kept: %(why)s", name=name, why=sentence(refusal)))
    return refused + [
        gettext("%(name)s was not kept: at most %(most)d files at once.", name=file.filename, most=FILES)
        for file in sent[FILES:]
    ]


def names() -> str:
    """The names of the files that came with this request, or of those that came with an earlier step; a browser forgets
    which were chosen as soon as a page comes back."""
    sent = [file.filename for file in request.files.getlist("files") if file.filename]
    return "、".join(sent)[:300] or request.form.get("chosen", "")[:300]


def once() -> str:
    """The name of the page that was sent: the same for a second click on it."""
    return request.form.get("once", "")[:64]
