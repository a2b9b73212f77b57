"""The grammar for the small model that ships inside: only the forms that it was taught, over one schema and one question.

The model copies names and values; the grammar makes wrong copies impossible. A query of one table names columns of that table alone; a
join names columns with their tables and joins by a foreign key; texts and numbers stand in the question. All tokens have one blank
between them.

Larger models get no grammar. One that leaves them their SQL has so many choices at each character that testing the vocabulary after a
refused token took 60 ms for 2,560 tokens (this one: 0.6 ms), so seconds for 150,000. Checking and repair serve them better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from string import Template

from plugins.sql_assistant.gbnf import literal, words_of
from plugins.sql_assistant.schema import ForeignKey, Schema, Table
from plugins.sql_assistant.wording import Wording

_NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
).split()
_FORMATS = ("%Y", "%Y-%m", "%Y-%m-%d", "%m", "%d", "%w", "%H")
_PARTS = Template(
    """q$x ::= outs$x rest$x
u$x ::= val$x rest$x
outs$x ::= out$x ( " , " out$x )*
out$x ::= "*" | ( "100.0 * " )? val$x ( " " op " " ( val$x | scalar ) )?
rest$x ::= " FROM " from$x ( " WHERE " cond$x )? ( " GROUP BY " vals$x ( " HAVING " cond$x )? )? order$x?
order$x ::= " ORDER BY " ord$x ( " , " ord$x )* limit? | limit
cond$x ::= pred$x ( ( " AND " | " OR " ) pred$x )*
pred$x ::= val$x " " test$x | "( " cond$x " )"
test$x ::= cmp " " side$x | "IS " ( "NOT " )? "NULL" | ( "NOT " )? ( "IN ( " ( sub | items ) " )" | "LIKE " str | range$x )
range$x ::= "BETWEEN " side$x " AND " side$x
side$x ::= val$x | item | scalar
vals$x ::= val$x ( " , " val$x )*
val$x ::= col$x | agg " ( " ( "*" | ( "DISTINCT " )? col$x ( " " op " " col$x )? ) " )" | made$x
made$x ::= "strftime ( " format " , " col$x " )" | "length ( " col$x " )"
ord$x ::= val$x ( " ASC" | " DESC" )?"""
)
_SHARED = """scalar ::= "( " sub " )"
limit ::= " LIMIT " num ( " OFFSET " num )?
cmp ::= "=" | "!=" | "<" "="? | ">" "="?
op ::= "+" | "-" | "*" | "/"
agg ::= "COUNT" | "SUM" | "AVG" | "MIN" | "MAX"
items ::= item ( " , " item )*
item ::= str | num"""
MAX_JOINED_TABLES = 4
MAX_JOINS = 48
"""Sets of tables that a query may join, the smallest first; each costs a copy of the rules."""


def grammar(schema: Schema, tables: Sequence[Table], wording: Wording, question: str) -> str:
    """The grammar for one question over ``tables``."""
    return _Writer(schema, tables, wording).gbnf(question)


class _Writer:
    def __init__(self, schema: Schema, tables: Sequence[Table], wording: Wording) -> None:
        self._tables = tables
        self._wording = wording
        names = {table.name for table in tables}
        self._keys = [key for key in schema.keys if key.table in names and key.parent in names]
        self._suffixes: list[str] = []
        self._rules: list[str] = []

    def gbnf(self, question: str) -> str:
        for number, table in enumerate(self._tables):
            name = self._wording.table(table.name)
            self._add(f"-s{number}", literal(name), words_of(self._names(table)))
            if own := [key for key in self._keys if key.table == key.parent == table.name]:
                self._add_self_join(number, table, own)
        for number, joined in enumerate(joinable(self._keys)):
            sources = list(self._sources(joined))
            qualified = {self._wording.table(t.name): self._dot(t) for t in self._tables if t.name in joined}
            self._add(f"-j{number}", words_of(sources), words_of(qualified))
        whole, single = (" | ".join(f"{kind}{suffix}" for suffix in self._suffixes) for kind in "qu")
        start = '"SELECT " ( "DISTINCT " )?'
        rules = [f"root ::= {start} ( {whole} )", f"sub ::= {start} ( {single} )", _SHARED, *self._rules]
        return "\n".join([*rules, *literals(question)]) + "\n"

    def _add(self, suffix: str, source: str, columns: str) -> None:
        self._suffixes.append(suffix)
        self._rules += [f"from{suffix} ::= {source}", f"col{suffix} ::= {columns}", _PARTS.substitute(x=suffix)]

    def _names(self, table: Table) -> list[str]:
        return [self._wording.column(table.name, column.name) for column in table.columns]

    def _dot(self, table: Table) -> str:
        """The rule for what follows a table's name; made once."""
        rule = f"dot{self._tables.index(table)}"
        text = f'{rule} ::= " . " ( "*" | {words_of(self._names(table))} )'
        if text not in self._rules:
            self._rules.append(text)
        return rule

    def _add_self_join(self, number: int, table: Table, keys: Iterable[ForeignKey]) -> None:
        name = self._wording.table(table.name)
        column = self._wording.column
        conditions = [f"T1 . {column(k.table, k.column)} = T2 . {column(k.parent, k.parent_column)}" for k in keys]
        source = f"{literal(f'{name} AS T1 JOIN {name} AS T2 ON ')} {words_of(conditions)}"
        self._add(f"-r{number}", source, f'( "T1" | "T2" ) {self._dot(table)}')

    def _sources(self, joined: frozenset[str]) -> Iterator[str]:
        """Every way to write the join of a set of tables: each one after the first hangs on one before by a key."""
        inside = [k for k in self._keys if {k.table, k.parent} <= joined and k.table != k.parent]

        def grow(text: str, done: frozenset[str]) -> Iterator[str]:
            if done == joined:
                yield text
            for key in inside:
                if len(done & {key.table, key.parent}) == 1:
                    new = key.parent if key.table in done else key.table
                    yield from grow(f"{text} JOIN {self._wording.table(new)} ON {self._condition(key)}", done | {new})

        for first in sorted(joined):
            yield from grow(self._wording.table(first), frozenset({first}))

    def _condition(self, key: ForeignKey) -> str:
        child = f"{self._wording.table(key.table)} . {self._wording.column(key.table, key.column)}"
        return f"{child} = {self._wording.table(key.parent)} . {self._wording.column(key.parent, key.parent_column)}"


