"""What stands before a formula without being drawn, and the parts of notes: powers of ten and explanations."""

import random

import pytest

from training.generators.tex_labels import labelled, named
from training.generators.tex_node import Node, Speaker
from training.generators.tex_parts_more import explained, ordinal, scientific


def test_a_label_keeps_the_words_of_the_formula() -> None:
    rng = random.Random(2)
    for words, tex in (("E equals m g h", "E=mgh"), ("f of x equals x", "f(x)=x"), ("the root of x", r"\sqrt{x}")):
        assert all(words in labelled(rng, words, tex) for _ in range(40))


def test_only_a_letter_on_the_left_side_has_a_quantity_before_it() -> None:
    rng = random.Random(3)
    assert any(labelled(rng, "E equals m g h", "E=mgh").endswith(" E equals m g h") for _ in range(40))
    assert {labelled(rng, "minus x", "-x") for _ in range(20)} == {"minus x"}


def test_a_formula_may_be_named_beside_its_words() -> None:
    rng = random.Random(4)
    assert all({"Ohm's", "I"} <= set(named(rng, "Ohm's law", "V equals I R").split()) for _ in range(20))


@pytest.mark.parametrize(("value", "word"), [(3, "third"), (12, "twelfth"), (20, "twentieth"), (23, "twenty third")])
def test_ordinals_end_a_power_of_ten(value: int, word: str) -> None:
    assert ordinal(value) == word


def test_a_power_of_ten_has_its_sign_in_words_and_formula() -> None:
    speaker = Speaker(random.Random(5))
    for _ in range(100):
        made = scientific(speaker, Node("", ""))
        is_negative = "minus" in made.words or "negative" in made.words or "^-" in made.words
        assert is_negative == ("{-" in made.tex), made


def test_an_explanation_is_joined_by_where() -> None:
    speaker = Speaker(random.Random(6))
    assert all(r"\text{ where }" in explained(speaker).tex for _ in range(30))
