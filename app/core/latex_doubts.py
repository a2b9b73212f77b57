"""What code can see that a formula does not do justice to its words: reasons to let a small model try again, no proofs.

A letter or a word that is said twice must stand twice; brackets must pair; some words must show in some sign.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from app.core import latex_spoken, latex_words

_SPARED_LETTERS = frozenset("a d i E R I".split())
"""Letters that are also words, parts of a derivative, or names of sets and of the expectation."""
_SPARED_WORDS = frozenset(("partial", "root", "limit", "power", "row", "var"))
_TWO_SIDED = frozenset((r"\|", "|"))
_FLOORS = re.compile(r"\\l(floor|ceil|angle)(?![a-z])")
_FLOOR_ENDS = re.compile(r"\\r(floor|ceil|angle)(?![a-z])")
_BARS = re.compile(r"\\\||(?<![\\.])\|(?!_)")
_GROUPED = re.compile(r"\\left.|\\right.")
_KETS = re.compile(r"\\langle[^|]*?\|(?:[^|]*?\|)?[^|]*?\\rangle|\|[^|]*?\\rangle|\\langle[^|]*?\|")
_DICTATED = re.compile(r"\b(?:equals?|plus|minus|over|sub|squared|to the)\b|[=+^]")
_UNSAID = re.compile(
    r"formula|rule|law|theorem|\bidentity|inequality|definition|derivative of the|vector|matrix|series|sequence|through|up to|\bfirst\b|"
    r"complement|bayes|deviation|variance|mean|average|such that|gradient|column|\bform\b|solution|\bname"
)
_SHORT = re.compile(r"(?<![a-zA-Z])(?:[a-zA-Z]{1,2}|[a-z]th)(?![a-zA-Z])")
_BOUND_UNSAID = re.compile(
    r"(?i)integra|derivative|\b(?:sum|product|limit|series|max|min)\b(?!.*\b(?:from|for|over|as) [a-z]\b)|arg"
)
_RELATION = r"[=<>:]|\\(?:l?eqq?|leq?|geq?|neq?|approx|equiv|propto|sim|in|notin|to|iff|[RL]\w*arrow|mapsto|mid|subset|parallel|perp|cong)"
_BRACKET = r"\b(?:brackets?|paren(?:s|thes[ie]s)?)\b"

_CELL = r"(?:[^&\\]|\\[^\\])*"
_ROW = f"{_CELL}&{_CELL}&{_CELL}"

_RULES: tuple[tuple[str, str], ...] = (
    (r"\blim ?sup\b|\blimit superior\b", r"\\limsup"),
    (r"\blim inf\b|\blimit inferior\b", r"\\liminf"),
    (r"\barg ?max\b", r"\\arg\\max"),
    (r"\barg ?min\b", r"\\arg\\min"),
    (r"\b(?:sum|summation) (?:from|over|of all)\b", r"\\sum"),
    (r"\b(?:integral|integrate)\b", r"\\i+nt|\\oint|\\Phi"),
    (r"\b(?:sin|sine)\b", r"\\(?:arc)?sin"),
    (r"\b(?:cos|cosine)\b", r"\\(?:arc)?cos"),
    (r"\bnot\b(?! (?:exceed|negative))", r"\\(?:neg|neq|not|notin|nexists|nmid|lnot)(?![a-z])|\\text"),
    (r"\b(?:squared|cubed)\b|\^|²|³", r"\^|'"),
    (r"(?<!approximately )\bequals\b|\bis equal to\b|(?<![<>!=:])=(?![>=])", r"=|\\(?:equiv|begin|iff|approx)"),
    (r"(?<!and )(?<!circled )\bplus\b(?! or| minus|-minus| inf)|(?<=\w )\+(?= \w)", r"\+|\\pm"),
    (r"(?<!or )(?<!plus )(?<!set )(?<!plus-)\bminus\b", r"-|\\setminus|\\mp"),
    (r"\bhat\b", r"\\(?:wide)?hat"),
    (r"(?<!\bh )(?<!the )\bbar\b", r"\\(?:bar|overline)"),
    (r"\bsub\b", r"_|\\subset"),
    (r"^.*(?:\bhalf-open\b|\bincluded\b.*\bexcluded\b|\bexcluded\b.*\bincluded\b|\bexclusive\b.*\binclusive\b|\binclusive\b.*\bexclusive\b)",
     r"\[[^\[\]]*\)$|\([^()]*\]$"),
    (rf"^.*(?:{_BRACKET}.*\b(?:union|intersect\w*|and|or)\b|\b(?:union|intersect\w*|and|or)\b.*{_BRACKET})", r"[(\[]|\\(?:\{|frac|langle)"),
    (r"\bthree by three\b|\b3 ?(?:by|x) ?3\b", rf"{_ROW}\\\\{_ROW}\\\\{_ROW}"),
    (r"\bstar\b", r"\*|\\star|\\ast"),
    (r"\bunique\b|\bexactly one\b", r"!"),
    (r"(?<!what) is the (?!\w+$)", _RELATION),
    (r"(?:'s|s'|s) (?:formula|identity|law|theorem|inequality)\b", _RELATION),
    (r"\bevaluated at\b", r"\\right\||\||\("),
    (r"\bnot (?:in|an element|a member)\b", r"\\notin|\\not\\in"),
    (r"(?<!row )(?<!column )\bvector (?-i:[A-Z] ?[A-Z])\b", r"\\(?:overrightarrow|vec)\{[A-Z]{2}"),
    (r"_[a-z]{2}\b", r"_\{(?:[a-z],?[a-z]|\\text)"),
    (r"(?<=\w )(?-i:Phi|Psi|Omega|Gamma|Delta|Sigma|Lambda|Theta)\b", r"\\(?:Phi|Psi|Omega|Gamma|Delta|Sigma|Lambda|Theta|sum)(?![a-z])"),
    (r"\bwhere\b.*\b(?:equals|is)\b|\bwhere\b.*=", r"\\text|\\begin|\\mid|:|,"),
    (r"\bgets\b", r"\\(?:left|get)"),
    (r"\bket\b", r"\\rangle"),
    (r"\bbra\b", r"\\langle"),
    (r"\bsubject to\b", r"\\text|:|\\mid"),
    (r"\bhat (?:sub )?(?:zero|one|two|nought|naught|[0-3])\b", r"\\hat\{[^{}]*\}_"),
    (r"^.*\b(?:met(?:re|er)s|kilomet(?:re|er)s|seconds|newtons|joules|volts|watts|hertz|kelvin|kilograms|kg)\b", r"\\text|\\mathrm"),
)  # fmt: skip
_COMPILED = tuple((re.compile(words, re.IGNORECASE), re.compile(sign)) for words, sign in _RULES)


def _said(request: str) -> Counter[str]:
    return Counter(latex_words.word_row(request))


def _missing_again(request: str, latex: str) -> Iterator[str]:
    """Words and letters that are said more often than their signs stand."""
    found = Counter(latex_words.sign_row(latex))
    brings = latex_words.table().brings
    for word, often in _said(request).items():
        if often < 2 or word in _SPARED_LETTERS or word in _SPARED_WORDS:
            continue
        wanted = [word] if len(word) == 1 and word.isalpha() else brings.get(word, []) if len(word) > 1 else []
        for sign in wanted:
            stands = found[sign] // 2 if sign in _TWO_SIDED else found[sign]
            stands += found[sign.upper()] if len(sign) == 1 and sign.islower() else 0
            if 0 < stands < often:
                yield word


def _letters_beyond(request: str, latex: str) -> Iterator[str]:
    """Letters that stand more often than a dictated formula says them."""
    if _UNSAID.search(request.lower()) or len(_DICTATED.findall(request)) < 2:
        return
    spare = 1 if _BOUND_UNSAID.search(request) else 0
    said = Counter(letter for run in _SHORT.findall(request) for letter in run.removesuffix("th"))
    found = Counter(sign for sign in latex_words.sign_row(latex) if len(sign) == 1 and sign.isalpha())
    for letter, stands in found.items():
        often = said[letter] + said[letter.swapcase()]
        if letter not in "deai" and 0 < often < stands - spare:
            yield letter


def _unpaired(latex: str) -> bool:
    """Whether brackets, floors or bars lack their other half."""
    latex = _KETS.sub("", latex)
    bare = _GROUPED.sub("", latex)
    opened, closed = (len(re.findall(brackets, bare)) for brackets in (r"[(\[]", r"[)\]]"))
    bars = Counter(_BARS.findall(bare))
    floors, ends = Counter(_FLOORS.findall(latex)), Counter(_FLOOR_ENDS.findall(latex))
    return opened != closed or any(number % 2 for number in bars.values()) or floors != ends


def _broken_rules(request: str, latex: str) -> Iterator[str]:
    for words, sign in _COMPILED:
        said = words.findall(request)
        if said and len(said) > len(sign.findall(latex)):
            yield said[0].strip()


def doubts(request: str, latex: str) -> list[str]:
    """Sentences that say what seems to lack or to be too much."""
    if latex == latex_spoken.spoken(request):
        return []
    lacking = [
        f"“{word}” mostly stands for {sign}, which the formula lacks."
        for word, sign in latex_words.signs_left_out(request, latex)
    ]
    lacking += ["The round and square brackets do not pair up."] if _unpaired(latex) else []
    seldom = dict.fromkeys((*_missing_again(request, latex), *_broken_rules(request, latex)))
    lacking += [f"“{word}” is said more often than it shows in the formula." for word in seldom]
    lacking += [
        f"“{letter}” stands in the formula more often than it is said." for letter in _letters_beyond(request, latex)
    ]
    return lacking