def joinable(keys: Sequence[ForeignKey]) -> list[frozenset[str]]:
    """Sets of tables that hang together by keys, the smallest first, at most ``MAX_JOINS``."""
    pairs = [frozenset({k.table, k.parent}) for k in keys if k.table != k.parent]
    found = list(dict.fromkeys(pairs))
    layer = found
    for _ in range(MAX_JOINED_TABLES - 2):
        layer = list(dict.fromkeys(one | pair for one in layer for pair in pairs if len(one & pair) == 1))
        found += layer
    return found[:MAX_JOINS]


def literals(question: str) -> list[str]:
    """Rules ``str``, ``num`` and ``format`` for one question."""
    numbers = {"0", "1", *re.findall(r"\d+(?:\.\d+)?", question.replace(",", ""))}
    numbers |= {n.lstrip("0") for n in numbers if n.lstrip("0").isdigit()}
    asked = {word.lower() for word in re.findall(r"\w+", question)}
    numbers |= {str(value) for value, word in enumerate(_NUMBER_WORDS) if word in asked}
    return [
        f"num ::= {words_of(sorted(numbers))}",
        f"format ::= {words_of(repr(form) for form in _FORMATS)}",
        *_phrases(question),
    ]


def _phrases(question: str) -> list[str]:
    """Texts are runs of the question's words, part of a date, or one of both with the signs of LIKE."""
    date = '[0-9] [0-9] ( [0-9] [0-9] ( "-" [0-9] [0-9] ( "-" [0-9] [0-9] )? )? )?'
    words = list(re.finditer(r"[^\W_]+(?:[.@&+'’/_-]+[^\W_]+)*", question))
    starts = " | ".join(["date", *(f"w{n}" for n in range(len(words)))])
    rules = ["date ::= " + date, f"""str ::= "'" "%"? ( {starts} ) "%"? "'" """.rstrip()]
    for number, word in enumerate(words):
        last = number + 1 == len(words)
        between = "" if last else question[word.end() : words[number + 1].start()]
        follows = "" if last or not _joins_words(between) else f" ( {literal(_doubled(between))} w{number + 1} )?"
        rules.append(f"w{number} ::= {literal(_doubled(word.group()))}{follows}")
    return rules


def _joins_words(between: str) -> bool:
    return 0 < len(between) <= 3 and "\n" not in between and not re.search(r"[?!;]", between)


def _doubled(text: str) -> str:
    return text.replace("'", "''")
