"""CSS alone: a style is described, a model writes rules for one class, and they are tried on a sample or on an element of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tinycss2
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.api import Message
from plugins.web_designer.documents import is_chinese_or_japanese
from plugins.web_designer.finding import Finding

CLASS = "it"
"""The class that the rules are for."""

MAX_TOKENS = 900
_TEMPLATES = Path(__file__).with_name("templates")
_GROUPS = frozenset(("media", "supports", "layer", "container", "starting-style"))
_WHOLE = frozenset(("keyframes", "-webkit-keyframes", "property", "font-feature-values", "counter-style"))
_REST = r"(?:[^\s>+~(\[]|\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])*(?!\s*[+~])(?=[\s>]|$)"
_OWN = re.compile(rf"\s*\.{CLASS}(?![\w-]){_REST}")
"""The element, or what stands in it: a selector's first step may not lead to what is beside it."""
_NESTED = re.compile(rf"\s*(?:&{_REST}[^&]*$|[^&+~\s][^&]*$)")

_SAMPLES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "button": (
            r"button|\bbtn\b|按钮|按键",
            '<button type="button" class="it">Press me</button>',
            '<button type="button" class="it">按这里</button>',
        ),
        "card": (
            r"card|panel|tile|box\b|卡片|面板",
            '<article class="it"><h2>A card</h2><p>Two lines of text that say what is inside, and no more than that.</p></article>',
            '<article class="it"><h2>一张卡片</h2><p>两行文字，说明里面有什么。</p></article>',
        ),
        "heading": (
            r"heading|headline|title|标题",
            '<h2 class="it">A headline to remember</h2>',
            '<h2 class="it">让人记住的标题</h2>',
        ),
        "link": (
            r"\blinks?\b|链接",
            '<p>Read on <a class="it" href="#top">in the notes</a> below.</p>',
            '<p>请看<a class="it" href="#top">下面的说明</a>。</p>',
        ),
        "field": (
            r"input|field|text ?box|form|输入框|表单",
            '<label>Your name <input class="it" type="text" autocomplete="name" placeholder="Ada"></label>',
            '<label>姓名 <input class="it" type="text" autocomplete="name" placeholder="小明"></label>',
        ),
        "list": (
            r"\blist|menu|nav|列表|菜单|导航",
            '<ul class="it"><li>Bread</li><li>Cakes</li><li>Coffee</li></ul>',
            '<ul class="it"><li>面包</li><li>蛋糕</li><li>咖啡</li></ul>',
        ),
        "table": (
            r"table|表格",
            '<table class="it"><caption>Prices</caption><thead><tr><th scope="col">Bread</th><th scope="col">Price</th></tr></thead>'
            "<tbody><tr><td>Rye</td><td>4.20</td></tr><tr><td>Spelt</td><td>4.80</td></tr></tbody></table>",
            '<table class="it"><caption>价目</caption><thead><tr><th scope="col">面包</th><th scope="col">价格</th></tr></thead>'
            "<tbody><tr><td>黑麦</td><td>4.20</td></tr><tr><td>斯佩尔特</td><td>4.80</td></tr></tbody></table>",
        ),
        "badge": (r"badge|label|tag\b|chip|徽章|标签", '<span class="it">New</span>', '<span class="it">新品</span>'),
        "quote": (
            r"quote|quotation|引用|引言",
            '<blockquote class="it"><p>It begins with good flour.</p></blockquote>',
            '<blockquote class="it"><p>一切从好面粉开始。</p></blockquote>',
        ),
        "loader": (
            r"loader|spinner|loading|加载",
            '<div class="it" role="status" aria-label="Loading"></div>',
            '<div class="it" role="status" aria-label="正在加载"></div>',
        ),
        "switch": (
            r"switch|toggle|开关",
            '<button type="button" role="switch" aria-checked="true" aria-label="Sound" class="it"></button>',
            '<button type="button" role="switch" aria-checked="true" aria-label="声音" class="it"></button>',
        ),
    }
)
_BOX = ('<div class="it"><p>Some text in a box.</p></div>', '<div class="it"><p>盒子里的一段文字。</p></div>')

