"""Questions that a schema plainly cannot answer, seen by code: for a model that always writes a query."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.api import Problem, Verification
from plugins.sql_assistant.figures import asks_for_takings
from plugins.sql_assistant.linking import STOP_WORDS, WORD, Links
from plugins.sql_assistant.prompt import REFUSAL
from plugins.sql_assistant.ranking import Index, terms
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.words import parts, stem

LEAST_UNKNOWN = 2
"""Words that must be unknown before code refuses: one alone may be a verb that stands for a table (borrowed: loans)."""

_SHORT = 3
"""Letters of a part of a name that may be a word of any question."""

_NO_SUBJECT = frozenset(
    """
    average mean sum maximum minimum max min high higher highest low lower lowest top best worst most least many much few
    different distinct unique group sort rank compare percentage percent ratio rate share count amount number total list give
    find display return show tell question answer data database table column row record entry name title date year month week
    day today yesterday time time first last latest current recent recently new old long short big large small common popular
    per every single several various certain particular given specific kind type please want know using use used get one two
    three four five six seven eight nine ten anything something someone anyone everything nothing been being will would
    should could might may must also only just still ever never always often good better great key main important possible
    january february march april may june july august september october november december
    make made take taken go going come let see look like need needs
    """.split()
)
"""Words of questions to any database, or to none: they say nothing about what is asked."""

_GENERAL = re.compile(
    r"^\s*(?:can you (?:recommend|explain|provide|suggest|tell me about)|can (?:we|i|art|one)\b|do our\b|is there a meaning"
    r"|how (?:can|could|should|do|does|would|might) (?:i|we|you|one|the|a|an|[a-z]+s|people)\b(?! (?:many|much))"
    r"|what (?:are|is) (?:the|some|a) (?:\w+ ){0,2}?(?:steps?|tips?|purpose|meaning|benefits|risks|factors|techniques|considerations"
    r"|applications|process|ways?|advantages|disadvantages|features|examples)\b"
    r"|what (?:steps|role|qualifications)|why (?:do|does|is|are)\b)",
    re.IGNORECASE,
)
"""Questions about the world, for advice or an explanation: no query answers them, whatever words of the schema they hold."""


def not_found(question: str, schema: Schema, links: Links, notes: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The words of a question that code looked for in vain, where none of its words was found and the question plainly is about
    something else; empty if it may be answered. Of a question in another script, or with an abbreviation, nothing is known.

    Args:
        links: tables, columns and values that the question names.
        notes: by name of a table.
    """
    if (
        not question.isascii()
        or links.named
        or links.values
        or links.said
        or links.inside
        or asks_for_takings(question)
        or _names_a_part(question, schema)
    ):
        return ()
    asked = [word for word in _content(question) if word.lower() not in links.value_words]
    if any(word.isupper() for word in asked):
        return ()
    index = Index.of(schema, notes)
    unknown = [word for word in asked if not any(index.knows(term) for term in terms(word))]
    is_elsewhere = len(unknown) == len(asked) or (_GENERAL.match(question) and 2 * len(unknown) >= len(asked))
    return tuple(dict.fromkeys(unknown)) if len(unknown) >= LEAST_UNKNOWN and is_elsewhere else ()


def _names_a_part(question: str, schema: Schema) -> bool:
    """Whether a word is a part of a table's name, also one that says little elsewhere (orders: CustomerOrder)."""
    tables = (table for table in schema.tables if table.kind == "table")
    known = {part for table in tables for part in parts(table.own_name) if len(part) > _SHORT}
    return any(stem(match.group().lower()) in known for match in WORD.finditer(question))


def not_answered(words: tuple[str, ...]) -> Verification:
    """The same for what code found: the words that nothing in the database is called by."""
    named = ", ".join(f"“{word}”" for word in words[:6])
    problem = Problem(
        f"Nothing in this database is called {named}.",
        hint="Ask with the names of tables, columns or values, or choose a larger model.",
        severity="warning",
    )
    reason = f"nothing in the schema or its values is called {', '.join(words[:6])}"
    return Verification(
        (problem,),
        {"answerable": False, "reason": reason, "sql": ""},
        (
            "Every word of the question was looked for in the names, comments, notes and values; the model was not asked.",
        ),
        checked=False,
        output=f"{REFUSAL} {reason}",
    )


def _content(question: str) -> list[str]:
    words = [match.group().strip(".,'’") for match in WORD.finditer(question)]
    return [
        word
        for word in words
        if len(word) > 2 and not word[0].isdigit() and not _plain_forms(word.lower()) & (_NO_SUBJECT | STOP_WORDS)
    ]


def _plain_forms(word: str) -> set[str]:
    """A word, singular, and what it compares (biggest: big)."""
    bare = re.sub(r"(?:est|er)$", "", word)
    return {word, stem(word), bare, f"{bare}e", bare[:-1] if len(bare) > 3 and bare[-1:] == bare[-2:-1] else bare}
