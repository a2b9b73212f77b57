"""What the question says and the query leaves out. No proof of a mistake, but reason to let a small model try again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import sqlglot
from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.amounts import amount_doubts
from plugins.sql_assistant.comparing import compare_doubts
from plugins.sql_assistant.grouping import group_doubts
from plugins.sql_assistant.heads import head_doubts
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.reading import IN_PASSING, is_passing
from plugins.sql_assistant.reasons import reason_doubts
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.senseless import sense_doubts
from plugins.sql_assistant.shape import shape_doubts
from plugins.sql_assistant.signs import sign_doubts
from plugins.sql_assistant.sorting import order_doubts
from plugins.sql_assistant.values import folded, repr_sql
from plugins.sql_assistant.wants import spelt
from plugins.sql_assistant.words import parts

_NUMBER = re.compile(r"(?<![\w.,'’-])\d+(?:\.\d+)?(?![\w-])")


def doubts(
    sql: str,
    question: str,
    links: Links,
    tables: Sequence[Table] = (),
    dialect: str = "sqlite",
    rows: Sequence[Sequence[object]] = (),
) -> list[Problem]:
    """What of the question is not in a checked query, conditions without a reason, and where its shape is not what the words ask for.

    Args:
        rows: what the query gave.
    """
    tree = sqlglot.parse_one(sql, read=dialect)
    left_out = [Problem(text, hint="Use it.") for text in _left_out(tree, question, links, tables)]
    asked = (IN_PASSING.sub(" best ", spelt(question)), tables, links)
    others = [*shape_doubts(tree, *asked), *reason_doubts(tree, *asked), *head_doubts(tree, *asked, rows)]
    others += [
        *amount_doubts(tree, *asked),
        *order_doubts(tree, *asked),
        *group_doubts(tree, *asked),
        *compare_doubts(tree, *asked),
        *sign_doubts(tree, asked[0]),
        *sense_doubts(tree, tables),
    ]
    return left_out + [Problem(text) for text in dict.fromkeys(others)]


def _left_out(tree: exp.Expr, question: str, links: Links, tables: Sequence[Table]) -> Iterator[str]:
    literals = [str(node.this) for node in tree.find_all(exp.Literal)]
    texts = {folded(text).strip("%") for text in literals}
    places: dict[str, str] = {}
    lacks = any(not isinstance(node.parent, exp.Not) for node in tree.find_all(exp.Is))
    grouped = {column.name for group in tree.find_all(exp.Group) for column in group.find_all(exp.Column)}
    for (table, column), values in links.values.items():
        for value in values:
            is_said_otherwise = lacks and is_passing(value)
            if folded(value) not in texts and column not in grouped and not is_said_otherwise:
                places.setdefault(value, f"{table}.{column}")
    for value, place in places.items():
        yield f"The question names {repr_sql(value)} ({place}), and the query leaves it out."
    for (table, column), phrases in links.inside.items():
        for phrase in phrases:
            places.setdefault(phrase, f"{table}.{column}")
    named = {text for values in links.inside.values() for text in values}
    for phrase in sorted(named):
        if not any(folded(phrase) in text for text in texts):
            yield f"The question names {repr_sql(phrase)} ({places[phrase]}), and the query leaves it out."
    known = {folded(value) for values in links.values.values() for value in values}
    for text in sorted(_compared_texts(tree)):
        if folded(text) not in known:
            yield f"No row holds {repr_sql(text)}."
    for listed in tree.find_all(exp.In):
        texts_listed = [str(value.this) for value in listed.expressions if value.is_string]
        if texts_listed and not any(folded(text) in known or text[:1].isdigit() for text in texts_listed):
            yield f"No row holds {repr_sql(texts_listed[0])}."
    digits = set(re.findall(r"\d+(?:\.\d+)?", " ".join(literals)))
    spoken = {n for n in _NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3})", "", question)) if n not in links.value_words}
    digits |= {n.lstrip("0") for n in digits}
    for number in sorted(spoken - digits):
        yield f"The question names the number {number}, and the query leaves it out."
    read = {table.name for table in tree.find_all(exp.Table)}
    if read - links.named:
        for name in sorted(links.named - read - _referred_to(links.named, read, tables)):
            yield f"The question names {name}, and the query reads another table instead."


def _referred_to(names: Iterable[str], read: Collection[str], tables: Sequence[Table]) -> set[str]:
    """Tables that a column of a read table is called after: its rows stand for theirs (student_id: students)."""
    columns = [set(parts(column.name)) for table in tables if table.name in read for column in table.columns]
    return {name for name in names if any(set(parts(name)) < column for column in columns)}


def _compared_texts(tree: exp.Expr) -> set[str]:
    """Texts that stand beside =, dates and parts of dates left aside."""
    sides = [side for equation in tree.find_all(exp.EQ) for side in (equation.left, equation.right)]
    texts = {str(side.this) for side in sides if isinstance(side, exp.Literal) and side.is_string}
    return {text for text in texts if not re.fullmatch(r"[\d-]+", text)}
