"""Checks and pictures for the languages that a data-only tool can name as its output (``[output] language``).

A language with a check makes a few-shot tool's answers *verified*; one without leaves them *unverified*. Libraries are imported when a
language is first used: most of them cost tens of milliseconds that the program's start must not pay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element

from app.core.result import Problem, Verification

Check = Callable[[str, str], Verification]
_MATH_FENCES = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))
_MATH_ENVIRONMENT = re.compile(r"\A\\begin\{(equation|displaymath|math)\*?\}(.*)\\end\{\1\*?\}\Z", re.DOTALL)
_SPACING = frozenset({"\\", "\\,", "\\;", "\\:", "\\!", "\\ "})


def check_language(language: str, text: str, request: str = "") -> Verification | None:
    """What is wrong with a piece of code; None if nothing here knows the language.

    Args:
        request: the words that it should answer; a check may hold the code against them.
    """
    check = _CHECKS.get(language)
    return check(text, request) if check else None


def language_grammar(language: str, request: str) -> str | None:
    """A GBNF of what can answer a request in a language, for small models that were made for it; None where nothing here can tell."""
    if language != "latex":
        return None
    from app.core import latex_spoken, latex_words  # a table of 70 kB, read when it is needed

    return latex_words.only(formula) if (formula := latex_spoken.spoken(request)) else latex_words.grammar(request)


def language_doubts(language: str, text: str, request: str) -> tuple[Problem, ...]:
    """What speaks against an answer that passed its check: no proof, but reason to let a small model try again."""
    if language != "latex":
        return ()
    from app.core import latex_doubts  # as above

    return tuple(Problem(text) for text in latex_doubts.doubts(request, strip_math_fences(text)))


def strip_math_fences(latex: str) -> str:
    """A formula without the dollar signs, brackets or equation environment that a model may put around it."""
    text = latex.strip()
    if found := _MATH_ENVIRONMENT.match(text):
        return found.group(2).strip()
    for start, end in _MATH_FENCES:
        if len(text) >= len(start) + len(end) and text.startswith(start) and text.endswith(end):
            return text[len(start) : len(text) - len(end)].strip()
    return text


def latex_to_svg(latex: str, *, size_px: float = 24, color: str = "#000000") -> str:
    """A picture of a formula, with or without its dollar signs.

    Raises:
        ValueError: it cannot be drawn; the message says why.
    """
    from ziamath.config import config
    from ziamath.zmath import Latex  # fonts are read on import

    config.svg2 = False  # plain paths: QtSvg and many other readers draw no <use> of a <symbol>

    try:
        drawn: str = Latex(strip_math_fences(latex), size=size_px, color=color).svg()
    except _reading_faults() as error:
        why = _INCOMPLETE.get(type(error).__name__, "").rstrip(".") or str(error) or "a command lacks an argument"
        raise ValueError(why) from error
    return drawn


def _check_latex(text: str, request: str) -> Verification:
    formula = strip_math_fences(text)
    problems = [*_unbalanced(formula), *_unknown_commands(formula), *_left_out(formula, request)]
    evidence: tuple[str, ...] = ()
    if not problems:
        try:
            latex_to_svg(formula)
        except ValueError as error:
            problems.append(Problem(f"The formula cannot be drawn: {error}.", hint="Check braces and commands."))
        else:
            evidence = ("Every command is known, braces and \\left…\\right pair up, and the formula was drawn.",)
            evidence += ("Every number, letter and Greek name of the words stands in it.",) if request else ()
    return Verification(tuple(problems), {"latex": formula}, evidence, output=formula)


def _left_out(formula: str, request: str) -> list[Problem]:
    from app.core import latex_left_out  # only for LaTeX

    return [
        Problem(f"“{word}” of the words is not in the formula.") for word in latex_left_out.left_out(formula, request)
    ]


def _unbalanced(formula: str) -> list[Problem]:
    bare = re.sub(r"\\[\\{}]", "", formula)
    depth = 0
    for char in bare:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return [Problem("A “}” closes what was never opened.")]
    problems = [Problem(f"{depth} “{{” are not closed.")] if depth else []
    lefts, rights = len(re.findall(r"\\left\b", formula)), len(re.findall(r"\\right\b", formula))
    if lefts != rights:
        problems.append(Problem(f"There are {lefts} \\left and {rights} \\right."))
    begins, ends = re.findall(r"\\begin\{(\w+\*?)\}", formula), re.findall(r"\\end\{(\w+\*?)\}", formula)
    if sorted(begins) != sorted(ends):
        problems.append(Problem("\\begin and \\end do not pair up."))
    return problems


_INCOMPLETE = MappingProxyType(
    {
        "NumeratorNotFoundError": "A fraction has no numerator.",
        "DenominatorNotFoundError": "A fraction has no denominator.",
        "ExtraLeftOrMissingRightError": "A \\left has no \\right.",
        "MissingSuperScriptOrSubscriptError": "Nothing stands after a ^ or _.",
        "DoubleSubscriptsError": "Two subscripts stand on one symbol.",
        "DoubleSuperscriptsError": "Two superscripts stand on one symbol.",
        "NoAvailableTokensError": "The formula is empty or ends in the middle.",
        "MissingEndError": "A \\begin has no \\end.",
    }
)


def _reading_faults() -> tuple[type[Exception], ...]:
    """What latex2mathml and ziamath raise for a formula that is broken; latex2mathml's own have no parent of their own."""
    from latex2mathml import exceptions  # see latex_to_svg

    own = [kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    others = (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        AssertionError,
        StopIteration,
        RuntimeError,
        SyntaxError,
    )
    return (*own, *others)


def _unknown_commands(formula: str) -> list[Problem]:
    """latex2mathml passes unknown commands through as text that still starts with a backslash."""
    from latex2mathml.converter import convert_to_element  # see latex_to_svg

    try:
        tree: Element = convert_to_element(formula)
    except _reading_faults() as error:
        name = type(error).__name__
        return [Problem(_INCOMPLETE.get(name, f"The formula cannot be read ({name} {error})."))]
    texts = (element.text or "" for element in tree.iter())
    unknown = sorted({t for t in texts if t.startswith("\\") and t not in _SPACING})
    return [Problem(f"{name} is not a command of LaTeX mathematics.") for name in unknown]


def _check_json(text: str, _request: str) -> Verification:
    try:
        value = json.loads(text)
    except ValueError as error:
        return Verification((Problem(f"This is not JSON: {error}."),), {"json": text})
    return Verification(result={"json": value}, evidence=("Parsed as JSON.",))


def _check_python(text: str, _request: str) -> Verification:
    try:
        compile(text, "answer.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = f"line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        return Verification((Problem(f"Python cannot compile this: {error}.", where=line),), {"python": text})
    return Verification(result={"python": text}, evidence=("Compiled by Python; not run.",))


def _check_css(text: str, _request: str) -> Verification:
    import tinycss2  # only when a tool writes CSS

    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    errors = [rule for rule in rules if rule.type == "error"]
    for rule in rules:
        if rule.type == "qualified-rule":
            declarations = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            errors += [d for d in declarations if d.type == "error"]
    problems = tuple(Problem(f"CSS: {e.message}.", where=f"line {e.source_line}") for e in errors)
    return Verification(problems, {"css": text}, () if problems else ("Parsed as CSS.",))


_CHECKS: Mapping[str, Check] = MappingProxyType(
    {"latex": _check_latex, "json": _check_json, "python": _check_python, "css": _check_css}
)
