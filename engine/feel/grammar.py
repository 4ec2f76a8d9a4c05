"""FEEL's grammar for lark's LALR parser (DMN 1.5 §10.3.1.2). Conflicts are meant: shifting reads as far as it can."""

GRAMMAR = r"""
expression: or_
tests: test (COMMA test)* -> tests
     | NOT LPAR test (COMMA test)* RPAR -> negated_tests

?or_: and_ (OR and_)*
?and_: comparison (AND comparison)*
?comparison: sum
    | comparison (EQ | NE | LT | LE | GT | GE) sum -> compare
    | comparison BETWEEN sum AND sum -> between
    | comparison IN sum -> in_value
    | comparison IN signed -> in_value
    | comparison IN LPAR test (COMMA test)+ RPAR -> in_tests
    | comparison INSTANCE_OF type -> instance_of
signed: (EQ | NE | LT | LE | GT | GE) sum
?test: signed | or_

?sum: product ((PLUS | MINUS) product)*
?product: power ((STAR | SLASH) power)*
?power: unary (POW unary)*
?unary: MINUS unary -> negation
    | postfix
?postfix: atom
    | postfix DOT NAME -> path
    | postfix LSQB or_ RSQB -> filtered
    | postfix LPAR RPAR -> call
    | postfix LPAR or_ (COMMA or_)* RPAR -> call
    | postfix LPAR argument (COMMA argument)* RPAR -> call_named
argument: KEY COLON or_

?atom: NUMBER -> number
    | STRING -> string
    | MOMENT -> moment
    | TRUE -> true
    | FALSE -> false
    | NULL -> null
    | NAME -> name
    | LPAR or_ RPAR -> inside
    | LPAR signed RPAR -> inside
    | (LPAR | LSQB | REVERSE_OPEN) or_ DOTS or_ (RPAR | RSQB | REVERSE_CLOSE) -> interval
    | LSQB RSQB -> list_of
    | LSQB item (COMMA item)* RSQB -> list_of
    | LBRACE RBRACE -> context_of
    | LBRACE entry (COMMA entry)* RBRACE -> context_of
    | IF or_ THEN or_ ELSE or_ -> if_
    | FOR turn (COMMA turn)* RETURN or_ -> for_
    | (SOME | EVERY) turn (COMMA turn)* SATISFIES or_ -> quantified
    | FUNCTION LPAR [parameter (COMMA parameter)*] RPAR [EXTERNAL] or_ -> function_of
?item: or_ | signed
entry: (KEY | STRING) COLON or_
turn: NAME IN or_ [DOTS or_]
parameter: (NAME | KEY) [COLON type]
type: NAME (DOT NAME)* -> plain_type
    | NAME TYPE_OPEN [type_argument (COMMA type_argument)*] TYPE_CLOSE [ARROW type] -> typed
type_argument: [KEY COLON] type

%declare NUMBER STRING MOMENT TRUE FALSE NULL NAME KEY IF THEN ELSE FOR IN RETURN SOME EVERY SATISFIES FUNCTION EXTERNAL
%declare BETWEEN AND OR INSTANCE_OF NOT LPAR RPAR LSQB RSQB LBRACE RBRACE REVERSE_OPEN REVERSE_CLOSE
%declare TYPE_OPEN TYPE_CLOSE COMMA COLON DOT DOTS ARROW PLUS MINUS STAR SLASH POW EQ NE LT LE GT GE
"""

WORDS = {
    "NUMBER": "a number", "STRING": "a text", "MOMENT": 'an @"…" literal', "NAME": "a name",
    "KEY": "a name with a colon", "LPAR": "(", "RPAR": ")", "LSQB": "[", "RSQB": "]", "LBRACE": "{", "RBRACE": "}",
    "COMMA": "a comma", "COLON": "a colon", "DOT": "a dot", "DOTS": "..", "THEN": "then", "ELSE": "else", "IN": "in",
    "RETURN": "return", "SATISFIES": "satisfies", "AND": "and", "$END": "the end", "TYPE_CLOSE": ">",
}  # fmt: skip
OPERATORS = frozenset(
    {"PLUS", "MINUS", "STAR", "SLASH", "POW", "EQ", "NE", "LT", "LE", "GT", "GE", "OR", "AND"}
    | {"BETWEEN", "INSTANCE_OF", "DOT", "LSQB", "LPAR", "IN"}
)
VALUES = frozenset(
    {"NUMBER", "STRING", "MOMENT", "NAME", "TRUE", "FALSE", "NULL", "IF", "FOR", "SOME", "EVERY", "FUNCTION", "LBRACE"}
    | {"MINUS"}
)
