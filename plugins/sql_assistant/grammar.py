"""A GBNF grammar of queries for one schema: a model that is held to it cannot write a name that is not there.

It is a soup of tokens rather than all of SQL: names, allowed functions, keywords, numbers and texts in any order, with three bits of
structure that are cheap and always right: parentheses close, FROM and JOIN are followed by a table, and a table's dot by a column of
that table. Words share their beginnings (a trie), which keeps the choices at each character few. Rules are right-recursive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.wording import Wording

_KEYWORDS = (
    "ALL AND AS ASC BETWEEN CASE CAST COLLATE CROSS DESC DISTINCT ELSE END ESCAPE EXCEPT EXISTS GLOB HAVING IN INNER INTERSECT "
    "IS LEFT LIKE LIMIT NOCASE NOT NULL OFFSET ON OR OUTER OVER RECURSIVE SELECT THEN UNION USING WHEN WHERE WITH INTEGER REAL "
    "TEXT NUMERIC NULLS FIRST LAST"
).split()
_PAIRS = ("GROUP BY", "ORDER BY", "PARTITION BY")
_FUNCTIONS = (
    "ABS AVG CEIL COALESCE COUNT DATE DATETIME FLOOR GROUP_CONCAT IFNULL IIF INSTR JULIANDAY LENGTH LOWER MAX MIN NULLIF "
    "PRINTF RANK DENSE_RANK ROW_NUMBER LAG LEAD REPLACE ROUND SUBSTR SUM TIME TOTAL TRIM TYPEOF UPPER "
    "date datetime julianday length lower round strftime substr time upper"
).split()
_OUTPUTS = (
    "amount average avg cnt count cte difference max mean min month n name num number pct percent percentage rank ranked ratio "
    "result revenue rn share sum total totals value year"
).split()
_OPEN_OUTPUTS = "avg_ average_ cte_ count_ max_ min_ most_ n_ num_ number_of_ per_ sum_ top_ total_".split()
_SYMBOLS = ', * + / % = < > <= >= <> != || "- "'

_STRING = """str ::= "'" ( [^'\\n] | "''" )* "'\""""
_NUMBER = 'num ::= "-"? [0-9]+ ( "." [0-9]+ )?'


@dataclass(slots=True)
class _Trie:
    """Words by their characters; a word may be followed by a rule of its own."""

    children: dict[str, _Trie] = field(default_factory=dict)
    is_word: bool = False
    after: str = ""

    def add(self, word: str, after: str = "") -> None:
        node = self
        for char in word:
            node = node.children.setdefault(char, _Trie())
        node.is_word = True
        node.after = node.after or after

    def gbnf(self) -> str:
        """The rest of a word from here as one GBNF expression."""
        choices = [_branch(char, child) for char, child in sorted(self.children.items())]
        if self.is_word:
            choices.append(self.after or '""')
        return choices[0] if len(choices) == 1 else "( " + " | ".join(choices) + " )"


def _branch(char: str, node: _Trie) -> str:
    text = char
    while not node.is_word and len(node.children) == 1:
        char, node = next(iter(node.children.items()))
        text += char
    if node.is_word and not node.children:
        return f"{literal(text)} {node.after}".rstrip()
    return f"{literal(text)} {node.gbnf()}"


def literal(text: str) -> str:
    """Text as a GBNF literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _trie(words: Mapping[str, str] | Iterable[str]) -> str:
    root = _Trie()
    for word, after in (words if isinstance(words, Mapping) else dict.fromkeys(words, "")).items():
        root.add(word, after)
    return root.gbnf()


def grammar(schema: Schema, tables: Iterable[Table], wording: Wording, *, spaced: bool) -> str:
    """The grammar of queries over ``tables``.

    Args:
        spaced: hold the answer to the form that the starter was trained on, one blank between all tokens and no names for outputs;
            otherwise blanks, line ends and outputs' names are as SQL has them.
    """
    del schema
    shown = list(tables)
    dot = '" . "' if spaced else '"."'
    rules = [_root(spaced=spaced), _STRING, _NUMBER, f"table ::= {_trie(wording.table(t.name) for t in shown)}"]
    words: dict[str, str] = {}
    every_column: set[str] = set()
    for number, table in enumerate(shown):
        columns = [wording.column(table.name, column.name) for column in table.columns]
        every_column.update(columns)
        rules.append(f"t{number} ::= ( {dot} ( {literal('*')} | {_trie(columns)} ) )?")
        words[wording.table(table.name)] = f"t{number}"
    rules.append(f"any ::= {dot} ( {literal('*')} | {_trie(every_column)} )")
    for column in every_column:
        words.setdefault(column, "")
    _add_aliases(words, spaced=spaced)
    for word in (*_KEYWORDS, *_PAIRS, *_FUNCTIONS):
        words.setdefault(word, "")
    words |= {"FROM": "source", "JOIN": "source"}
    rules.append(f"word ::= {_trie(words)} | str | num")
    return "\n".join(rules) + "\n"


def _add_aliases(words: dict[str, str], *, spaced: bool) -> None:
    """Short names of tables; for larger models also names of outputs and of WITH tables."""
    for alias in ("T1", "T2", "T3", "T4"):
        words.setdefault(alias, "any?")
    if spaced:
        return
    for letter in "abcdefghijklmnopqrstuvwxyz":
        words.setdefault(letter, "short")
    for output in _OUTPUTS:
        words.setdefault(output, "any?")
    for start in _OPEN_OUTPUTS:
        words.setdefault(start, "open")


def _root(*, spaced: bool) -> str:
    if spaced:
        return "\n".join(
            (
                'root ::= ( "SELECT" | "WITH" ) seq',
                'seq ::= ( " " item )*',
                'item ::= word | sym | "(" seq " )"',
                'source ::= " " ( table | "(" seq " )" )',
                'sym ::= "," | "*" | "+" | "-" | "/" | "%" | "=" | "<" [=>]? | ">" "="? | "!=" | "||"',
            )
        )
    return "\n".join(
        (
            'root ::= ( "SELECT" | "WITH" ) w ";"?',
            "w ::= ( ws p? | glued )?",  # after a word
            'glued ::= sym o | "(" o ")" w',
            "p ::= word w | glued",  # where a word may stand
            "o ::= ws? p?",  # after a sign
            'ws ::= " " | "\\n" [ ]*',
            'source ::= ws ( table | free | "(" o ")" )',
            "free ::= [a-z] [a-z0-9_]*",
            "short ::= [a-z]? [a-z0-9]? any?",
            "open ::= [a-z] [a-z0-9_]* any?",
            'sym ::= "," | "*" | "+" | "- " | "/" | "%" | "=" | "<" [=>]? | ">" "="? | "!=" | "||"',
        )
    )
