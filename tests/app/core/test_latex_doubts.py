"""What code sees that a formula does not do justice to its words."""

from __future__ import annotations

import pytest

from app.core.latex_doubts import doubts


@pytest.mark.parametrize(
    ("request_", "latex"),
    [
        ("norm of a cross b equals norm of a times norm of b", r"\|a\times b\|=\|a\|\|b\|"),
        ("lim sup of x sub k as k goes to infinity", r"\limsup_{k\to\infty}x_{k}"),
        ("y lies in the half-open interval from 2 included to 5 excluded", "y\\in[2,5)"),
        ("(A or B) and C", r"(A\lor B)\land C"),
        ("w star is the argmin over w of J of w", r"w^{*}=\arg\min_{w}J(w)"),
        ("3 by 3 unit matrix", r"\begin{pmatrix}1 & 0 & 0 \\ 0 & 1 & 0 \\ 0 & 0 & 1\end{pmatrix}"),
        ("integral of y squared from 1 to 4", r"\int_{1}^{4}y^{2}\,dy"),
        ("the mth root of b equals c", r"\sqrt[m]{b}=c"),
        ("floor of t plus ceiling of t", r"\lfloor t\rfloor+\lceil t\rceil"),
        ("Ohm's law", "V=IR"),
        ("the column vector P Q", r"\begin{pmatrix}P \\ Q\end{pmatrix}"),
        ("vector P Q plus vector Q S", r"\overrightarrow{PQ}+\overrightarrow{QS}"),
        ("what is the factorial of m", "m!"),
        ("z = |y|/y", r"z=\frac{|y|}{y}"),
        ("bra phi ket chi", r"\langle\phi|\chi\rangle"),
        ("one minus Phi of z", r"1-\Phi(z)"),
        ("F is k p where k equals 2 over q", r"F=kp\text{ where }k=\frac{2}{q}"),
    ],
)
def test_a_right_formula_raises_no_doubt(request_: str, latex: str) -> None:
    assert doubts(request_, latex) == []


@pytest.mark.parametrize(
    ("request_", "latex"),
    [
        ("norm of a cross b equals norm of a times norm of b", r"\|a\times b\|=\|a\|"),
        ("lim sup of x sub k as k goes to infinity", r"\lim_{k\to\infty}x_{k}"),
        ("y lies in the half-open interval from 2 included to 5 excluded", "y\\in(2,5)"),
        ("A or B in brackets and C", r"A\lor B\land C"),
        ("r implies s if and only if not s implies not r", r"r\Rightarrow s\Leftrightarrow\neg s\Rightarrow r"),
        ("w star is the argmin over w of J of w", r"w^{\arg\min_{w}J(w)}"),
        ("3 by 3 unit matrix", r"\begin{pmatrix}1 & 0 \\ 0 & 1\end{pmatrix}"),
        ("3 by 3 zero matrix", r"\begin{pmatrix}" + "0 & " * 200 + r"\\ 0\end{pmatrix}"),
        ("sum of j for j from 1 to m equals b plus c", r"\sum_{j=1}^{m}j_{j}=b+c"),
        ("one over f equals one over g plus one over h", r"\frac{1}{f}\frac{1}{g}+\frac{1}{h}"),
        ("b hat sub 2 minus b hat sub 1", r"\hat{b}_{2}-b_{1}"),
        ("a squared plus b squared equals c squared", "a^{2}+b=c^{2}"),
        ("floor of t plus ceiling of t", r"\lfloor t\rfloor+\lceil t\rfloor"),
        ("vector P Q plus vector Q S", r"\vec{P}+\vec{QS}"),
        ("y is not in B", r"y\neq B"),
        ("the mass is 12 kilograms", "m=12"),
        ("Fermat's theorem", r"a^{p}"),
        ("one minus Phi of z", r"1-\phi(z)"),
        ("F is k p where k equals 2 over q", r"F=kp=\frac{2}{q}"),
        ("w gets w minus b", "w=w-b"),
        ("ket psi plus ket phi", r"|\psi|+|\phi|"),
        ("dp by dq evaluated at q equals 3", r"\frac{dp}{dq}=q=3"),
    ],
)
def test_what_is_said_and_does_not_show_is_doubted(request_: str, latex: str) -> None:
    assert doubts(request_, latex)
