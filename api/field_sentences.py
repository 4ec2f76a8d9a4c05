"""What the library says of a field it cannot read, as a sentence that says what to do, in the reader's language."""

from typing import Final

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
    "Not a valid datetime.": (
        "应为带时区的时间，如 2026-03-02T09:00:00+08:00。",
        "Expected a time with its zone, such as 2026-03-02T09:00:00+08:00, but found something else.",
    ),
}


def in_sentences(fields: dict[str, list[str]], locale: str) -> dict[str, list[str]]:
    """The errors by field, the library's own words replaced; ``locale``: zh or en."""
    place = 1 if locale == "en" else 0
    return {name: [SENTENCES[one][place] if one in SENTENCES else one for one in said] for name, said in fields.items()}
