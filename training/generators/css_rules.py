"""The rules that answer a wish, in one form: one rule a line, properties in a fixed order, readable, with focus and stillness where due."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from training.generators.css_colours import INK, PAGE, Colour, colours_in, plain_text, reads, text_on
from training.generators.css_traits import ANY, Asked, Declaration, Value, filled, kinds

MAX_SIGNS = 170
"""Words, digits and signs of the longest answer: a few less than its tokens."""

_SIGN = re.compile(r"[A-Za-z]+|[0-9]|[^\w\s]+|\n")
_ORDER = (
    "content position inset top right bottom left float display flex-direction grid-template-columns place-items justify-content "
    "gap columns column-gap box-sizing width height min-height max-width max-height aspect-ratio object-fit margin "
    "margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom padding-left border "
    "border-width border-color border-top border-right "
    "border-bottom border-left border-top-color border-collapse border-radius outline outline-offset background "
    "background-clip color opacity font font-family font-size font-weight font-style font-variant-caps font-variant-numeric "
    "line-height letter-spacing text-align text-decoration text-underline-offset text-transform text-indent text-shadow "
    "text-overflow text-wrap hyphens white-space writing-mode overflow overflow-x -webkit-box-orient -webkit-line-clamp "
    "list-style list-style-type box-shadow filter backdrop-filter transform transform-origin transition animation cursor"
).split()
_RANK = {name: at for at, name in enumerate(_ORDER)}
_GROUND_SHADES = ("plain", "light", "dark")
_FOCUS = (("outline", "3px solid #2563eb"), ("outline-offset", "2px"))
_MEDIA = {
    "@dark": "@media (prefers-color-scheme: dark)",
    "@small": "@media (max-width: 600px)",
    "@print": "@media print",
}
_NO_TEXT = frozenset(("divider", "loader", "switch", "image"))
_STATES = (":hover", ":focus", ":active", ":disabled")
_MARKS = re.compile(r"::(?:before|after)|\[aria")
_DARK_GROUND = "#26292e"

Sheet = dict[str, dict[str, Value]]


class Unreadable(Exception):
    """No shade of the wished colours can be read."""


def css_for(kind: str, wished: Sequence[Asked]) -> str:
    """The rules for an element of a kind with the wished traits.

    Raises:
        Unreadable: the wished colours do not go together.
    """
    for shade in _GROUND_SHADES:
        shaded = [_shaded(one, shade) for one in wished]
        if shade != "plain" and shaded == list(wished):
            continue
        try:
            return _text(_readable(_sheet(kind, shaded), kind))
        except Unreadable:
            continue
    raise Unreadable


def is_short(css: str) -> bool:
    """Whether rules are few enough to be learned."""
    return len(_SIGN.findall(css)) <= MAX_SIGNS


def _shaded(one: Asked, shade: str) -> Asked:
    """A ground's colours in another shade; whatever else is asked stays."""
    if "ground" not in one.trait.groups or shade == "plain":
        return one
    values = {name: value.shaded(shade) if isinstance(value, Colour) else value for name, value in one.values.items()}
    return replace(one, values=values)


def _set(sheet: Sheet, rules: Sequence[Declaration], values: Mapping[str, Value]) -> None:
    for one in rules:
        selector, name = filled(one.selector, values), filled(one.name, values)
        value = values[one.value[1:-1]] if name == "color" and one.value[1:-1] in values else filled(one.value, values)
        sheet.setdefault(selector, {})[name] = value


def _sheet(kind: str, wished: Sequence[Asked]) -> Sheet:
    sheet: Sheet = {".it": {}}
    if kind != ANY:
        _set(sheet, kinds()[kind].base, {})
    for one in wished:
        _set(sheet, one.trait.needs, {})
    for one in wished:
        _set(sheet, one.trait.rules(kind), one.values)
    if any(one.trait.moves for one in wished) and not any("transition" in rule for rule in sheet.values()):
        sheet[".it"]["transition"] = "all 0.2s ease"
    _drop_unused(sheet)
    is_focused = any(":focus-visible" in selector for selector in sheet)
    if kind != ANY and kinds()[kind].has_focus and not is_focused:
        sheet[".it:focus-visible"] = dict(_FOCUS)
    return sheet


