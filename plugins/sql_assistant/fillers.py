"""Words of a question that ask for nothing: “how many guests are on the books, please” → “how many guests are”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.sql_assistant.idioms import said_plainly
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.words import parts, stem

_PLACES = "books file files record records system database db catalogue catalog list register roster archive".split()
_WHERE = rf"(?:on|in|from|within) (?:(?:the|our|my|this|that|your) )?(?P<place>{'|'.join(_PLACES)})"
_WHEN = r"so far|to date|at (?:the|this) moment|at present|right now|as of (?:now|today)|these days|nowadays"
_ALL = r"all told|all in all|in all|overall"
_POLITE = r"please|pls|plz|thanks|thank you|thx|cheers|for (?:me|us)|if (?:you can|possible)|if any|by the way|btw|if you would"
_BEHIND = re.compile(rf"[\s,]+(?:{_WHERE}|{_WHEN}|{_ALL}|{_POLITE}|that we know (?:of|about))\s*$", re.IGNORECASE)
_BEFORE = re.compile(
    r"^\s*(?:(?:hi|hello|hey|ok|okay|so|well|good morning|quick question|question)\b(?: there| all)?\s*[:,!.–-]\s*"
    r"|(?:just )?(?:curious|wondering)\s*[:,]\s*|out of curiosity\s*,\s*|please,?\s+(?=\w))",
    re.IGNORECASE,
)


def without_fillers(question: str, tables: Sequence[Table]) -> str:
    """A question without greetings, thanks, and words for the database itself, where none of its names holds them."""
    known = {
        part for table in tables for name in (table.own_name, *(c.name for c in table.columns)) for part in parts(name)
    }
    text = question.strip()
    sign = "?" if text.endswith("?") else ""
    text = text.rstrip("?.! ")
    while found := _BEHIND.search(text):
        if (place := found["place"]) and stem(place.lower()) in known:
            break
        text = text[: found.start()]
    while (found := _BEFORE.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    text = said_plainly(text)
    return f"{text}{sign}" if len(text.split()) > 1 else question
