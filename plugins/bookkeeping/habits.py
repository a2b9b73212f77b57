"""Whether the people who wrote these lines put the day before the month: by their dates, their money and the names of their accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plugins.bookkeeping.accounts import Chart
from plugins.bookkeeping.plain import CHINESE, plain

_SLASHED = re.compile(r"(?<![\w/.])(\d{1,2})/(\d{1,2})(?:/(?:20)?\d\d)?(?![\w/]|[.,]\d)")
_DAY_FIRST_MONEY = re.compile(
    r"[£€₹]|(?<![a-z])(?:gbp|eur|inr|aud|nzd|chf|sek|nok|dkk|pln|zar|rs\.?)(?![a-z])|\b(?:quid|euros?"
    r"|rupees|pence|tenner|fiver)\b|/-"
)
_MONTH_FIRST_MONEY = re.compile(r"(?<![a-z])(?:\$|usd)|\b(?:dollars?|bucks)\b")
_DAY_FIRST_NAMES = re.compile(
    r"\b(?:licences?|cheques?|petrol|diesel|vat|hmrc|mot|council tax|gst|tyres?|fuel & mot"
    r"|postage & packing|catalogues?|programmes?|colour"
    r"|barclay\w*|barclaycard|lloyds|natwest|starling|monzo|halifax|nationwide|santander|tsb|hsbc"
    r"|co-?op|aib|revolut|n26|tide|boi|ulster"
    r"|hdfc|icici|sbi|axis|kotak|paytm|upi|phonepe|gpay|anz|westpac|commbank|nab|asb|kiwibank"
    r"|commonwealth|hall hire|takings|takeaway|rubbish|holidays?"
    r"|mobile phone|accountancy|stationery and|cafe|lorry|rates|subs)\b"
)
_MONTH_FIRST_NAMES = re.compile(
    r"\b(?:checking|chase|wells fargo|citi\w*|bank of america|capital one|discover|venmo|zelle"
    r"|licenses?|gas(?:oline)?|truck|check|color"
    r"|ach|401k|irs|trash|vacation|dumpster|attorney|license)\b"
)
_DAY_FIRST_CODES = frozenset(
    "GBP EUR INR AUD NZD CHF SEK NOK DKK PLN CZK HUF MXN BRL ZAR THB TRY ILS RUB HKD SGD".split()
)


def puts_day_first(lines: Iterable[str], chart: Chart, currency: str = "") -> bool:
    """Whether ``3/1`` is the third of January.

    Args:
        lines: all that were typed together.
        chart: their accounts.
        currency: the one that is set; empty for none.
    """
    texts = [plain(line) for line in lines]
    slashed = [(int(first), int(second)) for text in texts for first, second in _SLASHED.findall(text)]
    days = sum(first > 12 >= second for first, second in slashed) - sum(
        second > 12 >= first for first, second in slashed
    )
    if days:
        return days > 0
    if currency:
        return currency in _DAY_FIRST_CODES
    if any(CHINESE.search(account.name) for account in chart.accounts):
        return False
    money = sum(bool(_DAY_FIRST_MONEY.search(text)) - bool(_MONTH_FIRST_MONEY.search(text)) for text in texts)
    names = " ; ".join(plain(account.name) for account in chart.accounts)
    return 2 * money + len(set(_DAY_FIRST_NAMES.findall(names))) - len(set(_MONTH_FIRST_NAMES.findall(names))) > 0
