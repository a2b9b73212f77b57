"""PostgreSQL's EXPLAIN (https://www.postgresql.org/docs/current/using-explain.html) as steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from plugins.sql_assistant.plans.steps import Kind, Step, nested

_NODE = re.compile(r"(?P<indent>\s*)(?P<arrow>->)?\s*(?P<what>\S.*?)  \(cost=\S+ rows=(?P<rows>\d+) .*\)")
_INSIDE = re.compile(r"(?P<indent>\s+)(?P<kind>CTE|InitPlan|SubPlan) (?P<name>\S+).*")
_DETAIL = re.compile(
    r"\s+(Filter|Index Cond|Recheck Cond|Sort Key|Group Key|Hash Cond|Merge Cond|Join Filter|Presorted Key): (.+)"
)
_SCAN = re.compile(
    r"(?:Parallel )?(?:Custom Scan \(\w+\)|(?P<how>Seq|Index Only|Index|Bitmap Heap|Foreign|Sample|Tid|Tid Range) Scan)(?: Backward)?"
    r"(?: using (?P<index>.+?))? on (?P<table>\"[^\"]+\"|\S+)(?: (?P<alias>\"[^\"]+\"|\S+))?"
)
_NAMED = re.compile(r"(?:CTE|Subquery|WorkTable|Values|Function|Table Function) Scan on (?P<name>\S+).*")
_KINDS: Mapping[str, Kind | None] = MappingProxyType(
    {
        r"Nested Loop|(?:Parallel )?Hash .*Join|Hash Join|Merge .*Join|Merge Join": "join",
        r"Incremental Sort|Sort": "sort",
        r"Unique": "distinct",
        r"Limit": "limit",
        r"WindowAgg": "window",
        r"(?:Parallel |Merge )?Append|Recursive Union|(?:Hash)?SetOp": "union",
        r"(?:Partial |Finalize )?(?:Hash|Group|Mixed)Aggregate|Group": "group",
        r"(?:Partial |Finalize )?Aggregate": "total",
        r"Result": "nothing",
        r"Hash|Parallel Hash|Materialize|Memoize|Gather|ProjectSet|BitmapAnd|BitmapOr|LockRows|Bitmap Index Scan": None,
    }
)
"""By how a node's name begins."""


def read(lines: Sequence[str], tables: Mapping[str, str]) -> list[Step]:
    """Steps of a plan as ``Session.plan`` gives it; ``tables`` as for SQLite."""
    return list(nested(_found(lines, tables)))


def _found(lines: Sequence[str], tables: Mapping[str, str]) -> Iterator[tuple[int, Step | None]]:
    for number, line in enumerate(lines):
        if node := _NODE.fullmatch(line):
            indent = len(node["indent"]) + (2 if node["arrow"] else 0)
            step = _step(node["what"], tables, _details(lines, number + 1))
            below = _NODE.fullmatch(lines[number + 1]) if number + 1 < len(lines) else None
            if step is not None and step.kind == "nothing" and below:
                step = None
            if step is not None and step.kind == "index" and not step.index:
                step = _by_bitmap(step, lines[number + 1 :])
            yield indent, replace(step, rows=int(node["rows"])) if step else None
        elif inside := _INSIDE.fullmatch(line):
            yield len(inside["indent"]), _inside(inside)


def _details(lines: Sequence[str], start: int) -> dict[str, str]:
    """What is told of a node below it."""
    found: dict[str, str] = {}
    for line in lines[start:]:
        if not (detail := _DETAIL.fullmatch(line)):
            break
        found[detail[1]] = detail[2]
    return found


def _inside(found: re.Match[str]) -> Step:
    if found["kind"] == "CTE":
        return Step(0, "keep", found["name"])
    return Step(0, "inside each" if found["kind"] == "SubPlan" else "inside")


def _step(what: str, tables: Mapping[str, str], details: Mapping[str, str]) -> Step | None:
    if scan := _SCAN.fullmatch(what):
        return _scan(scan, tables, details)
    if named := _NAMED.fullmatch(what):
        return Step(0, "named", named["name"])
    kind: Kind | None = next((kind for pattern, kind in _KINDS.items() if re.match(pattern, what)), "other")
    if kind is None:
        return None
    return Step(0, kind, detail=what if kind == "other" else "; ".join(details.values()))


def _scan(found: re.Match[str], tables: Mapping[str, str], details: Mapping[str, str]) -> Step:
    own = found["table"].replace('"', "")
    table = tables.get((found["alias"] or own).replace('"', "").lower()) or tables.get(own.lower()) or own
    index, detail = found["index"] or "", "; ".join(details.values())
    match found["how"]:
        case "Index" | "Index Only" if "Index Cond" in details:
            return Step(0, "key" if index.endswith("_pkey") else "index", table, index, detail=detail)
        case "Index" | "Index Only":
            return Step(0, "whole index", table, index, detail=detail)
        case "Bitmap Heap":
            return Step(0, "index", table, detail=detail)
        case "Tid" | "Tid Range":
            return Step(0, "key", table, detail=detail)
    return Step(0, "scan", table, detail=detail, is_avoidable=found["how"] == "Seq")


def _by_bitmap(step: Step, below: Sequence[str]) -> Step:
    names = [found[1] for line in below if (found := re.search(r"Bitmap Index Scan on (\S+)", line))]
    index = names[0] if names else ""
    return replace(step, index=index, kind="key" if index.endswith("_pkey") else "index")
