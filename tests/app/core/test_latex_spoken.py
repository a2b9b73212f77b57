"""Mathematics that is said in words becomes LaTeX without a model, where only one formula can be meant."""

from __future__ import annotations

import time

import pytest

from app.core.languages import language_grammar, latex_to_svg
from app.core.latex_spoken import spoken
from tests.helpers.gbnf_matcher import accepts

SUMS = [
    ("two thirds plus one sixth equals five sixths", r"\frac{2}{3}+\frac{1}{6}=\frac{5}{6}"),
    ("w cubed minus 4w plus nine is at most zero", r"w^{3}-4w+9\leq 0"),
    ("three point one times ten to the minus seven", r"3.1\times 10^{-7}"),
    ("twenty-one y plus minus four", r"21y\pm 4"),
    ("u over v equals p over q", r"\frac{u}{v}=\frac{p}{q}"),
    ("u minus v, all over u plus v", r"\frac{u-v}{u+v}"),
    ("u plus seven all squared", "(u+7)^{2}"),
    ("the quantity u minus seven cubed", "(u-7)^{3}"),
    ("k times open paren u plus one close paren over six", r"\frac{k(u+1)}{6}"),
    ("p to the m times u minus w in brackets", "p^{m}(u-w)"),
    ("bracket u minus w bracket to the fifth", "(u-w)^{5}"),
    ("one over one minus w", r"\frac{1}{1-w}"),
    ("delta W over delta t times t over W", r"\frac{\Delta W}{\Delta t}\cdot\frac{t}{W}"),
    ("norm u over norm v times norm w", r"\frac{\|u\|}{\|v\|\|w\|}"),
    ("the square root of u plus w, minus three", r"\sqrt{u+w}-3"),
    ("fifth root of y", r"\sqrt[5]{y}"),
    ("the fraction with numerator u plus one and denominator w", r"\frac{u+1}{w}"),
]
MARKS = [
    ("x double dot plus two gamma x dot equals g", r"\ddot{x}+2\gamma\dot{x}=g"),
    ("y sub k plus one equals y sub k minus h", "y_{k+1}=y_{k}-h"),
    ("mu naught times capital gamma", r"\mu_{0}\Gamma"),
    ("theta hat sub two plus p bar", r"\hat{\theta}_{2}+\bar{p}"),
    ("B transpose B z hat equals B transpose c", r"B^{T}B\hat{z}=B^{T}c"),
    ("capital omega prime is about eight degrees", r"\Omega'\approx 8^{\circ}"),
    ("g inverse of y equals tangent of y", r"g^{-1}(y)=\tan y"),
    ("K to the beta M to the one minus beta", r"K^{\beta}M^{1-\beta}"),
    ("e to the minus y squared over three tau squared", r"e^{-\frac{y^{2}}{3\tau^{2}}}"),
    ("m factorial over r factorial", r"\frac{m!}{r!}"),
    ("m choose r", r"\binom{m}{r}"),
]
FUNCTIONS = [
    ("cosine squared phi plus sin squared phi is one", r"\cos^{2}\phi+\sin^{2}\phi=1"),
    ("log base three of 81 equals four", r"\log_{3}81=4"),
    ("the natural log of one plus y", r"\ln(1+y)"),
    ("sine of 45 degrees", r"\sin 45^{\circ}"),
    ("h of u and v equals u v", "h(u,v)=uv"),
    ("g of p of t", "g(p(t))"),
    ("g of y plus h minus g of y, all over h", r"\frac{g(y+h)-g(y)}{h}"),
    ("absolute value of u minus v is less than eta", r"|u-v|<\eta"),
    ("floor of k over three", r"\lfloor\frac{k}{3}\rfloor"),
    ("S of k is big O of k log k", r"S(k)=O(k\log k)"),
]
OPERATORS = [
    ("the sum from j equals two to N of b sub j", r"\sum_{j=2}^{N}b_{j}"),
    ("sum of y i for i from one to m", r"\sum_{i=1}^{m}y_{i}"),
    ("product over r in S of f of r", r"\prod_{r\in S}f(r)"),
    ("integral from minus one to a of u cubed du", r"\int_{-1}^{a}u^{3}\,du"),
    ("integrate sine t with respect to t from zero to pi", r"\int_{0}^{\pi}\sin t\,dt"),
    ("double integral over the region R of x times y dA", r"\iint_{R}xy\,dA"),
    ("closed line integral of E dot dl", r"\oint\vec{E}\cdot d\vec{l}"),
    ("limit as u goes to three from the left of h of u", r"\lim_{u\to 3^{-}}h(u)"),
    ("limit of u over w as u tends to infinity", r"\lim_{u\to\infty}\frac{u}{w}"),
    ("third derivative of w with respect to s", r"\frac{d^{3}w}{ds^{3}}"),
    (
        "partial w by partial s equals D times second partial of w with respect to z",
        r"\frac{\partial w}{\partial s}=D\frac{\partial^{2}w}{\partial z^{2}}",
    ),
    ("d by d t of cosine t", r"\frac{d}{dt}\cos t"),
    ("del cross vector H", r"\nabla\times\vec{H}"),
    ("minimum over w of J of w", r"\min_{w}J(w)"),
]
STATEMENTS = [
    ("zero is less than u which is at most four", r"0<u\leq 4"),
    ("P of C given D equals P of C", r"P(C\mid D)=P(C)"),
    ("variance of Y equals E of Y squared", r"\operatorname{Var}(Y)=\mathbb{E}[Y^{2}]"),
    ("Z is normally distributed with mean mu and variance four", r"Z\sim\mathcal{N}(\mu,4)"),
    ("for all y in the integers", r"\forall y\in\mathbb{Z}"),
    ("there exists a u greater than zero", r"\exists u>0"),
    ("the set of all real t such that t squared is at least one", r"\{t\in\mathbb{R}\mid t^{2}\geq 1\}"),
    ("p implies r if and only if not r implies not p", r"p\Rightarrow r\Leftrightarrow\neg r\Rightarrow\neg p"),
    ("C intersect D is a subset of D", r"C\cap D\subset D"),
    ("m is congruent to r modulo seven", r"m\equiv r\pmod{7}"),
    ("matrix with rows 1 2 and u v", r"\begin{pmatrix}1 & 2 \\ u & v\end{pmatrix}"),
    ("column vector with entries one, two, minus three", r"\begin{pmatrix}1 \\ 2 \\ -3\end{pmatrix}"),
    (
        "g of t is t if t is at least zero and minus t otherwise",
        r"g(t)=\begin{cases}t & \text{if }t\geq 0 \\ -t & \text{otherwise}\end{cases}",
    ),
    ("gcd of u and v", r"\gcd(u,v)"),
    ("h maps the reals to the reals", r"h:\mathbb{R}\to\mathbb{R}"),
]
LEADS = [
    ("Please write u plus v squared over w in LaTeX.", r"u+\frac{v^{2}}{w}"),
    ("Hooke's law: F equals minus k u", "F=-ku"),
    ("momentum p equals m v", "p=mv"),
    ("How do I write for all y in R?", r"\forall y\in\mathbb{R}"),
]


