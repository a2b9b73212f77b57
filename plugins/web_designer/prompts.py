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
menu: goods with prices. pricing: 2-4 offers. schedule: days or events, note is the time. timeline: note is the year. stats: note is the
figure. comparison: text is with us, note is elsewhere. quote: text is what was said, one item says who.
style: {styles}.
palette: {palettes}."""

_MORE_RULES = """
You may also give: purpose (what the page wants of its reader), email, phone, address, hours (only as the brief says them), and for each
section picture (a few plain words for what its picture shows, such as "loaf of bread"). Up to 9 sections, up to 8 items."""

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

_FREE_RULES = """You are a web designer with a print designer's eye. Answer with one complete HTML5 document and nothing else.
One file:
- All CSS in one <style>; pictures as inline SVG or CSS; system font stacks (with Chinese fonts for Chinese). No address outside the
  page: no links to sites, no CDN, no web fonts, no @import, no fetch. No framework; a few lines of script only if something must move.
- Close every element. Under about 250 lines: few, well-named classes rather than many.
Design:
- Decide first, as custom properties in :root: a ground that is not plain white, a text colour, one accent, one dark band; a display
  and a body stack; a type scale with clamp() (h1 at least three times the text); one spacing unit. Then use nothing else.
- Compose: a first screen with one strong idea, then sections whose layouts differ (split, list with rules, large quote, grid, table), not
  six rows of three cards. Left-align running text, at most 65 characters a line. Leave room.
- Draw one large and a few small SVG pictures of what the page is about, in flat shapes of the palette. No emoji, no purple gradient
  unless it is asked for, no decoration without a reason.
Quality:
- <html lang>, charset, viewport, <title>, meta description; exactly one <h1>, headings without gaps, header, nav, main, footer; alt or
  aria-hidden on pictures; labels on fields; unique ids; visible focus; contrast at least 4.5:1; prefers-reduced-motion.
- Works at 375, 768 and 1280 px without sideways scrolling: grid with minmax(0, 1fr), overflow-wrap: anywhere, no fixed widths.
- Real copy in the language of the brief, from its facts; invent no address, phone number or person. No filler text."""


def plan_messages(brief: str, style: str, reference: str = "", *, is_small: bool = True) -> Sequence[Message]:
    """The conversation that asks for a page plan.

    Args:
        style: the only one allowed; empty where the model may choose.
        reference: what was measured on a page that this one should resemble, in a few lines.
        is_small: for the schema with the bounds of small models; otherwise more fields are offered.
    """
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
        Message.system(rules if is_small else rules + _MORE_RULES),
        Message.user(_EXAMPLE_BRIEF_ZH if chinese else _EXAMPLE_BRIEF),
        Message.assistant(json.dumps(shown, ensure_ascii=False)),
        Message.user(brief + _as_reference(reference)),
    )


def free_messages(brief: str, style: str, reference: str = "") -> Sequence[Message]:
    """The conversation that asks for a whole document."""
    wish = f"\n\nStyle: {STYLES[style].summary}." if style else ""
    return (Message.system(_FREE_RULES), Message.user(brief + wish + _as_reference(reference)))


def _as_reference(reference: str) -> str:
    if not reference.strip():
        return ""
    return (
        "\n\nA page to resemble, as it was measured. Take over the order and kinds of its sections, and how dense it is; "
        f"none of its words:\n{reference.strip()}"
    )
