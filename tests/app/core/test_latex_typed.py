"""Mathematics typed in signs becomes LaTeX without a model."""

from __future__ import annotations

import pytest

from app.core.languages import language_grammar
from app.core.latex_typed import typed
from tests.helpers.gbnf_matcher import accepts


@pytest.mark.parametrize(
    ("request_", "latex"),
    [
        ("G(s) = 5 / (s + omega)", r"G(s)=\frac{5}{s+\omega}"),
        ("y = (-q +- sqrt(q^2 - 4pr)) / (2p)", r"y=\frac{-q\pm\sqrt{q^{2}-4pr}}{2p}"),
        ("b_(k+1) = b_k - 2b_{k-1}", "b_{k+1}=b_{k}-2b_{k-1}"),
        ("1/2 k y^2", r"\frac{1}{2}ky^{2}"),
        ("cos^2 t - sin(2t) >= 0", r"\cos^{2}t-\sin(2t)\geq 0"),
        ("|y - b| < epsilon", r"|y-b|<\epsilon"),
        ("m!/(m-2)! = 3*10^4", r"\frac{m!}{(m-2)!}=3\times 10^{4}"),
        ("dv/dt = -k v", r"\frac{dv}{dt}=-kv"),
        ("cos(t)y + 1 = 0", r"\cos(t)y+1=0"),
        ("cos(t)sin(y) = 1", r"\cos t\sin y=1"),
        ("t!=0, y!=1", r"t\neq 0,y\neq 1"),
    ],
)
def test_signs_have_one_reading(request_: str, latex: str) -> None:
    assert typed(request_) == latex
    grammar = language_grammar("latex", request_)
    assert grammar is not None
    assert accepts(grammar, latex)
    assert not accepts(grammar, "x")


@pytest.mark.parametrize(
    "request_",
    [
        "a/b/c + 1 = 2",
        "y^2/3 rho^2",
        "x squared + y = (2)",
        "write (a+b)^2",
        "tan pi/3 = (x)",
        "(u+v",
        "||w||^2 = 1",
        "(p o q)(x)",
        "a @ b + (c)",
        "2^3^k = 1",
        "e^-t^2 + 1",
        "b_1_2 + 1",
        "1e-5 < t^2",
        "k!=k*(k-1)!",
    ],
)
def test_words_and_two_readings_are_for_the_model(request_: str) -> None:
    assert typed(request_) == ""
