"""Bookkeeping: one line as people type it, and the journal entry that it means.

The context lists the accounts; the answer points: category, payment account, the amount's and the date's words copied from the line
('-' without a date), the memo's words. A line that books nothing is answered by '?'. `python -m training.generators.bookkeeping`
prints samples.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from training.generators import book_chinese, book_english
from training.generators.base import Sample, command_line
from training.generators.book_chart import MISCELLANEOUS, Chart, random_chart
from training.generators.book_marks import Line
from training.generators.book_vocabulary import Concept, Language, Split, concepts

TOOL = "bookkeeping"
NO_ENTRY = "?"
CHINESE_SHARE = 0.25
NO_ENTRY_SHARE = 0.12
TRANSFER_SHARE = 0.04
# The first payment account is what a line without words of payment means.
PAYMENT_NAMED_SHARE = 0.62
# Lines whose own account the list lacks: they go to a related one, or (less often) to the catch-all.
OUTSIDE_SHARE = 0.18
CATCH_ALL_KEPT = 0.4


def _languages(rng: random.Random) -> tuple[Language, Language]:
    """The language of the lines and that of the accounts; a mixed pair is rare."""
    if rng.random() < CHINESE_SHARE:
        return "chinese", "chinese" if rng.random() < 0.75 else "english"
    return "english", "chinese" if rng.random() < 0.03 else "english"


def _concept(rng: random.Random, chart: Chart) -> tuple[Concept, str]:
    known = concepts()
    inside = [known[name] for name in chart.by_concept if name in known]
    while True:
        concept = rng.choice(list(known.values())) if rng.random() < OUTSIDE_SHARE else rng.choice(inside)
        account = chart.account_for(concept)
        is_catch_all = account == chart.by_concept.get(MISCELLANEOUS)
        if account and (not is_catch_all or rng.random() < CATCH_ALL_KEPT):
            return concept, account


@cache
def _sellers() -> Mapping[str, tuple[Concept, ...]]:
    """Who sells to whom: the concepts of each vendor."""
    found: dict[str, list[Concept]] = {}
    for concept in concepts().values():
        for vendor in concept.vendors["english"].train:
            found.setdefault(vendor.lower(), []).append(concept)
    return MappingProxyType({vendor: tuple(owners) for vendor, owners in found.items()})


def _is_clear(chart: Chart, account: str, memo: str) -> bool:
    """Whether a line that names nothing but a vendor can mean one account of the list only."""
    booked = {chart.account_for(concept) for concept in _sellers().get(memo.lower(), ())}
    return booked <= {account, "", chart.by_concept.get(MISCELLANEOUS, "")}


def _entry(category: str, payment: str, line: Line) -> str:
    return f"{category} | {payment} | {line.amount} | {line.date or '-'} | {line.memo}"


def _is_copied(line: Line) -> bool:
    """Whether every pointer points at its own place: the amount's words are no part of the memo or of the date."""
    return bool(line.memo and line.amount) and "|" not in line.memo + line.amount + line.date


def _transfer(rng: random.Random, chart: Chart, language: Language, split: Split) -> tuple[str, str] | None:
    if len(chart.payments) < 2 or (language == "chinese") != (chart.language == "chinese"):
        return None
    giving, receiving = rng.sample(chart.payments, 2)
    writer = book_chinese if language == "chinese" else book_english
    line = writer.transfer_line(rng, giving, receiving, split)
    return line.text, _entry(receiving.name, giving.name, line)


def _pair(rng: random.Random, chart: Chart, language: Language, split: Split) -> tuple[str, str]:
    """A line and its answer."""
    writer = book_chinese if language == "chinese" else book_english
    roll = rng.random()
    if roll < NO_ENTRY_SHARE:
        return writer.no_entry_line(rng, split).text, NO_ENTRY
    if roll < NO_ENTRY_SHARE + TRANSFER_SHARE:
        transfer = _transfer(rng, chart, language, split)
        if transfer:
            return transfer
    while True:
        concept, account = _concept(rng, chart)
        payment = chart.payments[int(rng.random() * len(chart.payments))]
        is_named = rng.random() < PAYMENT_NAMED_SHARE
        if not is_named or (concept.kind == "income" and payment.kind.root == "Liabilities"):
            payment, is_named = chart.payments[0], False
        line = writer.entry_line(rng, concept, payment if is_named else None, split)
        if _is_copied(line) and _is_clear(chart, account, line.memo):
            return line.text, _entry(account, payment.name, line)


def _samples(rng: random.Random, split: Split, count: int) -> list[Sample]:
    language, chart_language = _languages(rng)
    chart = random_chart(rng, chart_language)
    pairs = [_pair(rng, chart, language, split) for _ in range(count)]
    return [Sample(TOOL, chart.context, line, answer) for line, answer in pairs]


def sample(rng: random.Random, split: Split = "train") -> Sample:
    """One line with its account list."""
    return _samples(rng, split, 1)[0]


def sample_many(rng: random.Random, split: Split = "train") -> list[Sample]:
    """Two to eight lines that share one account list."""
    return _samples(rng, split, rng.choice((2, 4, 5, 6, 7, 8)))


if __name__ == "__main__":
    command_line(sample)
