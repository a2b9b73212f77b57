"""The grammar for the small model that ships inside: only the forms that it was taught, over one schema and one question.

The model copies names and values; the grammar makes wrong copies impossible. A query of one table names columns of that table alone; a
join names columns with their tables and joins by a foreign key; texts and numbers stand in the question. All tokens have one blank
between them.

Larger models get no grammar. One that leaves them their SQL has so many choices at each character that testing the vocabulary after a
refused token took 60 ms for 2,560 tokens (this one: 0.6 ms), so seconds for 150,000. Checking and repair serve them better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
    """outs$x ::= out$x ( " , " out$x )*
out$x ::= "*" | ( "100.0 * " )? val$x ( " " op " " ( val$x | scalar ) )?
rest$x ::= ( " WHERE " cond$x )? ( " GROUP BY " vals$x ( " HAVING " cond$x )? )? ( " ORDER BY " ord$x ( " , " ord$x )* )? limit?
cond$x ::= pred$x ( ( " AND " | " OR " ) pred$x )*
pred$x ::= val$x " " test$x | "( " cond$x " )" | ( "NOT " )? "EXISTS " scalar
test$x ::= cmp " " side$x | "IS " ( "NOT " )? "NULL" | ( "NOT " )? ( "IN ( " ( query | items ) " )" | "LIKE " str | range$x )
range$x ::= "BETWEEN " side$x " AND " side$x
side$x ::= val$x | item | scalar
vals$x ::= val$x ( " , " val$x )*
val$x ::= col$x | agg " ( " ( "*" | ( "DISTINCT " )? col$x ( " " op " " col$x )? ) " )" | made$x
made$x ::= "strftime ( " format " , " col$x " )" | "length ( " col$x " )"
ord$x ::= val$x ( " ASC" | " DESC" )?"""
)
_SHARED = """root ::= query
query ::= select ( " " ( "UNION" | "INTERSECT" | "EXCEPT" ) " " select )?
limit ::= " LIMIT " num ( " OFFSET " num )?
cmp ::= "=" | "!=" | "<" "="? | ">" "="?
op ::= "+" | "-" | "*" | "/"
scalar ::= "( " query " )"
agg ::= "COUNT" | "SUM" | "AVG" | "MIN" | "MAX"
items ::= item ( " , " item )*
item ::= str | num"""


def grammar(schema: Schema, tables: Sequence[Table], wording: Wording, question: str) -> str:
    """The grammar for one question over ``tables``."""
    return _Writer(schema, tables, wording).gbnf(question)


class _Writer:
    def __init__(self, schema: Schema, tables: Sequence[Table], wording: Wording) -> None:
        self._tables = tables
        self._wording = wording
        names = {table.name for table in tables}
        self._keys = [key for key in schema.keys if key.table in names and key.parent in names]
        self._selects: list[str] = []
        self._rules: list[str] = []

    def gbnf(self, question: str) -> str:
        for number, table in enumerate(self._tables):
            self._add_single(number, table)
            if own := [key for key in self._keys if key.table == key.parent == table.name]:
                self._add_self_join(number, table, own)
        if len(self._tables) > 1:
            self._add_join()
        select = f'select ::= "SELECT " ( "DISTINCT " )? ( {" | ".join(self._selects)} )'
        return "\n".join([_SHARED, select, *self._rules, *literals(question)]) + "\n"

    def _add(self, suffix: str, source: str, columns: str) -> None:
        self._selects.append(f"q{suffix}")
        self._rules += [f'q{suffix} ::= outs{suffix} " FROM " {source} rest{suffix}', f"col{suffix} ::= {columns}"]
        self._rules.append(_PARTS.substitute(x=suffix))

    def _names(self, table: Table) -> list[str]:
        return [self._wording.column(table.name, column.name) for column in table.columns]

    def _add_single(self, number: int, table: Table) -> None:
        self._add(f"-s{number}", literal(self._wording.table(table.name)), words_of(self._names(table)))

    def _add_self_join(self, number: int, table: Table, keys: Iterable[ForeignKey]) -> None:
        name = self._wording.table(table.name)
        conditions = [f"T1 . {k.column} = T2 . {k.parent_column}" for k in keys]
        source = f"{literal(f'{name} AS T1 JOIN {name} AS T2 ON ')} {words_of(conditions)}"
        self._add(f"-r{number}", source, f'( "T1" | "T2" ) " . " ( "*" | {words_of(self._names(table))} )')

    def _add_join(self) -> None:
        whole = {self._wording.table(t.name): f"dot{n}" for n, t in enumerate(self._tables)}
        for number, table in enumerate(self._tables):
            self._rules.append(f'dot{number} ::= " . " ( "*" | {words_of(self._names(table))} )')
        joined = {f"{self._wording.table(t.name)} ON ": self._condition_rule(n, t) for n, t in enumerate(self._tables)}
        names = words_of(self._wording.table(t.name) for t in self._tables)
        self._rules.append(f'join ::= ( " LEFT" )? " JOIN " {words_of(joined)}')
        self._add("-j", f"{names} join+", words_of(whole))

    def _condition_rule(self, number: int, table: Table) -> str:
        """What a join with ``table`` may stand on: its keys; anything where it has none."""
        keys = [key for key in self._keys if table.name in (key.table, key.parent) and key.table != key.parent]
        if not keys:
            return "equal"
        sides = [(self._side(k.table, k.column), self._side(k.parent, k.parent_column)) for k in keys]
        both = [f"{a} = {b}" for a, b in sides] + [f"{b} = {a}" for a, b in sides]
        self._rules.append(f"on{number} ::= {words_of(both)}")
        return f"on{number}"

    def _side(self, table: str, column: str) -> str:
        return f"{self._wording.table(table)} . {self._wording.column(table, column)}"


def literals(question: str) -> list[str]:
    """Rules ``str``, ``num`` and ``format`` of one question, and ``equal``."""
    numbers = {"0", "1", "100.0", *re.findall(r"\d+(?:\.\d+)?", question.replace(",", ""))}
    numbers |= {n.lstrip("0") for n in numbers if n.lstrip("0").isdigit()}
    asked = {word.lower() for word in re.findall(r"\w+", question)}
    numbers |= {str(value) for value, word in enumerate(_NUMBER_WORDS) if word in asked}
    return [
        f"num ::= {words_of(sorted(numbers))}",
        f"format ::= {words_of(repr(form) for form in _FORMATS)}",
        *_phrases(question),
        'equal ::= col-j " = " col-j',
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
