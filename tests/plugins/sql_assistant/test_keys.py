from __future__ import annotations

import pytest

from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.words import parts, stem


def table(name: str, *columns: str, key: str = "") -> Table:
    return Table(name, tuple(Column(c, "INTEGER" if c.lower().endswith("id") else "TEXT", c == key) for c in columns))


@pytest.mark.parametrize(
    ("child", "parent", "expected"),
    [
        (table("orders", "id", "customer_id", key="id"), table("customers", "id", "name", key="id"), ("customer_id", "id")),
        (table("Orders", "OrderID", "CustomerID", key="OrderID"), table("Customers", "CustomerID", "City"), ("CustomerID", "CustomerID")),
        (table("match", "id", "home_team_id", key="id"), table("team", "id", "name", key="id"), ("home_team_id", "id")),
        (table("line", "id", "OrderItemId", key="id"), table("order_items", "id", key="id"), ("OrderItemId", "id")),
        (table("orders", "id", "customer", key="id"), table("customers", "id", key="id"), None),
        (table("orders", "id", "note_id", key="id"), table("customers", "id", key="id"), None),
    ],
)  # fmt: skip
def test_keys_follow_from_names(child: Table, parent: Table, expected: tuple[str, str] | None) -> None:
    keys = with_inferred_keys(Schema((child, parent))).keys
    found = [(k.column, k.parent_column) for k in keys if k.table == child.name and not k.is_declared]
    assert found == ([expected] if expected else [])


def test_a_declared_key_is_not_doubled() -> None:
    child, parent = table("orders", "id", "customer_id", key="id"), table("customers", "id", key="id")
    declared = ForeignKey("orders", "customer_id", "customers", "id")
    assert with_inferred_keys(Schema((child, parent), (declared,))).keys == (declared,)


def test_two_parents_that_fit_alike_give_no_key() -> None:
    child = table("visit", "id", "site_no", key="id")
    twins = [table("site", "id", key="id"), table("Sites", "id", key="id")]
    assert with_inferred_keys(Schema((child, *twins))).keys == ()


def test_words_of_names_are_cut_to_their_stems() -> None:
    assert parts("OrderItems_2020") == ["order", "item", "2020"]
    assert [stem(w) for w in ("cities", "boxes", "status", "class", "buses")] == [
        "city",
        "box",
        "status",
        "class",
        "buse",
    ]
