"""Payment accounts called by a part of their name: “revolut” for Revolut Business, “the tin” for Cash tin, 工行 for 工行基本户."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plugins.bookkeeping.accounts import Account
from plugins.bookkeeping.plain import CHINESE, plain

_SAYS_NOTHING = frozenset(
    "card cards account accounts acct a/c bank banking cash credit debit money petty the my our and"
    " of no main own online visa amex mastercard"
    " master express american checking chequing cheque savings saving deposit wallet pay payment"
    " first gold platinum black blue classic plus"
    " home big new old red green ltd plc inc llc society union building trust national general".split()
)
_NEEDS_LEAD = frozenset(
    "tin box pot jar float purse drawer kitty envelope safe till cashbox tub bag joint personal"
    " business company current household family"
    " shop office club school church house travel operating reserve emergency rainy day fund team store pocket".split()
)
_WORD = re.compile(r"[a-z0-9][a-z0-9&'/-]*")
_TAIL = (
    r"(?:\s(?:credit card|debit card|debit|credit|card|visa|amex|mastercard|checking|savings"
    r"|current|business|bank|account|acct|a/c|cc|pay|wallet"
    r"|cash))?"
)
_TAIL_ONLY = re.compile(_TAIL.removesuffix("?") + "$")
_STRONG_LEAD = re.compile(
    r"(?:\b(?:in|into|from|out of|out|on|onto|off|via|by|with|using|through|to|used|w|w/)(?:\s(?:the|my"
    r"|our|that|her|his|their))?)\s$",
    re.ASCII,
)
_ON_CARD = re.compile(r"\b(?:on|onto|off|via|with|using|used)(?:\s(?:the|my|our|that))?\s$", re.ASCII)
_CARD_AFTER = re.compile(r"\b(?:card|debit|credit|visa|amex|mastercard|account|acct|cc)$", re.ASCII)
_CLOSED = re.compile(
    r"\s?(?:$|[^\w\s]|\d|(?:on|for|at|to|into|in|yesterday|today|last|this|the|please|again|now|sat|sun|mon"
    r"|tues?|wed|thurs?|fri)\b"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)",
    re.ASCII,
)
_STORE = re.compile(r"\bcards?\b|\bvisa\b|\bmaster ?card\b|\bcredit\b")
_BANKS = re.compile(
    r"\b(?:bank|chase|citi(?:bank)?|hsbc|barclays?|capital|lloyds|natwest|santander|monzo|starling"
    r"|revolut|wise|n26|tide|amex|hdfc|icici|sbi|axis"
    r"|kotak|aib|boi|nationwide|halifax|tsb|rbs|bmo|td|rbc|scotia\w*|cibc|anz|westpac|nab|commbank"
    r"|ubs|ing|dkb|wells|boa|discover|brex|ramp)\b"
)
_GENERIC_ZH = re.compile(
    "储蓄卡|信用卡|借记卡|银行卡|公务卡|基本户|一般户|公司户|账户|账号|钱包|零钱|余额|存款|卡$|户$|[（(].*[)）]"
)
_OWNED_ZH = re.compile("([\u3400-\u9fff]{1,4}?)的(.+)")
_WAYS_ZH = ("卡", "微信", "支付宝", "信用卡")
_SHORT_BANKS = {
    "农业银行": "农行", "工商银行": "工行", "招商银行": "招行", "建设银行": "建行", "中国银行": "中行", "交通银行": "交行",
    "邮储银行": "邮储", "邮政储蓄": "邮储", "民生银行": "民生", "浦发银行": "浦发", "兴业银行": "兴业",
}  # fmt: skip
_BANK_NICKS = re.compile("[工农中建招交]行|农商行|农信|民生|浦发|中信|光大|平安|邮储")
_NO_NAME_ZH = frozenset(("银行", "现金", "微信", "支付宝", "公司", "个人", "库存", "备用"))


def called(text: str, payments: Sequence[Account]) -> Iterator[tuple[re.Match[str], tuple[Account, ...]]]:
    """Where a plain line says a telling part of payment accounts' names, and whose."""
    owners: dict[str, list[Account]] = {}
    for account in payments:
        for word in _telling(account):
            owners.setdefault(word, []).append(account)
    for word, accounts in sorted(owners.items(), key=lambda pair: -len(pair[0])):
        tail = "(?:支付|转账|账户|信用卡|储蓄卡|卡)?" if CHINESE.search(word) else _TAIL
        for match in re.finditer(rf"(?<![a-z0-9]){_spelling(word)}(?![a-z0-9]){tail}", text, re.ASCII):
            if _fits(text, match, word, accounts):
                yield match, tuple(accounts)


def hints(text: str, account: Account, others: Sequence[Account]) -> bool:
    """Whether a telling word that only this one of several accounts bears stands anywhere in the line."""
    shared = {word for other in others if other != account for word in _telling(other)}
    words = [word for word in _telling(account) if word not in shared and word not in _NEEDS_LEAD]
    return any(re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text, re.ASCII) for word in words)


def _telling(account: Account) -> list[str]:
    name = plain(account.own_name)
    if CHINESE.search(name):
        return _telling_zh(name)
    words = _WORD.findall(name)
    return [word for word in words if len(word) > 1 and word not in _SAYS_NOTHING and not word.isdigit()]


def _telling_zh(name: str) -> list[str]:
    if owned := _OWNED_ZH.match(name):
        return [
            *_telling_zh(owned[2]),
            *(owned[1] + link + way for link in ("", "的") for way in _WAYS_ZH if way in name),
        ]
    short = [nick for full, nick in _SHORT_BANKS.items() if full in name] + _BANK_NICKS.findall(name)
    rest = _GENERIC_ZH.sub("", name)
    return short + ([rest] if len(rest) > 1 and rest != name and rest not in _NO_NAME_ZH else [])


def _spelling(word: str) -> str:
    """A word as a pattern: “jo's” is “jos” to many."""
    return re.escape(word).removesuffix("'s") + "'?s" if word.endswith("'s") else re.escape(word)


def _fits(text: str, match: re.Match[str], word: str, accounts: Sequence[Account]) -> bool:
    """Whether the word is meant as the account: not the shop of a shop's card, not a tin that was bought, not a brand of wares."""
    before, after = text[: match.start()], text[match.end() :]
    if CHINESE.search(word):
        return True
    if word.endswith("'s") and not _TAIL_ONLY.search(match[0]):
        return bool(_STRONG_LEAD.search(before) and not after.strip())
    if word in _NEEDS_LEAD:
        stands_last = bool(re.search(r"\d\s$", before)) and not after.strip()
        return stands_last or bool(
            (_STRONG_LEAD.search(before) or before.endswith(("; ", ", "))) and _CLOSED.match(after)
        )
    if all(_STORE.search(plain(account.own_name)) and not _BANKS.search(word) for account in accounts):
        return bool(_CARD_AFTER.search(match[0]) or (_ON_CARD.search(before) and _CLOSED.match(after)))
    return bool(before.strip()) or bool(_CLOSED.match(after))
