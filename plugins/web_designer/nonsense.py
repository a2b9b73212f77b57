"""Slips of a small model leave the page: words that are none, and words in an order in which nobody says them.

It was taught phrases, and copies words of the brief into them. An English sentence that puts together what neither the phrases nor the
brief put together came out wrong; what stands below a thing is a phrase or the brief's, in any language.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from plugins.web_designer.claims import headings
from plugins.web_designer.phrases import BREAK, WORD, following, is_phrase
from plugins.web_designer.plan import PagePlan, Section
from plugins.web_designer.trade_said import trades_told
from plugins.web_designer.trades import trade_of

_SENTENCE = re.compile(r"(?<!\b[A-Z])(?<=[.!?])\s+")
_STEM, _ENDING = 4, 3


def without_nonsense(plan: PagePlan, brief: str) -> PagePlan:
    """The plan without sentences and items that no phrase and no brief says so; such headings give way to plain ones."""
    said, words, trades = brief.casefold(), headings()["en"], " ".join(trades_told(brief, plan.title))

    def kept(text: str) -> str:
        return " ".join(one for one in _SENTENCE.split(text) if makes_sense(one, said))

    def of_section(section: Section) -> Section:
        items = (
            replace(item, text=item.text if is_phrase(item.text) or _is_told(item.text, said) else "")
            for item in section.items
            if makes_sense(item.title, said) and _is_known_thing(item.title, said)
        )
        plain = words.get(section.kind) or words["kinds"].get(section.kind)
        plain = plain or words["welcome"].format(name=plan.title)
        is_heading = makes_sense(section.heading, said) and _is_about(
            section.heading.replace(plan.title, ""), said, trades
        )
        heading = section.heading if is_heading else plain
        return replace(section, heading=heading, text=kept(section.text), items=tuple(items))

    is_audience = makes_sense(plan.audience, said) and _is_about(plan.audience, said, trades)
    audience = plan.audience if is_audience else ""
    return replace(plan, audience=audience, sections=tuple(map(of_section, plan.sections)))


def makes_sense(text: str, said: str) -> bool:
    """Whether each word is known, and each two that neither stands in what was said follow each other in a phrase."""
    known = following()
    for piece in BREAK.split(text.casefold()):
        words = WORD.findall(piece)
        if any(word not in known and not _is_said(word, said) for word in words):
            return False
        for word, after in pairwise(words):
            if not (_is_said(word, said) or _is_said(after, said) or after in known[word]):
                return False
    return True


def _is_known_thing(title: str, said: str) -> bool:
    """Whether a Chinese title is a phrase or takes something up from the brief; any other is."""
    runs = re.findall("[\u3400-\u9fff]{2,}", title)
    return not runs or is_phrase(title) or any(run[at : at + 2] in said for run in runs for at in range(len(run) - 1))


def _is_told(text: str, said: str) -> bool:
    """Whether all words of a text, or all pairs of its Chinese characters, stand in the brief."""
    runs = re.findall("[\u3400-\u9fff]{2,}", text)
    pairs = (run[at : at + 2] for run in runs for at in range(len(run) - 1))
    is_latin = all(_is_said(word, said) for word in WORD.findall(text.casefold()))
    return is_latin and all(pair in said for pair in pairs)


def _is_about(text: str, said: str, trades: str) -> bool:
    """Whether a phrase is made around the trade, if it is made around words of the brief at all: not “The world of dry”."""
    if _LIKED.search(text) and not text.startswith(("We ", "I ")):
        return False
    if (
        _OF_PLACE.match(text)
        or makes_sense(text, "")
        or (text.startswith(("We ", "I ")) and text.casefold().partition(" ")[2] in said)
    ):
        return True
    if text.casefold() in said:
        return True
    picked = (
        word
        for word in re.findall(r"(?<!\w)[a-z]{3,}", text[:1].lower() + text[1:])
        if word not in following() or (len(word) >= _STEM and word not in _PLAIN and _is_said(word, said))
    )
    return all(word[:_STEM] in trades or trade_of(word) for word in picked)


_LIKED = re.compile(r", and (?:we|I) like it\W*$")
"""What a deed ends with: “We mend cracks, and we like it”, not “Ann Roe, and we like it”."""
_OF_PLACE = re.compile(r"People in [A-Z]|[A-Z][\w ]+ and around$")
_PLAIN = frozenset(
    "cozy cosy small local family independent little mobile welcome with your from that this people work good time house home"
    " about made make".split()
)


def _is_said(word: str, said: str) -> bool:
    """Whether the brief has the word, or one that begins like it."""
    if len(word) <= _STEM:
        return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said) is not None
    forms = re.findall(rf"(?<!\w){re.escape(word[: max(_STEM, len(word) - 2)])}\w*", said)
    return any(len(form) - len(word) <= _ENDING for form in forms)
