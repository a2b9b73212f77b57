"""What stands before a formula, beside it and in its words, as people say it aloud."""

from __future__ import annotations

import pytest

from app.core.latex_doubts import doubts
from app.core.latex_left_out import left_out
from app.core.latex_spoken import spoken

NAMED = [
    ("Fick's first law, J equals minus D dc by dx", r"J=-D\frac{dc}{dx}"),
    (
        "the lens maker's rule says that one over f equals one over u plus one over v",
        r"\frac{1}{f}=\frac{1}{u}+\frac{1}{v}",
    ),
    ("perimeter of a rectangle P equals two a plus two b", "P=2a+2b"),
    (
        "springs in series one over k equals one over k1 plus one over k2",
        r"\frac{1}{k}=\frac{1}{k_{1}}+\frac{1}{k_{2}}",
    ),
    ("Weber number, capital W e, equals rho v over sigma", r"\mathrm{We}=\frac{\rho v}{\sigma}"),
    ("Nu equals h D over k", r"\mathrm{Nu}=\frac{hD}{k}"),
    (
        "Laurent series of g about b: sum over n of g sub n times u minus b in brackets to the n",
        r"\sum_{n}g_{n}(u-b)^{n}",
    ),
    ("RC circuit tau equals R C", r"\tau=RC"),
    ("RMS current I rms equals I max over root two", r"I_{\text{rms}}=\frac{I_{\max}}{\sqrt{2}}"),
    ("Hubble's modulus K equals p over q", r"K=\frac{p}{q}"),
    ("dot product u dot w equals zero", r"u\cdot w=0"),
    ("the half life t sub one half is five seconds", r"t_{\frac{1}{2}}=5\,\text{s}"),
    ("prove that root three is not equal to p over q", r"\sqrt{3}\neq\frac{p}{q}"),
    ("sine of u minus w equals sine u cosine w minus cosine u sine w", r"\sin(u-w)=\sin u\cos w-\cos u\sin w"),
    ("the unit sphere u squared plus w squared plus z squared equals one", "u^{2}+w^{2}+z^{2}=1"),
]
BRACKETS = [
    ("u minus g in brackets squared plus w minus q in brackets squared is r squared", "(u-g)^{2}+(w-q)^{2}=r^{2}"),
    ("cosine of u plus w in brackets is zero", r"\cos(u+w)=0"),
    ("dM by dt equals k M times one minus M over L in brackets", r"\frac{dM}{dt}=kM(1-\frac{M}{L})"),
    ("one over j factorial times m minus j in brackets factorial", r"\frac{1}{j!(m-j)!}"),
    ("B transpose B in brackets inverse B transpose w", "(B^{T}B)^{-1}B^{T}w"),
    ("e to the minus u minus nu in brackets squared", r"e^{-(u-\nu)^{2}}"),
    ("A equals B times one plus r over k in brackets to the k t", r"A=B(1+\frac{r}{k})^{kt}"),
    ("r times cos phi plus i sin phi in brackets", r"r(\cos\phi+i\sin\phi)"),
    ("u minus w quantity cubed", "(u-w)^{3}"),
]
OPERATORS = [
    ("right hand limit of h of u as u goes to four", r"\lim_{u\to 4^{+}}h(u)"),
    ("the kth derivative of g at b", "g^{(k)}(b)"),
    ("second derivative of h at two is negative", "h''(2)<0"),
    (
        "indefinite integral of u cubed du equals u to the fourth over four plus a constant",
        r"\int u^{3}\,du=\frac{u^{4}}{4}+C",
    ),
    ("the integral, from c to d, of g of u, du", r"\int_{c}^{d}g(u)\,du"),
    ("line integral round K of G dot d s is one", r"\oint_{K}\vec{G}\cdot d\vec{s}=1"),
    ("divergence of the curl of H is zero", r"\nabla\cdot(\nabla\times H)=0"),
    ("du equals T ds minus p dv", r"du=T\,ds-p\,dv"),
    ("surface integral over S of B dot dA is zero", r"\iint_{S}\vec{B}\cdot d\vec{A}=0"),
    ("V equals L dI by dt", r"V=L\frac{dI}{dt}"),
    ("double sum over i and over j of b i j", r"\sum_{i}\sum_{j}b_{ij}"),
    ("intersection from k equals one to infinity of B sub k", r"\bigcap_{k=1}^{\infty}B_{k}"),
    ("sum of one over k cubed from k equals one to infinity", r"\sum_{k=1}^{\infty}\frac{1}{k^{3}}"),
    ("N equals N zero e to the minus t over tau", r"N=N_{0}e^{-\frac{t}{\tau}}"),
]
WORDS = [
    ("h of t equals t squared for t greater than one", r"h(t)=t^{2}\text{ for }t>1"),
    ("V equals V max S over K", r"V=\frac{V_{\max}S}{K}"),
    ("z equals x plus y i", "z=x+yi"),
    ("g maps u to u cubed", r"g:u\mapsto u^{3}"),
    ("for every natural number k", r"\forall k\in\mathbb{N}"),
    ("M is a proper subset of the rationals", r"M\subsetneq\mathbb{Q}"),
    ("the integers are contained in the reals", r"\mathbb{Z}\subset\mathbb{R}"),
    ("the intersection of C and D is empty", r"C\cap D=\emptyset"),
    ("there exists an m in the integers such that m squared is nine", r"\exists m\in\mathbb{Z}:m^{2}=9"),
    ("q implies r is logically equivalent to not q or r", r"(q\Rightarrow r)\Leftrightarrow\neg q\lor r"),
    ("if u is greater than one then u squared is greater than one", r"u>1\Rightarrow u^{2}>1"),
    ("k is inversely proportional to w squared", r"k\propto\frac{1}{w^{2}}"),
    ("a mod k equals b mod k", r"a\bmod k=b\bmod k"),
    ("v times its conjugate is nine", r"v\bar{v}=9"),
    ("mod v is at most three", r"|v|\leq 3"),
    ("imaginary part of w is v", r"\operatorname{Im}(w)=v"),
    ("natural log of u w equals natural log of u plus natural log of w", r"\ln(uw)=\ln u+\ln w"),
    ("sine of two pi f t", r"\sin(2\pi ft)"),
    ("tan inverse of u", r"\arctan u"),
    ("four and two sevenths", r"4\frac{2}{7}"),
    ("three and five eighths as a mixed number", r"3\frac{5}{8}"),
    ("w squared minus 4uv", "w^{2}-4uv"),
    ("w squared minus 4ac", "w^{2}-4ac"),
    ("V sub out over V sub in", r"\frac{V_{\text{out}}}{V_{\text{in}}}"),
    ("bra phi ket chi", r"\langle\phi|\chi\rangle"),
    ("E of U Y is zero", r"\mathbb{E}[UY]=0"),
    ("big theta of n log n", r"\Theta(n\log n)"),
    (
        "g of u is minus one if u is negative, zero if u is zero and one if u is positive",
        r"g(u)=\begin{cases}-1 & \text{if }u<0 \\ 0 & \text{if }u=0 \\ 1 & \text{if }u>0\end{cases}",
    ),
    ("the set of natural numbers less than ten", r"\{n\in\mathbb{N}\mid n<10\}"),
    ("the set of all k in Z such that k is odd", r"\{k\in\mathbb{Z}\mid k\text{ is odd}\}"),
    ("the set containing 2 3 and 5", r"\{2,3,5\}"),
    ("profit equals revenue minus cost", r"\text{profit}=\text{revenue}-\text{cost}"),
    ("marginal revenue equals dR by dq", r"\text{marginal revenue}=\frac{dR}{dq}"),
    ("commission equals turnover times rate", r"\text{commission}=\text{turnover}\times\text{rate}"),
    ("eta equals one minus T cold over T hot", r"\eta=1-\frac{T_{\text{cold}}}{T_{\text{hot}}}"),
    ("min over w of J of w subject to w greater than zero", r"\min_{w}J(w)\text{ subject to }w>0"),
    ("u sqaured plus w suqared is at most nine", r"u^{2}+w^{2}\leq 9"),
    ("t eqauls Omega plus gmama", r"t=\Omega+\gamma"),
    ("triple integral of g of x, y, z over Q, dV", r"\iiint_{Q}g(x,y,z)\,dV"),
    ("sum of squares x one squared plus dot dot dot plus x n squared equals one", r"x_{1}^{2}+\cdots+x_{n}^{2}=1"),
    ("Re(w) is one", r"\operatorname{Re}(w)=1"),
    ("u is an integer", r"u\in\mathbb{Z}"),
    ("for all u and w in R", r"\forall u,w\in\mathbb{R}"),
    ("limit as delta u goes to zero of delta w over delta u", r"\lim_{\Delta u\to 0}\frac{\Delta w}{\Delta u}"),
    ("k sub B T", "k_{B}T"),
    ("covariance of X and Y over sigma x sigma y", r"\frac{\operatorname{Cov}(X,Y)}{\sigma_{x}\sigma_{y}}"),
    ("1000 kilograms per cubic metre", r"1000\,\text{kg/m}^{3}"),
]


