from __future__ import annotations

import sqlglot
from sqlglot import exp

from plugins.sql_assistant.schema import Column, Schema, Table
from plugins.sql_assistant.wording import RESERVED, is_plain, wording_of


def test_names_that_need_quotes_become_plain_words() -> None:
    table = Table(
        "order",
        (Column("id"), Column("group"), Column("unit price"), Column("2020"), Column("unit_price"), Column("顾客")),
    )
    wording = wording_of(Schema((table,)))
    assert wording.table("order") == "the_order"
    assert [wording.column("order", c.name) for c in table.columns] == [
        "id",
        "the_order_group",
        "unit_price_2",
        "the_order_2020",
        "unit_price",
        "顾客",
    ]
    assert wording.real_column(table, "UNIT_PRICE_2") == "unit price"
    assert wording.real_table(Schema((table,)), "The_Order") is table


def test_every_word_that_counts_as_plain_parses_as_a_name() -> None:
    common = (
        "name title date time year month day type status key value code number level text comment count min max sum avg total "
        "rank first last action role user language position current rate percentile year zone left_side interval_days position "
        "timestamp datetime char integer real numeric boolean double float blob json array_name map list object data hash url "
        "end_date start_date size color state country address email phone session system version score note body content filter_id "
        "area region length weight height width salary age gender grade credit capacity duration distance floor round abs lower "
        "upper trim replace_by format char_length substring position_no cast_id date_part if_not year_no path point line only"
    )
    for word in set(common.split()) - RESERVED:
        tree = sqlglot.parse_one(
            f"SELECT {word} , t . {word} FROM t WHERE {word} = 1 ORDER BY {word} DESC", read="sqlite"
        )
        columns = [column.name for column in tree.find_all(exp.Column)]
        assert columns == [word] * 4, word
        table = sqlglot.parse_one(f"SELECT COUNT ( * ) FROM {word}", read="sqlite").find(exp.Table)
        assert table is not None
        assert table.name == word


def test_plain_words_are_left_alone() -> None:
    assert all(is_plain(name) for name in ("customer", "FirstName", "_x1", "naïve"))
    assert not any(is_plain(name) for name in ("order", "Group", "a b", "1st", "", "a-b"))
