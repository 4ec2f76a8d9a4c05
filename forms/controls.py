"""One marshmallow field per kind of component: what it takes from a person and what it keeps."""

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from marshmallow import ValidationError, fields
from marshmallow.experimental.context import Context

from forms import pattern as patterns
from forms.form import Component, Scalar
from forms.reading import Circumstances
from forms.sentences import sentence
from forms.vocabulary import MAX_FIELD, MAX_FILES, MAX_LINE, MAX_NUMBER

_FILE_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")


def circumstances() -> Circumstances:
    """Those of the reading under way; only inside ``Context``."""
    here: Circumstances = Context.get()
    return here


class Control(fields.Field[Any]):
    """A field that knows its component, so that every refusal names the label in the reader's language."""

    missing_code = "required"

    def __init__(self, component: Component) -> None:
        super().__init__(required=component.required, allow_none=not component.required)
        self.component = component

    def make_error(self, key: str, **kwargs: Any) -> ValidationError:
        """marshmallow asks here for "required" and "null": both mean that nothing was filled in."""
        return self.trouble(self.missing_code)

    def trouble(self, code: str, **values: object) -> ValidationError:
        locale = circumstances().locale
        return ValidationError(sentence(code, locale, label=self.component.text(locale), **values))

    def refuse(self, code: str, **values: object) -> NoReturn:
        raise self.trouble(code, **values)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        return self.read(value)

    def read(self, value: Any) -> Any:
        """The value to keep. Raises ValidationError with a sentence."""
        raise NotImplementedError


class TextControl(Control):
    """One line, or several in a textarea; line ends become \\n, blanks around the text go."""

    def read(self, value: Any) -> str:
        if not isinstance(value, str):
            self.refuse("not_text")
        bounds, many_lines = self.component.bounds, self.component.kind == "textarea"
        limit = min(bounds.max_length or MAX_FIELD, MAX_FIELD if many_lines else MAX_LINE)
        if bounds.pattern and not bounds.max_length:
            limit = patterns.DEFAULT_LENGTH
        text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        if not is_clean(text):
            self.refuse("not_clean")
        if not many_lines and "\n" in text:
            self.refuse("one_line")
        if len(text) > limit:
            self.refuse("too_long", limit=limit, found=len(text))
        if bounds.min_length is not None and len(text) < bounds.min_length:
            self.refuse("too_short", limit=bounds.min_length, found=len(text))
        if bounds.pattern and not patterns.compiled(bounds.pattern).search(text):
            self.refuse("pattern")
        return text


class NumberControl(Control):
    """A number within its bounds; whole unless the component allows decimals."""

    def read(self, value: Any) -> int | float:
        number = self._number(value)
        if -number.as_tuple().exponent > self.component.decimals:  # type: ignore[operator]  # finite: never "n" or "F"
            self.refuse("decimals", limit=self.component.decimals)
        bounds = self.component.bounds
        low = -MAX_NUMBER if bounds.minimum is None else bounds.minimum
        high = MAX_NUMBER if bounds.maximum is None else bounds.maximum
        if number < Decimal(str(low)):
            self.refuse("too_small", limit=low)
        if number > Decimal(str(high)):
            self.refuse("too_big", limit=high)
        return int(number) if number == number.to_integral_value() else float(number)

    def _number(self, value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            self.refuse("not_number")
        if isinstance(value, str) and len(value) > 40:
            self.refuse("not_number")
        if isinstance(value, int) and abs(value) > MAX_NUMBER:
            self.refuse("too_big" if value > 0 else "too_small", limit=MAX_NUMBER if value > 0 else -MAX_NUMBER)
        try:
            number = Decimal(str(value).strip())
        except InvalidOperation:
            self.refuse("not_number")
        if not number.is_finite() or (number and not -30 < number.adjusted() < 30):
            self.refuse("not_number")
        whole = number.to_integral_value()
        return whole if number == whole else number.normalize()


class CheckboxControl(Control):
    """Yes or no. A required one must be yes, as in form-js."""

    missing_code = "tick"

    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            self.refuse("not_boolean")
        if self.required and not value:
            self.refuse("tick")
        return value


class DatetimeControl(Control):
    """A date (2026-03-02), a time (09:30), or a moment, kept as UTC; one without a zone is in the district's."""

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or len(value) > 40:
            self.refuse(f"not_{self.component.subtype}")
        text = value.strip()
        if self.component.subtype == "time":
            if not _TIME.fullmatch(text):
                self.refuse("not_time")
            return text
        return self._date(text) if self.component.subtype == "date" else self._moment(text)

    def _date(self, text: str) -> str:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.refuse("not_date")
        here = circumstances()
        if self.component.future_only and here.now and day < here.now.astimezone(here.zone).date():
            self.refuse("passed")
        return day.isoformat()

    def _moment(self, text: str) -> str:
        here = circumstances()
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=here.zone)
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self.refuse("not_datetime")
        if self.component.future_only and here.now and moment < here.now:
            self.refuse("passed")
        return moment.isoformat()


