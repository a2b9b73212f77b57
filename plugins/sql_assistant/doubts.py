"""What the question says and the query leaves out. No proof of a mistake, but reason to let a small model try again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import sqlglot
from sqlglot import exp

from app.api import Problem, Verification
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.values import folded, repr_sql

_NUMBER = re.compile(r"(?<![\w.,'’-])\d+(?:\.\d+)?(?![\w-])")


def doubts(sql: str, question: str, links: Links) -> list[Problem]:
    """Values, numbers and tables of the question that are not in a checked query."""
    tree = sqlglot.parse_one(sql, read="sqlite")
    return [Problem(text, hint="Use it.") for text in _left_out(tree, question, links)]


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
    digits = set(re.findall(r"\d+(?:\.\d+)?", " ".join(literals)))
    spoken = {n for n in _NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3})", "", question)) if n not in links.value_words}
    for number in sorted(spoken - digits):
        yield f"The question names the number {number}, and the query leaves it out."
    read = {table.name for table in tree.find_all(exp.Table)}
    if read - links.named:
        for name in sorted(links.named - read):
            yield f"The question names {name}, and the query reads another table instead."


@dataclass(slots=True)
class Rounds:
    """The rounds of one run: doubts send a model back, but a doubtful answer is better than none.

    Attributes:
        left: rounds that may still come.
        kept: the first answer that ran, though doubtful.
    """

    left: int
    kept: Verification | None = None

    def weigh(self, found: Verification, doubtful: list[Problem]) -> Verification:
        """What to make of a round's answer: take it, send it back, or, in the last round, fall back to the one kept."""
        last = self.left == 0
        self.left -= 1
        if not found.has_errors and not doubtful:
            return found
        if not found.has_errors and self.kept is None:
            warnings = tuple(replace(doubt, severity="warning", hint="") for doubt in doubtful)
            self.kept = replace(found, problems=(*found.problems, *warnings))
        if last and self.kept is not None:
            return replace(self.kept, output=str(self.kept.result["sql"]))
        return found if found.has_errors else replace(found, problems=(*found.problems, *doubtful))
