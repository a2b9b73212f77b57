from __future__ import annotations

import pytest

from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.sensitive import is_sensitive


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("customer", "email"), ("t", "EMail"), ("t", "phone_number"), ("person", "last_name"), ("t", "FirstName"), ("customers", "name"),
        ("employee", "full_name"), ("t", "customer_name"), ("t", "card_no"), ("t", "iban"), ("t", "password_hash"), ("t", "date_of_birth"),
        ("t", "street"), ("t", "姓名"), ("hr_emp", "first_nm"), ("account", "bank_account"),
    ],
)  # fmt: skip
def test_what_identifies_a_person_is_sensitive(table: str, column: str) -> None:
    assert is_sensitive(Table(table, (Column(column),)), column)


@pytest.mark.parametrize(
    ("table", "column"),
    [("category", "name"), ("customer", "city"), ("orders", "status"), ("product", "name"), ("t", "country")],
)
def test_what_describes_a_kind_is_not(table: str, column: str) -> None:
    assert not is_sensitive(Table(table, (Column(column),)), column, ["Lisbon", "2023-01-02", "red"])


@pytest.mark.parametrize(
    "value", ["ana@mail.test", "+351 912 345 678", "4111 1111 1111 1111", "DE89370400440532013000"]
)
def test_values_that_look_personal_make_a_column_sensitive(value: str) -> None:
    assert is_sensitive(Table("t", (Column("info"),)), "info", ["plain", value])
