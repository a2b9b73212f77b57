"""Double entry: what a line means becomes one debit and one credit, in Decimal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from plugins.bookkeeping.accounts import Account, AccountType, Chart
from plugins.bookkeeping.plain import plain


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal.

    Attributes:
        day: when.
        debit: the account that receives.
        credit: the account that gives.
        amount: greater than zero, two decimals.
        currency: ISO 4217 code.
        memo: what for.
        line_no: the line that it was read from, from 1; 0 for one that was entered by hand.
        source: that line as typed.
    """

    day: date
    debit: str
    credit: str
    amount: Decimal
    currency: str
    memo: str = ""
    line_no: int = 0
    source: str = ""

    def as_json(self) -> dict[str, Any]:
        """JSON-shaped: the date as ISO text, the amount as text with two decimals."""
        return {
            "date": self.day.isoformat(),
            "debit": self.debit,
            "credit": self.credit,
            "amount": f"{self.amount:.2f}",
            "currency": self.currency,
            "memo": self.memo,
            "line_no": self.line_no,
            "source": self.source,
        }

    @property
    def likeness(self) -> tuple[date, str, str, Decimal, str, str]:
        """What two entries share that are probably the same one."""
        return self.day, self.debit, self.credit, self.amount, self.currency, self.memo.casefold()


def entry_from(data: Mapping[str, Any]) -> Entry:
    """The entry that ``as_json`` gave.

    Raises:
        ValueError: a part is missing or is no date or amount.
    """
    try:
        return Entry(
            day=date.fromisoformat(str(data["date"])),
            debit=str(data["debit"]),
            credit=str(data["credit"]),
            amount=Decimal(str(data["amount"])).quantize(Decimal("0.01")),
            currency=str(data["currency"]),
            memo=str(data.get("memo", "")),
            line_no=int(data.get("line_no", 0)),
            source=str(data.get("source", "")),
        )
    except (KeyError, InvalidOperation, TypeError) as error:
        raise ValueError(f"no entry: {error}") from error


_RECEIVED = re.compile(
    r"\b(?:received?|got|deposit(?:ed)?|proceeds|contribut(?:ed|ion)s?|invest(?:ed|ment)|put in|put into the business"
    r"|money in|came in|brought in"
    r"|paid out|pays? out|paid me|paid us|took out a|taken out|drew down|drawdown|borrow(?:ed)?|new loan|loan from"
    r"|into|incoming|collected|inflow)\b"
    r"|收到|收款|存入|到账|投入|借入|借款\d|注入|投资款|入账|贷款到|收回|向.{1,12}借",
    re.ASCII,
)
_GIVEN = re.compile(
    r"\b(?:repaid|repay(?:ment)?|paid (?:back|off)|pay(?:ing)? (?:back|off|down)|payment (?:on|of|for|to)"
    r"|instal?ments?|withdr[ae]wn?|withdrawal"
    r"|took out for|draw|drew|lent|for myself|personal|settled)\b|归还|还款|偿还|还贷|提取|提款|取出|分红|还了|还给|支付|付",
    re.ASCII,
)
_REFUND = re.compile(
    r"\b(?:refund(?:ed|s)?|money back|rebate|reimbursed|cash ?back|credited)\b|退款|退回|退货|返还|报销到", re.ASCII
)
_REFUND_GIVEN = re.compile(
    r"\brefund(?:ed)? (?:to|of a|a|the|our)? ?(?:customer|client|buyer|guest)|\b(?:gave|paid|issued"
    r"|sent) (?:\w+ ){0,3}refund|退给|退还客户|退款给",
    re.ASCII,
)
_CONTRIBUTION = re.compile(r"contribut|capital|invest|paid-in|opening|资本|投入|股本|实收")


_PAYS = re.compile(
    r"(?:(?:on|at) [^,]{1,20},? )?(?:\S{1,12}[,:] )?(?:i |we )?(?:just |had to |also )?"
    r"(?:paid(?! (?:me|us|by|in full))|bought|spent|purchased|ordered|picked up|needed|grabbed)\b|买|购|花了",
    re.ASCII,
)
_EARNS = re.compile(
    r"\b(?:received|earned|got paid|paid (?:me|us)|money in|collected|came in|brought in|deposit from|sold|sales of)\b"
    r"|^(?:the |our |my |a )?(?:client|customer|tenant|buyer)\b[^,]{0,25}\b(?:paid|pays)\b(?! (?:by|with|on|via|from|in|cash)\b)"
    r"|收到|到账|收入|卖",
    re.ASCII,
)


