"""Spoken mathematics: the LaTeX is well formed, canonical and means one thing."""

import random
import re
from collections.abc import Callable

import pytest

from app.core.languages import check_language, latex_to_svg
from training.generators import latex
from training.generators.tex_nested import nested
from training.generators.tex_node import Node, Speaker, in_group, join
from training.generators.tex_parts import (
    derivative_term,
    marked_index,
    norm,
    rounded,
    statement,
    unit,
    word_index,
)
from training.generators.tex_skeletons import chosen, filled, skeletons
from training.generators.tex_terms import joined, root, simple_sum
from training.generators.tex_wording import is_name, renamed, reworded

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


def test_the_program_draws_every_answer() -> None:
    rng = random.Random(12)
    for _ in range(300):
        checked = check_language("latex", latex.sample(rng).answer)
        assert checked is not None
        assert not checked.problems, checked.result


def test_the_program_draws_every_skeleton() -> None:
    speaker = Speaker(random.Random(14))
    for skeleton in set(skeletons()):
        tex = filled(speaker, *skeleton).tex
        assert braces_balance(tex), tex
        assert not re.search(r"[\^_][^{]", tex), tex
        assert latex_to_svg(tex).startswith("<svg"), tex


def test_a_reading_names_every_slot_that_it_needs_and_no_other() -> None:
    for tex, readings in skeletons():
        for reading in readings:
            assert set(re.findall(r"<\w+>", reading)) == set(re.findall(r"<\w+>", tex)), reading


def test_every_famous_formula_is_well_formed() -> None:
    for tex, readings in latex.formulas():
        assert braces_balance(tex), tex
        assert not re.search(r"[\^_][^{]", tex), tex
        assert all(reading == reading.strip() and reading for reading in readings)
        assert latex_to_svg(tex).startswith("<svg"), tex


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


def test_alternatives_in_brackets_are_chosen_and_double_brackets_stay() -> None:
    rng = random.Random(7)
    assert {chosen(rng, "[the /]sum [over/by] x") for _ in range(60)} == {
        "the sum over x",
        "the sum by x",
        "sum over x",
        "sum by x",
    }
    assert chosen(rng, "E[[X]]") == "E[X]"


def test_signs_among_words_never_take_in_too_little() -> None:
    rng = random.Random(8)
    kept = [
        ("the quantity a plus b squared", "(a+b)^{2}"),
        ("the norm of x minus y squared", r"\|x-y\|^{2}"),
        ("a plus b all over c", r"\frac{a+b}{c}"),
        ("x sub n plus 1", "x_{n+1}"),
        ("x minus h squared equals r", "(x-h)^{2}=r"),
    ]
    for words, tex in kept:
        for _ in range(200):
            assert not re.search(r"[a-z0-9](\^|²|/|_)", reworded(rng, words, tex)), words
    assert any("x^2" in reworded(rng, "x squared plus 1 equals y", "x^{2}+1=y") for _ in range(200))


def test_names_of_formulas_are_asked_for_in_other_ways() -> None:
    rng = random.Random(9)
    assert is_name("the area of a circle", r"A=\pi r^{2}")
    assert not is_name("A equals pi r squared", r"A=\pi r^{2}")
    assert not is_name("x squared", "x^{2}=y^{2}")
    asked = {renamed(rng, "Hooke's law") for _ in range(100)} | {renamed(rng, "weight") for _ in range(100)}
    assert {"hookes law", "weight formula"} <= asked


def test_at_least_two_hundred_formulas_have_a_name() -> None:
    named = [tex for tex, readings in latex.formulas() if any(is_name(reading, tex) for reading in readings)]
    assert len(named) >= 200


def test_groups_in_readings_are_said_in_many_ways() -> None:
    rng = random.Random(21)
    closed = {chosen(rng, "a times «b plus c»") for _ in range(400)}
    loose = {chosen(rng, "‹a plus b› squared") for _ in range(400)}
    assert {"a times (b plus c)", "a times open bracket b plus c close bracket"} <= closed
    assert "a times b plus c in brackets" not in closed
    assert {"the quantity a plus b squared", "a plus b in brackets squared", "(a plus b) squared"} <= loose
    assert not any(mark in one for one in closed | loose for mark in "«»‹›")


