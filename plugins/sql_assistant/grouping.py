"""Whether a query groups where the question asks for figures of each, by what it says, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlglot import exp

from plugins.sql_assistant.linking import Links, named_tables
from plugins.sql_assistant.owners import Owners
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.wants import groups, is_latin, words
from plugins.sql_assistant.words import parts, stem

_ONE_FIGURE = re.compile(
    r"^\W*(?:(?:and|so|ok|please|can|could|you|tell|show|give|find|get|list|calculate|compute|what|what['’]?s|is|are|the|me|us|of|i|need|want"
    r"|to|know)\W+)*(?:how many|(?:the )?number of|count|average|avg|mean|total|sum of)\b",
    re.IGNORECASE,
)
_RANKS = words(
    r"most|least|fewest|top|best|worst|\w{3,}est|have|has|had|having|with|more|less|fewer|at least|over|under|exactly|only"
)
_PER = re.compile(r"\b(?:per|each|every)\s+(\w+)(?:\s+(\w+))?", re.IGNORECASE)
_TIMES = frozenset("day week month quarter year weekday hour".split())
_OF_EACH = re.compile(r"\b(\w+)\s+per\s+(\w+)", re.IGNORECASE)


def group_doubts(tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> Iterator[str]:
    """Sentences on how a query groups; none for other languages than English."""
    if not isinstance(tree, exp.Select) or not is_latin(question):
        return
    group = tree.args.get("group")
    figures = [part for part in tree.expressions if part.find(exp.AggFunc)]
    if group is not None and not tree.find(exp.AggFunc):
        yield "The query groups, and neither shows nor compares a figure."
    if asks_for_one_figure(question, tables, links) and figures and (group or len(figures) < len(tree.expressions)):
        yield "The question asks for one figure, and the query shows more."
    if group is not None and figures:
        yield from _by_something_else(tree, group, question, tables, links)


def asks_for_one_figure(question: str, tables: Sequence[Table], links: Links) -> bool:
    """Whether nothing is to stand beside a figure, nor is it asked for of each of something."""
    if not _ONE_FIGURE.search(question) or _RANKS.search(question):
        return False
    values = "|".join(re.escape(word) for word in sorted(links.value_words))
    asked = re.sub(rf"\bby (?=(?:{values})\b)", "from ", question, flags=re.IGNORECASE) if values else question
    return not groups(without_rates(asked, tables))


def without_rates(question: str, tables: Sequence[Table]) -> str:
    """Without "passengers per trip", where each row of trips has its passengers, and "price per night", which a column is called."""
    for found in _OF_EACH.finditer(question):
        measured, of = stem(found[1].lower()), stem(found[2].lower())
        owners = named_tables(found[2], tables)
        if named_tables(found[1], tables) and of in _TIMES:
            continue
        own = [name_words(c.name) for t in tables if not owners or t.name in owners for c in t.columns]
        if any(measured in name and (owners or len(name) > 1) for name in own) and (
            owners
            or of not in {part for t in tables for c in t.columns for part in name_words(c.name)}
            or any({measured, of} <= name for name in own)
        ):
            question = question.replace(found.group(), found[1])
    return question


def _by_something_else(
    tree: exp.Select, group: exp.Expr, question: str, tables: Sequence[Table], links: Links
) -> Iterator[str]:
    """Figures of each of something are asked for, and rows are grouped by something else."""
    said = _PER.search(question)
    if not said:
        return
    named = named_tables(said[1], tables)
    phrase = {stem(word.lower()) for word in (said[1], said[2] or "") if word}
    columns = {(t.name, c.name) for t in tables for c in t.columns if phrase & set(parts(c.name))}
    owners = Owners(tree, tables)
    if len(owners.named()) > len(owners.tables):  # a table beside itself
        return
    found = [owners.of(column) for column in group.find_all(exp.Column)]
    if not found or None in found or not (named or columns):
        return
    shown = [owner for owner in found if owner]
    if any(t.name in named or (t.name, c.name) in columns or "date" in kinds_of(c) for t, c in shown):
        return
    if any(set(parts(name)) & set(parts(c.name)) for name in named for _, c in shown):
        return
    yield f"The question asks for figures of each {said[1]}, and the query groups by something else."
