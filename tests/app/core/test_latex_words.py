"""Which signs the words of a request speak of."""

from __future__ import annotations

import pytest

from app.core.languages import language_doubts, language_grammar
from app.core.latex_words import allowed, count, grammar, signs, signs_left_out
from tests.helpers.gbnf_matcher import accepts


@pytest.mark.parametrize(
    ("request_", "latex"),
    [
        ("x squared plus y squared equals r squared", "x^{2}+y^{2}=r^{2}"),
        ("the integral from 0 to 1 of f of x dx", "\\int_{0}^{1}f(x)\\,dx"),
        ("sum from k equals 1 to n of 1 over k", "\\sum_{k=1}^{n}\\frac{1}{k}"),
        ("the norm of v", "\\|v\\|"),
        ("alpha times forty", "40\\alpha"),
        ("delta E equals h f", "\\Delta E=hf"),
        ("x_n + y²", "x_{n}+y^{2}"),
        ("minus dU over dx", "-\\frac{dU}{dx}"),
        ("schrodinger equation", "i\\hbar\\frac{\\partial\\psi}{\\partial t}=\\hat{H}\\psi"),
        ("normal distribution density", "\\frac{1}{\\sigma\\sqrt{2\\pi}}e^{-\\frac{(x-\\mu)^{2}}{2\\sigma^{2}}}"),
        ("1 minus Phi of z", "1-\\Phi(z)"),
        ("7 metres per second", "7\\,\\text{m/s}"),
        ("for all x in the real numbers", "\\forall x\\in\\mathbb{R}"),
    ],
)
def test_a_formula_of_the_words_is_accepted(request_: str, latex: str) -> None:
    assert accepts(grammar(request_), latex)


@pytest.mark.parametrize(
    ("request_", "latex"),
    [
        ("the norm of v", "\\|u\\|"),
        ("x squared", "x^{3}"),
        ("x plus y", "x-y"),
        ("x bar", "\\hat{x}"),
        ("x bar", "\\bar{x"),
        ("1 minus Phi of z", "1-\\phi(z)"),
        ("7 metres per second", "7\\,\\text{m}"),
        ("a over b", "\\int_{a}^{b}"),
    ],
)
def test_signs_that_no_word_speaks_of_cannot_be_written(request_: str, latex: str) -> None:
    assert not accepts(grammar(request_), latex)


def test_words_that_always_bring_a_sign_are_missed() -> None:
    assert ("squared", "^") in list(signs_left_out("x squared plus 1", "x+1"))
    assert list(signs_left_out("x squared plus 1", "x^{2}+1")) == []
    assert language_doubts("latex", "f(x", "f of x")
    assert language_doubts("latex", "(0,1]", "the interval from 0 to 1") == ()


def test_other_languages_have_no_grammar_and_no_doubts() -> None:
    assert language_grammar("css", "red text") is None
    assert language_doubts("css", "p {}", "red text") == ()


def test_a_table_counts_what_goes_together() -> None:
    pairs = [("root x", "\\sqrt{x}"), ("y plus x", "y+x")] * 70
    counted = count(pairs)
    assert counted.needs["\\sqrt"][0] in ("root", "root x")
    assert counted.brings["plus"] == ["+", "x", "y"]
    assert "\\sqrt" in counted.brings["root"]


def test_signs_are_commands_letters_and_digits() -> None:
    assert signs("\\frac{dx}{12}+\\mathbb{R}") == {"\\frac", "{", "}", "d", "x", "1", "2", "+", "\\mathbb{R}"}
    assert "\\mathbb{R}" in allowed("a real number")


@pytest.mark.parametrize(
    ("request_", "latex"),
    [
        ("f of x and y over D", "\\frac{f(x,y}{D}"),
        ("the floor of t", "\\lfloor t"),
        ("lim sup of b sub k as k goes to infinity", "\\lim_{k\\to\\infty}b_{k}"),
        ("y lies in the half-open interval from 2 included to 5 excluded", "y\\in(2,5)"),
        ("one over f equals one over g", "\\frac{1}{f}\\frac{1}{g}"),
        ("there is exactly one y with g of y equal to 0", "\\exists y:g(y)=0"),
    ],
)
def test_brackets_pair_and_words_narrow_the_signs(request_: str, latex: str) -> None:
    assert not accepts(grammar(request_), latex)


@pytest.mark.parametrize(
    ("request_", "latex"),
    [
        ("lim sup of b sub k as k goes to infinity", "\\limsup_{k\\to\\infty}b_{k}"),
        ("y lies in the half-open interval from 2 included to 5 excluded", "y\\in[2,5)"),
        ("one over f equals one over g", "\\frac{1}{f}=\\frac{1}{g}"),
        ("sum from j equals 1 to m of j", "\\sum_{j=1}^{m}j"),
        ("GDP equals C plus I", "GDP=C+I"),
        ("probability of Y equals k", "P(Y=k)"),
    ],
)
def test_what_is_narrowed_still_lets_the_right_formula_through(request_: str, latex: str) -> None:
    assert accepts(grammar(request_), latex)