class ChoiceControl(Control):
    """One of the options."""

    missing_code = "choose"

    def read(self, value: Any) -> Scalar:
        if isinstance(value, list | tuple | dict):
            self.refuse("not_one")
        return self.pick(value)

    def pick(self, value: Any) -> Scalar:
        """The option meant: by value, or by the text HTML writes for it."""
        allowed = self._allowed()
        if isinstance(value, str):
            if value in allowed:
                return allowed[value]
        elif isinstance(value, bool | int | float):
            for option in allowed.values():
                if type(option) is type(value) and option == value:
                    return option
        self.refuse("not_option", found=_shown(value))

    def _allowed(self) -> Mapping[str, Scalar]:
        source = self.component.source
        return circumstances().tokens(source) if source else {c.token: c.value for c in self.component.choices}


class ChoicesControl(ChoiceControl):
    """Any of the options, each once, in the order given."""

    def read(self, value: Any) -> list[Scalar]:  # type: ignore[override]
        if not isinstance(value, list | tuple):
            self.refuse("not_list")
        picked = list(dict.fromkeys(self.pick(item) for item in value))
        bounds = self.component.bounds
        if bounds.minimum is not None and len(picked) < bounds.minimum:
            self.refuse("too_few", limit=int(bounds.minimum))
        if bounds.maximum is not None and len(picked) > bounds.maximum:
            self.refuse("too_many", limit=int(bounds.maximum))
        return picked


class FilesControl(Control):
    """The ids of attachments already uploaded; whether they exist is for those who keep them to say."""

    missing_code = "attach"

    def read(self, value: Any) -> list[str]:
        if not isinstance(value, list | tuple):
            self.refuse("not_list")
        limit = MAX_FILES if self.component.multiple else 1
        if len(value) > limit:
            self.refuse("too_many", limit=limit)
        if not all(isinstance(item, str) and _FILE_ID.fullmatch(item) for item in value):
            self.refuse("not_file")
        return list(value)


def is_clean(text: str) -> bool:
    """No NUL, other control characters or lone surrogates: what one of the databases would refuse."""
    if text.isascii() and text.isprintable():
        return True
    return not any(letter not in "\n\t" and unicodedata.category(letter) in {"Cc", "Cs"} for letter in text)


def _shown(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "?"
    text = str(value) if isinstance(value, str | int | float) else "?"
    return text if len(text) <= 40 and is_clean(text) else text[:40].encode("utf-8", "replace").decode() + "…"


CONTROLS: dict[str, type[Control]] = {
    "textfield": TextControl,
    "textarea": TextControl,
    "number": NumberControl,
    "checkbox": CheckboxControl,
    "datetime": DatetimeControl,
    "radio": ChoiceControl,
    "select": ChoiceControl,
    "checklist": ChoicesControl,
    "taglist": ChoicesControl,
    "filepicker": FilesControl,
}