def test_a_group_with_a_comma_is_named_on_both_sides() -> None:
    rng = random.Random(22)
    for _ in range(200):
        words = in_group(rng, "x to the n, plus 1", loose=True)
        assert not words.startswith("x")
        assert not words.endswith("1")


def test_the_program_draws_constructs_inside_constructs() -> None:
    rng = random.Random(23)
    depths = []
    for _ in range(300):
        made = nested(Speaker(rng))
        assert braces_balance(made.tex), made.tex
        assert latex_to_svg(made.tex).startswith("<svg"), made.tex
        depths.append(len(re.findall(r"frac|sqrt|lim|int|sum|prod", made.tex)))
    assert sum(depth > 1 for depth in depths) > 100


def test_a_letter_beside_an_index_letter_is_no_product() -> None:
    rng = random.Random(24)
    for _ in range(20_000):
        one = latex.sample(rng)
        if re.fullmatch(r"[xyz] [ij]", one.question):
            assert one.answer == f"{one.question[0]}_{{{one.question[-1]}}}"


@pytest.mark.parametrize(
    ("words", "tex", "others"),
    [
        ("a plus b all squared", "(a+b)^{2}", {"a plus b, the whole thing squared", "a plus b, everything squared"}),
        (
            "the integral from 0 to pi of sine x dx",
            r"\int_{0}^{\pi}\sin x\,dx",
            {"integral between 0 and pi of sine x dx", "the integral with limits 0 and pi of sine x dx"},
        ),
        (
            "the sum from k equals 1 to n of k",
            r"\sum_{k=1}^{n}k",
            {"the sum, k running from 1 to n, of k", "the sum over k from 1 to n of k"},
        ),
        ("the limit as x goes to 0 of f of x", r"\lim_{x\to 0}f(x)", {"limit for x going to 0 of f of x"}),
    ],
)
def test_operators_are_said_in_other_words(words: str, tex: str, others: set[str]) -> None:
    rng = random.Random(25)
    assert others <= {reworded(rng, words, tex) for _ in range(3000)}


def test_the_bounds_of_a_double_integral_are_left_alone() -> None:
    rng = random.Random(26)
    words = "the double integral from 0 to 1 and 0 to 2 of f of x y dx dy"
    assert all("between" not in reworded(rng, words, r"\int") for _ in range(500))


def test_a_number_in_words_stands_apart_from_the_letter_after_it() -> None:
    rng = random.Random(27)
    for _ in range(200):
        speaker = Speaker(rng)
        speaker.types_digits = False
        assert not re.search(r"[a-z]{3}x", filled(speaker, "<y>=<2><x>", ("<y> = <2><x>",)).words)


@pytest.mark.parametrize("make", [derivative_term, statement, rounded, norm, marked_index, word_index, unit])
def test_larger_parts_are_drawn_and_go_on_without_a_comma(make: Callable[[Speaker, Node], Node]) -> None:
    speaker = Speaker(random.Random(21))
    for _ in range(40):
        part = make(speaker, Node("x", "x"))
        assert braces_balance(part.tex)
        assert "," not in part.words
        assert latex_to_svg(part.tex).startswith("<svg"), part.tex


def test_greek_names_stand_apart_where_signs_are_typed_together() -> None:
    rng = random.Random(22)
    made = {filled(Speaker(rng), "<a><b>", ("<a><b>",)).words for _ in range(300)}
    assert any(" " in words for words in made)
    assert all(" " in words or len(words) == 2 for words in made)


def test_no_letter_is_called_other() -> None:
    rng = random.Random(23)
    assert not any(re.search(r"(?<!\\text{)other(?!wise)", latex.sample(rng).answer) for _ in range(COUNT))
