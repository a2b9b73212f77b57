"""The page plan that a brief means: facts are copied, the rest is phrases of the trade."""

from __future__ import annotations

import json
import random
import re
from typing import Any

from plugins.web_designer.plan import KINDS, SMALL_ITEMS, SMALL_SECTIONS
from plugins.web_designer.trades import trade as known_look
from training.generators.web_brief import Subject, with_article
from training.generators.web_lexicon import COMMON, Entry, families, one, pieces
from training.generators.web_wishes import ACTIONS, kind_of

ANSWER_BYTES = 650
"""About 420 tokens of the starter's first vocabulary; what a brief does not ask for is left out beyond."""

WISHED_BYTES = 120
"""What a page with parts that were asked for may take beyond."""

_MIDDLE_KINDS = 2
_SHORT_OTHER_SHARE = 0.6
_SLOT = re.compile(r"\{(\w+)\}")
_LANGUAGES = {"english": "en", "chinese": "zh"}
_CONTACT_WORDS = {
    "english": {"hours": "Open", "phone": "Phone", "email": "Email", "address": "Address"},
    "chinese": {"hours": "营业时间", "phone": "电话", "email": "邮箱", "address": "地址"},
}
_FOOD = ("food", "eatery")
_FACT_KINDS = {"dates": "schedule", "team": "team", "quote": "quote", "since": "about", "extras": "features"}
_HERO_OF_ALL_SHARE = 0.15
_HERO_OF_STRANGE_SHARE = 0.3
_OWN_WORDS_SHARE = 0.85
_DEED_AS_HEADING_SHARE = 0.3
_LONGEST_HEADING = 45
_CAPITAL_SLOTS = ("{thing}", "{object}", "{do}", "{trade}")
_FIRST_CHOICE_SHARE = 0.7