RULES = """You write CSS for one element and answer with CSS alone.
- The element has the class .it; every selector begins with .it (".it", ".it:hover", ".it::before", ".it > li").
- Standard properties only. No url(), no @import, no web fonts; colours, gradients, shadows, transforms and @keyframes as you like.
- Text on the element must be readable (contrast 4.5:1) and keyboard focus visible (:focus-visible).
- If something moves, end with @media (prefers-reduced-motion: reduce) that stops it."""
_EXAMPLE_WISH = "a button like wet paint"
_EXAMPLE_HTML = '<button type="button" class="it">Press me</button>'
_EXAMPLE_CSS = """.it {
  padding: 14px 28px;
  border: 0;
  border-radius: 18px 22px 20px 24px;
  background: linear-gradient(180deg, #1f5fbf, #123f8a);
  color: #ffffff;
  font: 600 16px/1.2 system-ui, sans-serif;
  box-shadow: inset 0 3px 4px rgb(255 255 255 / 45%), 0 6px 14px rgb(18 63 138 / 40%);
}
.it:hover { filter: brightness(1.08); }
.it:focus-visible { outline: 3px solid #0b2a5e; outline-offset: 3px; }"""


def sample_for(wish: str) -> str:
    """Markup with one element of class ``it``: of the kind that a wish names first, in its language; else a plain box."""
    chinese = is_chinese_or_japanese(wish)
    found = [
        (hit.start(), sample)
        for pattern, *sample in _SAMPLES.values()
        if (hit := re.search(pattern, wish, re.IGNORECASE))
    ]
    _, sample = min(found, key=lambda one: one[0], default=(0, list(_BOX)))
    return sample[1 if chinese else 0]


def sample_page(css: str, wish: str) -> str:
    """A page that shows the rules on a sample."""
    chinese = is_chinese_or_japanese(wish)
    title = " ".join(wish.split())[:60] or ("样式" if chinese else "Style")
    values = {"language": "zh" if chinese else "en", "title": title, "css": _closed(css), "sample": sample_for(wish)}
    return _environment().get_template("css_sample.html.j2").render(values)


def css_messages(wish: str, markup: str, styles: Mapping[str, str] | None = None) -> Sequence[Message]:
    """The conversation that asks for rules.

    Args:
        markup: the element with the class ``it``.
        styles: its present computed styles, if it stands in a page.
    """
    now = "\n".join(f"{name}: {value};" for name, value in (styles or {}).items())
    told = f"{markup}\n\nIts styles now:\n{now}" if now else markup
    return (
        Message.system(RULES),
        Message.user(f"{_EXAMPLE_HTML}\n\n{_EXAMPLE_WISH}"),
        Message.assistant(f"```css\n{_EXAMPLE_CSS}\n```"),
        Message.user(f"{told}\n\n{wish}"),
    )


def has_markup(css: str) -> bool:
    """Whether something in rules could begin or end a tag; a range such as ``width < 600px`` is none."""
    return bool(re.search(r"<[a-zA-Z/!?]", css))


def scope_findings(css: str) -> Iterator[Finding]:
    """Rules that reach beyond the element, and what a style may not hold."""
    if not css.strip():
        yield Finding("error", "css", "There are no rules.", hint="Write rules for .it.")
    if has_markup(css):
        yield Finding("error", "css", "There is markup in the CSS.", hint="Answer with CSS alone.")
    yield from _rules_findings(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def for_class(css: str, name: str) -> str:
    """The rules with another class in place of ``it``."""
    return re.sub(rf"\.{CLASS}(?![\w-])", f".{name}", css)


def _rules_findings(nodes: Sequence[Any]) -> Iterator[Finding]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _selector_findings(tinycss2.serialize(node.prelude).strip(), _OWN)
            yield from _nested_findings(node.content)
        elif node.type == "at-rule" and node.lower_at_keyword in _GROUPS and node.content is not None:
            yield from _rules_findings(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
        elif node.type == "at-rule" and node.lower_at_keyword not in _WHOLE:
            yield Finding(
                "error",
                "css",
                f"@{node.lower_at_keyword} has no place in a style of one element.",
                hint="Leave it out.",
            )


def _nested_findings(content: Sequence[Any]) -> Iterator[Finding]:
    """Rules in a rule: they start from its element, and may not leave it."""
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "qualified-rule":
            yield from _selector_findings(tinycss2.serialize(node.prelude).strip(), _NESTED)
        if node.type in ("qualified-rule", "at-rule") and node.content is not None:
            yield from _nested_findings(node.content)


def _selector_findings(selector: str, allowed: re.Pattern[str]) -> Iterator[Finding]:
    for one in _split(selector):
        if not allowed.match(one):
            yield Finding(
                "error",
                "css",
                f"“{one.strip()[:60]}” reaches beyond the element.",
                hint="Begin every selector with .it, and do not go from it to what stands beside it.",
            )


def _split(selector: str) -> list[str]:
    """A list of selectors at its outer commas."""
    return re.split(r",(?![^(\[]*[)\]])", selector)


def _closed(css: str) -> str:
    """Rules that cannot end the element they stand in."""
    return css.replace("</", "<\\/")


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
