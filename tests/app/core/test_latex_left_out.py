"""Which numbers, letters and Greek names of a request a formula must have."""

from __future__ import annotations

import pytest

from app.core.latex_left_out import left_out


@pytest.mark.parametrize(
    ("request_", "latex"),
    [
        ("MU sub a over p sub a", r"\frac{MU_{a}}{p_{a}}"),
        ("second derivative of q with respect to t", r"\ddot{q}"),
        ("second derivative of q with respect to x", "q''"),
        ("2nd derivative of q", "q''"),
        ("int 1/y dy", r"\int\frac{dy}{y}"),
        ("2 by 2 zero matrix", r"\begin{pmatrix}0 & 0 \\ 0 & 0\end{pmatrix}"),
        ("derivative of p w r t v", r"\frac{dp}{dv}"),
        ("sigma from j=1 to m of j", r"\sum_{j=1}^{m}j"),
        ("5 x 10^7", r"5\times 10^{7}"),
        ("g c d of m and n", r"\gcd(m,n)"),
    ],
)
def test_what_a_formula_says_in_another_way_is_not_missed(request_: str, latex: str) -> None:
    assert left_out(latex, request_) == []


@pytest.mark.parametrize(
    ("request_", "latex", "missing"),
    [
        ("mu over 4", r"\frac{\nu}{4}", ["mu"]),
        ("x plus 7", "x+1", ["7"]),
        ("second derivative of q with respect to t", r"\frac{d^{2}q}{dx^{2}}", ["t"]),
        ("sigma over k", r"\frac{s}{k}", ["sigma"]),
        ("int 1/y dy", r"\int y\,dy", ["1"]),
    ],
)
def test_what_is_nowhere_is_missed(request_: str, latex: str, missing: list[str]) -> None:
    assert left_out(latex, request_) == missing
