"""The price tables: which row holds, whose wins, and what is unknown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.core.messages import Usage
from app.core.money import Cost
from app.core.paths import ROOT
from app.core.prices import FREE, Price, PriceBook, cost_of
from app.errors import SettingsError

OPENAI = "https://api.openai.com/v1"
SHIPPED = """
[[prices]]
host = "api.openai.com"
models = ["mini", "mini-20??-??-??"]
input = 0.25
cached = 0.025
output = 2.0
max_prompt_tokens = 1000
source = "https://example.com"
date = "2026-11-26"
"""


@pytest.fixture
def book(tmp_path: Path) -> PriceBook:
    shipped = tmp_path / "shipped.toml"
    shipped.write_text(SHIPPED, encoding="utf-8")
    return PriceBook(shipped, tmp_path / "config" / "prices.toml")


def _own(book: PriceBook, text: str) -> None:
    book.path.parent.mkdir(exist_ok=True)
    book.path.write_text(text, encoding="utf-8")
    os.utime(book.path, ns=(1, hash(text) & 0xFFFFFFFF))  # two texts within one tick of the clock are two files


@pytest.mark.parametrize(
    ("base_url", "model", "prompt_tokens", "is_known"),
    [
        (OPENAI, "mini", 10, True),
        (OPENAI, "mini-2025-08-07", 10, True),
        (OPENAI, "MINI", 10, True),
        (OPENAI, "mini-audio", 10, False),
        (OPENAI, "mini", 1001, False),
        ("https://openrouter.ai/api/v1", "mini", 10, False),
        ("no address", "mini", 10, False),
    ],
)
def test_a_row_is_for_its_host_its_models_and_its_length(
    book: PriceBook, base_url: str, model: str, prompt_tokens: int, is_known: bool
) -> None:
    assert (book.find(base_url, model, prompt_tokens) is not None) == is_known


def test_cached_tokens_have_their_own_price_and_are_part_of_the_prompt(book: PriceBook) -> None:
    price = book.find(OPENAI, "mini")
    assert price is not None
    assert price.cost(1_000_000, 100_000, 400_000) == pytest.approx(0.6 * 0.25 + 0.4 * 0.025 + 0.2)
    assert price.cost(10, 0, 9999) == pytest.approx(10 * 0.025 / 1e6)
    assert Price(("x",), 1.0, 2.0).cost(1_000_000, 0, 1_000_000) == 1.0


def test_a_server_on_this_machine_costs_nothing_unless_the_person_prices_its_host(book: PriceBook) -> None:
    here = "http://127.0.0.1:8080/v1"
    assert book.find(here, "mini") is FREE
    _own(book, '[[prices]]\nmodels = ["*"]\ninput = 1\noutput = 2\n')
    assert book.find(here, "mini") is FREE
    _own(book, '[[prices]]\nhost = "127.0.0.1:8080"\nmodels = ["*"]\ninput = 1\noutput = 2\ncurrency = "EUR"\n')
    price = book.find(here, "mini")
    assert price is not None
    assert price.currency == "EUR"


def test_the_persons_own_row_wins_and_is_read_anew_when_the_file_changes(book: PriceBook) -> None:
    assert book.find(OPENAI, "mini") == book.shipped()[0]
    _own(book, '[[prices]]\nmodels = "mini"\ninput = 7\noutput = 8\n')
    found = book.find(OPENAI, "mini")
    assert found is not None
    assert (found.input, found.currency) == (7, "USD")
    book.path.unlink()
    assert book.find(OPENAI, "mini") == book.shipped()[0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("prices = 3", "no list"),
        ("[[prices]]\nmodels = []\ninput = 1\noutput = 1", "names no model"),
        ('[[prices]]\nmodels = ["x"]\noutput = 1', "needs models, input and output"),
        ('[[prices]]\nmodels = ["x"]\ninput = -1\noutput = 1', "input is -1"),
        ('[[prices]]\nmodels = ["x"]\ninput = nan\noutput = 1', "input is nan"),
        ('[[prices]]\nmodels = ["x"]\ninput = "free"\noutput = 1', "input is 'free'"),
        ('[[prices]]\nmodels = ["x"]\ninput = 1\noutput = 1\ncurrency = "GBP"', "the currency is 'GBP'"),
        ('[[prices]]\nmodels = ["x"]\ninput = 1\noutput = 1\ncolour = 1', "has no “colour”"),
        ("not toml", "prices.toml cannot be used"),
    ],
)
def test_a_table_that_makes_no_sense_makes_every_price_unknown(book: PriceBook, text: str, why: str) -> None:
    _own(book, text)
    assert book.find(OPENAI, "mini") is None
    assert book.find("http://localhost:1/v1", "mini") is FREE
    assert book.trouble is not None
    assert why in book.trouble.message
    with pytest.raises(SettingsError):
        book.put(Price(("y",), 1, 1))


def test_rows_are_put_and_removed_and_the_persons_comments_stay(book: PriceBook) -> None:
    _own(book, '# mine\n[[prices]]\n# agreed in March\nmodels = ["a"]\ninput = 1\noutput = 1\n')
    book.put(Price(("b",), 2.0, 3.0, currency="CNY", host="api.deepseek.com"))
    book.put(Price(("b",), 4.0, 5.0, currency="CNY", host="api.deepseek.com"))
    assert [(row.models, row.input) for row in book.own()] == [(("a",), 1), (("b",), 4.0)]
    text = book.path.read_text(encoding="utf-8")
    assert "# mine" in text
    assert "# agreed in March" in text
    book.remove(book.own()[0])
    assert [row.models for row in book.own()] == [("b",)]


@pytest.mark.parametrize("price", [Price((), 1, 1), Price(("x",), float("inf"), 1), Price(("x",), 1, 1, currency="?")])
def test_a_row_that_makes_no_sense_is_not_kept(book: PriceBook, price: Price) -> None:
    with pytest.raises(SettingsError):
        book.put(price)
    assert not book.path.exists()


def test_an_unknown_price_gives_an_unknown_cost_and_a_free_one_none() -> None:
    usage = Usage(10, 10, reused_tokens=5)
    assert cost_of(None, usage) == Cost(unknown=1)
    assert cost_of(FREE, usage) == Cost()
    assert cost_of(Price(("x",), 1e6, 1e6, 0.0), usage) == Cost({"USD": 15.0})


def test_every_row_that_ships_names_the_makers_own_page_and_a_day(tmp_path: Path) -> None:
    book = PriceBook(ROOT / "resources" / "prices.toml", tmp_path / "none.toml")
    assert book.shipped()
    for row in book.shipped():
        assert row.source.startswith("https://")
        assert len(row.date.split("-")) == 3
        assert row.host != "*"
        assert row.output >= row.input > 0
