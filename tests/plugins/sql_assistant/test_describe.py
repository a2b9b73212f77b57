"""What is told of one table."""

from __future__ import annotations

from plugins.sql_assistant.describe import Description
from plugins.sql_assistant.schema import Column, ForeignKey, Table

ORDERS = Table(
    "orders",
    (Column("id", "INTEGER", is_key=True), Column("customer_id", "INTEGER", comment="who | pays"), Column("parent_id")),
    comment="What was sold",
)
KEYS = (
    ForeignKey("orders", "customer_id", "customers", "id"),
    ForeignKey("orders", "parent_id", "orders", "id"),
    ForeignKey("items", "order_id", "orders", "id"),
    ForeignKey("items", "product_id", "products", "id"),
)


def test_the_keys_of_a_table_lead_out_of_it_and_into_it() -> None:
    found = Description.of(ORDERS, KEYS)
    assert [key.parent for key in found.out] == ["customers", "orders"]
    assert [key.table for key in found.into] == ["orders", "items"]
    assert [found.target(column) for column in ORDERS.columns] == ["", "customers.id", "orders.id"]


def test_as_markdown_it_is_a_table_that_no_comment_breaks() -> None:
    assert Description.of(ORDERS, KEYS).markdown() == (
        "## orders\n\nWhat was sold\n\n"
        "| Column | Type | Refers to | Comment |\n| --- | --- | --- | --- |\n"
        "| **id** | INTEGER |  |  |\n"
        "| customer_id | INTEGER | customers.id | who \\| pays |\n"
        "| parent_id |  | orders.id |  |\n\n"
        "Referred to by: orders.parent_id, items.order_id\n"
    )
