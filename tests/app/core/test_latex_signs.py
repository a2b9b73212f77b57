"""Other characters for the same signs, units of measurement, and statements joined by a word."""

from __future__ import annotations

import pytest

from app.core.latex_signs import plain, statements, unit_at_end
from app.core.latex_typed import typed


@pytest.mark.parametrize(
    ("request_", "latex"),
    [
        ("y² + z² ≤ ρ²", r"y^{2}+z^{2}\leq\rho^{2}"),
        ("√3/2", r"\frac{\sqrt{3}}{2}"),
        ("a₁ × a₂ = 2π", r"a_{1}\times a_{2}=2\pi"),
        ("a/b × c/d = k", r"\frac{a}{b}\times\frac{c}{d}=k"),
        ("u·w = 0", r"u\cdot w=0"),
        ("∂²u/∂x² = k ∂u/∂t", r"\frac{\partial^{2}u}{\partial x^{2}}=k\frac{\partial u}{\partial t}"),
        ("∫ y² dy", r"\int y^{2}\,dy"),
        ("x ∈ ℝ", r"x\in\mathbb{R}"),
        ("(-b ± √(b²-4ac))/2a", r"\frac{-b\pm\sqrt{b^{2}-4ac}}{2a}"),
        ("P(A|B) = 1/2", r"P(A\mid B)=\frac{1}{2}"),
        ("9.8 m/s^2", r"9.8\,\text{m/s}^{2}"),
        ("v = 3 x 10^8 m/s", r"v=3\times 10^{8}\,\text{m/s}"),
        ("m_0 = 12 kg", r"m_{0}=12\,\text{kg}"),
        ("y = 4 or y = -1", r"y=4\text{ or }y=-1"),
        ("H_0: mu = 3 versus H_1: mu > 3", r"H_{0}:\mu=3\text{ vs }H_{1}:\mu>3"),
        ("E = k m, where k = 2a", r"E=km\text{ where }k=2a"),
    ],
)
def test_what_is_typed_otherwise_is_read_too(request_: str, latex: str) -> None:
    assert typed(request_) == latex


def test_a_bar_between_two_sides_is_a_condition_and_two_bars_are_an_absolute_value() -> None:
    assert plain("P(A|B)") == "P(A∣B)"
    assert plain("f(|x|)") == "f(|x|)"


def test_a_unit_stands_after_a_number() -> None:
    assert unit_at_end("a = 5 km/h") == ("a = 5", r"\text{km/h}")
    assert unit_at_end("a = b km") == ("a = b km", "")


def test_only_two_statements_are_joined() -> None:
    assert statements("p or q") == ["p or q"]
    assert statements("x = 1 and y = 2") == ["x = 1", "and", "y = 2"]
    assert len(statements("x = 1 if y > 1 and y < 2")) == 1
