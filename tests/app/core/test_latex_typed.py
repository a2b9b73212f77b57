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
        ("P(C|D) = P(D|C) P(C) / P(D)", r"P(C\mid D)=\frac{P(D\mid C)P(C)}{P(D)}"),
        ("w = u + at", "w=u+at"),
        ("d = ut + 1/2 at^2", r"d=ut+\frac{1}{2}at^{2}"),
        ("by + cx = k", "by+cx=k"),
        ("R1 + R2 = R_total", r"R_{1}+R_{2}=R_{\text{total}}"),
        ("m = (y2 - y1)/(x2 - x1)", r"m=\frac{y_{2}-y_{1}}{x_{2}-x_{1}}"),
        ("P_out/P_in = T_max", r"\frac{P_{\text{out}}}{P_{\text{in}}}=T_{\max}"),
        ("ybar = w_hat + 1", r"\bar{y}=\hat{w}+1"),
        ("F = k*p1*p2/r^2", r"F=\frac{kp_{1}p_{2}}{r^{2}}"),
        ("W = V * b/(c+d)", r"W=V\frac{b}{c+d}"),
        ("a/b * c/d = 1", r"\frac{a}{b}\cdot\frac{c}{d}=1"),
        ("dw/dt = c d^2w/dx^2", r"\frac{dw}{dt}=c\frac{d^{2}w}{dx^{2}}"),
        ("d/dx (x^k) = k x^(k-1)", r"\frac{d}{dx}(x^{k})=kx^{k-1}"),
        ("g^(k)(a) = 0", "g^{(k)}(a)=0"),
        ("sum_{j=1}^n 1/j^2", r"\sum_{j=1}^{n}\frac{1}{j^{2}}"),
        ("int_0^1 1/(1+t^2) dt = pi/4", r"\int_{0}^{1}\frac{1}{1+t^{2}}\,dt=\frac{\pi}{4}"),
        ("lim_(t->0) sin(t)/t = 1", r"\lim_{t\to 0}\frac{\sin t}{t}=1"),
        ("log2(16) = 4", r"\log_{2}16=4"),
        ("E[Y^2] - (E[Y])^2", r"\mathbb{E}[Y^{2}]-(\mathbb{E}[Y])^{2}"),
        ("Y ~ N(mu, sigma^2)", r"Y\sim\mathcal{N}(\mu,\sigma^{2})"),
        ("g: R -> R", r"g:\mathbb{R}\to\mathbb{R}"),
        ("1 + 2 + ... + k = K", r"1+2+\cdots+k=K"),
        ("B = {1, 2, 5}", r"B=\{1,2,5\}"),
        ("B = [[1, 0], [x, 1]]", r"B=\begin{pmatrix}1 & 0 \\ x & 1\end{pmatrix}"),
        ("[a b; c d]", r"\begin{pmatrix}a & b \\ c & d\end{pmatrix}"),
        ("PV = nRT", "PV=nRT"),
        ("10^-3", "10^{-3}"),
        ("T(n) = 2T(n/2) + O(n)", r"T(n)=2T(\frac{n}{2})+O(n)"),
        ("tr(AB) = tr(BA)", r"\mathrm{tr}(AB)=\mathrm{tr}(BA)"),
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
        "3x2 + 2x + 1 = 0",
        "d y d x = k",
        "dy dx = k",
        "let x^2 = 4",
        "x-ray",
        "yes/no",
        "[1 2; 3]",
        "int_0^1 x^2 + 1",
    ],
)
def test_words_and_two_readings_are_for_the_model(request_: str) -> None:
    assert typed(request_) == ""
