"""SQLite's EXPLAIN QUERY PLAN (https://sqlite.org/eqp.html) as steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from plugins.sql_assistant.plans.steps import Kind, Step, nested

_ACCESS = re.compile(
    r"(?P<how>SCAN|SEARCH) (?:TABLE )?(?P<name>.+?)(?: AS (?P<alias>\S+))?(?: VIRTUAL TABLE INDEX (?P<virtual>.*?))?"
    r"(?: USING (?:(?P<auto>AUTOMATIC )?(?:PARTIAL )?(?:COVERING )?INDEX ?(?P<index>[^()]*?)|(?P<key>INTEGER PRIMARY KEY|PRIMARY KEY)))?"
    r"(?: ?\((?P<detail>[^()]*)\))?(?: (?:LEFT|RIGHT|FULL)-JOIN| EXISTS)?"
)
_SIMPLE: Mapping[str, Kind] = MappingProxyType(
    {
        r"SCAN (?:\d+ )?CONSTANT ROW": "nothing",
        r"USE TEMP B-TREE FOR .*ORDER BY": "sort",
        r"USE TEMP B-TREE FOR GROUP BY": "group",
        r"USE TEMP B-TREE FOR .*DISTINCT": "distinct",
        r"COMPOUND QUERY|MERGE \(": "union",
        r"CORRELATED (?:SCALAR|LIST) SUBQUERY": "inside each",
        r"(?:SCALAR|LIST) SUBQUERY": "inside",
    }
)
"""By how a line begins."""

_KEEPS = re.compile(r"(?:MATERIALIZE|CO-ROUTINE) (?P<name>.+)")
_LEFT_OUT = re.compile(
    r"LEFT-MOST SUBQUERY|REUSE |LEFT$|RIGHT$|UNION|EXCEPT|INTERSECT|SETUP|RECURSIVE STEP|MULTI-INDEX|INDEX \d|BLOOM FILTER"
)


def read(lines: Sequence[str], tables: Mapping[str, str]) -> list[Step]:
    """Steps of a plan as ``Session.plan`` gives it.

    Args:
        tables: names of tables by the lower-case names that they go by in the query.
    """
    return list(nested(_found(lines, tables)))


def _found(lines: Sequence[str], tables: Mapping[str, str]) -> Iterator[tuple[int, Step | None]]:
    for line in lines:
        text = line.lstrip()
        yield len(line) - len(text), _step(text, tables)


def _step(text: str, tables: Mapping[str, str]) -> Step | None:
    for pattern, kind in _SIMPLE.items():
        if re.match(pattern, text):
            return Step(0, kind)
    if keeps := _KEEPS.match(text):
        return Step(0, "keep", _name(keeps["name"]))
    if _LEFT_OUT.match(text):
        return None
    access = _ACCESS.fullmatch(text)
    return _access(access, tables) if access else Step(0, "other", detail=text)


def _access(found: re.Match[str], tables: Mapping[str, str]) -> Step:
    given = found["alias"] or found["name"]
    table, detail = tables.get(given.lower(), ""), found["detail"] or ""
    index = (found["index"] or "").strip()
    if not table:
        return Step(0, "named", _name(given))
    if found["auto"]:
        return Step(0, "own index", table, detail=detail)
    if found["virtual"] is not None:
        return Step(0, "index" if found["virtual"] != "0:" else "scan", table, found["virtual"], is_avoidable=False)
    if found["how"] == "SCAN":
        return Step(0, "whole index" if index else "scan", table, index, detail=detail)
    is_key = found["key"] is not None or index.startswith("sqlite_autoindex_")
    return Step(0, "key" if is_key else "index", table, index, detail=detail)


def _name(text: str) -> str:
    """The name that a query inside has; empty for SQLite's own, as ``(subquery-2)``."""
    return "" if re.fullmatch(r"\(.*\)|\d+|\w+-\d+|.*subquery.*", text) else text
