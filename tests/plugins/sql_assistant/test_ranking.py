"""Whether the tables of a question come first in schemas of every size."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from functools import cache

import pytest

from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.ranking import Index, overlap
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.sources.sqlite_source import read_schema
from tests.conftest import SHARED
from tests.helpers.erp_schema import QUESTIONS, erp_schema


@pytest.fixture(scope="module")
def erp() -> Index:
    return Index.of(erp_schema())


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Index]:
    """The index of a schema that others published, with no rows."""
    folder = tmp_path_factory.mktemp("known")

    @cache
    def read(script: str) -> Index:
        path = folder / f"{script}.sqlite"
        text = (SHARED / "data" / "sql" / script).read_text(encoding="utf-8", errors="replace")
        with closing(sqlite3.connect(path)) as connection:
            for statement in re.findall(r"^CREATE TABLE.*?;\s*$", text, re.DOTALL | re.MULTILINE | re.IGNORECASE):
                connection.execute(statement)
        return Index.of(with_inferred_keys(read_schema(path)))

    return read


def places(index: Index, question: str, tables: str) -> list[int]:
    names = [table.name for table in index.rank(question)]
    return [names.index(name) + 1 for name in tables.split()]


def schema(*tables: Table, keys: tuple[ForeignKey, ...] = ()) -> Schema:
    return Schema(tables, keys)


def table(name: str, columns: str = "id", comment: str = "") -> Table:
    return Table(name, tuple(Column(column) for column in columns.split()), comment=comment)


def first(own: Schema, question: str, notes: dict[str, str] | None = None) -> str:
    return Index.of(own, notes).rank(question)[0].name


def test_of_a_thousand_tables_all_that_answer_are_among_the_first_ten(erp: Index) -> None:
    found = [question for question, tables in QUESTIONS if max(places(erp, question, tables)) <= 10]
    assert len(erp_schema().tables) == 1_000
    assert len(QUESTIONS) == 50
    assert len(found) >= 45


def test_a_ranking_of_a_thousand_tables_takes_a_moment(erp: Index) -> None:
    times = []
    for _ in range(3):
        started = time.thread_time()
        erp.rank(QUESTIONS[1][0])
        times.append(time.thread_time() - started)
    assert min(times) < 0.1


def test_the_ranking_is_the_same_each_time(erp: Index) -> None:
    again = Index.of(erp_schema())
    question = "Which customers bought the most?"
    assert [t.name for t in erp.rank(question)] == [t.name for t in again.rank(question)]


def test_an_archive_comes_first_only_when_it_is_asked_for(erp: Index) -> None:
    live, archive = places(erp, "Sales order headers", "sls_ord_hdr sls_ord_hdr_archive")
    assert live < archive
    live, archive = places(erp, "Archived sales order headers in the archive", "sls_ord_hdr sls_ord_hdr_archive")
    assert archive < live


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How many customers are there?", "cust"),
        ("quantity on hand", "stk_qty"),
        ("employees of the company", "emp_mst"),
        ("all clients", "cust"),
        ("the staff", "emp_mst"),
        ("有多少员工", "emp_mst"),
    ],
)
def test_shortened_names_synonyms_and_chinese_words_are_understood(question: str, name: str) -> None:
    own = schema(table("box"), table("cust"), table("stk_qty"), table("emp_mst"), table("log"))
    assert first(own, question) == name


def test_chinese_comments_are_found_by_pairs_of_characters() -> None:
    own = schema(table("t1", comment="订单明细表"), table("t2", comment="门诊挂号记录"), table("t3", comment="库存"))
    assert first(own, "昨天的门诊挂号有多少？") == "t2"


def test_comments_and_notes_count() -> None:
    own = schema(table("zx1"), table("zx2", comment="Weather by day"), table("zx3"))
    assert first(own, "weather in May") == "zx2"
    assert first(own, "churn of subscribers", {"zx3": "churn: who left"}) == "zx3"


def test_a_table_between_two_good_ones_is_lifted_above_strangers() -> None:
    strangers = [table(f"thing{n}") for n in range(20)]
    keys = (ForeignKey("xref", "a", "students", "id"), ForeignKey("xref", "b", "courses", "id"))
    own = schema(*strangers, table("xref", "a b"), table("students"), table("courses"), keys=keys)
    assert {t.name for t in Index.of(own).rank("students of each course")[:3]} == {"students", "courses", "xref"}


def test_a_word_that_stands_everywhere_does_not_count() -> None:
    same = [table(f"part{n}", "id status") for n in range(30)]
    own = schema(*same, table("turbine", "id status"))
    assert first(own, "status of the turbine") == "turbine"


def test_a_value_lifts_the_table_that_holds_it() -> None:
    own = schema(*(table(f"t{n}", "id city") for n in range(9)))
    assert Index.of(own).rank("who lives in Lisbon", [("t7", "city")])[0].name == "t7"


def test_questions_that_ask_the_same_overlap_more() -> None:
    asked = "total sales per city in 2023"
    assert overlap(asked, "sales by town in 2022") > overlap(asked, "names of all employees")
    assert overlap(asked, "") == 0.0


@pytest.mark.shared
@pytest.mark.parametrize(
    ("script", "question", "tables"),
    [
        ("northwind_create.sql", "Which products does each supplier deliver?", "Products Suppliers"),
        ("northwind_create.sql", "Total freight of orders per shipper", "Orders Shippers"),
        (
            "northwind_create.sql",
            "Which employees work in which territory?",
            "Employees EmployeeTerritories Territories",
        ),
        ("sakila_sqlite_schema.sql", "Which actors played in which movies?", "actor film_actor film"),
        ("sakila_sqlite_schema.sql", "How often was each film rented?", "film rental inventory"),
        ("sakila_sqlite_schema.sql", "In which city does each customer live?", "customer address city"),
    ],
)
def test_well_known_schemas_are_ranked_well(
    known: Callable[[str], Index], script: str, question: str, tables: str
) -> None:
    assert max(places(known(script), question, tables)) <= 6
