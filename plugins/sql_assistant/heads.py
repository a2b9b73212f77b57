"""What a question asks to see, and whether the query shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.comparing import is_money, says
from plugins.sql_assistant.figures import GOODS
from plugins.sql_assistant.linking import Links, heads_of, named_tables
from plugins.sql_assistant.owners import Owners
from plugins.sql_assistant.people import WHO, names_people
from plugins.sql_assistant.reading import read
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.synonyms import labels
from plugins.sql_assistant.wants import WHAT, is_latin, words
from plugins.sql_assistant.words import parts, stem

_WHEN = re.compile(
    r"^\W*(?:when\b(?= (?:did|was|were|is|are|does|do|has|had|will))|on (?:which|what) (?:day|date))", re.IGNORECASE
)
_OF = re.compile(
    r"^\W*(?:(?:please|what|which|show|give|tell|list|find|is|are|was|were|me|us|the|what['’]?s)\s+)*(\w+) (?:of|for)\b",
    re.IGNORECASE,
)
_MEASURES: tuple[tuple[re.Pattern[str], type[exp.AggFunc]], ...] = (
    (re.compile(r"\b(?:average|avg|mean)\s+(?:(?:of|the|all)\s+)*(\w+(?:\s\w+)?)", re.IGNORECASE), exp.Avg),
    (re.compile(r"\b(?:total|sum)\s+(?:(?:of|the|all)\s+)*(\w+(?:\s\w+)?)", re.IGNORECASE), exp.Sum),
)
_AND_WHEN = words(r"and when(?= (?:was|were|is|are|did|does|do|has|had|will)|\W*$)|and on which (?:day|date)")
_WITH_NAME = re.compile(
    r"\bwith (?:the |its |their |his |her )?(\w+)(?:['’]s)? names?\b(?! (?:like|contain|start|end|begin|of|is))",
    re.IGNORECASE,
)
_KEYS = re.compile(r"\b(?:ids?|numbers?|keys?|codes?|nr|no)\b|#|_id\b", re.IGNORECASE)
_RANKS = words(r"top|best|worst|most|least|fewest|highest|lowest|biggest|largest|smallest|cheapest|longest|shortest")
_NO_COLUMN = frozenset("type kind sort number list total average sum count lot all most any some one".split())
_EACH = words("each|every|per|of all|for all|with")


def head_doubts(
    tree: exp.Expr, question: str, tables: Sequence[Table], links: Links, rows: Sequence[Sequence[object]] = ()
) -> Iterator[str]:
    """Sentences on what a query shows and its question does not ask to see; none for other languages than English.

    Args:
        rows: what the query gave.
    """
    if not isinstance(tree, exp.Select) or not is_latin(question):
        return
    shown = _Shown(tree, question, tables, links)
    yield from shown.wrong_table()
    yield from shown.only_the_given()
    yield from shown.only_the_named()
    yield from shown.wrong_kind()
    yield from shown.wrong_measure()
    yield from shown.needless_tables()
    yield from shown.ranked_by_text()
    yield from shown.repeated_rows(rows)
    yield from shown.left_unshown()
    yield from shown.only_keys()
    yield from shown.twice()


_AGAIN = "again and again."


def shows_again(doubt: Problem) -> bool:
    """Whether a doubt says that the same value is shown several times."""
    return doubt.message.endswith(_AGAIN)


class _Shown:
    def __init__(self, tree: exp.Select, question: str, tables: Sequence[Table], links: Links) -> None:
        self._tree = tree
        self._question = question
        self._tables = tables
        self._links = links
        self._owners = Owners(tree, tables)
        self._has_figures = any(part.find(exp.AggFunc) for part in tree.expressions)
        self._is_grouped = tree.args.get("group") is not None

    def wrong_table(self) -> Iterator[str]:
        """Rows of one table are asked for, and columns of others are shown."""
        heads = heads_of(self._question, self._tables, self._links.value_words)
        if heads and not self._has_figures and not heads & self._shown_tables():
            yield f"The question asks for {min(heads)}, and the query shows something else."

    def _shown_tables(self) -> set[str]:
        found: set[str] = set()
        for part in self._tree.expressions:
            for column in part.find_all(exp.Column):
                if isinstance(column.this, exp.Star):
                    found |= {
                        t.name
                        for t in self._owners.tables
                        if not column.table or self._owners.is_called(column.table, t)
                    }
                elif owner := self._owners.of(column):
                    found.add(owner[0].name)
            if isinstance(part, exp.Star):
                found |= {table.name for table in self._owners.tables}
        return found

    def only_the_given(self) -> Iterator[str]:
        """Nothing is shown but what stands in the condition."""
        where = self._tree.args.get("where")
        if where is None or where.find(exp.Or):
            return
        tests = [node for node in where.find_all(exp.EQ) if node.find_ancestor(exp.Where) is where]
        given = {node.left.sql() for node in tests if isinstance(node.right, exp.Literal)}
        if all(isinstance(part, exp.Column) and part.sql() in given for part in self._tree.expressions):
            yield "The query shows only what the question says itself."

    def only_the_named(self) -> Iterator[str]:
        """What is done with a row that is named is asked for, and the row itself is shown."""
        where, tables = self._tree.args.get("where"), self._owners.tables
        if where is None or len(tables) != 1 or not WHAT.search(self._question) or self._has_figures:
            return
        columns = [self._owners.of(test.left) for test in where.find_all(exp.EQ) if isinstance(test.right, exp.Literal)]
        names_a_row = any(owner and owner[1].name in labels(owner[0]) for owner in columns)
        shown = () if self._shows_all else self._shown_columns() or ()
        is_itself = self._shows_all or (bool(shown) and all(column.name in labels(table) for table, column in shown))
        if names_a_row and is_itself and read(self._question, self._tables, self._links).untold(tables):
            yield "The query shows the row that the question names, and not what is asked of it."

    def wrong_kind(self) -> Iterator[str]:
        """A person, a time or one column is asked for, and none is shown."""
        columns = self._shown_columns()
        if self._shows_all or columns is None:
            return
        if WHO.search(self._question) and not any(c.name in labels(t) or names_people(c) for t, c in columns):
            yield "The question asks who, and the query shows no name."
        if _WHEN.search(self._question) and not any("date" in kinds_of(c) for _, c in columns):
            yield "The question asks when, and the query shows no time."
        found = _OF.search(self._question)
        word = stem(found[1].lower()) if found and stem(found[1].lower()) not in _NO_COLUMN else ""
        if (
            word
            and word not in self._links.table_words
            and any(says(word, c) for t in self._tables for c in t.columns)
            and not any(says(word, column) for _, column in columns)
        ):
            yield f"The question asks for the {word}, and the query shows something else."

    @property
    def _shows_all(self) -> bool:
        return any(isinstance(part, exp.Star) or part.name == "*" for part in self._tree.expressions)

    def _shown_columns(self) -> list[tuple[Table, Column]] | None:
        """The columns in what is shown; None where one is not known."""
        found = [self._owners.of(c) for part in self._tree.expressions for c in part.find_all(exp.Column)]
        return None if None in found else [owner for owner in found if owner]

    def wrong_measure(self) -> Iterator[str]:
        """Another column is averaged or added up than the one that is said."""
        for phrase, figure in _MEASURES:
            nodes = list(self._tree.find_all(figure))
            found = phrase.search(self._question)
            if not found or not nodes:
                continue
            said = {stem(word.lower()) for word in found[1].split() if word.lower() not in self._links.table_words}
            read = [c for node in nodes for column in node.find_all(exp.Column) if (c := self._owners.of(column))]
            numbers = [c for t in self._tables for c in t.columns if not c.is_key and "number" in kinds_of(c)]
            said -= {"per"}
            named = [c for c in numbers if any(says(word, c) and not (word in GOODS and is_money(c)) for word in said)]
            if named and read and not any(says(word, column) for _, column in read for word in said):
                yield f"The question speaks of the {found[1]}, and the query takes another column."

    def needless_tables(self) -> Iterator[str]:
        """Tables at the end of a chain of joins of which nothing is read, and that nothing in the question speaks of."""
        joins = self._tree.args.get("joins") or []
        if not joins or self._is_grouped or self._shows_all_bare or self._tree.find(exp.AggFunc):
            return
        joined = [join.args.get("on") for join in joins]
        inside = {id(column) for on in joined if on for column in on.find_all(exp.Column)}
        used = {column.table for column in self._tree.find_all(exp.Column) if id(column) not in inside}
        reading = read(self._question, self._tables, self._links)
        for name, table in self._owners.named():
            ends = sum(any(c.table == name for c in on.find_all(exp.Column)) for on in joined if on)
            if name in used or ends > 1 or table.name in self._links.named:
                continue
            if not _verbs(reading.untold([t for t in self._owners.tables if t is not table]), self._question):
                yield f"Nothing is read of {table.name}, and the question does not speak of it."

    @property
    def _shows_all_bare(self) -> bool:
        return any(isinstance(part, exp.Star) for part in self._tree.expressions)

    def ranked_by_text(self) -> Iterator[str]:
        """The first rows of an order by a text, where the most of something is asked for."""
        order = self._tree.args.get("order")
        if not order or not self._tree.args.get("limit") or not _RANKS.search(self._question):
            return
        owner = self._owners.of(order.expressions[0].this) if order.expressions else None
        if owner and not {"number", "date"} & kinds_of(owner[1]):
            yield f"{owner[1].name} has no most and no least."

    def left_unshown(self) -> Iterator[str]:
        """A time is asked for beside something else, or a table's name, and the query does not show it."""
        for found in _WITH_NAME.finditer(self._question):
            for name in named_tables(found[1], self._tables) - self._shown_tables():
                yield f"The question asks for the name of {name}, and the query does not show it."
        columns = self._shown_columns()
        if self._shows_all or not columns:
            return
        if _AND_WHEN.search(self._question) and not any("timely" in kinds_of(c) for _, c in columns):
            yield "The question asks when, and the query shows no time."

    def only_keys(self) -> Iterator[str]:
        """Numbers that only join rows are shown, which nobody asks to see."""
        columns = self._shown_columns()
        if not columns or self._has_figures or self._is_grouped or _KEYS.search(self._question):
            return
        if all(parts(c.name)[-1:] == ["id"] and not c.is_text for _, c in columns):
            yield "The query shows nothing but keys."

    def twice(self) -> Iterator[str]:
        """The same thing is shown in two columns."""
        said = [part.sql() for part in self._tree.expressions]
        yield from (f"The query shows {text} twice." for text in dict.fromkeys(said) if said.count(text) > 1)

    def repeated_rows(self, rows: Sequence[Sequence[object]]) -> Iterator[str]:
        """One column that is asked for by its name, with the same value again and again."""
        parts_shown = self._tree.expressions
        if len(parts_shown) != 1 or self._tree.args.get("distinct") or self._is_grouped or _EACH.search(self._question):
            return
        owner = self._owners.of(parts_shown[0])
        values = [str(row[0]) for row in rows]
        if owner and len(set(values)) < len(values) and owner[1].name not in labels(owner[0]):
            said = {stem(word.lower()) for word in re.findall(r"[^\W\d_]+", self._question)}
            if said & set(parts(owner[1].name)) and "number" not in kinds_of(owner[1]):
                yield f"The query shows the same {owner[1].name} again and again."


def _verbs(untold: Sequence[str], question: str) -> list[str]:
    """Words that may stand for a table; what follows an article is called by a name, and is none."""
    return [
        word
        for word in untold
        if not re.search(rf"\b(?:the|a|an|our|my)\s+{re.escape(word)}\b", question, re.IGNORECASE)
    ]
