"""A query is laid out without a token of it changed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import sqlglot

from plugins.sql_assistant.formatting import formatted, minified

LONG = (
    "select c.name, count(*) as number_of_orders, sum(o.total) as total_of_orders, avg(o.total) as average from customers c "
    "left outer join orders o on o.customer_id=c.id where c.city in ('A','B') and (c.vip=1 or c.name like 'x%') and "
    "o.total between -5 and 10 group by c.name having count(*)>3 order by 2 desc limit 5 offset 2;"
)
LAID_OUT = """\
SELECT c.name,
  count(*) AS number_of_orders,
  sum(o.total) AS total_of_orders,
  avg(o.total) AS average
FROM customers c
LEFT OUTER JOIN orders o ON o.customer_id = c.id
WHERE c.city IN ('A', 'B')
  AND (c.vip = 1 OR c.name LIKE 'x%')
  AND o.total BETWEEN -5 AND 10
GROUP BY c.name
HAVING count(*) > 3
ORDER BY 2 DESC
LIMIT 5 OFFSET 2;"""


def test_clauses_stand_on_lines_of_their_own_and_long_ones_are_broken() -> None:
    assert formatted(LONG) == LAID_OUT


def test_a_long_query_in_brackets_is_laid_out_below() -> None:
    sql = (
        "select name from customers c where exists (select 1 from bans where bans.customer_id = c.id "
        "and bans.reason is not null)"
    )
    assert formatted(sql).splitlines() == [
        "SELECT name",
        "FROM customers c",
        "WHERE EXISTS (",
        "  SELECT 1",
        "  FROM bans",
        "  WHERE bans.customer_id = c.id AND bans.reason IS NOT NULL",
        ")",
    ]


def test_comments_stay_where_they_were() -> None:
    sql = "-- top\nselect a, -- first\n b /* second */ from t -- end"
    assert formatted(sql).splitlines() == ["-- top", "SELECT a, -- first", "  b /* second */", "FROM t -- end"]


@pytest.mark.parametrize(
    ("sql", "dialect", "wanted"),
    [
        ("select 'it''s -- no', \"Group\", t.order, -1, a - -1", "sqlite", "SELECT 'it''s -- no', \"Group\", t.order, -1, a - -1"),
        ("select a::int, x[1] from t", "postgres", "SELECT a::int, x[1]\nFROM t"),
        ("select `a b` from t where b=%s", "mysql", "SELECT `a b`\nFROM t\nWHERE b = %s"),
        ("select a from t; select 2", "sqlite", "SELECT a\nFROM t;\n\nSELECT 2"),
        ("select case when a and b then 1 end from t", "sqlite", "SELECT CASE WHEN a AND b THEN 1 END\nFROM t"),
        ("select 'open", "sqlite", "select 'open"),
        ("", "sqlite", ""),
    ],
)  # fmt: skip
def test_texts_names_and_signs_are_left_alone(sql: str, dialect: str, wanted: str) -> None:
    assert formatted(sql, dialect) == wanted


def test_a_query_on_one_line_has_no_comments_but_hints() -> None:
    assert minified("select a -- one\nfrom  t\n where b /* two */ = 1") == "SELECT a FROM t WHERE b = 1"
    assert minified("select /*+ hint */ a\nfrom t", "mysql") == "SELECT /*+ hint */ a FROM t"


@pytest.mark.shared
@pytest.mark.parametrize(("name", "dialect"), [("sqlite", "sqlite"), ("mysql", "mysql")])
def test_every_query_of_the_question_sets_means_the_same_and_is_laid_out_once(
    shared: Path, name: str, dialect: str
) -> None:
    with (shared / "data" / "sql" / "defog" / f"questions_gen_{name}.csv").open(encoding="utf-8", newline="") as file:
        queries = [row["query"].split(";")[0] for row in csv.DictReader(file)]
    readable = [sql for sql in queries if "LIMIT 2 - (" not in sql]
    for sql in readable:
        done = formatted(sql, dialect)
        assert sqlglot.parse_one(done, read=dialect) == sqlglot.parse_one(sql, read=dialect)
        assert formatted(done, dialect) == done
        assert sqlglot.parse_one(minified(done, dialect), read=dialect) == sqlglot.parse_one(sql, read=dialect)
