"""What a form says to the person who fills it in: Chinese first, English second."""

from typing import Final

_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "required": ("请填写“{label}”。", "“{label}” is required."),
    "choose": ("请选择“{label}”。", "Please choose “{label}”."),
    "tick": ("请勾选“{label}”。", "Please tick “{label}”."),
    "attach": ("请为“{label}”添加附件。", "Please attach a file to “{label}”."),
    "rejected": ("有几项需要修改，改好后再提交。", "Some fields need another look; correct them and submit again."),
    "unknown": ("表单中没有“{name}”这一项，请去掉。", "The form has no field “{name}”; leave it out."),
    "not_text": ("“{label}”应为文字。", "“{label}” must be text."),
    "not_clean": (
        "“{label}”含有不能保存的字符，请删除后重填。",
        "“{label}” holds characters that cannot be kept; remove them.",
    ),
    "one_line": ("“{label}”应为一行文字。", "“{label}” must be one line of text."),
    "too_short": (
        "“{label}”至少 {limit} 个字，现有 {found} 个。",
        "“{label}” needs at least {limit} characters, found {found}.",
    ),
    "too_long": (
        "“{label}”最多 {limit} 个字，现有 {found} 个。",
        "“{label}” takes at most {limit} characters, found {found}.",
    ),
    "pattern": ("“{label}”的格式不对。", "“{label}” is not in the expected format."),
    "not_number": ("“{label}”应为数字。", "“{label}” must be a number."),
    "decimals": ("“{label}”最多 {limit} 位小数。", "“{label}” takes at most {limit} decimal places."),
    "too_small": ("“{label}”不能小于 {limit}。", "“{label}” must be at least {limit}."),
    "too_big": ("“{label}”不能大于 {limit}。", "“{label}” must be at most {limit}."),
    "not_date": ("“{label}”应为日期，例如 2026-03-02。", "“{label}” must be a date, such as 2026-03-02."),
    "not_time": ("“{label}”应为时间，例如 09:30。", "“{label}” must be a time, such as 09:30."),
    "not_datetime": (
        "“{label}”应为日期和时间，例如 2026-03-02T09:30。",
        "“{label}” must be a date and time, such as 2026-03-02T09:30.",
    ),
    "passed": ("“{label}”不能早于现在。", "“{label}” must not lie in the past."),
    "not_boolean": ("“{label}”应为是或否。", "“{label}” must be yes or no."),
    "not_option": ("“{label}”没有“{found}”这个选项。", "“{label}” has no option “{found}”."),
    "not_one": ("“{label}”只能选一项。", "“{label}” takes one option, not several."),
    "not_list": ("“{label}”应为列表。", "“{label}” must be a list."),
    "not_row": ("“{label}”的每一行应为若干填写项。", "Each row of “{label}” must be a set of fields."),
    "too_few": ("“{label}”至少 {limit} 项。", "“{label}” needs at least {limit} entries."),
    "too_many": ("“{label}”最多 {limit} 项。", "“{label}” takes at most {limit} entries."),
    "not_file": ("“{label}”的附件无效，请重新上传。", "An attachment of “{label}” is not valid; upload it again."),
    "not_object": ("提交的内容应为若干填写项。", "The submission must be a set of fields."),
    "too_large": ("提交的内容过大或过深。", "The submission is too large or too deep."),
}

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "required": ("必填", "required"),
    "choose": ("请选择", "Please choose"),
    "add_row": ("增加一行：{label}", "Add a row: {label}"),
    "row": ("第 {number} 行", "Row {number}"),
    "refresh": ("更新表单", "Update the form"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "nothing": ("（无）", "(none)"),
    "kept": ("已上传", "Uploaded"),
}


def sentence(code: str, locale: str, **values: object) -> str:
    """The sentence called ``code`` in ``locale`` ("zh" or "en")."""
    return _pick(_SENTENCES[code], locale).format_map(values)


def word(code: str, locale: str, **values: object) -> str:
    """A word or two that stand around the controls."""
    return _pick(_WORDS[code], locale).format_map(values)


def _pick(pair: tuple[str, str], locale: str) -> str:
    return pair[1] if locale == "en" else pair[0]
