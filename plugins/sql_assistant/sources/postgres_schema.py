"""PostgreSQL's schema: a handful of questions to its catalogue, whatever the number of tables; never from the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table

if TYPE_CHECKING:
    import psycopg

MOST_LABELS = 30
"""Labels of an enum that are listed."""

_DEFAULT = "SELECT coalesce((current_schemas(false))[1], 'public')"
_RELATIONS = r"""
SELECT c.oid, n.nspname, c.relname, c.relkind::text, coalesce(obj_description(c.oid, 'pg_class'), ''),
       CASE WHEN c.reltuples > 0 OR c.relpages > 0 THEN c.reltuples::bigint END,
       EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
  AND n.nspname !~ '^(pg_|_timescaledb_)' AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')
  AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))
ORDER BY c.oid
"""
_COLUMNS = """
SELECT a.attrelid, a.attnum, a.attname,
       CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) ELSE format_type(a.atttypid, a.atttypmod) END,
       d.description, CASE WHEN t.typtype = 'e' THEN e.labels END
FROM pg_attribute a
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid AND d.objsubid = a.attnum
LEFT JOIN (SELECT enumtypid, array_agg(enumlabel::text ORDER BY enumsortorder) AS labels FROM pg_enum GROUP BY 1) e
       ON e.enumtypid = a.atttypid
WHERE a.attrelid = ANY(%s::oid[]) AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')
ORDER BY a.attrelid, a.attnum
"""
_PRIMARY = """
SELECT i.indrelid, unnest(i.indkey::smallint[]) FROM pg_index i WHERE i.indisprimary AND i.indrelid = ANY(%s::oid[])
"""
_FOREIGN = """
SELECT k.conrelid, k.confrelid, pair.mine, pair.theirs
FROM pg_constraint k, unnest(k.conkey, k.confkey) WITH ORDINALITY AS pair (mine, theirs, place)
WHERE k.contype = 'f' AND k.conrelid = ANY(%s::oid[]) AND k.confrelid = ANY(%s::oid[])
ORDER BY k.conrelid, k.oid, pair.place
"""
_PARTITIONED = """
WITH RECURSIVE part (root, oid) AS (
  SELECT oid, oid FROM pg_class WHERE oid = ANY(%s::oid[])
  UNION ALL SELECT part.root, i.inhrelid FROM part JOIN pg_inherits i ON i.inhparent = part.oid
)
SELECT part.root, sum(greatest(c.reltuples, 0))::bigint FROM part JOIN pg_class c ON c.oid = part.oid
WHERE c.relkind <> 'p' GROUP BY 1
"""
_VIEWS = ("v", "m")


@dataclass(frozen=True, slots=True)
class _Relation:
    oid: int
    namespace: str
    name: str
    kind: str
    comment: str
    estimate: int | None
    is_extensions: bool


def read_schema(connection: psycopg.Connection[Any]) -> Schema:
    """Everything that the role may read. Raises what psycopg raises."""
    default = str(_rows(connection, _DEFAULT)[0][0])
    relations = [_Relation(*row) for row in _rows(connection, _RELATIONS)]
    own = [relation for relation in relations if not relation.is_extensions]
    oids = [relation.oid for relation in own]
    columns, numbers = _columns(connection, oids)
    sums = dict(_rows(connection, _PARTITIONED, [r.oid for r in own if r.kind == "p"]))
    tables = {r.oid: _table(r, default, columns.get(r.oid, ()), sums) for r in own}
    keys = [
        ForeignKey(tables[child].name, numbers[child, mine], tables[parent].name, numbers[parent, theirs])
        for child, parent, mine, theirs in _rows(connection, _FOREIGN, oids, oids)
        if (child, mine) in numbers and (parent, theirs) in numbers
    ]
    readable = frozenset(_name(r, default).lower() for r in relations)
    return Schema(tuple(tables.values()), tuple(keys), readable, default)


def _rows(connection: psycopg.Connection[Any], sql: str, *parameters: list[int]) -> list[tuple[Any, ...]]:
    return connection.execute(sql.encode(), parameters or None).fetchall()


def _name(relation: _Relation, default: str) -> str:
    return relation.name if relation.namespace == default else f"{relation.namespace}.{relation.name}"


def _table(relation: _Relation, default: str, columns: tuple[Column, ...], sums: Mapping[int, int]) -> Table:
    estimate = sums.get(relation.oid) if relation.kind == "p" else relation.estimate
    is_view = relation.kind in _VIEWS
    return Table(
        _name(relation, default),
        columns,
        "view" if is_view else "table",
        estimate,
        estimate is not None,
        relation.comment,
        "" if relation.namespace == default else relation.namespace,
    )


def _columns(
    connection: psycopg.Connection[Any], oids: list[int]
) -> tuple[Mapping[int, tuple[Column, ...]], Mapping[tuple[int, int], str]]:
    """Columns by table, and the names of columns by table and number."""
    primary = set(_rows(connection, _PRIMARY, oids))
    found: dict[int, list[Column]] = defaultdict(list)
    numbers: dict[tuple[int, int], str] = {}
    for oid, number, name, kind, comment, labels in _rows(connection, _COLUMNS, oids):
        found[oid].append(Column(name, kind, (oid, number) in primary, _comment(comment, labels)))
        numbers[oid, number] = name
    return {oid: tuple(columns) for oid, columns in found.items()}, numbers


def _comment(comment: str | None, labels: list[str] | None) -> str:
    """The owner's comment, and the values of an enum."""
    listed = f"one of {', '.join(labels)}" if labels and len(labels) <= MOST_LABELS else ""
    return "; ".join(part for part in (comment, listed) if part)
