"""The forms of short follow-up questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_WORDS = 8
MOST_WORDS = 10
"""Of a follow-up that changes the query word by word."""

_OPERATORS = {
    "since": ">=",
    "after": ">",
    "before": "<",
    "until": "<=",
    "up to": "<=",
    "without": "<>",
    "not": "<>",
    "except": "<>",
}
_SIGNS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "<>": "≠ ", "=": ""}

_LEAD = r"(?:(?:and|but|now|then|ok|okay|please|just|also|what about|how about|show|give me|the same|same)[\s,]+)*(?:the same |same )?"
_NUMBER = r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|twenty"
_NUMBERS = {word: n for n, word in enumerate("zero one two three four five six seven eight nine ten".split())} | {
    "twenty": 20
}

COUNT = re.compile(
    rf"{_LEAD}(?:how many(?: (?:are|is|were|would|does))?(?: (?:there|they|that|those|these|rows|of them|of those|it|be|make|come to))*"
    r"(?: (?:altogether|in total|in all|together|overall))?|count (?:them|it|those)|as a count"
    r"|(?:(?:what is|what's|whats|just|only|show|me|give) )*the (?:count|number)(?: of (?:them|those|these|rows))?)",
    re.IGNORECASE,
)
FIRST = re.compile(
    rf"{_LEAD}(?:only |just )?(?:the )?(?:(?:top|(?P<least>bottom)|(?P<plain>first|limit(?: to)?)) (?P<number>{_NUMBER}))"
    r"(?: (?:of them|of those|rows|results|ones))?",
    re.IGNORECASE,
)
SORT = re.compile(
    rf"{_LEAD}(?:sort(?:ed)?|order(?:ed)?|rank(?:ed)?)(?: them| it| this| these| that| those)? by (?P<what>[\w ]+)",
    re.IGNORECASE,
)
DESCENDING = re.compile(
    r"\b(?:descending|desc|(?:the )?(?:largest|highest|biggest|most|newest|latest) first|from (?:high to low|large to small))\b",
    re.IGNORECASE,
)
ASCENDING = re.compile(
    r"\b(?:ascending|asc|(?:the )?(?:smallest|lowest|oldest|earliest|fewest) first|in order)\b", re.IGNORECASE
)
YEARS = re.compile(
    rf"{_LEAD}(?:(?:only|just|for|in|from|of|during|the year|only in|only for|only from|but only|limited to) )*"
    r"(?:(?P<kind>since|after|before|until|up to|between|without|except|not) )?(?:in )?(?P<year>(?:19|20)\d\d)"
    r"(?: ?(?:and|to|-|–) ?(?P<end>(?:19|20)\d\d))?(?: only)?",
    re.IGNORECASE,
)
GROUP = re.compile(
    rf"{_LEAD}(?:group(?:ed)? by|broken down by|split by|per|by|for each|for every|each) (?:each |every )?"
    r"(?P<what>[a-z_]\w*(?: [a-z_]\w*)?)",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"(?:(?:and|now|but|so|ok|just|only|what|is|are|was|what's|whats|show|give|me|tell)\s+)*(?:(?:the|their|its)\s+)?"
    r"(?:(?P<what>total|sum|average|mean|highest|lowest|maximum|minimum)"
    r"(?: (?:of (?:them|those|these|that|all)|overall|altogether|value|amount))?"
    r"|(?:how much|what) (?:is|are|do|does|did|would|was|were) (?:that|it|this|they|those|these|them)(?: all)?"
    r"(?: (?:come to|add up to|amount to|make|worth|cost|be))?(?: (?:in total|altogether|all together|together|in all|overall))?)",
    re.IGNORECASE,
)
LEFT_OUT = re.compile(rf"{_LEAD}(?:without|except(?: for)?|excluding|but not|not|other than|no)\b", re.IGNORECASE)
_ONLY = re.compile(
    rf"{_LEAD}(?:(?:only|just|without|except|excluding|but not|not|other than|no|for|in|from|of|with|those|the ones|ones|where)\s+)+"
    r"(?P<what>.+?)(?: only)?",
    re.IGNORECASE,
)
_ASKED_ABOUT = re.compile(
    r"(?:and|what about|how about|and what about)\s+(?:(?:for|in|from|of|the)\s+)*(?P<what>.+)", re.IGNORECASE
)
_FOLLOWS = re.compile(
    r"\s*(?:only|just|but|and|now|then|also|without|except|excluding|what about|how about|per|the same|same|instead|as a|since|for each"
    r"|those|them|of (?:those|them|these)|which of (?:them|those|these)|how many of (?:them|those|these)"
    r"|show (?:them|those|it|only|just)|which (?:ones )?of (?:them|those|these)|with (?:the|their|its)|leave out|leaving out|add"
    r"|(?:re-?)?(?:sort|order|rank|arrange) (?:them|it|that|those|this|these|the list)|show .+ (?:too|as well)$)\b",
    re.IGNORECASE,
)
_MAY_FOLLOW = re.compile(
    r"\s*(?:how much [a-z ]+ (?:is|was) (?:that|it)|alphabetically|in alphabetical order"
    r"|by|top|bottom|first|sort|sorted|order by|ordered by|grouped?|split|broken down|limit|add|include|remove"
    r"|not"
    r"|(?:in|for|from|before|after|until|since) (?:[a-z]+ )?(?:19|20)\d\d|(?:the )?(?:19|20)\d\d (?:ones|only))\b",
    re.IGNORECASE,
)
"""So begin whole questions too (top 3 customers by revenue); a follow-up is shorter."""

_REFERS = re.compile(r"\b(?:them|those|these ones|that list|the same|of these|instead)\b", re.IGNORECASE)
_SHORT_WORDS = 4


def follows(question: str) -> bool:
    """Whether a question is a change of the one before, by its form alone."""
    text = question.strip().rstrip("?.! ")
    count = len(text.split())
    return (
        (count <= _SHORT_WORDS and text.lower().endswith(" first"))
        or any(form.fullmatch(text) for form in (COUNT, FIRST, SORT, YEARS, GROUP, FIGURE))
        or (count <= 2 * MAX_WORDS and bool(_FOLLOWS.match(text)))
        or (count <= MAX_WORDS and bool(_REFERS.search(text)))
        or (count <= _SHORT_WORDS and bool(_MAY_FOLLOW.match(text)))
    )


def number_of(text: str) -> int:
    """A number written in figures or as a word."""
    return _NUMBERS[text.lower()] if text.lower() in _NUMBERS else int(text)


def only_value(question: str) -> str:
    """What may be a value in a short question that keeps or leaves out rows; empty if it has another form."""
    found = _ONLY.fullmatch(question) or _ASKED_ABOUT.fullmatch(question)
    return found.group("what").strip() if found else ""


@dataclass(frozen=True, slots=True)
class Years:
    """A span of years. ``bounds`` are comparisons that all hold; ``said`` is the span in words."""

    bounds: tuple[tuple[str, str], ...]
    said: str

    @classmethod
    def of(cls, found: re.Match[str]) -> Years:
        """The span that a match of ``YEARS`` means."""
        year, end, kind = found.group("year"), found.group("end"), (found.group("kind") or "").lower()
        if end:
            return cls(((">=", year), ("<=", end)), f"{year}–{end}")
        operator = _OPERATORS.get(kind, "=")
        return cls(((operator, year),), f"{_SIGNS[operator]}{year}")
