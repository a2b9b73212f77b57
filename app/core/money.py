"""Amounts of money: per currency, never converted, and with what is not known said as such."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Currency = Literal["USD", "CNY", "EUR"]
CURRENCIES: tuple[Currency, ...] = get_args(Currency)


@dataclass(frozen=True, slots=True)
class Cost:
    """What requests to providers cost.

    Attributes:
        amounts: per currency; empty where nothing is charged.
        unknown: requests whose price is not known. They cost something all the same.
        estimated: whether a part is an upper bound, for no server counted it.
    """

    amounts: Mapping[str, float] = field(default_factory=dict)
    unknown: int = 0
    estimated: bool = False

    def plus(self, other: Cost) -> Cost:
        """The sum, per currency."""
        names = {**self.amounts, **other.amounts}
        sums = {name: self.amounts.get(name, 0.0) + other.amounts.get(name, 0.0) for name in names}
        return Cost(sums, self.unknown + other.unknown, self.estimated or other.estimated)

    @property
    def words(self) -> str:
        """``0.0012 USD``, ``at most 0.02 USD``, ``unknown``, ``0.01 USD + unknown``, ``nothing``."""
        known = " + ".join(money(amount, name) for name, amount in sorted(self.amounts.items()))
        known = f"at most {known}" if known and self.estimated else known
        parts = [known] if known else []
        return " + ".join([*parts, *(["unknown"] if self.unknown else [])]) or "nothing"


def cost_from(data: Mapping[str, Any] | None) -> Cost | None:
    """A cost as it was written with ``dataclasses.asdict``."""
    if not data:
        return None
    return Cost(dict(data.get("amounts", {})), int(data.get("unknown", 0)), bool(data.get("estimated", False)))


def money(amount: float, currency: str) -> str:
    """An amount with as many digits as tell it apart from nothing."""
    if amount >= 1 or amount == 0:
        return f"{amount:.2f} {currency}"
    digits = f"{amount:.6f}" if amount < 0.001 else f"{amount:.4f}"
    return f"{digits} {currency}"
