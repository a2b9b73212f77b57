"""What the checks find, and what they let pass."""

from __future__ import annotations

import pytest

from app.core.languages import check_language, latex_to_svg, strip_math_fences


@pytest.mark.parametrize(
    "formula",
    [
        r"\frac{a}{b}",
        r"\int_{0}^{\infty} e^{-x}\,dx",
        r"\begin{pmatrix}a & b\\c & d\end{pmatrix}",
        r"f(x)=\begin{cases}x & x>0\\0\end{cases}",
        r"\left\{a\right\}\cup\{b\}",
        r"\nabla\times\mathbf{E}=-\frac{\partial\mathbf{B}}{\partial t}",
        r"\mathrm{Cov}(X,Y)",
    ],
)
def test_right_latex_passes_and_is_drawn(formula: str) -> None:
    checked = check_language("latex", formula)
    assert checked is not None
    assert not checked.problems
    assert checked.evidence
    assert latex_to_svg(formula).startswith("<svg")


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (r"\foo{a}", r"\foo is not a command"),
        (r"\frac{a}", "lacks an argument"),
        ("x^2^3", "Two superscripts"),
        (r"\left( a", r"1 \left and 0 \right"),
        ("{a", "not closed"),
        ("a}", "never opened"),
        ("a_", "Nothing stands after"),
        ("", "empty"),
        (r"\begin{cases}x", "do not pair up"),
    ],
)
def test_wrong_latex_is_named(formula: str, message: str) -> None:
    checked = check_language("latex", formula)
    assert checked is not None
    assert message in " ".join(problem.message for problem in checked.problems)


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("x^", "Nothing stands after"),
        ("x_1_2", "Two subscripts"),
        ("x^1^2", "Two superscripts"),
        (r"\frac", "ends in the middle"),
        (r"\frac{1}", "lacks an argument"),
        (r"\left(x", "has no"),
        (r"\begin{pmatrix}1", "has no"),
        (r"\text", "lacks an argument"),
        ("&", "not well-formed"),
        ("", "empty"),
    ],
)
def test_a_broken_formula_is_no_picture_but_a_value_error(formula: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        latex_to_svg(formula)


@pytest.mark.parametrize(
    ("request_words", "formula", "missing"),
    [
        ("x squared plus y squared", "x^{2}+z^{2}", ["“y”"]),
        ("alpha over 12", r"\frac{\beta}{13}", ["“12”", "“alpha”"]),
        ("x to the 12 plus 3.5", "x^{2}+3.5", ["“12”"]),
        ("how do I write a over b, please", r"\frac{a}{b}", []),
        ("capital sigma sub x, and phi", r"\Sigma_{x},\varphi", []),
        ("for all x in R", r"\forall x\in\mathbb{R}", []),
        ("it's the sum over n, isn't it", r"\sum_{n}", []),
        ("rows a b and c d", r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", []),
        ("h bar omega, and l", r"\hbar\omega,\ell", []),
        ("d over c", r"\frac{x}{\cdot}", ["“d”", "“c”"]),
        ("the quadratic formula", r"x=\frac{-b\pm\sqrt{b^{2}-4ac}}{2a}", []),
    ],
)
def test_what_the_words_name_must_stand_in_the_formula(request_words: str, formula: str, missing: list[str]) -> None:
    checked = check_language("latex", formula, request_words)
    assert checked is not None
    assert [problem.message.split(" ")[0] for problem in checked.problems] == missing


@pytest.mark.parametrize("text", ["$x$", "$$x$$", r"\[x\]", r"\(x\)", r"\begin{equation}x\end{equation}", " x "])
def test_fences_around_a_formula_are_dropped(text: str) -> None:
    assert strip_math_fences(text) == "x"


@pytest.mark.parametrize(
    ("language", "good", "bad"),
    [("json", '{"a": 1}', "{a}"), ("python", "x = 1", "x ="), ("css", "p { color: red }", "p { color red; }")],
)
def test_other_languages_are_parsed(language: str, good: str, bad: str) -> None:
    fine, broken = check_language(language, good), check_language(language, bad)
    assert fine is not None
    assert broken is not None
    assert not fine.problems
    assert broken.problems


def test_a_language_that_nobody_knows_is_left_unchecked() -> None:
    assert check_language("cobol", "MOVE A TO B.") is None
