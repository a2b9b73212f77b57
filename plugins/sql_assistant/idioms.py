"""Ways of asking that mean a plain one: “what do the fees add up to” → “total fees”."""

from __future__ import annotations

import re
from collections.abc import Callable

_MEASURED = {
    "heavy": "weight",
    "long": "length",
    "tall": "height",
    "high": "height",
    "old": "age",
    "big": "size",
    "large": "size",
    "expensive": "price",
    "deep": "depth",
    "wide": "width",
    "fast": "speed",
}
_SUMMED = "fees|prices|costs|amounts|fares|wages|salaries|rents|charges|payments|kilos|hours|points|miles"
_ONCE = r"(?:each|every one|all of them|everyone)(?: (?:only|just))? once|no repeats|without (?:repeats|repetitions?|doubles)"
_LEFT_OUT = r"(?:left out|excluded|not counted|not included|disregarded|ignored|taken out)"


_YES_OR_NO = re.compile(
    r"^\s*(?:(?:do|did|have) (?:we have )?any|(?:are|were) (?:there )?any|(?:are|were) there|have we got any) (?P<what>[^?.,]+?)[?.,;\s]+"
    r"(?:and )?(?:if so,? )?"
    r"(?:which(?: ones?| are they)?|who(?: are they)?|what are they|list them|name them|show them)\s*$",
    re.IGNORECASE,
)

_FORMS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_YES_OR_NO, r"which \g<what>"),
    (
        re.compile(
            rf"^what (?:do|does|did) (?:all )?(?:the |our |my )?(?P<what>(?:[\w-]+ )?(?:{_SUMMED})\b.*?) "
            r"(?:add up|amount|sum up|come|run|total up)(?: to)?(?: altogether| in total| together| overall)?$",
            re.IGNORECASE,
        ),
        r"total \g<what>",
    ),
    (
        re.compile(
            rf"^how (?P<how>{'|'.join(_MEASURED)}) (?:is|are|was|were) (?:an? |the |our |a single )?(?P<what>[\w ]+?) "
            r"(?:on average|usually|typically)(?P<rest>,? (?:by|per|for each|for every|in each) [\w ]+)?$",
            re.IGNORECASE,
        ),
        lambda found: (
            f"average {_MEASURED[found['how'].lower()]} of {found['what']}{(found['rest'] or '').replace(',', '')}"
        ),
    ),
    (
        re.compile(r"\s*[,.?;–-]*\s+(?:with )?no (?:duplicates?|repeats?|doubles)$", re.IGNORECASE),
        " without duplicates",
    ),
    (
        re.compile(
            r"^(?:(?:show|give|list|tell)(?: me| us)? )?(?:the |our )?(?:top|best) "
            r"(?P<number>\d+|two|three|four|five|six|seven|eight|nine|ten) (?P<who>[\w-]+)"
            r" by (?:total )?(?:spending|spend|(?:amount |money |total )?spent|how much they(?: have)? spen[dt])$",
            re.IGNORECASE,
        ),
        r"which \g<number> \g<who> spent the most",
    ),
    (re.compile(rf",? (?:and )?(?:{_ONCE})$", re.IGNORECASE), " without duplicates"),
    (
        re.compile(
            rf",? (?:with |and )?(?:the )?(?P<what>[\w-]+) (?:ones|orders|rows|entries) (?:are |being )?{_LEFT_OUT}(?=$|,)",
            re.IGNORECASE,
        ),
        r" that are not \g<what>",
    ),
    (
        re.compile(
            r",? (?:(?:with |and )?(?:the )?[\w-]+ ones (?:are )?(?:included|counted too|as well)|including (?:the )?[\w-]+ ones)$",
            re.IGNORECASE,
        ),
        "",
    ),
)


def said_plainly(question: str) -> str:
    """A question in the words that plain ones have, where it is one of these forms; else as it is."""
    for form, plain in _FORMS:
        question = form.sub(plain, question)
    return question
