"""What a line is about, by its words alone: counted from lists of what people buy and sell (``lexicon.json``), no model involved.

A naive Bayes classifier over words, pairs of words and Chinese characters gives how likely each kind of expense or income is; the same
over names of accounts says which kinds an account stands for. The product ranks a chart's accounts for a line. ``training.lexicon`` makes
the file from the word lists behind the starter's bookkeeping generator.
"""

from __future__ import annotations

import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.bookkeeping.fields import fields
from plugins.bookkeeping.likeness import own_points
from plugins.bookkeeping.words import CAMEL, is_akin, singular

if TYPE_CHECKING:
    from plugins.bookkeeping.accounts import Account

FILE = Path(__file__).with_name("lexicon.json")
_WORD = re.compile(r"[a-z&']{2,}")
_HAN = re.compile("[\u3400-\u9fff]+")
_STOP = frozenset(
    "the an of for to at in on by with from and or my our your his her its this that paid pay bought buy got get new some per via "
    "was were is are be as it we us me last next one two three four five six seven eight nine ten up off out back had has have so she he"
    " they them very again finally came went sent took gave cost costs today yesterday tomorrow monday tuesday wednesday thursday friday"
    " saturday sunday mon tue tues wed thu thurs fri sat sun january february march april may june july august september october"
    " november december jan feb mar apr jun jul aug sep sept oct nov dec quid bucks dollars pounds euros usd eur gbp inv invoice".split()
)
_SMOOTHING = 0.02
_OWN_NAME_BONUS = 1.5
_CALLED_BONUS = 0.5
_FIELD_BONUS = 3.0
_OWN_WORDS = 0.4
_SLIP = 5
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_HOW_PAID = re.compile(
    r"\b(?:(?:paid|with|by|from|on|via|using|in|through|to|into)\s+)?(?:(?:the|my|our|your|company|business|petty)\s+)*"
    r"(?:credit cards?|debit cards?|visa|amex|mastercard|paypal|cash|checking|savings|check|cheque)\b"
    r"(?!\s+(?:fees?|charges?|interest|account fee))"
    r"|(?:微信|支付宝|现金|信用卡|银行卡)(?:支付|转账|付款|付)?(?!手续费|利息|年费)"
)
_PURPOSE = re.compile(r"(?<=\S )for (?:the |my |our )?(?!the\b|my\b|our\b)[a-z]+")
"""What something is for says less than what it is: candles for the studio."""
_COMPANY = re.compile(
    r"(?<=\S )(?:w/?|with) (?:the |my |our |all )*(?:kids?|children|boys|girls|lads|family|mum|mom|dad|nan|gran|parents|wife|husband|son"
    r"|daughter|mates|friends?)\b"
)
"""Who came along says nothing of what it was: a meal with the kids."""
_CATCH_ALL = re.compile(
    r"\b(?:misc(?:ellaneous)?|other|general|sundry|sundries|incidentals?|odds and ends|bits and bobs|uncategori[sz]ed)\b"
    r"|杂费|杂项|其他|其它"
)
_AND = re.compile(r"\s*(?:[&,/、]|\band\b|和|与|及)\s*", re.IGNORECASE)
_COMMON = frozenset(
    "expense cost fee charge supply sale income purchase other general misc account office material bill payment money work thing stuff"
    " 费用 支出 收入 成本 其他 其它 杂费 销售 办公 公司 管理 业务 主营 营业 开支 消费".split()
)
"""Words of names that tell nothing by themselves."""
_INCOME_KIND = re.compile(
    r"income|(?<!loan_)received|sales?$|^services$|earned|royalties|tips|dividends|bonus|grants|payout"
)
_COVERED = 0.3
_SURE = 0.2
_WEAK = 0.18
"""Evidence that is no better than chance."""
_NEAR_BEST = 0.8
_MORE = 1.0
"""By how much the best must be told of more by a line's things for another to be left out."""


def features(text: str) -> Counter[str]:
    """Words (singular), pairs of neighbours, and Chinese characters in twos and threes."""
    lower = CAMEL.sub(" ", text).lower()
    words = _words(lower)
    found = Counter(words)
    found.update(f"{left} {right}" for left, right in itertools.pairwise(words))
    for run in _HAN.findall(lower):
        found.update(run[i : i + size] for size in (2, 3) for i in range(len(run) - size + 1))
    return found


