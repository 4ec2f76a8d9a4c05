"""What the library says of a field it cannot read, as a sentence that says what to do, in the reader's language."""

import re
from typing import Final

A_MOMENT: Final = (
    "应为带时区的时间，如 2026-03-02T09:00:00+08:00。",
    "Expected a time with its zone, such as 2026-03-02T09:00:00+08:00, but found something else.",
)
# by the words of marshmallow 4: Chinese, English
SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "Missing data for required field.": ("此项必填。请补上。", "Expected a value, but found none. Add the field."),
    "Field may not be null.": (
        "此项不能为空值。请填写，或不写此项。",
        "Expected a value, but found null. Give one, or leave the field out.",
    ),
    "Unknown field.": (
        "没有这一项。请去掉，或按接口说明改名。",
        "Expected only fields of the description, but found this one. Take it out, or name it as there.",
    ),
    "Invalid value.": (
        "此值不在允许范围内。请改正。",
        "Expected another value. See the description for what is allowed.",
    ),
    "Invalid input type.": ("应为对象（花括号）。请改正。", "Expected an object, but found something else. Send {…}."),
    "Invalid type.": ("应为对象（花括号）。请改正。", "Expected an object, but found something else. Send {…}."),
    "Not a valid mapping type.": (
        "应为对象（花括号）。请改正。",
        "Expected an object, but found something else. Send {…}.",
    ),
    "Not a valid list.": ("应为列表（方括号）。请改正。", "Expected a list, but found something else. Send […]."),
    "Not a valid string.": ("应为文字。请加引号。", "Expected text, but found something else. Send it in quotes."),
    "Not a valid integer.": ("应为整数。请改正。", "Expected a whole number, but found something else. Send digits."),
    "Not a valid number.": ("应为数字。请改正。", "Expected a number, but found something else. Send digits."),
    "Not a valid boolean.": ("应为 true 或 false。", "Expected true or false, but found something else."),
    "Not a valid date.": (
        "应为日期，如 2026-03-02。",
        "Expected a date such as 2026-03-02, but found something else.",
    ),
    "Not a valid datetime.": A_MOMENT,
    "Not a valid aware datetime.": A_MOMENT,
}

# by the words of our own fields
OWN: Final[dict[str, tuple[str, str]]] = {
    "Expected text without NUL characters.": (
        "文字中不能有空字符（NUL）。请去掉。",
        "Expected text without NUL characters, but found one. Take it out.",
    ),
    "Expected whole Unicode characters.": (
        "文字中有不完整的 Unicode 字符。请改正。",
        "Expected whole Unicode characters, but found half of one. Correct it.",
    ),
    "Expected a file, found text.": (
        "应为文件，收到的是文字。请以文件上传。",
        "Expected a file, but found text. Send it as a file.",
    ),
}

# by the words of its validators, in which the bounds stand
BOUNDS: Final[dict[str, tuple[str, str]]] = {
    r"Must be one of: (.*)\.": (
        "应为其中之一：{}。请选一个。",
        "Expected one of {}, but found something else. Choose one.",
    ),
    r"Length must be between (\d+) and (\d+)\.": (
        "应有 {} 至 {} 个字（项）。请改正。",
        "Expected {} to {} characters or entries, but found more or fewer. Change it.",
    ),
    r"Longer than maximum length (\d+)\.": (
        "最多 {} 个字（项）。请减少。",
        "Expected at most {} characters or entries, but found more. Send fewer.",
    ),
    r"Shorter than minimum length (\d+)\.": (
        "至少 {} 个字（项）。请补上。",
        "Expected at least {} characters or entries, but found fewer. Add what is missing.",
    ),
    r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\.": (
        "应在 {} 至 {} 之间。请改正。",
        "Expected a number from {} to {}, but found another. Change it.",
    ),
    r"Must be greater than (\S+) and less than or equal to (\S+)\.": (
        "应大于 {}，不大于 {}。请改正。",
        "Expected a number above {} and at most {}, but found another. Change it.",
    ),
    r"Must be greater than or equal to (\S+)\.": (
        "不应小于 {}。请改正。",
        "Expected at least {}, but found less. Send a larger number.",
    ),
    r"Must be less than or equal to (\S+)\.": (
        "不应大于 {}。请改正。",
        "Expected at most {}, but found more. Send a smaller number.",
    ),
    r"String does not match expected pattern\.": (
        "格式不符。请按接口说明填写。",
        "Expected text of another form. See the description for what is allowed.",
    ),
}


def in_sentences(fields: dict[str, list[str]], locale: str) -> dict[str, list[str]]:
    """The errors by field, the library's own words replaced; ``locale``: zh or en."""
    return {name: [_in_a_sentence(one, 1 if locale == "en" else 0) for one in said] for name, said in fields.items()}


def _in_a_sentence(said: str, place: int) -> str:
    told = SENTENCES.get(said) or OWN.get(said)
    if told:
        return told[place]
    for words, sentences in BOUNDS.items():
        if found := re.fullmatch(words, said):
            return sentences[place].format(*found.groups())
    return said
