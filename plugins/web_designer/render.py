"""The component library: a page plan becomes one self-contained HTML file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from plugins.web_designer import art
from plugins.web_designer.colour import mixed
from plugins.web_designer.completion import completed
from plugins.web_designer.layouts import Block, blocks, hero_layout, is_right_to_left
from plugins.web_designer.looks import PALETTES, Colours, Look, colours
from plugins.web_designer.pictures import Picture
from plugins.web_designer.plan import PagePlan, Section
from plugins.web_designer.policy import FORM_POLICY, PLAN_POLICY
from plugins.web_designer.sheet import sheet_for
from plugins.web_designer.styles import STYLES
from plugins.web_designer.subject import subject_of
from plugins.web_designer.trades import motifs_for, trade
from plugins.web_designer.words import words_of

NAVIGATION_WIDTH = 58
PHONE_BAR_WIDTH = 19
TEMPLATES = Path(__file__).with_name("templates")
_SHEET_MARK = "/* the sheet */"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+|\(?0)\d[\d\s()./-]{6,18}\d")
_GROUNDS: Mapping[str, str] = {"bar": "plain", "hero": "plain", "band": "deep", "foot": "deep"}


def render_page(plan: PagePlan, pictures: Mapping[str, Picture] | None = None, look: Look | None = None) -> str:
    """The page as HTML5: inline CSS and pictures, no script, no address outside itself.

    Args:
        pictures: the person's own, by place: ``hero``, ``logo``, ``about-3`` (the section's number), ``gallery-1``, ``team-2``,
            ``menu-1``, ``cases-1``, ``features-1``, ``testimonials-1``, ``quote-1``; what is not given is drawn.
        look: takes the place of the plan's own look.
    """
    whole = completed(plan)
    inks = colours(STYLES[whole.style], PALETTES[whole.palette], look or whole.look)
    values = _page_values(whole, inks, pictures or {})
    html = _environment().get_template("page.html.j2").render(values)
    return html.replace(_SHEET_MARK, _style_sheet(whole, inks, look or whole.look, html), 1)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.filters["fit"] = _fit
    environment.filters["linked"] = _linked
    return environment


def _page_values(plan: PagePlan, inks: Colours, pictures: Mapping[str, Picture]) -> dict[str, object]:
    style = STYLES[plan.style]
    body = blocks(plan)
    hero = next(s for s in plan.sections if s.kind == "hero")
    has_form = bool(plan.email) and any(block.section.kind == "newsletter" for block in body)
    return {
        "plan": plan,
        "policy": FORM_POLICY if has_form else PLAN_POLICY,
        "sheet_mark": _SHEET_MARK,
        "hero": hero,
        "hero_layout": hero_layout(plan, hero),
        "footer": next(s for s in plan.sections if s.kind == "footer"),
        "body": body,
        "navigation": _navigation(body),
        "contents": [(b.section.heading, b.anchor) for b in body if b.section.heading and b.section.kind != "quote"],
        "target": _target(plan, body),
        "second": _target(replace(plan, purpose=""), body),
        "words": words_of(plan.language),
        "tones": {**_GROUNDS, **style.grounds},
        "is_numbered": style.is_numbered,
        "is_flipped": plan.layout % 2 == 1,
        "is_tight": _width(plan.title) + _width(plan.action) > PHONE_BAR_WIDTH,
        "is_rtl": is_right_to_left(plan.language),
        "draw": _Draw(plan, inks, pictures),
    }


_TARGETS: Mapping[str, tuple[str, ...]] = {
    "visit": ("location", "schedule", "contact"),
    "book": ("contact", "schedule"),
    "buy": ("pricing", "menu", "contact"),
    "sign_up": ("newsletter", "pricing", "contact"),
    "donate": ("pricing", "contact"),
}


def _target(plan: PagePlan, body: tuple[Block, ...]) -> str:
    """Where the main button leads: to what the page is for, else to the contact, else to the end."""
    for kind in (*_TARGETS.get(plan.purpose, ()), "contact", "newsletter", "location"):
        if found := next((block.anchor for block in body if block.section.kind == kind), None):
            return found
    return body[-1].anchor if body else "top"


def _navigation(body: tuple[Block, ...]) -> list[tuple[str, str]]:
    """Links of the bar: as many as stand in one line of a small desktop."""
    links, width = [], 0
    for block in body:
        heading = block.section.heading
        needed = _width(heading) + 3
        if block.section.kind not in ("cta", "quote") and heading and width + needed <= NAVIGATION_WIDTH:
            links.append((heading, block.anchor))
            width += needed
    return links


def _width(text: str) -> int:
    """Length in narrow letters; a Chinese character takes two."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)


def _fit(text: str) -> Markup:
    """A class for headings that would not fit at full size, as an attribute."""
    width, word = (
        _width(text),
        max((len(w) for w in re.split(r"[\s\-–—]", text) if w and ord(w[0]) < 0x2E80), default=0),
    )
    size = "compound" if word > 15 else "longer" if width > 64 else "long" if width > 34 else ""
    return Markup(f' class="{size}"' if size else "")  # noqa: S704  # one of four words