Part = dict[str, Any]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _items(found: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    parts = ({"title": _capital(title), "text": text, "note": note} for title, text, note in found[:SMALL_ITEMS])
    return [{key: value for key, value in part.items() if value} for part in parts]


class _Writer:
    """Writes one plan."""

    def __init__(self, rng: random.Random, about: Subject, items: int) -> None:
        self.rng, self.about, self.items, self.has_menu = rng, about, items, False
        self.english = about.language == "english"
        self.name = about.name or self._nameless_title()
        known = families(about.language)
        self.family, self.common = known[about.trade.family], known[COMMON]
        self.voice = known["person"] if about.is_alone else self.family
        self.slots = {
            "name": about.name,
            "trade": about.word if about.has_trade else "",
            "place": about.place,
            "a_trade": with_article(about.word) if about.has_trade else "",
            "since": about.simple.get("since", ""),
            "do": about.simple.get("deed", ""),
            "thing": about.trade.thing if about.has_trade else "",
            "object": about.trade.object if "deed" in about.simple else "",
        }
        self.own_text = {entry.title: entry.text for entry in about.trade.things}

    def _nameless_title(self) -> str:
        if self.english:
            return _capital(self.about.word)
        return self.about.place + self.about.word

    def _said(self, options: tuple[str, ...]) -> str:
        """One of the phrases whose words the brief gives, filled."""
        template = one(self.rng, self._possible(options) or options)
        text = _SLOT.sub(lambda match: self.slots[match.group(1)], template)
        return _capital(text) if template.startswith(_CAPITAL_SLOTS) else text

    def _possible(self, options: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text in options if all(self.slots[slot] for slot in _SLOT.findall(text)))

    def _own_words(self, name: str) -> str:
        """A phrase with the words of a trade that the lexicon does not know; empty where there is none to be said."""
        options = (*self.family.phrases.get(f"strange_{name}", ()), *self.common.phrases[f"strange_{name}"])
        possible = self._possible(options)
        is_said = self.about.trade.thing and possible and self.rng.random() < _OWN_WORDS_SHARE
        return self._said(possible) if is_said else ""

    def _phrase(self, name: str) -> str:
        """A phrase of the family; where it has none, one that fits every family."""
        options = self.family.phrases.get(name) or self._own_kind(name)
        return self._said(options)

    def _own_kind(self, name: str) -> tuple[str, ...]:
        """The shared phrases, in the first person for a person and about a day for an event."""
        stem, _, last = name.partition("_")
        family = "person" if self.about.is_alone else self.about.trade.family
        if stem == "deed" and not self.about.is_alone:
            return self.common.phrases[name]
        special = "_".join(filter(None, (stem, family, last)))
        return self.common.phrases.get(special) or self.common.phrases[name]

    def _list(self, name: str) -> tuple[Entry, ...]:
        found = self.family.lists.get(name) or self.common.lists[name]
        return found[int(self.rng.random() * len(found))]

    def _part(self, kind: str, heading: str, text: str = "", found: list[tuple[str, str, str]] | None = None) -> Part:
        part: Part = {"kind": kind, "heading": heading, "text": text, "items": _items(found or [])}
        return {key: value for key, value in part.items() if value}

    def _phrased(self, kind: str, entries: tuple[Entry, ...]) -> Part:
        return self._part(kind, self._phrase(f"{kind}_heading"), "", [(e.title, e.text, "") for e in entries])

    def _things(self) -> list[tuple[str, str, str]]:
        """What the brief names, else what the trade or its family has."""
        goods = self.about.listed.get("goods")
        if goods:
            return [(name, self.own_text.get(name, ""), "") for name in goods]
        deeds = self.about.listed.get("deeds")
        if deeds and not self.offer_is_menu:
            return [(deed, "", "") for deed in deeds]
        own = list(self.about.trade.things or self._strange_items())
        while len(own) > self.items:
            own.pop(int(self.rng.random() * len(own)))
        return [(entry.title, entry.text, "") for entry in own]

    def _strange_items(self) -> tuple[Entry, ...]:
        """What a family has, mostly with the trade's own words."""
        if self.slots["thing"] and self.rng.random() < _OWN_WORDS_SHARE:
            return tuple(Entry(self._said((e.title,)), self._said((e.text,))) for e in self._list("strange_items"))
        if done_to := self.slots["object"]:
            return Entry(_capital(done_to), self._phrase("object_text")), *self._list("items")[1:]
        return self._list("items")

    def hero(self) -> Part:
        trade, roll = self.about.trade, self.rng.random()
        share = _HERO_OF_ALL_SHARE if trade.hero else _HERO_OF_STRANGE_SHARE
        deed = self.slots["do"]
        is_deed_first = 0 < len(deed) <= _LONGEST_HEADING and self.rng.random() < _DEED_AS_HEADING_SHARE
        if is_deed_first:
            heading = self._phrase("deed_heading")
        elif roll < share and self.about.name:
            heading = self._said(self.common.phrases["hero"])
        elif own := self._own_words("hero"):
            heading = own
        else:
            heading = (
                trade.hero
                if trade.hero and self.rng.random() < _FIRST_CHOICE_SHARE
                else self._said(self.family.phrases["hero"])
            )
        if deed and not is_deed_first:
            return self._part("hero", heading, self._phrase("deed_lead"))
        return self._part("hero", heading, self._own_words("lead") or self._said(self.voice.phrases["lead"]))

    def features(self) -> Part:
        extras = [(name, "", "") for name in self.about.listed.get("extras", ())]
        things = [] if self.has_menu else self._things()
        heading = (
            self._phrase("extras_heading" if extras else "offer_heading")
            if extras or self.has_menu
            else self._heading()
        )
        return self._part(
            "features",
            heading,
            "",
            extras or things or [(e.title, e.text, "") for e in self._list("items")[: self.items]],
        )

    def _heading(self) -> str:
        return self._own_words("heading") or self._said(self.family.phrases["heading"])

    def menu(self) -> Part:
        told = [(name, self.own_text.get(name, ""), price) for name, _, price in self._told("menu")]
        return self._part("menu", self._heading(), "", told or self._priced() or self._things())

    def pricing(self) -> Part:
        found = self._told("prices") or [(name, "", price) for name, _, price in self._priced()]
        text = "" if found else self._phrase("pricing_text")
        return self._part("pricing", self._phrase("pricing_heading"), text, found or self._titles())

    def _priced(self) -> list[tuple[str, str, str]]:
        return [(name, self.own_text.get(name, ""), price) for name, price in self.about.paired.get("prices", ())]

    def _titles(self) -> list[tuple[str, str, str]]:
        return [(title, "", "") for title, _, _ in self._things()]

    def about_us(self) -> Part:
        name = "about_since" if self.slots["since"] else "about" if self.about.has_trade else "about_deed"
        text = self._phrase(name)
        return self._part("about", self._phrase("about_heading"), text)

    def gallery(self) -> Part:
        return self._part("gallery", self._phrase("gallery_heading"), "", self._titles())

    def schedule(self) -> Part:
        found = self._told("schedule") or [(name, "", day) for name, day in self.about.paired.get("dates", ())]
        text = "" if found else self._phrase("schedule_text")
        return self._part("schedule", self._phrase("schedule_heading"), text, found or self._titles())

    def team(self) -> Part:
        people = self._told("team") or [(name, "", role) for name, role in self.about.paired.get("team", ())]
        if not people:
            return self._phrased("team", self._list("team"))
        return self._part("team", self._phrase("team_heading"), "", people)

    def testimonials(self) -> Part:
        """What the brief has somebody say, and no person that it does not tell of."""
        told = self._told("testimonials")
        said = told[0][1] if told else self.about.simple.get("quote", "")
        found = [(one(self.rng, pieces(self.about.language, "guest")), said, "")] if said else []
        found += [(e.title, e.text, "") for e in self._list("testimonials")]
        return self._part("testimonials", self._phrase("testimonials_heading"), "", found[:2])

    def cta(self) -> Part:
        kind = next((wish for wish in self.about.wishes if wish in ACTIONS), "cta")
        return self._part("cta", self._phrase(f"{kind}_heading"), self._phrase(f"{kind}_text"))

    def _told(self, wish: str) -> list[tuple[str, str, str]]:
        """What the brief tells of a part that it wishes."""
        rows = self.about.rows[wish][0] if wish in self.about.rows else ()
        return [(title, _capital(text), note) for title, text, note in rows]

    def _told_or_phrased(self, kind: str) -> Part:
        found = self._told(kind)
        if not found:
            return self._phrased(kind, self._list(kind))
        if kind == "faq":
            found = [(question, self._phrase("asked_answer"), "") for question, _, _ in found]
        if len(found) == 1:
            found.append(next((e.title, e.text, "") for e in self._list(f"more_{kind}")))
        return self._part(kind, self._phrase(f"{kind}_heading"), "", found)

    def location(self) -> Part:
        address = self.about.simple.get("address", "")
        found = [(self._phrase("location_item"), address, "")] if address else []
        return self._part(
            "location", self._phrase("location_heading"), "" if found else self._phrase("location_text"), found
        )

    def written(self, kind: str) -> Part:
        """A part in the middle."""
        if kind == "quote":
            return self._part("quote", self._phrase("quote_heading"), self.about.simple["quote"])
        if kind in ("steps", "faq", "timeline", "stats", "specs", "comparison", "cases"):
            return self._told_or_phrased(kind)
        if kind == "newsletter":
            return self._part(kind, self._phrase(f"{kind}_heading"), self._phrase(f"{kind}_text"))
        by_kind = {
            "features": self.features,
            "about": self.about_us,
            "gallery": self.gallery,
            "menu": self.menu,
            "pricing": self.pricing,
            "schedule": self.schedule,
            "team": self.team,
            "location": self.location,
            "testimonials": self.testimonials,
            "cta": self.cta,
        }
        return by_kind[kind]()

    def contact(self, *, has_location: bool) -> Part:
        names = _CONTACT_WORDS[self.about.language]
        facts = [(names[kind], self.about.simple[kind], "") for kind in names if kind in self.about.simple]
        found = [fact for fact in facts if not has_location or fact[0] != names["address"]]
        text = "" if found else self._phrase("contact_text")
        return self._part("contact", self._phrase("contact_heading"), text, found)

    @property
    def offer_is_menu(self) -> bool:
        """Whether what is offered stands as a list with prices."""
        return self.about.trade.family in _FOOD

    def wished_kinds(self) -> list[str]:
        """Parts that the brief asks for."""
        return list(dict.fromkeys(kind_of(wish) for wish in self.about.wishes))

    def fact_kinds(self) -> list[str]:
        """Parts that the brief's facts need."""
        about, offer = self.about, "menu" if self.offer_is_menu else "features"
        facts = {*about.simple, *about.paired, *about.listed}
        found = [kind for fact, kind in _FACT_KINDS.items() if fact in facts]
        if "prices" in about.paired:
            found.append("menu" if self.offer_is_menu else "pricing")
        if "deeds" in about.listed and not {"goods", "extras"} & facts and offer == "features":
            found.append(offer)
        if "goods" in about.listed:
            found.append("gallery" if "extras" in about.listed and offer == "features" else offer)
        wished = self.wished_kinds()
        if "testimonials" in wished:
            found = [kind for kind in found if kind != "quote"]
        return [kind for kind in dict.fromkeys(found) if kind not in wished]

    def head(self) -> Part:
        """The plan without its parts."""
        about, look = self.about, known_look(self.about.trade.look)
        audience = _capital(about.simple.get("audience", "")) or self._audience()
        return {
            "title": self.name,
            "language": _LANGUAGES[about.language],
            "audience": audience,
            "style": about.style or self._first(look.styles),
            "palette": about.palette or self._first(look.palettes),
            "action": about.simple.get("action", "") or self._said(self.family.phrases["action"]),
        }

    def _first(self, options: tuple[str, ...]) -> str:
        """Mostly the best of those that suit, else the next."""
        return options[0] if len(options) < 2 or self.rng.random() < _FIRST_CHOICE_SHARE else options[1]

    def _audience(self) -> str:
        """Whom the page speaks to: people of its place, or those whom the trade serves."""
        if self.about.place and self.rng.random() < 0.5:
            return self._phrase("audience_place")
        if own := self._own_words("audience"):
            return own
        return self._said(self.family.phrases["audience"])


def _usual(writer: _Writer, asked: list[str]) -> list[str]:
    """Parts that a family's pages have, beyond those asked for; dates and prices stand only where the brief speaks of them."""
    offer = "menu" if writer.offer_is_menu and "features" not in asked else "features"
    found = [
        offer if kind in ("schedule", "pricing") else kind
        for kind in one(writer.rng, writer.family.phrases["middle"]).split()
    ]
    return [
        kind
        for kind in dict.fromkeys([*found, offer, "faq"])
        if kind not in asked and not (kind == "menu" and {"pricing", "features"} & set(asked))
    ]


def plan(rng: random.Random, about: Subject) -> str:
    """The plan as compact JSON; what is empty is left out."""
    writer = _Writer(rng, about, 3 if rng.random() < 0.5 else 2)
    wished = sorted(writer.wished_kinds(), key=KINDS.index)
    facts = sorted(writer.fact_kinds(), key=KINDS.index)
    asked = wished + facts
    usual = _usual(writer, asked)
    if wished:
        is_full = len(wished) > 1 and "about" not in wished and rng.random() < _SHORT_OTHER_SHARE
        others = facts or (["about"] if is_full else sorted(usual[:2], key=KINDS.index)[:1])
        kept = (others[:1] + wished + others[1:])[: SMALL_SECTIONS - 2]
    else:
        kept = sorted((facts + usual[: max(0, _MIDDLE_KINDS - len(facts))])[: SMALL_SECTIONS - 2], key=KINDS.index)
    writer.has_menu = "menu" in kept
    head, hero = writer.head(), writer.hero()
    middle = [writer.written(kind) for kind in kept]
    contact = writer.contact(has_location="location" in kept)
    unasked = [part for part in middle if part["kind"] not in asked]
    while True:
        text = json.dumps({**head, "sections": [hero, *middle, contact]}, ensure_ascii=False, separators=(",", ":"))
        if len(text.encode()) <= ANSWER_BYTES + (WISHED_BYTES if wished else 0) or not _shorten(about, middle, unasked):
            return text


def _shorten(about: Subject, middle: list[Part], unasked: list[Part]) -> bool:
    """Leave out one thing that the brief does not give; False where there is none."""
    copied = {
        _capital(name)
        for names in (*about.listed.values(), *(dict(p) for p in about.paired.values()))
        for name in names
    } | {_capital(row[0]) for rows, _ in about.rows.values() for row in rows}
    for part in middle:
        found = part.get("items", []) if part["kind"] != "steps" else []
        if len(found) > 2 and found[-1]["title"] not in copied:
            del found[2:]
            return True
    if unasked and len(middle) > _MIDDLE_KINDS:
        middle.remove(unasked.pop())
        return True
    return False
