"""Whether a line speaks of an account, by a word of its name, and whether its words point to income."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.bookkeeping.accounts import Account
from plugins.bookkeeping.fields import fields
from plugins.bookkeeping.lexicon import lexicon
from plugins.bookkeeping.plain import CHINESE, plain

_SAYS_LITTLE = frozenset(
    "sales sale income revenue fees fee services service other work works client clients customer"
    " money received retail online orders order"
    " shop general misc earnings takings and the for of from bank cash interest".split()
)


def speaks_of(text: str, account: Account) -> bool:
    """Whether a plain line holds a telling word of an account's name, whatever its ending: ``groom`` for Grooming fees."""
    name = plain(account.own_name)
    if CHINESE.search(name):
        rest = re.sub("收入|销售|收益|收|额|其他", "", name)
        return any(rest[at : at + 2] in text for at in range(len(rest) - 1))
    words = [word for word in re.findall(r"[a-z]{3,}", name) if word not in _SAYS_LITTLE]
    return any(_says(text, word) for word in words)


def _says(text: str, word: str) -> bool:
    return bool(re.search(rf"\b{_stem(word)}(?:s|es|ed|ing|er|ers)?\b", text))


def _stem(word: str) -> str:
    stem = re.sub("(?:ings?|s|ed)$", "", word)
    return stem if len(stem) > 2 else word


def points_to_income(line: str, accounts: Sequence[Account]) -> bool:
    """Whether a line says a telling word of an account of income, or its words are likeliest for one."""
    text = plain(line)
    if any(one.type == "income" and speaks_of(text, one) for one in accounts):
        return True
    likely = lexicon().likely(line, accounts) if accounts else ()
    return (
        bool(likely)
        and likely[0].type == "income"
        and (fields().points(line, likely[:1])[0] > 0 or _is_all_income(likely))
    )


def _is_all_income(accounts: Sequence[Account]) -> bool:
    return all(account.type == "income" for account in accounts)
