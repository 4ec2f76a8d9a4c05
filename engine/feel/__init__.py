"""FEEL and DMN 1.5: expressions, unary tests and decisions, compiled once and evaluated under a budget."""

from engine.feel.budget import Budget, Stint
from engine.feel.certain import surely, surely_holds
from engine.feel.conversion import from_json, shown, to_json
from engine.feel.difference import decision_changes
from engine.feel.durations import DaysDuration, MonthsDuration
from engine.feel.errors import FeelBudgetExceeded, FeelError, FeelSyntaxError
from engine.feel.expression import Expression, UnaryTests, compile_expression, compile_unary_tests
from engine.feel.functions import unknown_function
from engine.feel.model import Decision, DecisionService, Model
from engine.feel.model_group import parse_dmn, parse_models, read_models
from engine.feel.moment_text import read_moments
from engine.feel.moments import Date, DateTime
from engine.feel.null_paths import NullPath, null_paths, null_paths_in
from engine.feel.possible import Possible, any_of, possible_value
from engine.feel.possible_decisions import decided
from engine.feel.scope import Surround
from engine.feel.xml_reading import HostileXml, read_xml

__all__ = [
    "Budget",
    "Date",
    "DateTime",
    "DaysDuration",
    "Decision",
    "DecisionService",
    "Expression",
    "FeelBudgetExceeded",
    "FeelError",
    "FeelSyntaxError",
    "HostileXml",
    "Model",
    "MonthsDuration",
    "NullPath",
    "Possible",
    "Stint",
    "Surround",
    "UnaryTests",
    "any_of",
    "compile_expression",
    "compile_unary_tests",
    "decided",
    "decision_changes",
    "from_json",
    "null_paths",
    "null_paths_in",
    "parse_dmn",
    "parse_models",
    "possible_value",
    "read_models",
    "read_moments",
    "read_xml",
    "shown",
    "surely",
    "surely_holds",
    "to_json",
    "unknown_function",
]
