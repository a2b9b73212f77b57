"""What is said to a model: short, with one worked example."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.api import Message
from plugins.web_designer.documents import is_chinese_or_japanese
from plugins.web_designer.looks import PALETTES
from plugins.web_designer.plan import KINDS
from plugins.web_designer.styles import STYLES

_PLAN_RULES = """You plan one web page and answer with one JSON object.
Sections, each at most once: {kinds}. Begin with hero, end with contact; 5 or 6 sections.
Write the copy yourself: concrete, short, in the language of the brief. Use the facts of the brief; invent no address, number or person.
heading: 2-7 words. text: one sentence. items: 2-4, each with title and text; note holds a price, a figure or a role, else "".
style: {styles}.
palette: {palettes}."""

_EXAMPLE_BRIEF = (
    "A page for Hazel & Oak, a tree nursery in Kent. They sell young fruit trees from October to March, 28 pounds each."
)
_EXAMPLE = {
    "title": "Hazel & Oak",
    "language": "en",
    "audience": "Gardeners in Kent",
    "style": "craft",
    "palette": "forest",
    "action": "Reserve a tree",
    "sections": [
        {
            "kind": "hero",
            "heading": "Plant an orchard this winter",
            "text": "Young fruit trees, raised in Kent soil and lifted on the day you collect them.",
            "items": [],
        },
        {
            "kind": "menu",
            "heading": "This season's trees",
            "text": "All on dwarfing stock, two years old.",
            "items": [
                {"title": "Apple", "text": "Crisp, late and easy to store.", "note": "£28"},
                {"title": "Greengage", "text": "Honey-sweet fruit in August.", "note": "£28"},
            ],
        },
        {
            "kind": "faq",
            "heading": "Before you plant",
            "text": "",
            "items": [
                {"title": "When can I buy?", "text": "From October to March, while the trees sleep.", "note": ""}
            ],
        },
        {
            "kind": "contact",
            "heading": "Come and choose",
            "text": "Walk the rows with us and pick your own.",
            "items": [{"title": "Open", "text": "October to March", "note": ""}],
        },
    ],
}

_EXAMPLE_BRIEF_ZH = "苏州的旧书店“半亩书屋”，收旧书也卖旧书，周末有读书会，要一个主页。"
_EXAMPLE_ZH = {
    "title": "半亩书屋",
    "language": "zh",
    "audience": "爱读书的人",
    "style": "editorial",
    "palette": "ink",
    "action": "来店看看",
    "sections": [
        {
            "kind": "hero",
            "heading": "旧书里有新的相遇",
            "text": "收旧书，也卖旧书，每一本都翻过、擦过、等人读。",
            "items": [],
        },
        {
            "kind": "features",
            "heading": "店里有什么",
            "text": "",
            "items": [
                {"title": "旧书", "text": "文学、历史、艺术，按年代排列。", "note": ""},
                {"title": "收书", "text": "家里放不下的书，交给我们。", "note": ""},
            ],
        },
        {
            "kind": "contact",
            "heading": "周末读书会",
            "text": "一壶茶，一本书，几个人。",
            "items": [{"title": "时间", "text": "每个周末", "note": ""}],
        },
    ],
}

_FREE_RULES = """You are a web designer. Answer with one complete HTML5 document and nothing else.
- One file: all CSS in one <style>, pictures as inline SVG or CSS, system fonts. No address outside the page: no links to
  sites, no CDN, no web fonts, no @import, no fetch. No framework; a few lines of script only if something must move.
- <html lang>, charset, viewport, <title>, exactly one <h1>, landmarks (header, nav, main, footer), alt or aria-hidden on pictures,
  unique ids, visible focus, text contrast at least 4.5:1.
- Responsive at 375, 768 and 1280 px without sideways scrolling. A clear type scale, generous space, one accent colour.
- Real copy in the language of the brief, from its facts; invent no address, phone number or person. No filler text.
- Close every element. Keep it under about 250 lines."""


def plan_messages(brief: str, style: str) -> Sequence[Message]:
    """The conversation that asks for a page plan; ``style`` is empty where the model may choose."""
    styles = (
        {name: STYLES[name].summary.split(":")[0] for name in STYLES} if not style else {style: STYLES[style].summary}
    )
    rules = _PLAN_RULES.format(
        kinds=", ".join(kind for kind in KINDS if kind != "footer"),
        styles="; ".join(f"{name} ({words})" if name not in words else words for name, words in styles.items()),
        palettes=", ".join(PALETTES),
    )
    chinese = is_chinese_or_japanese(brief)
    example = _EXAMPLE_ZH if chinese else _EXAMPLE
    shown = {**example, "style": style} if style else example
    return (
        Message.system(rules),
        Message.user(_EXAMPLE_BRIEF_ZH if chinese else _EXAMPLE_BRIEF),
        Message.assistant(json.dumps(shown, ensure_ascii=False)),
        Message.user(brief),
    )


def free_messages(brief: str, style: str) -> Sequence[Message]:
    """The conversation that asks for a whole document."""
    wish = f"\n\nStyle: {STYLES[style].summary}." if style else ""
    return (Message.system(_FREE_RULES), Message.user(brief + wish))
