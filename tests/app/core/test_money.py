from __future__ import annotations

import dataclasses
import json

import pytest

from app.core.messages import Usage
from app.core.money import Cost, cost_from, money


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (Cost(), "nothing"),
        (Cost({"USD": 0.0}), "0.00 USD"),
        (Cost({"USD": 0.00042}), "0.000420 USD"),
        (Cost({"USD": 0.0123}), "0.0123 USD"),
        (Cost({"USD": 1234.5}), "1234.50 USD"),
        (Cost({"USD": 1.0, "CNY": 0.5}), "0.5000 CNY + 1.00 USD"),
        (Cost(unknown=2), "unknown"),
        (Cost({"EUR": 2.0}, unknown=1), "2.00 EUR + unknown"),
        (Cost({"EUR": 2.0}, estimated=True), "at most 2.00 EUR"),
    ],
)
def test_a_cost_is_said_and_the_unknown_is_never_nothing(cost: Cost, words: str) -> None:
    assert cost.words == words


def test_costs_add_per_currency_and_are_never_converted() -> None:
    total = Cost({"USD": 1.0}).plus(Cost({"CNY": 2.0}, estimated=True)).plus(Cost({"USD": 0.5}, unknown=1))
    assert total == Cost({"USD": 1.5, "CNY": 2.0}, 1, estimated=True)


def test_a_usage_adds_its_cost_and_keeps_none_where_nothing_was_paid() -> None:
    assert Usage(1, 1).plus(Usage(2, 2)).cost is None
    assert Usage(1, 1, cost=Cost({"USD": 1.0})).plus(Usage(2, 2)).cost == Cost({"USD": 1.0})
    both = Usage(1, 1, cost=Cost({"USD": 1.0})).plus(Usage(1, 1, estimated=True, cost=Cost(unknown=1)))
    assert (both.cost, both.estimated) == (Cost({"USD": 1.0}, 1), True)


def test_a_cost_survives_json() -> None:
    cost = Cost({"CNY": 2.0}, 1, estimated=True)
    assert cost_from(json.loads(json.dumps(dataclasses.asdict(cost)))) == cost
    assert cost_from(None) is None


def test_small_amounts_are_not_rounded_to_nothing() -> None:
    assert money(0.000001, "USD") == "0.000001 USD"