def _words(lower: str) -> list[str]:
    """The telling Latin words of a text in lower case, singular and without apostrophes."""
    words = (singular(word.replace("'", "").strip("&")) for word in _WORD.findall(lower) if word not in _STOP)
    return [word for word in words if word]


@dataclass(frozen=True, slots=True)
class Ranked:
    """An account, how well it fits a line, 0–1, relative to the chart's others, and how much the line says of it at all."""

    account: Account
    score: float
    evidence: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Counts of features per kind: of things (``items``) and of accounts' names (``names``).

    ``fallbacks`` are the kinds, nearest first, whose account serves where a chart has none of the kind itself.
    """

    kinds: tuple[str, ...]
    items: Mapping[str, Mapping[int, int]]
    names: Mapping[str, Mapping[int, int]]
    fallbacks: Mapping[int, Sequence[int]]

    def about(self, line: str) -> list[float]:
        """How likely each kind is, by the line's words for what was bought, not how it was paid; uniform if it knows none of them."""
        return self._posterior(_HOW_PAID.sub(" ", line.lower()), self.items)

    def stands_for(self, account: Account) -> list[float]:
        """How likely each kind is, by the account's name; “Vehicle & Fuel” stands for both.

        A name that is unknown as such is read like a thing that is bought.
        """
        name = account.own_name
        readings = [self._of_name(part) for part in {name, *_AND.split(name)} if part.strip()]
        return [max(shares) for shares in zip(*readings, strict=True)]

    def _of_name(self, name: str) -> list[float]:
        known = any(feature in self.names for feature in features(name))
        return self._posterior(name, self.names if known else self.items)

    def income_share(self, account: Account) -> float:
        """0–1, how likely an account is one of income, by its name."""
        stands = self.stands_for(account)
        income = sum(share for kind, share in zip(self.kinds, stands, strict=True) if _INCOME_KIND.search(kind))
        return income / sum(stands)

    def rank(self, line: str, accounts: Sequence[Account]) -> list[Ranked]:
        """Accounts by how well they fit, best first; empty if the words say nothing."""
        own = own_points(_HOW_PAID.sub(" ", line), accounts)
        line = _COMPANY.sub(" ", line.lower())
        words = features(line)
        stands = [self.stands_for(account) for account in accounts]
        about = self._covered(self.about(line), stands)
        called = [*_called(line, accounts), *_called(_PURPOSE.sub(" ", line.lower()), accounts)]
        scores = [self._fit(about, words, *pair) for pair in zip(stands, accounts, strict=True)]
        if max(about) < 2 / len(self.kinds):
            scores = [_shared(words, account) for account in accounts]
        points = fields().points(_HOW_PAID.sub(" ", line.lower()), accounts)
        points = [point + _OWN_WORDS * said for point, said in zip(points, own, strict=True)]
        scores = [
            score + _CALLED_BONUS * called.count(account) + _FIELD_BONUS * point / (point + 1)
            for score, account, point in zip(scores, accounts, points, strict=True)
        ]
        total = sum(scores)
        if total <= 0:
            return []
        ranked = [Ranked(account, score / total, score) for account, score in zip(accounts, scores, strict=True)]
        return sorted(ranked, key=lambda one: -one.score)

    def _covered(self, about: Sequence[float], stands: Sequence[Sequence[float]]) -> list[float]:
        """What a line is about, with kinds that no account stands for handed to the nearest kind that has one."""
        has = [max((one[kind] for one in stands), default=0.0) >= _COVERED for kind in range(len(self.kinds))]
        given = list(about)
        for kind, share in enumerate(about):
            heir = next((other for other in self.fallbacks.get(kind, ()) if has[other]), None)
            if not has[kind] and heir is not None:
                given[kind], given[heir] = 0.0, given[heir] + share
        return given

    def likely(self, line: str, accounts: Sequence[Account], *, least_evidence: float = _WEAK) -> tuple[Account, ...]:
        """The accounts that the words point to; empty if they leave it open."""
        points = fields().points(line, accounts)
        said = {account.name: point for account, point in zip(accounts, points, strict=True)}
        ranked = self.rank(line, [one for one in accounts if said[one.name] or not is_catch_all(one)])
        if not ranked or ranked[0].score < _SURE or ranked[0].evidence < least_evidence:
            return ()
        near = [one.account for one in ranked if one.score >= _NEAR_BEST * ranked[0].score]
        return tuple(one for one in near if said[one.name] > said[near[0].name] - _MORE)

    def _fit(self, about: Sequence[float], words: Counter[str], stands: Sequence[float], account: Account) -> float:
        together = sum(a * b for a, b in zip(about, stands, strict=True))
        return together * (1 + _OWN_NAME_BONUS * _shared(words, account))

    def _posterior(self, text: str, table: Mapping[str, Mapping[int, int]]) -> list[float]:
        logs = [0.0] * len(self.kinds)
        known = 0
        for feature, times in features(text).items():
            counts = table.get(feature) or table.get(_respelled(feature, table))
            if not counts:
                continue
            known += 1
            total = sum(counts.values()) + _SMOOTHING * len(self.kinds)
            for kind in range(len(self.kinds)):
                share = (counts.get(kind, 0) + _SMOOTHING) / total
                logs[kind] += min(times, 2) * math.log(share)
        if not known:
            return [1 / len(self.kinds)] * len(self.kinds)
        highest = max(logs)
        weights = [math.exp(value - highest) for value in logs]
        total_weight = sum(weights)
        return [weight / total_weight for weight in weights]


