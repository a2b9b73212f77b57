"""What the question says and the query leaves out. No proof of a mistake, but reason to let a small model try again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import sqlglot
from sqlglot import exp

from app.api import Problem, Verification
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.shape import shape_doubts
from plugins.sql_assistant.values import folded, repr_sql

_NUMBER = re.compile(r"(?<![\w.,'’-])\d+(?:\.\d+)?(?![\w-])")


def doubts(sql: str, question: str, links: Links, tables: Sequence[Table] = ()) -> list[Problem]:
    """Values, numbers and tables of the question that are not in a checked query, and where its shape is not what the words ask for."""
    tree = sqlglot.parse_one(sql, read="sqlite")
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


@dataclass(slots=True)
class Rounds:
    """The rounds of one run: doubts send a model back, but a doubtful answer is better than none.

    Attributes:
        left: rounds that may still come.
        ran: the answers that ran, though doubtful, each with its number of doubts.
    """

    left: int
    ran: list[tuple[int, Verification]] = field(default_factory=list)

    def weigh(self, found: Verification, doubtful: list[Problem]) -> Verification:
        """What to make of a round's answer: take it, send it back, or, in the last round, fall back to the one kept."""
        last = self.left == 0
        self.left -= 1
        if not found.has_errors and not doubtful:
            return found
        if not found.has_errors:
            warnings = tuple(replace(doubt, severity="warning", hint="") for doubt in doubtful)
            self.ran.append((len(doubtful), replace(found, problems=(*found.problems, *warnings))))
        if last and self.ran:
            best = self._best()
            return replace(best, output=str(best.result["sql"]))
        return found if found.has_errors else replace(found, problems=(*found.problems, *doubtful))

    def _best(self) -> Verification:
        """The answer with the fewest doubts; of several, the one whose rows most tries agree on, then the first."""
        rows = [repr(one.result.get("rows")) for _, one in self.ran]
        order = sorted(range(len(self.ran)), key=lambda n: (self.ran[n][0], -rows.count(rows[n]), n))
        return self.ran[order[0]][1]
