"""DuckDB's EXPLAIN in its YAML form as steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plugins.sql_assistant.plans.steps import Kind, Step, nested

_NAME = re.compile(r'(?P<indent>\s*)- name: "(?P<name>.*)"')
_VALUE = re.compile(r'\s*"(?P<key>[^"]+)": "(?P<value>.*)"')
_LIST = re.compile(r'\s*"(?P<key>[^"]+)":')
_ITEM = re.compile(r'\s*- "(?P<value>.*)"')
_KINDS: Mapping[str, Kind | None] = {
    "PROJECTION": None,
    "RESULT_COLLECTOR": None,
    "ORDER_BY": "sort",
    "TOP_N": "first",
    "HASH_GROUP_BY": "group",
    "PERFECT_HASH_GROUP_BY": "group",
    "PARTITIONED_AGGREGATE": "group",
    "UNGROUPED_AGGREGATE": "total",
    "SIMPLE_AGGREGATE": "total",
    "FILTER": "filter",
    "WINDOW": "window",
    "STREAMING_WINDOW": "window",
    "UNION": "union",
    "CTE": "keep",
    "RECURSIVE_CTE": "keep",
    "CTE_SCAN": "named",
    "CTE_REF": "named",
    "DELIM_SCAN": "named",
    "COLUMN_DATA_SCAN": "named",
    "LIMIT": "limit",
    "STREAMING_LIMIT": "limit",
    "LIMIT_PERCENT": "limit",
    "CROSS_PRODUCT": "product",
    "DUMMY_SCAN": "nothing",
    "EMPTY_RESULT": "nothing",
}
_DETAILS = ("Filters", "Expression", "Conditions", "Order By", "Groups", "Aggregates", "Projections")


@dataclass(slots=True)
class _Node:
    indent: int
    name: str
    told: dict[str, list[str]] = field(default_factory=dict)

    def first(self, key: str) -> str:
        """The first value of a key; empty where there is none."""
        return self.told.get(key, [""])[0]


def read(lines: Sequence[str], tables: Mapping[str, str]) -> list[Step]:
    """Steps of a plan as ``Session.plan`` gives it; ``tables`` as for SQLite."""
    return list(nested((node.indent, _step(node, tables)) for node in _nodes(lines)))


def _nodes(lines: Sequence[str]) -> Iterator[_Node]:
    node: _Node | None = None
    values: list[str] = []
    for line in lines:
        if name := _NAME.fullmatch(line):
            if node:
                yield node
            node = _Node(len(name["indent"]), name["name"])
        elif node and (value := _VALUE.fullmatch(line)):
            node.told[value["key"]] = [value["value"]]
        elif node and (listed := _LIST.fullmatch(line)):
            values = node.told[listed["key"]] = []
        elif item := _ITEM.fullmatch(line):
            values.append(item["value"])
    if node:
        yield node


def _step(node: _Node, tables: Mapping[str, str]) -> Step | None:
    rows = node.first("Estimated Cardinality")
    step = _scan(node, tables) if node.first("Table") else _work(node)
    return replace(step, rows=int(rows) if rows.isdigit() else None) if step else None


def _scan(node: _Node, tables: Mapping[str, str]) -> Step:
    """DuckDB keeps columns, with the least and greatest value of each block: an index would seldom spare it a scan."""
    own = node.first("Table").replace('"', "")
    parts = own.split(".")
    known = {name.lower(): name for name in tables.values()}
    table = next(
        (known[name] for at in range(len(parts)) if (name := ".".join(parts[at:]).lower()) in known), parts[-1]
    )
    detail = ", ".join(node.told.get("Filters", ()))
    if node.first("Type") == "Index Scan":
        return Step(0, "key", table, detail=detail)
    return Step(0, "scan", table, detail=detail, is_avoidable=False)


def _work(node: _Node) -> Step | None:
    kind = _KINDS.get(node.name, "other")
    if node.name.endswith("_JOIN"):
        kind = "join"
    if kind is None:
        return None
    table = node.first("CTE Name") if kind == "keep" else ""
    shown = next((", ".join(node.told[key]) for key in _DETAILS if node.told.get(key)), "")
    return Step(0, kind, table, detail=node.name.replace("_", " ").capitalize() if kind == "other" else shown)