def _linked(text: str) -> Markup:
    """Text in which addresses and telephone numbers can be clicked."""
    safe = str(escape(text))
    safe = _EMAIL.sub(lambda m: f'<a href="mailto:{m.group()}">{m.group()}</a>', safe)
    if "mailto:" not in safe:
        safe = _PHONE.sub(lambda m: f'<a href="tel:{re.sub(r"[^+0-9]", "", m.group())}">{m.group()}</a>', safe)
    return Markup(safe)  # noqa: S704  # escaped above


class _Draw:
    """What templates may draw; every picture differs by the text that it stands beside."""

    def __init__(self, plan: PagePlan, inks: Colours, pictures: Mapping[str, Picture]) -> None:
        self._plan = plan
        self._style = STYLES[plan.style]
        self._inks = inks
        self._pictures = pictures
        self._trade = trade(subject_of(plan))
        self._drawn = 0
        self._shown: Counter[str] = Counter()
        self._small: Counter[str] = Counter()
        self._signs: set[str] = set()

    def logo(self) -> Markup:
        """The person's own sign, or the initials."""
        if own := self._pictures.get("logo"):
            return _image(Picture(own.source, "", own.focus), "logo")
        return Markup('<span class="mark" aria-hidden="true">{}</span>').format(art.initials(self._plan.title))

    def hero(self, hero: Section) -> Markup:
        """The large picture."""
        if own := self._pictures.get("hero"):
            return _image(own)
        layout = hero_layout(self._plan, hero)
        shape = {"signature": self._style.hero_shape, "split": "landscape", "cover": "cover"}.get(layout, "wide")
        named = motifs_for(hero.picture, self._trade.motifs)[:1]
        chosen = list(dict.fromkeys((*named, *self._trade.motifs)))[: 3 if shape == "wide" else 2]
        self._shown.update(chosen[:1])
        return art.picture(self._style, chosen, self._plan.title, self._inks.art, label=self._plan.title, shape=shape)

    def small(
        self, kind: str, number: int, title: str, text: str = "", label: str = "", shape: str = "landscape"
    ) -> Markup:
        """A small picture of what ``title`` or ``text`` name, else of something of the trade; some are pure form."""
        if own := self._pictures.get(f"{kind}-{number}"):
            return _image(own)
        self._drawn += 1
        motif = self._motif(title, text)
        inks = art.varied(self._inks.art, number + self._drawn)
        seed = f"{self._plan.title}{self._drawn}"
        return art.picture(self._style, [motif] if motif else [], seed, inks, label=label, shape=shape)

    def _motif(self, title: str, text: str) -> str:
        """The thing that the title names, else one of the trade that the text names or that was shown least."""
        ours = self._trade.motifs
        named = motifs_for(title, ours)
        if named and min(self._small[m] for m in named) < 2:
            best = min(named, key=lambda m: self._small[m])
        elif ours:
            told = [m for m in motifs_for(text, ours) if m in ours]
            best = min((*told, *ours), key=lambda m: self._shown[m])
        else:
            best = named[0] if named else ""
        self._shown[best] += 1
        self._small[best] += 1
        return best

    def icon(self, number: int, title: str, text: str = "") -> Markup:
        """A small sign: of the thing that the words name, else geometric."""
        inks = self._inks
        ours = self._trade.motifs
        named = [*motifs_for(title, ours), *(m for m in motifs_for(text, ours) if m in ours)]
        fresh = [m for m in named if m not in self._signs]
        if fresh:
            self._signs.add(fresh[0])
            return art.thing(fresh[0], self._style.pen, (inks.surface, inks.art_2, inks.art_3, inks.art_4, inks.text))
        return art.icon(number + len(self._plan.title), (inks.art_2, inks.accent))

    def portrait(self, name: str, kind: str, number: int) -> Markup:
        """A portrait of the person's own, or initials in its place."""
        if own := self._pictures.get(f"{kind}-{number}"):
            return _image(own, "portrait")
        return art.monogram(name, self._plan.title, (self._inks.art_1, self._inks.art_2, self._inks.surface))

    def map(self, seed: str) -> Markup:
        """The idea of a map."""
        inks = self._inks
        return art.street_map(self._plan.title + seed, _map_inks(inks))


def _map_inks(inks: Colours) -> tuple[str, ...]:
    water, park = mixed(inks.tint, inks.art_2, 0.4), mixed(inks.tint, inks.art_3, 0.3)
    return (inks.tint, water, park, inks.accent, inks.text, inks.surface)


def _image(picture: Picture, role: str = "photo") -> Markup:
    position = "" if picture.focus == "center" else f' style="object-position: {picture.focus}"'
    markup = Markup('<img class="{}" src="{}" alt="{}"{}>')
    return markup.format(role, picture.source, picture.alt, Markup(position))  # noqa: S704  # focus is checked by Picture


def _style_sheet(plan: PagePlan, inks: Colours, look: Look | None, html: str) -> str:
    """The sheet of one page. Only our own files, colours and checked fonts go in."""
    style = STYLES[plan.style]
    fonts = f"--display: {style.display}; --body: {style.body}; --label: {style.label};"
    first = f":root {{ {inks.css()} {fonts} }}\n{sheet_for(plan.style, html, plan.language)}"
    return first + (f"\n:root {{ {look.css()} }}" if look and look.css() else "")
