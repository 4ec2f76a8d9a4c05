"""A task's form as it stands on the page: the form, what is filled in, what is wrong with it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import orjson
from flask import request
from flask_babel import gettext
from werkzeug.datastructures import ImmutableMultiDict

from engine.commands.attach_file import AttachFile
from engine.errors import FormRejected, Unusable
from engine.queries.attachments import AttachmentsOf
from engine.queries.option_lists import OptionLists
from forms import (
    Component,
    Form,
    asks_for_redisplay,
    compile_form,
    read_form,
    read_submission,
    render_form,
    row_added,
    rows_wanted,
)
from web.shared import door
from web.shared.language import language
from web.shared.refusals import sentence

REVISION = "_revision"
REPLY = "public_reply"
CODE = re.compile("‘([^’]+)’")


@dataclass(frozen=True)
class Filled:
    """``facts`` are what the task shows read-only and its conditions may speak of; ``data`` what a person typed.

    ``added``: the list a row was just added to; ``just_attached``: (field, id) of the files that came just now.
    """

    form: Form
    case: str
    revision: int
    facts: Mapping[str, Any]
    data: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    wants_another_look: bool = False
    added: str = ""
    just_attached: tuple[tuple[str, str], ...] = ()

    @classmethod
    def untouched(cls, task: Mapping[str, Any]) -> "Filled":
        """The form as it is first shown, with the values known so far."""
        return cls(read_form(orjson.dumps(task["form"])), task["case"], task["revision"], task["data"])

    @classmethod
    def typed(cls, task: Mapping[str, Any], posted: ImmutableMultiDict[str, str]) -> "Filled":
        """The form with what was posted; files are kept with the case at once, so that a refused form loses none."""
        blank = cls.untouched(task)
        sent = posted.get(REVISION, "")
        data = read_submission(blank.form, posted)
        attached, refused = _attached(blank)
        for name, kept in attached.items():
            data[name] = [*data.get(name, []), *kept]
        return replace(
            blank,
            revision=int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else blank.revision,
            data=data,
            errors=refused,
            just_attached=tuple((name, file) for name, files in attached.items() for file in files),
            rows=rows_wanted(blank.form, posted),
            wants_another_look=asks_for_redisplay(blank.form, posted),
            added=row_added(blank.form, posted),
        )

    def answered(self, posted: ImmutableMultiDict[str, str]) -> "Filled":
        """The form with the answers that were posted; files are none of them."""
        return replace(self, data=read_submission(self.form, posted), rows=rows_wanted(self.form, posted))

    def refused(self, refusal: FormRejected) -> "Filled":
        """The form with what is wrong beside its fields, in the reader's language rather than the command's."""
        try:
            compile_form(self.form).load(
                self.data,
                options=self._options(),
                context=self.facts,
                locale=language(),
                zone=door.zone(),
                now=door.now(),
            )
        except FormRejected as said:
            return replace(self, errors=said.fields)
        return replace(self, errors=refusal.fields)

    def html(self) -> str:
        """The controls, in the reader's language."""
        return render_form(
            self.form,
            data=self.data,
            options=self._options(),
            errors=self.errors,
            locale=language(),
            context=self.facts,
            rows=self.rows,
            files={file["id"]: file["name"] for file in _files(self)},
            zone=door.zone(),
            now=door.now(),
        )

    def _options(self) -> dict[str, Any]:
        sources = tuple(sorted(self.form.sources))
        return dict(door.ask(OptionLists(sources, case=self.case))) if sources else {}

    def summary(self) -> list[tuple[str, str]]:
        """(anchor, sentence) of every error, for the list above the form."""
        return [("f-" + name.replace(".", "-"), text) for name, sentences in self.errors.items() for text in sentences]

    def in_words(self, said: str) -> str:
        """A sentence with ‘codes’ of this form's choices in it, in the words the form has for them."""
        options = self._options()
        words = {one.value: one.text(language()) for part in self.form.fields() for one in part.choices_from(options)}
        return CODE.sub(lambda code: f"“{words[code[1]]}”" if code[1] in words else code[0], said)

    def as_text(self) -> list[tuple[str, str]]:
        """(label, text) of everything typed or chosen, to be copied from a page whose task is gone."""
        options, written = self._options(), []
        for component in self.form.fields():
            chosen = {one.value: one.text(language()) for one in component.choices_from(options)}
            value = self.data.get(str(component.key))
            texts = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and one]
            if texts:
                written.append((component.text(language()), gettext(", ").join(chosen.get(one, one) for one in texts)))
        return written

    def writes_reply(self) -> bool:
        """Does the citizen read what is written here?"""
        return any(component.key == REPLY for component in self.form.fields())

    @cached_property
    def of_this_case(self) -> list[Component]:
        """The fields that cannot be filled for several cases at once: files, and lists drawn up for this one."""
        sources = tuple(sorted(self.form.sources))
        for_all = door.ask(OptionLists(sources)) if sources else {}
        here = self._options()
        own = {source for source in sources if for_all[source] != here[source]}
        asked = (one for one in self.form.every() if not one.readonly)
        return [one for one in asked if one.kind == "filepicker" or one.source in own]

    def for_several(self, left_out: Collection[str]) -> "Filled":
        """The form without those fields (ids) and without what is only shown: its answers hold for several cases."""
        ids = {*left_out} | {one.id for one in self.form.every() if one.readonly}
        return replace(self, form=replace(self.form, components=_kept(self.form.components, ids)))

    def unknown_text(self, typed: Sequence[tuple[str, str]]) -> list[str]:
        """What was typed into fields this version of the form no longer has: shown, so that it can be copied."""
        known = {str(component.key) for component in self.form.every() if component.key}
        return [text for name, text in typed if name.split(".")[0] not in known and not name.startswith("_") and text]


def _kept(components: Sequence[Component], left_out: set[str]) -> tuple[Component, ...]:
    kept = (one for one in components if one.id not in left_out)
    return tuple(replace(one, components=_kept(one.components, left_out)) for one in kept)


def _picks_files(filled: Filled) -> bool:
    return any(component.kind == "filepicker" for component in filled.form.every())


def _files(filled: Filled) -> list[dict[str, Any]]:
    return list(door.ask(AttachmentsOf(filled.case, None))) if _picks_files(filled) else []


def _attached(blank: Filled) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The ids of the files that were kept, and sentences about those that were not, by field."""
    kept: dict[str, list[str]] = {}
    refused: dict[str, list[str]] = {}
    for component in blank.form.every():
        if component.kind != "filepicker" or component.key is None:
            continue
        for file in request.files.getlist(component.key):
            if not file.filename:
                continue
            try:
                stored = door.act(AttachFile(blank.case, None, file.filename, file.stream.read()))
                kept.setdefault(component.key, []).append(str(stored["id"]))
            except Unusable as refusal:
                said = gettext("%(name)s was not kept: %(why)s", name=file.filename, why=sentence(refusal))
                refused.setdefault(component.key, []).append(said)
    return kept, refused
