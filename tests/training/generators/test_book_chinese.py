"""Chinese bookkeeping lines: every concept has names and items, and lines that book nothing are told from those that do."""

import random
from collections import defaultdict

import pytest

from training.generators import book_chinese
from training.generators.book_vocabulary import Concept, Split, concepts, phrases

BOTH_SIDES_OF_A_LOAN = {"loan_repayment", "loan_received"}


def test_every_concept_has_chinese_names_and_things() -> None:
    for concept in concepts().values():
        assert len(concept.names["chinese"]) >= 5, concept.name
        items = concept.items["chinese"]
        assert len({*items.train, *items.test}) >= 20, concept.name


def test_no_chinese_account_name_serves_two_concepts() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for concept in concepts().values():
        for name in concept.names["chinese"]:
            owners[name].add(concept.name)
    assert not [name for name, of in owners.items() if len(of) > 1 and of != BOTH_SIDES_OF_A_LOAN]


def test_no_chinese_thing_belongs_to_two_concepts() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for concept in concepts().values():
        for item in (*concept.items["chinese"].train, *concept.items["chinese"].test):
            owners[item].add(concept.name)
    assert not [item for item, of in owners.items() if len(of) > 1]


@pytest.mark.parametrize("split", ["train", "test"])
def test_an_entry_copies_its_words_from_the_line(split: Split) -> None:
    rng = random.Random(1)
    for concept in (*concepts().values(), *concepts().values()):
        line = book_chinese.entry_line(rng, concept, None, split)
        assert line.memo
        assert line.amount
        assert all(words in line.text for words in (line.memo, line.amount, line.date))


def test_a_concept_without_chinese_things_writes_no_line() -> None:
    known = concepts()["travel"]
    bare = Concept(
        **{name: getattr(known, name) for name in Concept.__slots__ if name != "items"},
        items={"english": known.items["english"], "chinese": type(known.items["chinese"])((), ())},
    )
    assert book_chinese.entry_line(random.Random(1), bare, None, "train").text == ""


def test_lines_that_book_nothing_are_endless_and_complete() -> None:
    rng = random.Random(2)
    lines = [book_chinese.no_entry_line(rng, "train").text for _ in range(1000)]
    assert all(lines)
    assert len(set(lines)) > 850
    assert not any(mark in line for line in lines for mark in "{}<>\x01")


def test_income_lines_say_that_money_came_in() -> None:
    rng = random.Random(3)
    wages = concepts()["bonus"]
    for _ in range(200):
        text = book_chinese.entry_line(rng, wages, None, "train").text
        assert any(sign in text for sign in ("收", "到账", "入账", "进账", "拿到", "打过来", "转来", "发")), text


def test_chinese_patterns_keep_their_splits_apart() -> None:
    for pool in phrases("chinese").values():
        assert not set(pool.train) & set(pool.test) or pool.train == pool.test
