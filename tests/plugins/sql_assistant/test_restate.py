"""Queries in words: what each construct of SQL is called, in English and in Chinese."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from plugins.sql_assistant.restate import restate
from plugins.sql_assistant.restate_words import PHRASES, Language

ENGLISH: list[tuple[str, str, list[str]]] = [
    ("sqlite", "select * from customers", ["Shows all columns from customers."]),
    (
        "sqlite",
        "select name, city from customers where city = 'Paris' order by name limit 10",
        ["Shows name and city from customers where city is “Paris”, sorted by name, only the first 10 rows."],
    ),
    ("sqlite", "select count(*) from orders", ["Shows the number of rows from orders."]),
    (
        "sqlite",
        "select count(email), count(distinct city) from customers",
        ["Shows the number of email that have a value and the number of different city from customers."],
    ),
    (
        "sqlite",
        "select distinct city, country from customers",
        ["Shows each different combination of city and country once from customers."],
    ),
    (
        "sqlite",
        "select name from products where price between 5 and 10",
        ["Shows name from products where price is between 5 and 10 (both included)."],
    ),
    (
        "sqlite",
        "select name from products where price not between 5 and 10 or stock = 0",
        ["Shows name from products where price is not between 5 and 10 (both included) or stock is 0."],
    ),
    (
        "sqlite",
        "select name from customers where city in ('Paris', 'Oslo') and vip = 1",
        ["Shows name from customers where city is one of (“Paris”, “Oslo”) and vip is 1."],
    ),
    (
        "sqlite",
        "select name from customers where city not in ('Paris', 'Oslo')",
        ["Shows name from customers where city is none of (“Paris”, “Oslo”)."],
    ),
    (
        "sqlite",
        "select name from customers where (city = 'Oslo' or city = 'Paris') and email is not null",
        ["Shows name from customers where (city is “Oslo” or city is “Paris”) and email has a value."],
    ),
    (
        "sqlite",
        "select name from customers where not (city = 'Oslo' and vip = 1)",
        ["Shows name from customers where it does not hold that (city is “Oslo” and vip is 1)."],
    ),
    (
        "sqlite",
        "select name from customers where name like 'A%' and name not like '%z' and email like '%@%' and code like 'A_1'",
        [
            "Shows name from customers where name begins with “A” and name does not end with “z” and email contains “@” and code matches "
            "the pattern “A_1”."
        ],
    ),
    (
        "sqlite",
        "select name from customers where lower(name) like lower('%ann%')",
        ["Shows name from customers where name contains “ann” (in capitals or not)."],
    ),
    (
        "sqlite",
        "select name from customers where code like '10!%' escape '!'",
        ["Shows name from customers where `code LIKE '10!%' ESCAPE '!'`."],
    ),
    (
        "sqlite",
        "select name from customers where email is null",
        ["Shows name from customers where email has no value."],
    ),
    ("sqlite", "select name from customers where email = null", ["Shows name from customers where `email = NULL`."]),
    (
        "sqlite",
        "select name from customers where exists (select 1 from orders where orders.customer_id = customers.id)",
        [
            "Shows name from customers where there is a result of (shows 1 from orders where orders.customer_id equals customers.id)."
        ],
    ),
    (
        "sqlite",
        "select name from customers c where not exists (select 1 from orders o where o.customer_id = c.id)",
        [
            "Shows name from customers where there is no result of (shows 1 from orders where orders.customer_id equals customers.id)."
        ],
    ),
    (
        "sqlite",
        "select name from customers where id in (select customer_id from orders where total > 100)",
        [
            "Shows name from customers where id is among the results of (shows customer_id from orders where total is more than 100)."
        ],
    ),
    (
        "sqlite",
        "select name from customers where id not in (select customer_id from orders)",
        ["Shows name from customers where id is not among the results of (shows customer_id from orders)."],
    ),
    (
        "sqlite",
        "select name from products where price > (select avg(price) from products)",
        ["Shows name from products where price is more than the result of (shows the average of price from products)."],
    ),
    (
        "sqlite",
        "select c.name, o.total from customers c join orders o on o.customer_id = c.id",
        [
            "Takes the rows of customers, joined with orders where orders.customer_id equals customers.id.",
            "Shows customers.name and orders.total.",
        ],
    ),
    (
        "sqlite",
        "select c.name, o.total from customers c left join orders o using (customer_id)",
        [
            "Takes the rows of customers, with the matching rows of orders (if any) where customer_id is the same in both.",
            "Shows customers.name and orders.total.",
        ],
    ),
    (
        "sqlite",
        "select * from a natural join b",
        ["Takes the rows of a, joined with b where columns of the same name are equal.", "Shows all columns."],
    ),
    ("sqlite", "select * from a, b", ["Takes the rows of a, each combined with every row of b.", "Shows all columns."]),
    (
        "sqlite",
        "select * from a full join b on a.x = b.x and a.y < b.y",
        [
            "Takes the rows of a, joined with b, keeping what has no match on either side, where a.x equals b.x and a.y is less than b.y.",
            "Shows all columns.",
        ],
    ),
    (
        "sqlite",
        "select e.name, m.name as boss from employees e left join employees m on m.id = e.boss_id",
        [
            "Takes the rows of employees (called e), with the matching rows of employees (called m) (if any) where m.id equals e.boss_id.",
            "Shows e.name and m.name (as boss).",
        ],
    ),
    (
        "sqlite",
        "select city, count(*) as n from customers group by city having count(*) > 3 order by n desc",
        [
            "Takes the rows of customers.",
            "Groups them by city.",
            "Keeps the groups where the number of rows is more than 3.",
            "Shows city and the number of rows (as n).",
            "Sorts by n (highest first).",
        ],
    ),
    (
        "sqlite",
        "select city, sum(total) from orders group by 1 order by 2 desc limit 1",
        [
            "Shows city and the total of total from orders, for each city, sorted by the total of total (highest first), only the first "
            "row."
        ],
    ),
    (
        "sqlite",
        "select max(total) from orders having count(*) > 5",
        ["Shows the largest total from orders, if over all rows the number of rows is more than 5."],
    ),
    ("sqlite", "select x from t limit 3", ["Shows x from t, only 3 rows, whichever come."]),
    (
        "sqlite",
        "select x from t order by y nulls first limit 3 offset 6",
        ["Shows x from t, sorted by y, leaving out the first 6 rows, then only the first 3 rows."],
    ),
    (
        "sqlite",
        "select price * quantity + 1 as worth, -price, price % 2 from items",
        ["Shows (price × quantity) + 1 (as worth), −price and the remainder of price ÷ 2 from items."],
    ),
    ("sqlite", "select (a + b) * c from t", ["Shows (a + b) × c from t."]),
    (
        "sqlite",
        "select case when a > 1 then 'high' when a = 0 then 'none' else 'low' end as level from t",
        ["Shows (“high” if a is more than 1, “none” if a is 0, otherwise “low”) (as level) from t."],
    ),
    ("sqlite", "select case kind when 1 then 'a' end from t", ["Shows (“a” if kind equals 1, otherwise NULL) from t."]),
    (
        "sqlite",
        "select coalesce(nick, name), nullif(a, 0), cast(a as integer), round(b, 2) from t",
        [
            "Shows the first of nick and name that has a value, a (no value where it is 0), a as INTEGER and b rounded to 2 decimals from "
            "t."
        ],
    ),
    (
        "sqlite",
        "select strftime('%Y', placed), strftime('%d/%m', placed) from orders",
        ["Shows the year of placed and placed in the form “%d/%m” from orders."],
    ),
    (
        "sqlite",
        "select name from t where placed > date('now', '-30 days')",
        ["Shows name from t where placed is more than today − 30 day."],
    ),
    ("sqlite", "select julianday(a) - julianday(b) from t", ["Shows `JULIANDAY(a)` − `JULIANDAY(b)` from t."]),
    ("sqlite", "select group_concat(name, ', ') from t", ["Shows all name, joined with “, ” from t."]),
    (
        "sqlite",
        "select count(*) filter (where a > 1) from t",
        ["Shows the number of rows (only of rows where a is more than 1) from t."],
    ),
    (
        "sqlite",
        "select row_number() over (partition by city order by total desc) from t",
        ["Shows the row's number in the order of total (highest first) within each city from t."],
    ),
    (
        "sqlite",
        "select sum(total) over (order by placed), sum(total) over () from t",
        ["Shows the total of total up to this row in the order of placed and the total of total over all rows from t."],
    ),
    (
        "sqlite",
        "select sum(a) over (order by b rows between 2 preceding and current row) from t",
        ["Shows the total of a in the order of b (frame `rows BETWEEN 2 preceding AND CURRENT ROW`) from t."],
    ),
    (
        "sqlite",
        "select lag(a) over (order by b), lead(a, 2) over (order by b) from t",
        ["Shows the a of the row before in the order of b and the a of the row 2 after in the order of b from t."],
    ),
    (
        "sqlite",
        "select a from x union select b from y order by 1 limit 2",
        [
            "Gives the rows of all of these, each different row once:",
            "1. Shows a from x.",
            "2. Shows b from y.",
            "Sorts by a.",
            "Gives only the first 2 rows.",
        ],
    ),
    (
        "sqlite",
        "select a from x union all select b from y union all select c from z",
        ["Gives the rows of all of these together:", "1. Shows a from x.", "2. Shows b from y.", "3. Shows c from z."],
    ),
    (
        "sqlite",
        "select a from x except select b from y",
        [
            "Gives the rows of the first that the second does not have, each different row once:",
            "1. Shows a from x.",
            "2. Shows b from y.",
        ],
    ),
    (
        "sqlite",
        "with recent as (select * from orders where total > 5) select count(*) from recent",
        [
            "First, recent: shows all columns from orders where total is more than 5.",
            "Finally: takes the rows of recent; shows the number of rows.",
        ],
    ),
    (
        "sqlite",
        "with a as (select 1 as x), b as (select x from a) select x from b",
        ["First, a: shows 1 (as x).", "Then, b: shows x from a.", "Finally: takes the rows of b; shows x."],
    ),
    (
        "sqlite",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select i from n",
        [
            "First, n (i) (which refers to itself, again and again until nothing new comes):",
            "• Gives the rows of all of these together:",
            "• 1. Shows 1.",
            "• 2. Shows i + 1 from n where i is less than 5.",
            "Finally: takes the rows of n; shows i.",
        ],
    ),
    (
        "sqlite",
        "select avg(n) from (select count(*) as n from orders group by customer_id) as t",
        [
            "First, t: shows the number of rows (as n) from orders, for each customer_id.",
            "Finally: takes the rows of t; shows the average of n.",
        ],
    ),
    (
        "sqlite",
        'select "unit price" from "Order Details" where "group" = \'\'',
        ["Shows unit price from Order Details where group is an empty text."],
    ),
    (
        "sqlite",
        "select sum(case when a = 1 then 1 else 0 end) from t",
        ["Shows the total of (1 if a is 1, otherwise 0) from t."],
    ),
    (
        "sqlite",
        "select a = 1 from t where b and not c",
        ["Shows (a is 1) from t where b is true and it does not hold that (c is true)."],
    ),
    ("sqlite", "select 1", ["Shows 1."]),
    ("sqlite", "select * from generate_series(1, 5)", ["Shows all columns from `GENERATE_SERIES(1, 5)`."]),
    (
        "sqlite",
        "select a.* from a join b on a.i = b.i",
        ["Takes the rows of a, joined with b where a.i equals b.i.", "Shows all columns of a."],
    ),
    ("postgres", "select distinct on (a) a, b from t", ["Shows a and b from t, also: `DISTINCT ON (a)`."]),
    (
        "postgres",
        "select extract(year from d), date_trunc('month', d) from t where name ilike '%x%' and a = any(array[1,2])",
        [
            "Shows the year of d and d cut to the month from t where name contains “x” (in capitals or not) and `a = ANY(ARRAY[1, 2])`."
        ],
    ),
    (
        "postgres",
        "select a from t where d > now() - interval '1 month' fetch first 5 rows with ties",
        ["Shows a from t where d is more than (the present time − 1 month), also: `FETCH FIRST 5 ROWS WITH TIES`."],
    ),
]

CHINESE: list[tuple[str, str, list[str]]] = [
    (
        "sqlite",
        "select name, city from customers where city = 'Paris' order by name limit 10",
        ["从 customers 中显示 name 和 city，只取 city 为“Paris”的行，按 name 排序，只要前 10 行。"],
    ),
    (
        "sqlite",
        "select name from customers where city in ('Paris', 'Oslo') and vip = 1",
        ["从 customers 中显示 name，只取 city 是（“Paris”、“Oslo”）之一，并且 vip 为 1 的行。"],
    ),
    (
        "sqlite",
        "select name from customers c where not exists (select 1 from orders o where o.customer_id = c.id)",
        [
            "从 customers 中显示 name，只取（从 orders 中显示 1，只取 orders.customer_id 等于 customers.id 的行）没有结果的行。"
        ],
    ),
    (
        "sqlite",
        "select c.name, o.total from customers c join orders o on o.customer_id = c.id",
        [
            "读取 customers 的行，与 orders 连接（orders.customer_id 等于 customers.id）。",
            "显示 customers.name 和 orders.total。",
        ],
    ),
    (
        "sqlite",
        "select city, count(*) as n from customers group by city having count(*) > 3 order by n desc",
        ["从 customers 中显示 city 和行数（记为 n），对每个 city，只取行数大于 3 的组，按 n（从高到低）排序。"],
    ),
    (
        "sqlite",
        "select a from x union select b from y order by 1 limit 2",
        [
            "给出以下各项的行，不同的行各一次：",
            "1. 从 x 中显示 a。",
            "2. 从 y 中显示 b。",
            "按 a 排序。",
            "只给出前 2 行。",
        ],
    ),
    (
        "sqlite",
        "with recent as (select * from orders where total > 5) select count(*) from recent",
        ["首先，recent：从 orders 中显示所有列，只取 total 大于 5 的行。", "最后：读取 recent 的行；显示行数。"],
    ),
    (
        "sqlite",
        "select case when a > 1 then 'high' when a = 0 then 'none' else 'low' end as level from t",
        ["从 t 中显示（若 a 大于 1 则为“high”，若 a 为 0 则为“none”，否则为“low”）（记为 level）。"],
    ),
]


@pytest.mark.parametrize(("dialect", "sql", "said"), ENGLISH)
def test_a_query_is_told_in_english(dialect: str, sql: str, said: list[str]) -> None:
    assert restate(sql, dialect) == said


@pytest.mark.parametrize(("dialect", "sql", "said"), CHINESE)
def test_a_query_is_told_in_chinese(dialect: str, sql: str, said: list[str]) -> None:
    assert restate(sql, dialect, "zh_CN") == said


def test_both_languages_have_words_for_the_same_constructs_with_the_same_places() -> None:
    places = {
        language: {name: set(re.findall(r"{(\w+)}", text)) for name, text in phrases.items()}
        for language, phrases in PHRASES.items()
    }
    assert places["en"] == places["zh_CN"]


@pytest.mark.parametrize("sql", ["", "select from where", "select 1; select 2", "(" * 5000])
def test_what_is_no_single_query_has_no_words(sql: str) -> None:
    assert restate(sql) == []


def test_the_tree_that_is_told_stays_as_it_is() -> None:
    tree = sqlglot.parse_one("select a, b from t group by 1 order by 2", read="sqlite")
    before = tree.sql()
    assert restate(tree) == restate(before)
    assert tree.sql() == before


def unsaid(tree: exp.Expr, words: str) -> Iterator[str]:
    """Tables and columns of conditions that the words leave out."""
    names = [table.name for table in tree.find_all(exp.Table)]
    for clause in tree.find_all(exp.Where, exp.Having, exp.Join):
        names += [column.name for column in clause.find_all(exp.Column)]
    yield from (name for name in names if name.lower() not in words.lower())


@pytest.mark.parametrize("sql", [sql for dialect, sql, _ in ENGLISH if dialect == "sqlite"])
@pytest.mark.parametrize("language", PHRASES)
def test_every_table_and_every_column_of_a_condition_is_named(sql: str, language: Language) -> None:
    tree = sqlglot.parse_one(sql, read="sqlite")
    assert list(unsaid(tree, "\n".join(restate(tree, "sqlite", language)))) == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "dialect"),
    [
        ("questions_gen_sqlite", "sqlite"),
        ("instruct_basic_sqlite", "sqlite"),
        ("instruct_advanced_sqlite", "sqlite"),
        ("questions_gen_mysql", "mysql"),
    ],
)
def test_every_query_of_the_question_sets_is_told_whole(shared: Path, name: str, dialect: str) -> None:
    with (shared / "data" / "sql" / "defog" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        queries = [sql for row in csv.DictReader(file) for sql in row["query"].split(";") if sql.strip()]
    trees = [tree for sql in queries if (tree := _read(sql, dialect))]
    assert len(trees) >= max(40, len(queries) - 1)  # one has a form of LIMIT that the parser does not know
    for tree in trees:
        for language in PHRASES:
            words = restate(tree, dialect, language)
            assert words
            assert list(unsaid(tree, "\n".join(words))) == []


def _read(sql: str, dialect: str) -> exp.Expr | None:
    try:
        return sqlglot.parse_one(sql, read=dialect)
    except sqlglot.ParseError:
        return None
