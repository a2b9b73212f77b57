"""Spoken mathematics: the LaTeX is well formed, canonical and means one thing."""

import random
import re

import latex2mathml.converter
import pytest

from training.generators import latex
from training.generators.tex_node import Node, Speaker, join
from training.generators.tex_terms import joined, root, simple_sum

COUNT = 3000


def braces_balance(tex: str) -> bool:
    depth, place = 0, 0
    while place < len(tex):
        if tex[place] == "\\":
            place += 2
            continue
        depth += (tex[place] == "{") - (tex[place] == "}")
        if depth < 0:
            return False
        place += 1
    return depth == 0


@pytest.mark.parametrize("split", ["train", "test"])
def test_every_answer_is_well_formed_and_canonical(split: latex.Split) -> None:
    rng = random.Random(11)
    for _ in range(COUNT):
        tex = latex.sample(rng, split).answer
        assert braces_balance(tex), tex
        assert not re.search(r"[\^_][^{]", tex), tex
        assert not re.search(r"\\(frac|sqrt)(?![{\[])", tex), tex
        assert "  " not in tex
        assert tex.count(r"\begin") == tex.count(r"\end")


def test_a_converter_understands_every_answer() -> None:
    rng = random.Random(12)
    for _ in range(250):
        tex = latex.sample(rng).answer
        assert latex2mathml.converter.convert(tex).startswith("<math"), tex


def test_every_famous_formula_is_well_formed() -> None:
    for tex, readings in latex.formulas():
        assert braces_balance(tex), tex
        assert not re.search(r"[\^_][^{]", tex), tex
        assert all(reading == reading.strip() and reading for reading in readings)
        latex2mathml.converter.convert(tex)


def test_no_reading_of_a_formula_names_two_formulas() -> None:
    seen: dict[str, str] = {}
    for tex, readings in latex.formulas():
        for reading in readings:
            assert seen.setdefault(reading, tex) == tex, reading


def test_a_request_means_one_thing() -> None:
    rng = random.Random(13)
    seen: dict[str, str] = {}
    for _ in range(4 * COUNT):
        one = latex.sample(rng)
        assert seen.setdefault(one.question.rstrip(".?"), one.answer) == one.answer, one.question


def test_the_same_seed_gives_the_same_samples() -> None:
    first, second = (
        [latex.sample(rng) for _ in range(50)] + latex.sample_many(rng) for rng in (random.Random(3), random.Random(3))
    )
    assert first == second


def test_held_out_answers_are_never_trained_on() -> None:
    fixed = {tex for tex, _ in latex.formulas()}
    train_rng, test_rng = random.Random(1), random.Random(2)
    train = {latex.sample(train_rng, "train").answer for _ in range(COUNT)} - fixed
    test = {latex.sample(test_rng, "test").answer for _ in range(COUNT)} - fixed
    assert test
    assert not train & test


def test_requests_are_single_lines_without_leftovers() -> None:
    rng = random.Random(4)
    for _ in range(COUNT):
        one = latex.sample(rng)
        assert one.context == ""
        assert one.question == one.question.strip()
        assert "\n" not in one.question
        assert "  " not in one.question
        assert "None" not in one.question


def test_words_that_swallow_what_follows_are_ended_by_a_comma() -> None:
    rng = random.Random(5)
    speaker = Speaker(rng)
    speaker.types_signs = False
    for _ in range(200):
        inner = root(speaker, Node("x", "x", 1))
        if inner.tail == "greedy":
            assert ", plus y" in joined(speaker, [inner, Node("y", "y")], "+").words


def test_a_sum_keeps_the_order_of_its_terms() -> None:
    rng = random.Random(6)
    for _ in range(200):
        total = simple_sum(Speaker(rng))
        assert re.search(r".[+-]|\\pm", total.tex)


def test_commands_are_parted_from_letters_only() -> None:
    assert join(r"\pi", "r", "^{2}") == r"\pi r^{2}"
    assert join("2", r"\pi") == r"2\pi"
    assert join(r"\sin", r"\theta") == r"\sin\theta"
