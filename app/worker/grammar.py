"""What a tool demands of an answer → GBNF, the grammar that llama.cpp enforces token by token.

Notation: https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from llama_cpp.llama_grammar import JSON_GBNF, json_schema_to_gbnf

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def constraint_grammar(constraint: Mapping[str, Any]) -> str | None:
    """The grammar of a ``generate`` command's constraint; None if it has none.

    Args:
        constraint: at most one of ``gbnf`` (text), ``choices`` (list of strings) and ``schema`` (JSON Schema).
    """
    if constraint.get("gbnf"):
        return str(constraint["gbnf"])
    if constraint.get("choices"):
        return choices_grammar(constraint["choices"])
    if constraint.get("schema") is not None:
        return schema_grammar(constraint["schema"])
    return None


def choices_grammar(choices: Sequence[str]) -> str:
    """A grammar of exactly these strings."""
    return "root ::= " + " | ".join(f'"{_escaped(choice)}"' for choice in choices)


def schema_grammar(schema: Mapping[str, Any]) -> str:
    """A grammar of the JSON values that are valid under ``schema``; of any JSON where the schema says more than a grammar can.

    The answer is checked against the schema again afterwards, so a wider grammar costs a repair round, never a wrong answer.
    """
    try:
        return str(json_schema_to_gbnf(json.dumps(schema)))
    except (AssertionError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        sys.stderr.write(f"schema is beyond a grammar, any JSON allowed: {error!r}\n")
        return str(JSON_GBNF)


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(char, char) for char in text)
