"""Addresses taken apart into the fields of a form, and written again."""

from __future__ import annotations

import pytest

from plugins.sql_assistant.address_fields import AddressFields, taken_apart
from plugins.sql_assistant.sources.server_address import place_of

ADDRESSES = (
    ("postgres://ann:s3c%40ret@db.example.org:5433/sales", "s3c@ret", "postgresql://ann@db.example.org:5433/sales"),
    ("postgresql+psycopg://db/sales?sslmode=require&options=-c%20x", None, "postgresql+psycopg://db/sales?sslmode=require&options=-c%20x"),
    ("mysql://ann:p@ss:w/rd@db/shop", "p@ss:w/rd", "mysql://ann@db/shop"),
    ("mariadb://a%40b@[::1]:3307/shop?charset=utf8mb4", None, "mariadb://a%40b@[::1]:3307/shop?charset=utf8mb4"),
    ("mysql://ann@db/shop?password=s3cret", "s3cret", "mysql://ann@db/shop"),
    ("snowflake://ann:s3cret@account/db/schema?warehouse=w", "s3cret", "snowflake://ann@account/db/schema?warehouse=w"),
    ("postgresql://db/odd name", None, "postgresql://db/odd name"),
    ("postgresql:///sales?host=/run/pg", None, "postgresql:///sales?host=/run/pg"),
)  # fmt: skip


@pytest.mark.parametrize(("given", "password", "written"), ADDRESSES)
def test_an_address_goes_through_the_form_without_its_password(given: str, password: str | None, written: str) -> None:
    found = taken_apart(given)
    assert found is not None
    assert found[1] == password
    assert found[0].written == written
    assert found[0].problems == {}
    place_of(written)


@pytest.mark.parametrize("given", ["", "shop.db", "C:\\shop.db", "postgres//x", "://x"])
def test_what_is_no_address_is_none(given: str) -> None:
    assert taken_apart(given) is None


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (AddressFields(), {"host"}),
        (AddressFields(host="db", port="70000"), {"port"}),
        (AddressFields(host="db", port="٣"), {"port"}),
        (AddressFields("mysql", host="db"), {"database"}),
        (AddressFields("other"), {"address"}),
        (AddressFields("other", address="x"), {"address"}),
        (AddressFields("other", address="snowflake://a/b?private_key=abc"), {"address"}),
        (AddressFields(host="db", rest=(("sslpassword", "x"),)), {"address"}),
        (AddressFields(host="db", port="1"), set()),
    ],
)
def test_what_is_wrong_is_said_by_its_field(fields: AddressFields, wrong: set[str]) -> None:
    assert set(fields.problems) == wrong


def test_what_is_typed_is_escaped_so_that_it_stays_what_it_is() -> None:
    fields = AddressFields(host=" ::1 ", port="5433", database="a?b/c", user="ann@corp:x", tls="verify-full")
    place = place_of(fields.written)
    assert (place.url.host, place.url.port, place.url.username) == ("::1", 5433, "ann@corp:x")
    assert place.url.query == {"sslmode": "verify-full"}
    again = taken_apart(fields.written)
    assert again is not None
    assert (again[0].database, again[0].user) == ("a?b/c", "ann@corp:x")


def test_another_kind_starts_from_what_is_there() -> None:
    fields = AddressFields(host="db", user="ann", database="x", tls="require")
    assert fields.as_kind("mysql").written == "mysql://ann@db/x"
    assert fields.as_kind("other").address == "postgresql://ann@db/x?sslmode=require"
