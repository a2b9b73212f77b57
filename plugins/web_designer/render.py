"""The component library: a page plan becomes one self-contained HTML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from plugins.web_designer import art
from plugins.web_designer.looks import PALETTES, STYLES, Colours, Style, colours
from plugins.web_designer.plan import Item, PagePlan, Section
from plugins.web_designer.policy import PLAN_POLICY

NAVIGATION_WIDTH = 64
TEMPLATES = Path(__file__).with_name("templates")

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"skip": "Skip to content", "nav": "Page", "more": "Read on", "top": "Back to top"},
    "zh": {"skip": "跳到正文", "nav": "页面", "more": "继续阅读", "top": "回到顶部"},
    "de": {"skip": "Zum Inhalt", "nav": "Seite", "more": "Weiterlesen", "top": "Nach oben"},
    "fr": {"skip": "Aller au contenu", "nav": "Page", "more": "Lire la suite", "top": "Haut de page"},
    "es": {"skip": "Ir al contenido", "nav": "Página", "more": "Seguir leyendo", "top": "Volver arriba"},
    "pt": {"skip": "Ir para o conteúdo", "nav": "Página", "more": "Continuar a ler", "top": "Voltar ao topo"},
}


def render_page(plan: PagePlan) -> str:
    """The page as HTML5: inline CSS and pictures, no script, no address outside itself."""
    whole = _completed(plan)
    style = STYLES[whole.style]
    inks = colours(style, PALETTES[whole.palette])
    return _environment().get_template("page.html.j2").render(_page_values(whole, style, inks))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["initial"] = art.initials
    return environment


def _page_values(plan: PagePlan, style: Style, inks: Colours) -> dict[str, object]:
    anchors = _anchors(plan.sections)
    body = [(s, a) for s, a in zip(plan.sections, anchors, strict=True) if s.kind not in ("hero", "footer")]
    return {
        "plan": plan,
        "policy": PLAN_POLICY,
        "css": _style_sheet(plan.style, style, inks),
        "hero": next(s for s in plan.sections if s.kind == "hero"),
        "footer": next(s for s in plan.sections if s.kind == "footer"),
        "body": body,
        "navigation": _navigation(body),
        "contents": [(s.heading, anchor) for s, anchor in body if s.heading],
        "target": next((a for s, a in body if s.kind == "contact"), body[-1][1] if body else "top"),
        "words": _WORDS.get(plan.language.split("-")[0], _WORDS["en"]),
        "draw": _Draw(plan, style, inks),
    }


def _navigation(body: list[tuple[Section, str]]) -> list[tuple[str, str]]:
    """Links of the bar: as many as stand in one line of a small desktop."""
    links, width = [], 0
    for section, anchor in body:
        needed = sum(2 if ord(char) > 0x2E80 else 1 for char in section.heading) + 3
        if section.kind != "cta" and section.heading and width + needed <= NAVIGATION_WIDTH:
            links.append((section.heading, anchor))
            width += needed
    return links


class _Draw:
    """What templates may draw; every picture differs by the text that it stands beside."""

    def __init__(self, plan: PagePlan, style: Style, inks: Colours) -> None:
        self._seed = plan.title
        self._style = style
        self._inks = inks

    def hero(self, label: str) -> Markup:
        """The large picture."""
        return art.picture(self._style.hero_art, self._seed, self._inks.art, label)

    def small(self, seed: str, number: int, label: str = "") -> Markup:
        """A small picture; families take turns."""
        families = self._style.small_art
        return art.picture(families[number % len(families)], f"{self._seed}{seed}{number}", self._inks.art, label)

    def icon(self, number: int) -> Markup:
        """A small sign in the colours of the page."""
        return art.icon(number + len(self._seed), (self._inks.art_2, self._inks.accent))

    def portrait(self, name: str) -> Markup:
        """Initials in place of a photograph."""
        return art.monogram(name, self._seed, (self._inks.art_1, self._inks.art_2, self._inks.surface))


def _style_sheet(name: str, style: Style, inks: Colours) -> Markup:
    """The sheet of one page. Only our own files and colours go in, so it is safe to leave unescaped."""
    fonts = f"--display: {style.display}; --body: {style.body}; --label: {style.label};"
    folder = TEMPLATES / "css"
    sheets = [(folder / f"{part}.css").read_text(encoding="utf-8") for part in ("base", "sections", name)]
    return Markup(f":root {{ {inks.css()} {fonts} }}\n" + "\n".join(_without_comments(s) for s in sheets))  # noqa: S704


def _without_comments(sheet: str) -> str:
    return re.sub(r"/\*.*?\*/\s*", "", sheet, flags=re.DOTALL).strip()


def _completed(plan: PagePlan) -> PagePlan:
    """A plan with exactly one hero at the top and one footer at the end; what is empty is left out."""
    hero = next((s for s in plan.sections if s.kind == "hero"), Section("hero", plan.title, plan.audience))
    footer = next((s for s in plan.sections if s.kind == "footer"), Section("footer", plan.title))
    middle = [s for s in plan.sections if s.kind not in ("hero", "footer") and (s.heading or s.text or s.items)]
    named = tuple(replace(s, items=_filled(s.items)) for s in (hero, *middle, footer))
    return replace(plan, sections=named)


def _filled(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.title.strip() or item.text.strip() or item.note.strip())


def _anchors(sections: tuple[Section, ...]) -> list[str]:
    """An id for each section; a kind that comes twice is numbered."""
    seen: dict[str, int] = {}
    anchors = []
    for section in sections:
        seen[section.kind] = seen.get(section.kind, 0) + 1
        anchors.append(section.kind if seen[section.kind] == 1 else f"{section.kind}-{seen[section.kind]}")
    return anchors
