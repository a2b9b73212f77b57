"""What the question says and the query leaves out. No proof of a mistake, but reason to let a small model try again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import sqlglot
from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.shape import shape_doubts
from plugins.sql_assistant.values import folded, repr_sql

_NUMBER = re.compile(r"(?<![\w.,'’-])\d+(?:\.\d+)?(?![\w-])")


def doubts(
    sql: str, question: str, links: Links, tables: Sequence[Table] = (), dialect: str = "sqlite"
) -> list[Problem]:
    """Values, numbers and tables of the question that are not in a checked query, and where its shape is not what the words ask for."""
    tree = sqlglot.parse_one(sql, read=dialect)
    left_out = [Problem(text, hint="Use it.") for text in _left_out(tree, question, links)]
    return left_out + [Problem(text) for text in shape_doubts(tree, question, tables, links)]


def _left_out(tree: exp.Expr, question: str, links: Links) -> Iterator[str]:
    literals = [str(node.this) for node in tree.find_all(exp.Literal)]
    texts = {folded(text).strip("%") for text in literals}
    places: dict[str, str] = {}
    for (table, column), values in links.values.items():
        for value in values:
            if folded(value) not in texts:
                places.setdefault(value, f"{table}.{column}")
    for value, place in places.items():
        yield f"The question names {repr_sql(value)} ({place}), and the query leaves it out."
    known = {folded(value) for values in links.values.values() for value in values}
    for text in sorted(_compared_texts(tree)):
        if folded(text) not in known:
            yield f"No row holds {repr_sql(text)}."
    digits = set(re.findall(r"\d+(?:\.\d+)?", " ".join(literals)))
    spoken = {n for n in _NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3})", "", question)) if n not in links.value_words}
    for number in sorted(spoken - digits):
        yield f"The question names the number {number}, and the query leaves it out."
    read = {table.name for table in tree.find_all(exp.Table)}
    if read - links.named:
        for name in sorted(links.named - read):
            yield f"The question names {name}, and the query reads another table instead."


def _compared_texts(tree: exp.Expr) -> set[str]:
    """Texts that stand beside =, dates and parts of dates left aside."""
    sides = [side for equation in tree.find_all(exp.EQ) for side in (equation.left, equation.right)]
    texts = {str(side.this) for side in sides if isinstance(side, exp.Literal) and side.is_string}
    return {text for text in texts if not re.fullmatch(r"[\d-]+", text)}