def _drop_unused(sheet: Sheet) -> None:
    """Without the keyframes that no animation names any more."""
    used = " ".join(str(rule.get("animation", "")) for rule in sheet.values())
    for selector in [one for one in sheet if one.startswith("@keyframes") and one.split()[1] not in used]:
        del sheet[selector]


def _readable(sheet: Sheet, kind: str) -> Sheet:
    """The rules with text that can be read, wherever a ground or a text colour is set."""
    own = sheet[".it"]
    if kind in _NO_TEXT:
        return sheet
    grounds = _grounds(own) or (PAGE,)
    _set_text(own, grounds, own.get("background") is not None)
    text = own.get("color", INK)
    for selector, rule in sheet.items():
        if selector == ".it" or selector.startswith("@keyframes") or _MARKS.search(selector):
            continue
        if "background" in rule or "color" in rule:
            _set_state(rule, grounds, text if isinstance(text, str) else text.value)
    for selector, rule in sheet.items():
        if _MARKS.search(selector) and isinstance(rule.get("color"), Colour):
            _set_state(rule, grounds, "")
    return sheet


def _grounds(rule: Mapping[str, Value]) -> tuple[str, ...]:
    value = rule.get("background", "")
    return colours_in(value.value if isinstance(value, Colour) else value)


def _set_text(rule: dict[str, Value], grounds: tuple[str, ...], has_ground: bool) -> None:
    """The wished text colour in a shade that reads; without a wish, white or black on a ground."""
    wished = rule.get("color")
    if isinstance(wished, Colour):
        found = text_on(wished, grounds)
        if not found and not has_ground and reads(wished.value, (_DARK_GROUND,)):
            rule["background"], found = _DARK_GROUND, wished.value
        if not found:
            raise Unreadable
        rule["color"] = found
    elif wished is None and has_ground and _grounds(rule):
        rule["color"] = _plain(grounds)


def _plain(grounds: tuple[str, ...]) -> str:
    found = plain_text(grounds)
    if not found:
        raise Unreadable
    return found


def _set_state(rule: dict[str, Value], own_grounds: tuple[str, ...], text: str) -> None:
    """The text of a state or a part: its own wish, else the element's where that reads on its ground."""
    grounds = _grounds(rule) or own_grounds
    wished = rule.get("color")
    if isinstance(wished, Colour):
        found = text_on(wished, grounds)
        if not found:
            raise Unreadable
        rule["color"] = found
    elif wished is None and text != "transparent" and not reads(text, grounds):
        rule["color"] = _plain(grounds)


def _rank(selector: str) -> int:
    if selector.startswith("@keyframes"):
        return 9
    if selector.startswith("@"):
        return 8
    return next((at + 2 for at, state in enumerate(_STATES) if state in selector), selector != ".it")


def _text(sheet: Sheet) -> str:
    lines = []
    for selector in sorted(sheet, key=_rank):
        rule = sheet[selector]
        if selector.startswith("@keyframes"):
            lines.append(f"{selector} {{ {rule['']} }}")
        elif selector in _MEDIA:
            lines.append(f"{_MEDIA[selector]} {{ .it {_body(rule)} }}")
        elif rule:
            lines.append(f"{selector} {_body(rule)}")
    still = " ".join(_still(sheet))
    if still:
        lines.append(f"@media (prefers-reduced-motion: reduce) {{ {still} }}")
    return "\n".join(lines)


def _body(rule: Mapping[str, Value]) -> str:
    ordered = sorted(rule, key=_RANK.__getitem__)
    parts = (f"{name}: {_plain_value(rule[name])};" for name in ordered)
    return f"{{ {' '.join(parts)} }}"


def _plain_value(value: Value) -> str:
    return value.value if isinstance(value, Colour) else value


def _still(sheet: Sheet) -> Iterator[str]:
    """What stops whatever moves."""
    for selector in sorted(sheet, key=_rank):
        rule = sheet[selector]
        moving = [name for name in ("animation", "transition") if rule.get(name, "none") != "none"]
        if moving:
            yield f"{selector} {{ {' '.join(f'{name}: none;' for name in moving)} }}"
