"""Questions that say first what others say last: for each show, the attendance; on average, how heavy are they."""

from __future__ import annotations

import re

_AT_FIRST = (
    re.compile(r"(?P<last>(?:for|in|at|from|per) (?:each|every) [^,]+), (?P<first>[^,]+)", re.IGNORECASE),
    re.compile(
        r"(?P<last>(?:for|in|at|from|per) (?:each|every) \w+) (?P<first>(?:the|what|how|show|give|list) .+)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<last>on average|in total|altogether|in all),? (?P<first>.+)", re.IGNORECASE),
)


def reordered(question: str) -> str:
    """The question with what it says of all of it at its end; the question itself where it says no such thing first."""
    plain = question.strip().rstrip("?.! ")
    for pattern in _AT_FIRST:
        if found := pattern.fullmatch(plain):
            return f"{found['first']} {found['last']}"
    return question
