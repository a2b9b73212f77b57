"""Bookkeeping lines: every pointer of the answer stands in the context or in the line."""

import random
import re
from collections.abc import Iterator

import pytest

from training.generators import book_english, bookkeeping
from training.generators.base import Sample
from training.generators.book_dates import date_words
from training.generators.book_marks import fill_pattern, finished
from training.generators.book_money import amount_words, number_words, number_words_zh
from training.generators.book_vocabulary import concepts, phrases

COUNT = 1500


def accounts_of(sample: Sample) -> tuple[list[str], list[str]]:
    first, second = sample.context.split("\n")
    assert first.startswith("accounts : ")
    assert second.startswith("paid with : ")
    return first.removeprefix("accounts : ").split(" ; "), second.removeprefix("paid with : ").split(" ; ")


def entries(split: bookkeeping.Split) -> Iterator[tuple[Sample, list[str]]]:
    rng = random.Random(5)
    for _ in range(COUNT):
        sample = bookkeeping.sample(rng, split)
        if sample.answer != bookkeeping.NO_ENTRY:
            yield sample, sample.answer.split(" | ")


@pytest.mark.parametrize("split", ["train", "test"])
def test_amount_date_and_memo_are_copied_from_the_line(split: bookkeeping.Split) -> None:
    for sample, (_, _, amount, date, memo) in entries(split):
        assert [amount, date, memo] == [amount.strip(), date.strip(), memo.strip()]
        assert amount in sample.question
        assert date == "-" or date in sample.question
        assert memo in sample.question
        assert amount
        assert memo


def test_category_and_payment_are_names_of_the_context() -> None:
    for sample, (category, payment, *_) in entries("train"):
        accounts, payments = accounts_of(sample)
        assert category in accounts + payments
        assert payment in payments


def test_account_lists_have_the_promised_sizes_and_no_name_twice() -> None:
    for sample, _ in entries("train"):
        accounts, payments = accounts_of(sample)
        assert 3 <= len(accounts) <= 14
        assert 1 <= len(payments) <= 5
        assert len(set(accounts)) == len(accounts)
        assert len(set(payments)) == len(payments)


def test_a_line_without_payment_words_means_the_first_payment_account() -> None:
    for sample, (_, payment, *_) in entries("train"):
        if re.fullmatch(r"[a-z ]+ \$\d+", sample.question) and not re.search(
            r"cash|card|bank|checking|savings", sample.question
        ):
            assert payment == accounts_of(sample)[1][0] or payment.lower().split(":")[-1] in sample.question


def test_some_lines_book_nothing_and_most_book_something() -> None:
    rng = random.Random(2)
    nothing = sum(bookkeeping.sample(rng).answer == bookkeeping.NO_ENTRY for _ in range(COUNT))
    assert 0.09 < nothing / COUNT < 0.16


def test_the_same_seed_gives_the_same_samples() -> None:
    first, second = (
        [bookkeeping.sample(rng) for _ in range(50)] + bookkeeping.sample_many(rng)
        for rng in (random.Random(8), random.Random(8))
    )
    assert first == second


def test_several_lines_share_one_context() -> None:
    rng = random.Random(3)
    for _ in range(100):
        group = bookkeeping.sample_many(rng)
        assert 2 <= len(group) <= 8
        assert len({sample.context for sample in group}) == 1


def test_held_out_items_and_patterns_are_never_trained_on() -> None:
    for concept in concepts().values():
        for pool in concept.items.values():
            assert not set(pool.train) & set(pool.test) or pool.train == pool.test
    for pool in phrases("english").values():
        assert not set(pool.train) & set(pool.test) or pool.train == pool.test


def test_no_account_name_serves_two_kinds() -> None:
    owners: dict[str, set[str]] = {}
    for concept in concepts().values():
        for name in concept.names["english"]:
            owners.setdefault(name.lower(), set()).add(concept.name)
    shared = {name for name, kinds in owners.items() if len(kinds) > 1 and kinds != {"loan_repayment", "loan_received"}}
    assert not shared


def test_every_kind_has_words_and_known_fallbacks() -> None:
    known = concepts()
    for concept in known.values():
        assert len(concept.items["english"].train) >= 20, concept.name
        assert len(concept.names["english"]) >= 7, concept.name
        assert set(concept.fallback) <= set(known), concept.name


def test_notes_that_book_nothing_are_seldom_the_same() -> None:
    rng = random.Random(6)
    lines = [book_english.no_entry_line(rng, "train").text for _ in range(400)]
    assert len(set(lines)) > 360


def test_no_field_is_left_unfilled() -> None:
    rng = random.Random(4)
    for _ in range(COUNT):
        sample = bookkeeping.sample(rng, "test")
        assert not re.search(r"[{}<\x00-\x08]|None", sample.question), sample.question
        assert "  " not in sample.question


@pytest.mark.parametrize(
    ("value", "words"),
    [(7, "seven"), (42, "forty-two"), (1150, "one thousand one hundred and fifty"), (300, "three hundred")],
)
def test_numbers_in_english_words(value: int, words: str) -> None:
    assert number_words(value, hyphen=True, use_and=True) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(10, "十"), (86, "八十六"), (300, "三百"), (2500, "两千五百"), (1005, "一千零五"), (20300, "二万零三百")],
)
def test_numbers_in_chinese_words(value: int, words: str) -> None:
    assert number_words_zh(value) == words


def test_amounts_and_dates_are_never_empty() -> None:
    rng = random.Random(6)
    for language in ("english", "chinese"):
        assert all(amount_words(rng, (0.5, 9000), language) for _ in range(400))
        assert all(date_words(rng, language).words for _ in range(400))


def test_marks_survive_casing_and_leave_no_trace() -> None:
    line = finished(fill_pattern("paid {a} for {<x>}", {"a": "\x0312\x04", "x": "a stapler"}).upper())
    assert (line.text, line.memo, line.amount, line.date) == ("PAID 12 FOR A STAPLER", "STAPLER", "12", "")
