"""Which payment accounts a line names: by their own names, or by words that can mean one of them only (cash, card, 微信)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.bookkeeping.accounts import Account, Chart
from plugins.bookkeeping.nicknames import called, hints
from plugins.bookkeeping.plain import CHINESE, plain

_KINDS: tuple[tuple[str, str, str], ...] = (
    # kind, words in a line, words in an account's name; the first that fits takes the words
    ("paypal", r"\bpay ?pal(?:'?e?d)?\b", r"pay ?pal"),
    ("alipay", r"\bali ?pay\b|支付[宝保包](?:扫码|转账|余额)?", r"ali ?pay|支付宝"),
    ("wechat", r"\b(?:wechat|weixin)(?: pay)?\b|[微威]信(?:支付|转账|扫码|钱包|零钱)?", r"wechat|weixin|微信|零钱"),
    ("huabei", "花呗", "花呗"),
    ("upi", r"\b(?:upi|gpay|google pay|phone ?pe)\b", r"\b(?:upi|gpay|google pay|phone ?pe|paytm)\b"),
    ("debit card", r"\bdebit cards?\b", r"debit card"),
    ("gift card", r"\bgift card\b", r"gift card"),
    ("visa", r"\bvisa\b", r"\bvisa"),
    ("amex", r"\b(?:amex|american express)\b", r"amex|american express"),
    ("mastercard", r"\b(?:master ?card|mc)\b", r"master ?card"),
    ("card", r"\b(?:credit ?cards?|(?:company|corporate) cards?|business card|cc|card|credit)\b|信用卡|公务卡|刷卡",
     r"\b\w*cards?\b|\b(?:spark|sapphire|quicksilver|venture|savor|freedom)\b|信用卡|公务卡"),
    ("savings", r"\bsavings\b|储蓄账户|定期存款|定期", r"savings?|rainy day|reserve|储蓄|定期"),
    ("bank", r"\b(?:checking|chequing|bank|wire transfer|(?<=by )wire|(?<=via )wire|wired|ach"
             r"|transfer|check|cheque|debit|giro|eft|standing order"
             r"|bacs|chaps|neft|imps|rtgs|sepa|faster payment|dd|s/o"
             r"|(?:business|operating|current) account)\b"
             r"|银行卡|网银|银行(?:存款|转账|账户|付款|到账)?|对公(?:转账|账户)?|转账|汇款|公户|基本户",
     r"bank|checking|chequing|\bcurrent\b|giro|operating|business account|银行|[工农中建招交]行|基本户|一般户|账户|公户|储蓄卡|借记卡"),
    ("cash", r"\b(?:petty cash|cash|till)\b|库存现金|备用金|付?现金|付现|现付|现钱",
     r"\b(?:cash(?! ?app)|till|wallet|petty|purse|float|kitty|tin|envelope|jar|safe|drawer)\b|现金|备用金"),
)  # fmt: skip
CARDS = frozenset(("visa", "amex", "mastercard", "card"))
"""Kinds that a bare “card” can mean."""
_UNMISTAKABLE = frozenset(("paypal", "alipay", "wechat", "huabei", "upi"))
_KNOWN_KINDS = frozenset(kind for kind, _, _ in _KINDS)
_BY_KIND = tuple((kind, re.compile(words, re.ASCII), re.compile(names, re.ASCII)) for kind, words, names in _KINDS)
_BRAND_BANK = re.compile(
    r"\b(?:chase|wells fargo|hsbc|barclays|n26|monzo|revolut|capital one|citibank|santander|mercury"
    r"|wise|bank of america|us bank)\b",
    re.ASCII,
)
_IS_ACCOUNT = re.compile(r"\b(?:checking|chequing|current|account|business|bank)\b|账户|户$", re.ASCII)
_LEADS = re.compile(
    r"(?:\b(?:by|with|via|from|using|used?|through|thru|in|on|of|to|into|onto|that|bill|paid|pay"
    r"|charged|off|the|my|our|your|company|business|per|and|as|->|→)"
    r"|[,;:|>()/、。；→-]|\d|从|用|刷|以|走|付|转|打|存|进|通过|经|到|入|至|由)\s*$|^\s*$",
    re.ASCII,
)
_ENDS = re.compile(
    r"\s*(?:$|[\d$€£¥#\0,;:|().、。/→>一二三四五六七八九十-]"
    r"|\b(?:account|acct|bill|from|on|for|at|to|yesterday|today|last|payment|balance|please|this"
    r"|the day|again|now|sat|sun|qr|mon|tues?|wed|thurs?|fri|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|支付|付款|付|转账|扫码|收款|到账|买|存|支出|收|里|账户|余额|转|还款|了|的|卡)",
    re.ASCII,
)
_NO_PAYMENT_AFTER = re.compile(
    r"\s*(?:'s\b|(?:fees?|charges?|interest|loan|reader|holder|paper|register|statement|machine"
    r"|rolls?|stamps?|statements?|printing|handling|design"
    r"|commission|terminal|payout|holidays?|nuts|valuation|checks?|engine light|fraud|flow|mat|games?"
    r"|table|bonus|insurance|engine|payment (?:fee|terminal))\b|手续费|年费|利息|贷款|费|短信|结息|开户|工本)",
    re.ASCII,
)
_NO_PAYMENT_BEFORE = re.compile(
    r"\b(?:gift|business|sim|sd|memory|birthday|greeting|christmas|thank you|post|video|graphics?|key"
    r"|punch|id|phone|calling|index|score"
    r"|food|blood|data|tax|health|smog|sound|spell|background|rain|equipment|car|file|money|airport"
    r"|hotel|station|taxi|heat|power|coat|bag|baggage|river|blood|bottle|holiday)\s$",
    re.ASCII,
)
_CARD_IS_BOUGHT = re.compile(r"(?:(?<!cash )\b(?:and|&|plus)(?: a)?|^a|[,;] a)\s$", re.ASCII)
"""Before a bare “card” that is given to somebody: a cake and a card."""
_FOR_SOMEBODY = re.compile(
    r"\s(?:for [a-z]+'?s? (?:birthday|\d+(?:st|nd|rd|th)|wedding|christening)"
    r"|(?:and|&) (?:a )?(?:gift|present|flowers|choc|wine|bottle|cake|balloon|voucher|whisk|gin|wrap))",
    re.ASCII,
)
_CARD_OWN = re.compile(r"\bbusiness card\b", re.ASCII)


def kind_of(account: Account) -> str:
    """What sort of payment account a name is: ``cash``, ``card``, ``bank`` …; the name itself for one of a kind."""
    name = account.own_name.lower()
    kind = next((kind for kind, _, names in _BY_KIND if names.search(name)), name)
    return kind if kind in CARDS or not _BRAND_BANK.search(name) else name


def named_payments(line: str, chart: Chart) -> tuple[Account, ...]:
    """The payment accounts that the line's words can mean; empty if it names none, several if its words leave that open."""
    found: list[Account] = []
    for mention in mentions(line, chart):
        found += [account for account in mention.accounts if account not in found]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a line speaks of a payment account, and which that can be."""

    start: int
    end: int
    accounts: tuple[Account, ...]


def mentions(line: str, chart: Chart) -> list[Mention]:
    """Where a line speaks of payment accounts: by their names first, then by parts of names, then by words for a kind."""
    text, taken = plain(line), set[int]()
    found: list[Mention] = []
    for one in (*_by_name(text, chart), *_by_part(text, chart), *_by_kind(text, chart)):
        place = range(one.start, one.end)
        if taken.isdisjoint(place) and one.accounts:
            taken.update(place)
            found.append(one)
    return _told_apart(text, found)


def _told_apart(text: str, found: list[Mention]) -> list[Mention]:
    """A word for several accounts means the one of them that another word of the line names: ``Amex bill, paid by card``."""
    named = {one.accounts[0] for one in found if len(one.accounts) == 1}
    settled = []
    for one in found:
        fits = [account for account in one.accounts if account in named]
        fits = fits or [account for account in one.accounts if hints(text, account, one.accounts)]
        settled.append(Mention(one.start, one.end, tuple(fits)) if len(fits) == 1 else one)
    return settled


def _by_name(text: str, chart: Chart) -> Iterator[Mention]:
    for account in sorted(chart.payments, key=lambda each: -len(each.own_name)):
        for match in _name_pattern(account).finditer(text):
            if _is_place(text, match, is_unmistakable=_is_unlike_a_word(account)):
                yield Mention(match.start(), match.end(), (account,))


def _by_part(text: str, chart: Chart) -> Iterator[Mention]:
    for match, accounts in called(text, chart.payments):
        if _is_place(text, match):
            yield Mention(match.start(), match.end(), accounts)


def _by_kind(text: str, chart: Chart) -> Iterator[Mention]:
    for kind, words, _ in _BY_KIND:
        for match in words.finditer(text):
            if _is_place(text, match, is_unmistakable=kind in _UNMISTAKABLE):
                yield Mention(match.start(), match.end(), _of_kind(kind, chart))


def _name_pattern(account: Account) -> re.Pattern[str]:
    name = re.escape(plain(account.own_name))
    if CHINESE.search(name):
        return re.compile(rf"(?<![a-z0-9]){name}(?![a-z0-9])(?:支付|转账|扫码|钱包|零钱|余额)?", re.ASCII)
    ending = "(?:'?e?d)?" if _is_unlike_a_word(account) else ""  # venmoed
    return re.compile(rf"(?<![a-z0-9]){name}{ending}(?![a-z0-9])", re.ASCII)


def _is_unlike_a_word(account: Account) -> bool:
    """Whether a name of two words or more cannot stand in a line by chance."""
    kind = kind_of(account)
    return (" " in account.own_name and kind not in CARDS | {"cash"}) or kind in _UNMISTAKABLE or _is_brand(kind)


def _is_brand(kind: str) -> bool:
    return kind in (
        "venmo",
        "zelle",
        "revolut",
        "stripe",
        "payoneer",
        "klarna",
        "apple pay",
        "google pay",
        "cash app",
        "云闪付",
    )


def _is_place(text: str, match: re.Match[str], *, is_unmistakable: bool = False) -> bool:
    """Whether words stand where people say how they paid, and are no part of what they bought (``cash register``, ``gift card``)."""
    before, after = text[: match.start()], text[match.end() :]
    if _NO_PAYMENT_AFTER.match(after) or (_NO_PAYMENT_BEFORE.search(before) and not _CARD_OWN.match(match[0])):
        return False
    if match[0] in ("card", "cards") and (_CARD_IS_BOUGHT.search(before) or _FOR_SOMEBODY.match(after)):
        return False
    stands_alone = bool(CHINESE.match(match[0])) and (before[-1:] == " " or after[:1] == " ")
    return is_unmistakable or stands_alone or bool(_LEADS.search(before) or _ENDS.match(after))


def _of_kind(kind: str, chart: Chart) -> tuple[Account, ...]:
    """The accounts that a word of a kind can mean; a word for a card means any card where none bears that name."""
    payments = chart.payments
    exact = tuple(account for account in payments if kind_of(account) == kind)
    if kind in CARDS:
        cards = tuple(account for account in payments if kind_of(account) in CARDS)
        return exact if exact and kind != "card" else cards
    if kind == "bank" and not exact:
        banks = tuple(one for one in payments if _IS_ACCOUNT.search(one.own_name.lower()) and kind_of(one) not in CARDS)
        banks = banks or tuple(account for account in payments if _BRAND_BANK.search(account.own_name.lower()))
        return banks or tuple(account for account in payments if kind_of(account) not in _KNOWN_KINDS)
    if kind == "debit card" and not exact:
        return _of_kind("bank", chart)
    return exact