@pytest.mark.parametrize(("request_", "latex"), [*SUMS, *MARKS, *FUNCTIONS, *OPERATORS, *STATEMENTS, *LEADS])
def test_reads_what_is_said(request_: str, latex: str) -> None:
    assert spoken(request_) == latex
    assert latex_to_svg(latex)


@pytest.mark.parametrize(
    "request_",
    [
        "a plus b over c",
        "x one minus x two over s",
        "a minus b over c minus d",
        "a over b over c",
        "a over b times c",
        "a plus b times a minus b",
        "k times u plus one over two",
        "cosine of alpha plus beta",
        "log of u over v",
        "sine of u squared",
        "x to the n m",
        "z to the n plus k",
        "absolute value of u squared",
        "square root of b squared minus 4ac over 2a",
        "sum from k equals one to n of k plus three",
        "one over n plus r to the n times the quantity u plus w squared plus u",
        "E n equals three",
        "E equals three halves k B T",
        "T of n equals T of n minus one",
        "one over two u",
        "p or q implies r is clear",
        "H one: mu is positive",
    ],
)
def test_leaves_alone_what_may_mean_two_things(request_: str) -> None:
    assert spoken(request_) == ""


@pytest.mark.parametrize(
    "request_",
    [
        "the law of sines",
        "binomial theorem",
        "area of a circle",
        "colour x red",
        "",
        "?",
        "over",
        "sum",
        "the sum from",
        "MSE",
        "u plus",
    ],
)
def test_leaves_names_and_scraps_to_the_model(request_: str) -> None:
    assert spoken(request_) == ""


@pytest.mark.parametrize(
    "request_", ["the quantity a plus " * 19, "( a over b times " * 23, "sum of " * 55, "aaa-" * 99, "(" * 399]
)
def test_gives_up_soon_on_endless_nesting(request_: str) -> None:
    start = time.perf_counter()
    assert spoken(request_) == ""
    assert time.perf_counter() - start < 2


def test_the_model_may_only_write_the_formula() -> None:
    grammar = language_grammar("latex", "u dot equals minus lambda times u")
    assert grammar
    assert accepts(grammar, r"\dot{u}=-\lambda u")
    assert not accepts(grammar, r"\dot{u}=\lambda u")
