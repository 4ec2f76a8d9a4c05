"""Loads every built-in function of the standard."""

from engine.feel import (
    functions_boolean,
    functions_context,
    functions_conversion,
    functions_list,
    functions_list_edit,
    functions_numeric,
    functions_range,
    functions_string,
    functions_temporal,
)

LOADED = (
    functions_boolean,
    functions_context,
    functions_conversion,
    functions_list,
    functions_list_edit,
    functions_numeric,
    functions_range,
    functions_string,
    functions_temporal,
)