def _respelled(word: str, table: Mapping[str, object]) -> str:
    """A known word that is another form of an unknown one of five letters or more, or a slip away; empty if there is none.

    A slip swaps two letters, leaves one out, or types one twice or too many (after Damerau, "A technique for computer detection and
    correction of spelling errors", 1964).
    """
    if len(word) < _SLIP or not word.isascii() or not word.isalpha():
        return ""
    places = range(len(word))
    stem = re.sub(r"(?:ing|ed|ers?|e)$", "", word)
    forms = [stem, *(stem + ending for ending in ("ing", "e", "er", "ed"))]
    slips = [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]]
    slips += [word[:at] + word[at + 1 :] for at in places[1:]]
    slips += [word[:at] + letter + word[at:] for at in places[1:] for letter in _LETTERS]
    slips += [word[:at] + letter + word[at + 1 :] for at in places[1:] for letter in _LETTERS]
    return next((other for other in (*forms, *slips) if other in table), "")


def is_catch_all(account: Account) -> bool:
    """Whether an account is kept for what fits no other."""
    return bool(_CATCH_ALL.search(account.name.lower()))


def _shared(words: Counter[str], account: Account) -> float:
    """The part of an account's own name that stands in the line."""
    name = features(account.own_name)
    return sum(word in words for word in name) / len(name) if name else 0.0


def _called(line: str, accounts: Sequence[Account]) -> set[Account]:
    """Accounts of whose name the line says a word that stands in no other name of the chart: “groom” for “Grooming fees”."""
    names = {account: _telling(account) for account in accounts}
    said = _telling_words(_HOW_PAID.sub(" ", line.lower()))
    return {
        account
        for account, words in names.items()
        if any(
            _is_said(word, said) and not any(_is_said(word, other) for one, other in names.items() if one != account)
            for word in words
        )
    }


def _telling(account: Account) -> set[str]:
    return _telling_words(CAMEL.sub(" ", account.own_name).lower()) - _COMMON


def _telling_words(text: str) -> set[str]:
    words = {word for word in _words(text) if len(word) > 2}
    runs = _HAN.findall(text)
    return words | {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def _is_said(word: str, said: set[str]) -> bool:
    """Whether a word, or another with its beginning or its root, is among `said`."""
    return word in said or (word < "\u3400" and any(is_akin(word, other) for other in said))


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the tool."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    kinds: list[str] = data["kinds"]
    fallbacks = {
        kinds.index(kind): [kinds.index(other) for other in others] for kind, others in data["fallbacks"].items()
    }
    return Lexicon(tuple(kinds), _table(data["items"]), _table(data["names"]), fallbacks)


def _table(data: Mapping[str, Mapping[str, int]]) -> Mapping[str, Mapping[int, int]]:
    return {feature: {int(kind): count for kind, count in counts.items()} for feature, counts in data.items()}


def count(kinds: Sequence[str], texts: Iterable[tuple[str, str]]) -> dict[str, dict[int, int]]:
    """Counts of features per kind, of pairs of kind and text."""
    numbers = {kind: number for number, kind in enumerate(kinds)}
    table: dict[str, dict[int, int]] = {}
    for kind, text in texts:
        for feature in features(text):
            counts = table.setdefault(feature, {})
            counts[numbers[kind]] = counts.get(numbers[kind], 0) + 1
    return table
