"""Which words of a brief ask for a section of the page, and which tell something: “photos, price list and a booking button” only asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from plugins.web_designer.section_words import request_nouns

_SENTENCES = re.compile(r"(?<!\b[A-Z])(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bSt)[.!?](?:\s+|$)|[;\n。！？；]+|:\s")
_PIECES = re.compile(r",\s+(?:and |then )?|\s+(?:and|&|plus|as well as|then)\s+")
_VERB = (
    r"(?:includ(?:e|es|ing)|needs?|wants?|shows?|showing|lists?|listing|adds?|put|see|check|meet|introduce|features?|featuring|containing"
    r"|ends? with|ending with|starts? with|would like|would love|['’]d like|['’]d love|please|must have|should have|give|say|tell|explain"
    r"|describe|with|plus|have)"
)
_ASKED = re.compile(
    rf"(?:^|.*?[\s'’])(?:{_VERB})\b[\s:]*(?:{_VERB}\s+)*(?:(?:the |our )?(?:page|site|visitors|people|us)\s+)?(.+)$",
    re.IGNORECASE,
)
_LEAD_WORDS = (
    "a an the our my your her his its their this some any few several lots plenty room space of for more all no-nonsense short small simple"
    " big large nice good great clear full detailed little proper real latest upcoming recent weekly daily monthly quick brief plain honest"
    " customer customers customers' customer's client clients clients' press media user users users' member members members' guest guests"
    " guests' reader readers readers' player players players' parent parents parents' patient patients patients' student students students'"
    " product team photo class course event opening kind beautiful separate dedicated also and maybe perhaps finally then"
)
_LEAD = "|".join(re.escape(word) for word in _LEAD_WORDS.split())
_TAIL = (
    r"(?: (?:section|page|area|part|spot|block|tab|button)s?)?"
    r"(?: (?:of|from|for|about|by|on|with|at|to|in|than|where|that|which|so) .+)?(?: please| too)?"
)
_CLAUSES_CHINESE = re.compile(r"[，,]")
_PIECES_CHINESE = re.compile(r"、|以及|还有|和|及|与(?!众)|跟")
_ASKED_CHINESE = re.compile(
    r"^.*?(?<!不)(?:(?:要有|要放|要写|需要|希望[^，]{0,8}?有|希望|想要|想放|放上?|加上?|列出?|展示|包含|包括|附上?|留下?|写清楚?|写上|页面上?有|里面有|带上?|配上?"
    r"|最后(?:加|放|留|给)?|要)+)(?:一?[个张段份些条]|几[个张段份条句]|上|出|一下)?(.+)$"
)
_LEAD_CHINESE = (
    r"(?:最后|再|还|也|要|有|还有|以及|一[个张段份些条]|几[个张段条句]|[个些点]|我们?的?|他的?|她的?|店里的?|产品|真实的?|清楚的?|简单的?|详细的?"
    r"|完整的?|大大?的?)*"
)
_TAIL_CHINESE = r"(?:部分|板块|模块|区域?|栏目?|页面?|就好|即可|也要|都要|等)*"
_NO_GOODS = frozenset("cta faq testimonials newsletter contact".split())
"""Kinds whose names are nothing that a business sells: one who lists “clips, trailers and photos” may make them."""
_ASIDE = re.compile(r"[（(][^（()）]*[)）]")
_RULED_OUT = re.compile(r"\b(?:no|not|don['’]?t|without|never)\b|不要|不用|不需要?|没有|无需|别", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")


def section_named(piece: str, *, is_loose: bool = False) -> str:
    """The kind of section that a piece of text names, and says nothing beside; empty where it names none.

    Args:
        is_loose: it stands where sections are asked for: two words may tell of what, as in “workshop dates”.
    """
    text = piece.strip(' .!?,，。、：:“”"')
    if _HAN.search(text):
        return next((kind for kind, words in _nouns_chinese() if words.fullmatch(text)), "")
    named = next((kind for kind, words in _nouns() if words.fullmatch(text)), "")
    told = (
        re.fullmatch(r"(?!compare|no|not)[a-z'’-]+ (?:[a-z'’-]+ )??([a-z]+)", text) if is_loose and not named else None
    )
    return section_named(told[1]) if told else named


def asks_only(text: str) -> bool:
    """Whether a text does nothing but name sections, with or without a word that asks: “press quotes and a sign up button”."""
    return bool(text.strip()) and all(_kind_of(piece) for piece in _pieces(text))


def requested_kinds(brief: str) -> frozenset[str]:
    """Kinds of sections that the brief names behind a word that asks, or in a bare list."""
    return frozenset(kind for sentence in _SENTENCES.split(brief) for kind in _of_sentence(sentence))


def belongs_to_request(part: str, sentence: str, *, is_asking: bool) -> bool:
    """Whether a part of a sentence only names sections, and is no goods; ``is_asking``: a part before it asked."""
    if ruled_out := _RULED_OUT.match(part.strip()):
        return asks_only(part.strip()[ruled_out.end() :])
    kinds = [_kind_of(piece, is_loose=is_asking) for piece in _pieces(part)]
    if not kinds or not all(kinds):
        return False
    has_verb = not all(section_named(piece) for piece in _pieces(part))
    return is_asking or has_verb or bool(_NO_GOODS & set(kinds)) or asks_only(sentence)


def without_request(text: str) -> str:
    """A sentence without what it asks for at its end: “climbing gym with prices and photos” → “climbing gym”."""
    for found in re.finditer(r",?\s(?:with|including|featuring|plus|showing)\s(.+)$", text, re.IGNORECASE):
        if asks_only(found[1]) and not re.search(r"\d", found[1]):
            return text[: found.start()]
    return text


def _of_sentence(sentence: str) -> Iterator[str]:
    if _HAN.search(sentence):
        yield from _of_chinese(sentence)
        return
    pieces = _pieces(sentence)
    run = _run_at_end(pieces)
    is_asking = False
    for at, piece in enumerate(pieces):
        is_asking = is_asking or _ASKED.match(piece) is not None
        kind = _kind_of(piece, is_loose=is_asking)
        if kind and (is_asking or at >= run):
            yield kind


def _run_at_end(pieces: list[str]) -> int:
    """Where the pieces at the end that only name sections begin: all of them, or two with one that can be no goods."""
    named = 0
    while named < len(pieces) and section_named(pieces[-1 - named]):
        named += 1
    run = pieces[len(pieces) - named :]
    is_sure = named == len(pieces) or (named > 1 and any(section_named(piece) in _NO_GOODS for piece in run))
    return len(pieces) - named if is_sure else len(pieces)


def _of_chinese(sentence: str) -> Iterator[str]:
    is_asking = False
    for clause in _CLAUSES_CHINESE.split(sentence):
        is_asking = is_asking or _ASKED_CHINESE.match(clause.strip()) is not None
        kinds = [_kind_of(piece) for piece in _pieces(clause)]
        is_bare = len(kinds) > 1 and all(kinds) and (asks_only(sentence) or bool(_NO_GOODS & set(kinds)))
        if is_asking or is_bare:
            yield from filter(None, kinds)


def _pieces(text: str) -> list[str]:
    pattern = _PIECES_CHINESE if _HAN.search(text) else _PIECES
    whole = re.split(r"[，,]", text) if _HAN.search(text) else [text]
    return [piece.strip() for part in whole for piece in pattern.split(part.strip(" .!?。")) if piece and piece.strip()]


def _kind_of(piece: str, *, is_loose: bool = False) -> str:
    """The kind that a piece names by itself or behind a word that asks."""
    piece = _ASIDE.sub("", piece)
    if _RULED_OUT.search(piece):
        return ""
    if kind := section_named(piece, is_loose=is_loose):
        return kind
    pattern = _ASKED_CHINESE if _HAN.search(piece) else _ASKED
    asked = pattern.match(piece.strip())
    return section_named(asked[1]) if asked else ""


@cache
def _nouns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(rf"(?:(?:{_LEAD})\s+)*(?:{words}){_TAIL}", re.IGNORECASE)) for kind, words in request_nouns()
    )


@cache
def _nouns_chinese() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(f"{_LEAD_CHINESE}(?:{words}){_TAIL_CHINESE}", re.IGNORECASE))
        for kind, words in request_nouns()
    )
