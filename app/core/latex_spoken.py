"""Mathematics that is said in words, as LaTeX, where every word is understood and only one formula can be meant."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from app.core import latex_left_out, latex_typed
from app.core.spoken_math.brackets import paired
from app.core.spoken_math.leads import after_colon, quantities, without_name
from app.core.spoken_math.statements import Statements
from app.core.spoken_math.tokens import GREEK, Unclear, mended, quantity_names, tokens

_LONGEST = 400
_SHORT = 2
_CLAIM = re.compile(
    r"[=<>]|\\(?!land|lor|neg(?!q)|in(?![a-z]))(?:[a-zA-Z]*(?:arrow|eq|equiv|approx|propto|sim|subset\w*|supset\w*|perp|cong|pmod|to|mid))"
)
_BESIDE_WORDS = frozenset("rel sign times over open close square to_the of comma".split())
_MOST_WORDS = 4
_FEWEST_TOKENS = 3
_STATEMENTS = frozenset(("relation", "cases", "logic"))
_IDENTITY = re.compile(r"\w[-+]\w\^\{[23]\}$|(\w)[-+](\w)\^\{2\}=\1\^\{2\}[-+]2\1\2")
_SAID = re.compile(
    r"\b(?:one|two|naught|nought|zero|plus|minus|over|for|alpha|beta|gamma|theta|sigma|phi|matrix|maps?)\b",
    re.IGNORECASE,
)
_LATEX = r"(?:latex|tex)"
_LEAD_WORDS = (
    "hi|ok|now|please|pls|can you|could you|can i|could i|i need|i want|i have|need|how do i|how do you|how would i|how to|what would|"
    "what is|what's|help me|write|down|out|typeset|type|convert|give me|give|show me|show|put|print|render|display|format|express|"
    "given(?= that)|prove|suppose|assume|recall|note|set(?! (?:of|containing)\\b)|"
    "get|have|to write|to typeset|turn|translate|make this|this one|this|code for|code of|code|in latex|of|to|that|"
    f"for(?! (?:all|every|each|any)\\b)|{_LATEX}|formula that says|math|the formula|formula|the equation|equation|the expression"
)
_LEAD = re.compile(rf"(?:(?:{_LEAD_WORDS})\b[:,]?\s+)+(?:the {_LATEX}(?: code)? (?:for|of)\s+)?", re.IGNORECASE)
_TRAIL = re.compile(
    rf",?\s*(?:please|pls|\(?(?:written\s+)?(?:in|as|to|into)\s+{_LATEX}(?:\s+code)?\)?|as a formula|be in {_LATEX})\s*$",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r",?\s*\b(?:all )?(?:inside|within|between) the (?:bars|norm|absolute value|root|square root|brackets)(?: signs?)?,?(?= |$)"
    r"|,\s*(?:using|with|in|written (?:with|in))\s+(?:the\s+)?(?:nabla|del|prime|leibniz|lagrange|newton'?s?|dot|sigma|pi|summation|"
    r"set[ -]builder|interval|big o|bra[ -]ket|index|limit|integral|partial)\s+(?:notation|symbols?|signs?|cross|dot)\s*$"
    r"|,?\s*(?:as a mixed (?:number|fraction)|in (?:sigma|summation|set[ -]builder|leibniz|lagrange) notation)\s*$",
    re.IGNORECASE,
)
_NAME_WORDS = frozenset("of the by in a for an and".split())
_NAMED = re.compile(r"^[^=+*/^_(){}|,]*?[A-Za-zÀ-ÿ'-]{3,}[^=+*/^_(){}|]{0,30}:\s+")


def _without_lead(text: str) -> str:
    lead = _LEAD.match(text)
    return text[lead.end() :] if lead else text


def _formula_of(request: str) -> str:
    """The formula in a request, without its lead-in."""
    text = re.sub(r"\s+", " ", request).strip().rstrip(".?").strip()
    before = ""
    while before != text:
        before = text
        text = _TRAIL.sub("", text).strip().rstrip(".?,")
    text = _without_lead(text)
    if ": " in text and (named := _NAMED.match(text)) and _is_name(named.group()):
        text = _without_lead(text[named.end() :])
    return _without_noun(_REMARK.sub("", text))


def _without_noun(text: str) -> str:
    """Without the noun before the letter that stands for it, as in "profit pi equals"."""
    words = text.split(" ")
    place = 0
    while place < len(words) and words[place].lower().rstrip(",") in quantity_names() | {"the", "of", "a"}:
        place += 1
    after = words[place : place + 1]
    is_noun = (
        0 < place < len(words)
        and words[0].lower() not in ("a", "of")
        and words[place - 1].lower() not in ("a", "of", "the")
    )
    is_letter = bool(after) and (len(after[0]) == 1 or after[0].isupper() or after[0] in GREEK or after[0] == "pi")
    return " ".join(words[place:]) if is_noun and is_letter else text


def _is_name(lead: str) -> bool:
    """Whether the words before a colon only name the formula."""
    words = re.findall(r"[\w'-]+", lead.lower())
    return all(len(word) > _SHORT or word.isdigit() or word in _NAME_WORDS for word in words) and not _SAID.search(lead)


def _read(text: str, kinds: Container[str] | None = None, names: Container[str] = ()) -> str:
    """The LaTeX of a formula of one of the kinds; of a single name there is none.

    Raises:
        Unclear: a word is not known, or the grouping is not clear.
    """
    found = tokens(text, names)
    if len(found) == 1 and found[0].kind in ("run", "name"):
        return ""
    reader = Statements(paired(found))
    node = reader.statement()
    if reader.place < len(reader.tokens) or _IDENTITY.match(node.tex) or (kinds and node.kind not in kinds):
        return ""
    return node.tex.replace(r",\cdots", r",\ldots")


def _tried(text: str, kinds: Container[str] | None = None) -> str:
    try:
        return _read(text, kinds)
    except (Unclear, RecursionError):
        return ""


def spoken(request: str) -> str:
    """The LaTeX of a request; empty where a word is not known or where it may mean two things."""
    if typed := latex_typed.typed(request):
        return typed
    if len(request) > _LONGEST:
        return ""
    formula = _formula_of(request)
    if tex := _tried(formula):
        return tex
    formula = mended(formula)
    if tex := _tried(formula):
        return tex
    return next((tex for tex in _named(formula) if tex and not latex_left_out.left_out(tex, request)), "")


def _named(text: str) -> Iterator[str]:
    """Readings without the words that name the formula."""
    if rest := after_colon(text):
        yield _tried(rest)
    for rest in without_name(text):
        tex = _tried(rest, _STATEMENTS)
        yield tex if _CLAIM.search(tex) else ""
    if names := quantities(text):
        yield _worded(text, names)


def _worded(text: str, names: frozenset[str]) -> str:
    """A formula with words for quantities, each with a sign beside it: ``profit equals revenue minus cost``."""
    try:
        found = tokens(text, names)
        tex = _read(text, ("relation",), names)
    except (Unclear, RecursionError):
        return ""
    written = [place for place, token in enumerate(found) if token.value.startswith(r"\text")]
    beside = {found[place + step].kind for place in written for step in (-1, 1) if 0 <= place + step < len(found)}
    is_apart = beside <= _BESIDE_WORDS and len(written) <= _MOST_WORDS and len(found) > _FEWEST_TOKENS
    return tex if is_apart else ""
