"""The table that EXPLAIN of MySQL and MariaDB gives (https://dev.mysql.com/doc/refman/en/explain-output.html) as steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from plugins.sql_assistant.plans.steps import Step

_NAMED = re.compile(r"<(derived|subquery|union)[\d,]+>")


def read(lines: Sequence[str], tables: Mapping[str, str]) -> list[Step]:
    """Steps of a plan as ``Session.plan`` gives it, row by row; ``tables`` as for SQLite."""
    rows = [dict(part.split(": ", 1) for part in line.split(" | ") if ": " in part) for line in lines]
    found: list[Step] = []
    before: set[str] = set()
    for row in rows:
        number = row.get("id", "")
        is_first = number not in before
        before.add(number)
        found += _steps(row, tables, is_first=is_first)
    return found


def _steps(row: Mapping[str, str], tables: Mapping[str, str], *, is_first: bool) -> Iterator[Step]:
    kind, extra = row.get("select_type", ""), row.get("Extra", "")
    depth = 0 if kind in ("SIMPLE", "PRIMARY", "UNION RESULT") else 1
    if is_first and depth:
        yield _inside(kind)
    if kind == "UNION RESULT":
        yield Step(0, "union")
        return
    if is_first:
        if "filesort" in extra:
            yield Step(depth, "sort")
        if "temporary" in extra:
            yield Step(depth, "keep")
    yield _access(row, tables, depth)


def _inside(kind: str) -> Step:
    if "DEPENDENT" in kind or "UNCACHEABLE" in kind:
        return Step(0, "inside each")
    return Step(0, "inside" if kind in ("SUBQUERY", "MATERIALIZED", "UNION") else "keep")


def _access(row: Mapping[str, str], tables: Mapping[str, str], depth: int) -> Step:
    given, key, extra = row.get("table", ""), row.get("key", ""), row.get("Extra", "")
    rows = int(row["rows"]) if row.get("rows", "").isdigit() else None
    detail = "; ".join(part for part in (row.get("ref", ""), extra) if part)
    if not given:
        return Step(depth, "nothing", detail=extra)
    if _NAMED.fullmatch(given) or given.lower() not in tables:
        return Step(depth, "named", "" if given.startswith("<") else given, rows=rows)
    table = tables[given.lower()]
    match row.get("type", ""):
        case "ALL":
            return Step(depth, "scan", table, rows=rows, detail=detail, is_avoidable="possible_keys" not in row)
        case "index":
            return Step(depth, "whole index", table, key, rows, detail)
    return Step(depth, "key" if key == "PRIMARY" else "index", table, key, rows, detail)
