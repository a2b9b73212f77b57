"""Typed mathematics before it is read: other characters for the same signs, units at the end, statements joined by a word."""

from __future__ import annotations

import re

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
    "∞": "infty", "ħ": "hbar",
}  # fmt: skip
_OTHER = {
    "≤": "<=", "≥": ">=", "≠": "!=", "±": "+-", "→": "->", "⇒": "=>", "⇔": "<=>", "−": "-", "–": "-", "÷": "/",
    "√": " sqrt ", "’": "'", "′": "'", "″": "''", "…": "...", "≔": ":=", "½": " 1/2 ", "←": "<-",
}  # fmt: skip
ENGLISH = frozenset(
    (
        "a abs all an and any arg as ask at bar be big buy by can car ceil cov day deg det dim div do dot erf exp few for "
        "from gcd has hat her hi him how if iff im in int is it ker lcm let lim log man map max may me min mod my new no "
        "non not now o of ok old on one or out over pay per pls pre prod put re run say see set sgn she six so sub sum "
        "sun tax ten tex the to tr try two up use var via we who why wrt yes you"
    ).split()
)
"""Short words that are no products of letters."""
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", "0123456789n", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_CHARACTERS = str.maketrans(
    {
        **{sign: f" {name} " for sign, name in _GREEK.items()},
        **_OTHER,
        **{sign: f"^{plain}" for sign, plain in _RAISED.items()},
        **{sign: f"_{plain}" for sign, plain in _LOWERED.items()},
    }
)
_GIVEN = re.compile(r"(?<=[a-zA-Z])\(([^()|]+)\|([^()|]+)\)")
_WIDE_TIMES = re.compile(r"(?<=\S) \* (?=(?:[\w.^]+|\([^()]*\))/\S)")
_NUMBERED_BELOW = re.compile(r"(?<=\)/)(\d+[a-zA-Z])\b(?![\^_(])")
_POWER_OF_TEN = re.compile(r"(?<=\d)\s*[x×·]\s*(?=10\^)")
_WITHOUT_BARS = re.compile(r"\bE\[([^\[\]|]+)\|([^\[\]|]+)\]")
_UNITS = (
    "m/s^2 m/s km/h km/s kg/m^3 g/cm^3 rad/s J/kg W/m^2 N/m^2 N/m V/m kg cm mm km nm Hz kHz MHz GHz kW MW kN Pa kPa MPa mol eV ms mA mL"
).split()
_UNIT = re.compile(rf"(?<=\d)\s*({'|'.join(re.escape(unit) for unit in _UNITS)})$")
_JOINT = re.compile(r"\s*,?\s+(vs\.?|versus|where|and|or|if|for|when)\s+")
_IS_STATEMENT = re.compile(r"[=<>~≈∈]")


def plain(request: str) -> str:
    """The request in the signs of a keyboard, its conditions with a bar of their own."""
    text = request.strip().rstrip(".").translate(_CHARACTERS).replace("**", "^").replace("+/-", "+-").replace("~=", "≈")
    text = _POWER_OF_TEN.sub(" * ", _WIDE_TIMES.sub(" ⋆ ", text))
    text = _NUMBERED_BELOW.sub(r"(\1)", text)
    return _WITHOUT_BARS.sub(r"E[\1∣\2]", _GIVEN.sub(r"(\1∣\2)", text)).strip()


def unit_at_end(text: str) -> tuple[str, str]:
    """The text without the unit of measurement that its last number has, and the unit's LaTeX; "" where there is none."""
    found = _UNIT.search(text)
    if found is None:
        return text, ""
    name, raised, power = found.group(1).partition("^")
    return text[: found.start()].strip(), rf"\text{{{name}}}" + (f"^{{{power}}}" if raised else "")


def statements(text: str) -> list[str]:
    """Two statements and the word between them, or the whole as one."""
    parts = _JOINT.split(text)
    if len(parts) != 3 or not all(_IS_STATEMENT.search(part) for part in parts[::2]):
        return [text]
    joint = "vs" if parts[1].startswith("v") else parts[1]
    return [parts[0], joint, parts[2]]
