from __future__ import annotations

import pytest

from plugins.sql_assistant.doubts import doubts
from plugins.sql_assistant.linking import Links

LINKS = Links(
    named=frozenset({"customer"}), values={("customer", "city"): ("Paris",)}, value_words=frozenset({"paris"})
)
QUESTION = "customers from paris with more than 3 orders"


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT * FROM customer WHERE city = 'Paris' AND orders > 3", []),
        ("SELECT * FROM customer WHERE orders > 3", ["'Paris' (customer.city)"]),
        ("SELECT * FROM customer WHERE city = 'Paris' AND orders > 5", ["number 3"]),
        ("SELECT * FROM customer WHERE city = 'Paris' AND orders > 3 AND name = 'Ann'", ["No row holds 'Ann'"]),
        ("SELECT * FROM client WHERE city = 'Paris' AND orders > 3", ["names customer"]),
    ],
)
def test_what_the_query_leaves_out_is_doubted(sql: str, words: list[str]) -> None:
    found = doubts(sql, QUESTION, LINKS)
    assert len(found) == len(words)
    assert all(word in doubt.message for word, doubt in zip(words, found, strict=True))