_MAY_EARN = re.compile(
    r"\b(?:rec(?:ei|ie)ved?|receipts? from|earn\w*|got|paid|payed|pays|payout|payday|paycheck"
    r"|wired|sent|arrived|orders?|in from|money in|came|comes"
    r"|brought|collect\w*|deposit\w*|incoming|into"
    r"|to (?:the )?(?:checking|savings|bank|paypal)|sold|sales?|wholesale|revenue|income|takings"
    r"|refund\w*|rebates?|reimburs\w*|royalt\w+|dividends?|distribution|salary|tips?"
    r"|interest|credit(?:s|ed)?(?! ?cards?)|customers?|clients?|tenants?|from|made"
    r"|invoices?|payments? (?:of|from)|fees?|donation|grant|prize|won|commissions?|licen[sc]e"
    r"|rent|retainer|milestone|contract|consulting|design"
    r"|project|lessons?|workshop|commissioned)\b"
    r"|收|入账|到账|卖|销|营业|利息|退|稿费|版税|股息|分红|客户|租金|工资|奖金|小费|结息|赔|转来|转入|存入|进账|款|打来|咨询|服务费|补贴|批发",
    re.ASCII,
)


def cannot_be(line: str) -> AccountType | None:
    """The type that the line's words rule out: income where somebody buys or no word speaks of money that comes in, else expense."""
    text = plain(line)
    if _EARNS.search(text):
        return None if _REFUND.search(text) or _PAYS.match(text) else "expense"
    is_spent = _PAYS.match(text) or not _MAY_EARN.search(text)
    return "income" if is_spent and not _REFUND_GIVEN.search(text) else None


def money_comes_in(line: str, category: Account) -> bool:
    """Whether the payment account receives; by the category's type, and by the line's words where the type leaves it open."""
    text = plain(line)
    match category.type:
        case "income":
            return not _REFUND_GIVEN.search(text)
        case "expense":
            return bool(_REFUND.search(text)) and not _REFUND_GIVEN.search(text)
        case "asset":
            return bool(
                re.search(
                    r"\b(?:sold|sale of|received|collected|customer paid|got)\b|卖|收到|收回|出售", text, re.ASCII
                )
            )
        case "liability":
            return bool(_RECEIVED.search(text)) and not _GIVEN.search(_RECEIVED.sub(" ", text))
        case "equity":
            if _GIVEN.search(_RECEIVED.sub(" ", text)):
                return False
            return bool(_RECEIVED.search(text) or _CONTRIBUTION.search(category.name.lower()))


def duplicates(entries: Iterable[Entry]) -> tuple[tuple[Entry, Entry], ...]:
    """Pairs that are probably the same entry: same day, accounts, amount and memo. The second is the later one."""
    first: dict[tuple[Any, ...], Entry] = {}
    pairs = []
    for entry in entries:
        if entry.likeness in first:
            pairs.append((first[entry.likeness], entry))
        else:
            first[entry.likeness] = entry
    return tuple(pairs)


def journal_text(entries: Iterable[Entry]) -> str:
    """The journal as lines: day, debit ← credit, amount, memo."""
    rows = [
        (e.day.isoformat(), f"{e.debit} ← {e.credit}", f"{e.amount:,.2f} {e.currency}".strip(), e.memo) for e in entries
    ]
    if not rows:
        return ""
    accounts, amounts = max(len(row[1]) for row in rows), max(len(row[2]) for row in rows)
    return "\n".join(f"{d}  {a:<{accounts}}  {m:>{amounts}}  {memo}".rstrip() for d, a, m, memo in rows)


def missing_accounts(entries: Iterable[Entry], chart: Chart) -> tuple[str, ...]:
    """Names that entries use and the chart does not hold, in order of their first use."""
    names = (name for entry in entries for name in (entry.debit, entry.credit))
    return tuple(dict.fromkeys(name for name in names if chart.find(name) is None))
