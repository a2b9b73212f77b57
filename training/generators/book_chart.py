"""Random account lists: which categories and payment accounts a user has, and what they call them."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from training.generators.book_vocabulary import (
    Concept,
    Language,
    PaymentKind,
    concepts,
    extra_accounts,
    payment_kinds,
)

CARDS = frozenset(("card", "visa", "amex", "mastercard"))
MISCELLANEOUS = "miscellaneous"
THEME_SHARE = 0.6
LONGEST = 14
# Most lists of a trade have an income account, however short they are.
INCOME_FIRST_SHARE = 0.6
_CONVENTIONS = ("plain", "code", "colon", "dash", "lower_colon")
_CONVENTION_WEIGHTS = (60, 13, 15, 5, 7)
_CONVENTIONS_ZH = ("plain", "code", "colon")
_CONVENTION_WEIGHTS_ZH = (70, 10, 20)
_ROOTS_ZH = {
    "Expenses": ("管理费用", "费用", "销售费用", "支出"),
    "Income": ("收入", "主营业务收入"),
    "Equity": ("所有者权益",),
    "Liabilities": ("负债",),
}
_PAYMENT_ROOTS_ZH = {"Assets": "资产", "Liabilities": "负债"}
# Both sides of a loan stand in one account.
_SAME_ACCOUNT = {"loan_repayment": "loan_received", "loan_received": "loan_repayment"}
# What is paid to a freelancer may be called either way, so that no list has both.
_TWINS = {**_SAME_ACCOUNT, "services": "freelance_income", "freelance_income": "services"}

_SAYS_EXPENSE = re.compile(
    r"(?i)expense|cost|bill|charge|fee|paid|purchase|payment|spending|money|stuff|out\b|bought|misc|sundr|other"
)
_SAYS_INCOME = re.compile(
    r"(?i)income|sales|received|receipts|revenue|earned|takings|money|work|done|\bin\b|paid|sold|earnings|profit"
)
_COMMON = frozenset(
    "office_supplies travel meals advertising rent utilities telephone repairs fuel vehicle postage professional_fees bank_fees insurance "
    "software training wages taxes inventory equipment cleaning sales services groceries electricity raw_materials packaging "
    "contractors computers".split()
)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment account of a list."""

    kind: PaymentKind
    name: str
    own_name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The accounts of one user: account name by concept, the shown order, the payment accounts (the first is the default)."""

    language: Language
    by_concept: Mapping[str, str]
    accounts: tuple[str, ...]
    payments: tuple[Payment, ...]

    @property
    def context(self) -> str:
        """The list as the model reads it."""
        paid_with = " ; ".join(payment.name for payment in self.payments)
        return f"accounts : {' ; '.join(self.accounts)}\npaid with : {paid_with}"

    def account_for(self, concept: Concept) -> str:
        """The account that `concept` is booked to: its own, else the nearest related one, else a catch-all, else ''."""
        for name in (concept.name, *concept.fallback):
            if name in self.by_concept:
                return self.by_concept[name]
        is_expense = concept.kind != "income" and concept.root == "Expenses"
        return self.by_concept.get(MISCELLANEOUS, "") if is_expense else ""


def _varied(rng: random.Random, name: str, root: str) -> str:
    """An English name with its small words changed, or with what the account is said behind it."""
    roll = rng.random()
    if roll < 0.1:
        return name.replace(" & ", " and ") if " & " in name else name.replace(" and ", " & ")
    if roll < 0.16 and root == "Expenses" and not _SAYS_EXPENSE.search(name):
        return f"{name} {rng.choice(('Expense', 'Costs', 'Expenses', 'Spending'))}"
    if roll < 0.16 and root == "Income" and not _SAYS_INCOME.search(name):
        return f"{name} Income"
    return name


def _pick(rng: random.Random, options: tuple[str, ...]) -> str:
    return options[int(rng.random() * len(options))]


class _Namer:
    """Names accounts in one convention."""

    def __init__(self, rng: random.Random, language: Language) -> None:
        self.rng = rng
        self.language = language
        if language == "chinese":
            self.convention = rng.choices(_CONVENTIONS_ZH, _CONVENTION_WEIGHTS_ZH)[0]
        else:
            self.convention = rng.choices(_CONVENTIONS, _CONVENTION_WEIGHTS)[0]
        self.case = rng.choices(("as is", "lower", "upper"), (90, 8, 2))[0] if self.convention == "plain" else "as is"

    def _cased(self, name: str) -> str:
        return {"lower": name.lower(), "upper": name.upper()}.get(self.case, name)

    def account(self, root: str, code: int, short: str, names: Mapping[Language, tuple[str, ...]]) -> str:
        """A name of an account that stands under `root`."""
        rng = self.rng
        plain = _pick(rng, names[self.language])
        if self.language == "english":
            plain = _varied(rng, plain, root)
        if self.convention == "plain":
            return self._cased(plain)
        if self.convention == "code":
            return f"{code + rng.choice((0, 0, 10, 20, 5))} {plain}"
        if self.convention == "dash":
            return f"{code + rng.choice((0, 0, 10, 20))} - {plain}"
        if self.language == "chinese":
            return f"{_pick(rng, _ROOTS_ZH[root])}:{plain}"
        tail = short if short and rng.random() < 0.55 else plain
        tail = tail.removeprefix("Income:")
        return f"{root}:{tail}".lower() if self.convention == "lower_colon" else f"{root}:{tail}"

    def payment(self, kind: PaymentKind, number: int, own_name: str) -> str:
        """A name of a payment account."""
        rng = self.rng
        if self.convention == "plain":
            return self._cased(own_name)
        if self.convention in ("code", "dash"):
            base = 1000 + number * 10 if kind.root == "Assets" else 2100 + number * 10
            return f"{base} {own_name}" if self.convention == "code" else f"{base} - {own_name}"
        if rng.random() < 0.35:
            return own_name.lower() if self.convention == "lower_colon" else own_name
        if self.language == "chinese":
            return own_name
        name = f"{kind.root}:{own_name}"
        return name.lower() if self.convention == "lower_colon" else name


def _payment_kinds(rng: random.Random, language: Language) -> list[PaymentKind]:
    kinds = [kind for kind in payment_kinds().values() if kind.names[language]]
    if language == "english" and rng.random() < 0.9:
        kinds = [kind for kind in kinds if kind.name not in ("wechat", "alipay")]
    weights = [3 if kind.name in ("cash", "card", "bank", "wechat", "alipay") else 1 for kind in kinds]
    wanted = rng.choices((1, 2, 3, 4, 5), (8, 30, 32, 20, 10))[0]
    chosen: list[PaymentKind] = []
    for kind in rng.choices(kinds, weights, k=14):
        is_second_card = kind.name in CARDS and any(other.name in CARDS for other in chosen)
        if kind not in chosen and not is_second_card and len(chosen) < wanted:
            chosen.append(kind)
    return chosen


def _payments(rng: random.Random, namer: _Namer, language: Language) -> tuple[Payment, ...]:
    found: list[Payment] = []
    for number, kind in enumerate(_payment_kinds(rng, language)):
        own_name = _pick(rng, kind.names[language])
        found.append(Payment(kind, namer.payment(kind, number, own_name), own_name))
    return tuple(found)


@cache
def _themes() -> Mapping[str, tuple[str, ...]]:
    lists = tomllib.loads((Path(__file__).parent / "book_themes.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: tuple(text.split()) for name, text in lists.items()})


def _likely_concepts(rng: random.Random) -> list[Concept]:
    """All concepts by a weighted shuffle: what most lists have comes first more often."""
    return sorted(
        concepts().values(), key=lambda each: rng.random() ** (1 / (3 if each.name in _COMMON else 1)), reverse=True
    )


def _themed_concepts(rng: random.Random) -> list[Concept]:
    """The concepts of one trade or family in any order, now and then with one or two from elsewhere."""
    known = concepts()
    names = list(rng.choice(list(_themes().values())))
    rng.shuffle(names)
    if rng.random() < INCOME_FIRST_SHARE:
        names.sort(key=lambda name: name != next((each for each in names if known[each].kind == "income"), ""))
    strangers = [each.name for each in _likely_concepts(rng)[: rng.choice((0, 0, 1, 2))]]
    return [known[name] for name in dict.fromkeys(strangers + names) if name in known]


def _named_concepts(rng: random.Random, namer: _Namer, candidates: Iterable[Concept], count: int) -> dict[str, str]:
    taken: dict[str, str] = {}
    used: set[str] = set()
    for concept in candidates:
        name = namer.account(concept.root, concept.code, concept.short, concept.names)
        is_twin = _TWINS.get(concept.name) in taken
        if not is_twin and name.lower() not in used:
            used.add(name.lower())
            taken[concept.name] = name
        if len(taken) == count:
            break
    for name, twin in _SAME_ACCOUNT.items():
        if name in taken:
            taken[twin] = taken[name]
    return taken


@cache
def _unrelated(language: Language) -> tuple[str, ...]:
    """Names of accounts that no line of ours is booked to."""
    taken = {name.lower() for concept in concepts().values() for name in (*concept.names[language], concept.short)}
    names = extra_accounts()["unrelated" if language == "english" else "unrelated_zh"]
    return tuple(name for name in names if name.lower() not in taken)


def random_chart(rng: random.Random, language: Language) -> Chart:
    """A list of 3 to 14 categories and 1 to 5 payment accounts, named in one convention of `language`."""
    namer = _Namer(rng, language)
    if rng.random() < THEME_SHARE:
        by_concept = _named_concepts(rng, namer, _themed_concepts(rng), rng.randint(4, LONGEST - 1))
    else:
        by_concept = _named_concepts(rng, namer, _likely_concepts(rng), rng.randint(3, 12))
    if rng.random() < 0.4:
        names = extra_accounts()[MISCELLANEOUS if language == "english" else MISCELLANEOUS + "_zh"]
        catch_all: dict[Language, tuple[str, ...]] = {language: names}
        by_concept[MISCELLANEOUS] = namer.account("Expenses", 6900, "", catch_all)
    accounts = list(dict.fromkeys(by_concept.values()))
    if rng.random() < 0.3 and len(accounts) < LONGEST:
        unrelated: dict[Language, tuple[str, ...]] = {language: _unrelated(language)}
        accounts.append(namer.account("Expenses", 6950, "", unrelated))
    rng.shuffle(accounts)
    return Chart(language, by_concept, tuple(dict.fromkeys(accounts)), _payments(rng, namer, language))