@pytest.mark.parametrize(("request_", "latex"), [*NAMED, *BRACKETS, *OPERATORS, *WORDS])
def test_reads_what_is_said(request_: str, latex: str) -> None:
    assert spoken(request_) == latex


@pytest.mark.parametrize(
    "request_",
    [
        "twice u equals four",
        "twice the number u equals four",
        "force equals mass times acceleration",
        "alpa equals three",
        "life is good",
        "demand equals supply",
        "x equals speed times time",
        "the answer equals two x",
        "u superscript n plus one",
        "the reciprocal of u equals w",
        "revenue minus u equals three",
        "voltage across R equals I R",
        "almost every u is less than w",
        "null hypothesis mu equals seven",
        "velocity squared equals two a s",
        "the system of equations u equals one",
        "y equals a plus n minus one in brackets d",
        "P equals two l plus w in brackets",
        "one plus r over n in brackets squared",
        "A B transpose equals B transpose A transpose",
        "X transpose X inverse X transpose y",
        "theta double dot plus g over l sine theta",
        "y double dot plus k over m y equals zero",
        "m factorial over r factorial m minus r factorial",
        "e to the minus r over r",
        "e to the x ln a",
        "psi is alpha ket zero plus beta ket one",
        "norm u cross w equals three",
        "derivative of f at x equals zero",
        "f equals 8 e minus 8, in scientific notation",
        "the power series with coefficients c sub n in x",
        "the triangle inequality with the numbers u and w",
        "caiptale u is an element of the real numbers",
        "V out equals V in times L two over L one plus L two",
        "chi squared equals the sum of u minus w in brackets squared over w",
        "in brackets",
        "one over n plus one",
        "limit as u goes to zero of one minus cos u over u squared",
        "U is binomial m p",
        "integral of g of z over z minus a dz",
        "p and p implies r implies r",
        "one plus one over n in brackets to the n",
    ],
)
def test_leaves_alone_what_may_mean_two_things(request_: str) -> None:
    assert spoken(request_) == ""


def test_letters_of_a_name_need_not_stand() -> None:
    request = "Maclaurin series of e to the x: sum over n of x to the n over n factorial"
    assert spoken(request) == r"\sum_{n}\frac{x^{n}}{n!}"
    assert not left_out(spoken(request), request)


def test_what_code_has_read_is_not_doubted() -> None:
    request = "Fick's first law, J equals minus D dc by dx"
    assert not doubts(request, spoken(request))
