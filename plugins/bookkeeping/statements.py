"""Trial balance, income statement and balance sheet of a journal, and the identities that prove them. One set for each currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from plugins.bookkeeping.accounts import Account, AccountType, Chart, infer
from plugins.bookkeeping.journal import Entry

ZERO = Decimal("0.00")
NET_INCOME = "Net income"


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds: all its debits and credits, added up."""

    account: Account
    debits: Decimal
    credits: Decimal

    @property
    def net(self) -> Decimal:
        """On the account's normal side; negative where it stands on the other."""
        return self.debits - self.credits if self.account.is_debit else self.credits - self.debits

    @property
    def debit(self) -> Decimal:
        """What the trial balance shows on the left."""
        return max(self.debits - self.credits, ZERO)

    @property
    def credit(self) -> Decimal:
        """What the trial balance shows on the right."""
        return max(self.credits - self.debits, ZERO)


@dataclass(frozen=True, slots=True)
class Identity:
    """Two figures that were reached in two ways and must be the same."""

    name: str
    left_label: str
    left: Decimal
    right_label: str
    right: Decimal

    @property
    def holds(self) -> bool:
        return self.left == self.right

    def as_json(self) -> dict[str, Any]:
        """JSON-shaped, amounts as text."""
        return {
            "name": self.name,
            "left_label": self.left_label,
            "left": f"{self.left:.2f}",
            "right_label": self.right_label,
            "right": f"{self.right:.2f}",
            "holds": self.holds,
        }


@dataclass(frozen=True, slots=True)
class Statements:
    """All statements in one currency. ``balances`` are those of accounts that were used, in the chart's order."""

    currency: str
    balances: tuple[Balance, ...]
    entry_total: Decimal
    payment_change: Decimal

    def of_type(self, *types: AccountType) -> tuple[Balance, ...]:
        return tuple(balance for balance in self.balances if balance.account.type in types)

    def total(self, *types: AccountType) -> Decimal:
        """Sum of the balances of these types, each on its normal side."""
        return sum((balance.net for balance in self.of_type(*types)), ZERO)

    @property
    def net_income(self) -> Decimal:
        return self.total("income") - self.total("expense")

    @property
    def total_equity(self) -> Decimal:
        """Equity accounts and the period's net income."""
        return self.total("equity") + self.net_income

    def identities(self) -> tuple[Identity, ...]:
        """The proofs: each side is added up on its own."""
        debits = sum((b.debit for b in self.balances), ZERO)
        credits_ = sum((b.credit for b in self.balances), ZERO)
        entered = sum((b.debits for b in self.balances), ZERO)
        assets, liabilities, equity = self.total("asset"), self.total("liability"), self.total("equity")
        paid = sum((b.debits - b.credits for b in self.balances if b.account.is_payment), ZERO)
        return (
            Identity("Debits equal credits", "Debit balances", debits, "Credit balances", credits_),
            Identity("Every entry is posted", "Sum of the journal", self.entry_total, "Debits of all accounts", entered),
            Identity("Assets = liabilities + equity", "Assets", assets, "Liabilities + equity", liabilities + self.total_equity),
            Identity("Net income ties", "Income − expenses", self.net_income, "Net assets − owner's equity", assets - liabilities - equity),
            Identity("Money accounts tie", "Received − paid", self.payment_change, "Balances of the payment accounts", paid),
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """JSON-shaped: ``trial_balance``, ``income_statement``, ``balance_sheet``, ``identities``; amounts as text."""
        rows = self._rows
        return {
            "currency": self.currency,
            "trial_balance": [
                {
                    "account": b.account.name,
                    "type": b.account.type,
                    "debit": f"{b.debit:.2f}",
                    "credit": f"{b.credit:.2f}",
                }
                for b in self.balances
            ],
            "income_statement": {
                "income": rows("income"),
                "expenses": rows("expense"),
                "total_income": f"{self.total('income'):.2f}",
                "total_expenses": f"{self.total('expense'):.2f}",
                "net_income": f"{self.net_income:.2f}",
            },
            "balance_sheet": {
                "assets": rows("asset"),
                "liabilities": rows("liability"),
                "equity": [*rows("equity"), {"account": NET_INCOME, "amount": f"{self.net_income:.2f}"}],
                "total_assets": f"{self.total('asset'):.2f}",
                "total_liabilities": f"{self.total('liability'):.2f}",
                "total_equity": f"{self.total_equity:.2f}",
            },
            "identities": [identity.as_json() for identity in self.identities()],
        }

    def _rows(self, type_: AccountType) -> list[dict[str, str]]:
        return [{"account": b.account.name, "amount": f"{b.net:.2f}"} for b in self.of_type(type_)]


def statements_of(entries: Sequence[Entry], chart: Chart) -> tuple[Statements, ...]:
    """One set for each currency of the journal, the most used first. Accounts that the chart lacks are typed by their names."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.currency] = counts.get(entry.currency, 0) + 1
    currencies = sorted(counts, key=lambda currency: -counts[currency])
    return tuple(
        _statements([e for e in entries if e.currency == currency], currency, chart) for currency in currencies
    )


def all_hold(statements: Sequence[Statements]) -> bool:
    """Whether every identity of every currency holds."""
    return all(identity.holds for one in statements for identity in one.identities())


def _statements(entries: Sequence[Entry], currency: str, chart: Chart) -> Statements:
    accounts = _accounts(entries, chart)
    debits: dict[str, Decimal] = dict.fromkeys(accounts, ZERO)
    credits_: dict[str, Decimal] = dict.fromkeys(accounts, ZERO)
    change = ZERO
    for entry in entries:
        debits[entry.debit] += entry.amount
        credits_[entry.credit] += entry.amount
        change += entry.amount * (accounts[entry.debit].is_payment - accounts[entry.credit].is_payment)
    balances = tuple(Balance(account, debits[name], credits_[name]) for name, account in accounts.items())
    return Statements(currency, balances, sum((entry.amount for entry in entries), ZERO), change)


def _accounts(entries: Sequence[Entry], chart: Chart) -> Mapping[str, Account]:
    used = dict.fromkeys(name for entry in entries for name in (entry.debit, entry.credit))
    ordered = {account.name: account for account in chart.accounts if account.name in used}
    return ordered | {name: Account(name, *infer(name)) for name in used if name not in ordered}
