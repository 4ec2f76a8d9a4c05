"""A task's form inside a play: drawn, read and judged as on the task page, but over the district of the play."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import ImmutableMultiDict

from engine.errors import FormRejected
from engine.queries.standing import FormOf, TaskForm
from engine.rehearsal.play import Play
from forms import asks_for_redisplay, compile_form, read_submission, render_form, rows_wanted
from web.shared.language import language


@dataclass(frozen=True)
class PlayedForm:
    """``data`` is what was typed; files are not asked for in a play."""

    play: Play
    sheet: TaskForm
    data: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    wants_another_look: bool = False

    @classmethod
    def of(cls, play: Play, task_id: str) -> "PlayedForm":
        """As it is first shown."""
        sheet: TaskForm = play.stage.ask(FormOf(task_id))
        return cls(play, sheet)

    def typed(self, posted: ImmutableMultiDict[str, str]) -> "PlayedForm":
        form = self.sheet.form
        return replace(
            self,
            data=read_submission(form, posted),
            rows=rows_wanted(form, posted),
            wants_another_look=asks_for_redisplay(form, posted),
        )

    def refused(self, refusal: FormRejected) -> "PlayedForm":
        """With what is wrong beside its fields, in the reader's language."""
        application = self.play.stage.district.application
        try:
            compile_form(self.sheet.form).load(
                self.data,
                options=self.sheet.options,
                context=self.sheet.facts,
                locale=language(),
                zone=application.settings.zone,
                now=application.clock.now(),
            )
        except FormRejected as said:
            return replace(self, errors=said.fields)
        return replace(self, errors=refusal.fields)

    def html(self) -> str:
        application = self.play.stage.district.application
        return render_form(
            self.sheet.form,
            data=self.data,
            options=self.sheet.options,
            errors=self.errors,
            locale=language(),
            context=self.sheet.facts,
            rows=self.rows,
            files={},
            zone=application.settings.zone,
            now=application.clock.now(),
        )

    def summary(self) -> list[tuple[str, str]]:
        """(anchor, sentence) of every error."""
        return [("f-" + name.replace(".", "-"), text) for name, sentences in self.errors.items() for text in sentences]
