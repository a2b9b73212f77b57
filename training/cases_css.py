"""Wishes for the style of one element, and how the rules that answer them are judged: what must be set, and to what kind of value."""

import colorsys
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2
from tinycss2.color3 import parse_color

from plugins.web_designer.inspection import inspect_page
from plugins.web_designer.styling import sample_page, scope_findings
from training.cases import HELD_OUT

_PX = {"px": 1.0, "rem": 16.0, "em": 16.0, "pt": 4 / 3, "ch": 8.0, "vw": 12.8, "vh": 8.0}
_PILL_PX = 999.0
_HUES: Sequence[tuple[float, str]] = (
    (14, "red"), (44, "orange"), (68, "yellow"), (165, "green"), (195, "cyan"), (255, "blue"), (296, "purple"), (340, "pink"), (360, "red"),
)  # fmt: skip
_BORDERS: Sequence[tuple[float, float, str]] = (
    (40, 48, "yellow"), (44, 48, "orange"), (165, 185, "green"), (185, 200, "blue"), (255, 270, "blue"), (296, 320, "purple"),
)  # fmt: skip
_BLACK, _WHITE = 0.16, 0.95
_STATE = re.compile(r"::?[a-z-]+")


@dataclass(frozen=True)
class Expected:
    """One of `of` is set, to a value of the kind `kind`, in a rule whose selector has `at` (empty: the element itself; `*`: any)."""

    of: tuple[str, ...]
    kind: str = ""
    at: str = ""


@dataclass(frozen=True)
class CssCase:
    """A wish, what rules for it set, and properties that they do not set."""

    wish: str
    expected: tuple[Expected, ...]
    never: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        return "zh" if re.search("[\u3400-\u9fff]", self.wish) else "en"


@dataclass(frozen=True, slots=True)
class CssMarks:
    """`is_valid`: the program's own checks find no error. `missing`: what was expected and is not there."""

    is_valid: bool
    missing: tuple[str, ...]
    why: str = ""

    @property
    def all_right(self) -> bool:
        return self.is_valid and not self.missing


@dataclass(frozen=True, slots=True)
class _Set:
    """A declaration, and the selector that it stands under."""

    selector: str
    name: str
    value: str


def css_cases() -> list[CssCase]:
    lines = (HELD_OUT / "css.jsonl").read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines]


def _case(row: dict[str, Any]) -> CssCase:
    expected = tuple(Expected(tuple(one["of"]), one.get("is", ""), one.get("at", "")) for one in row["expect"])
    return CssCase(row["wish"], expected, tuple(row.get("never", ())))


def css_marks(case: CssCase, css: str) -> CssMarks:
    """Marks for rules of the class `it`."""
    findings = [*scope_findings(css), *inspect_page(sample_page(css, case.wish)).findings]
    errors = [finding.message for finding in findings if finding.severity == "error"]
    found = list(_declarations(css))
    missing = [_words(one) for one in case.expected if not any(_meets(one, given) for given in found)]
    missing += [f"no {name}" for name in case.never if any(g.name == name and not _is_nothing(g.value) for g in found)]
    return CssMarks(not errors, tuple(missing), "; ".join(errors))


def _words(one: Expected) -> str:
    return " ".join(part for part in ("/".join(one.of[:3]), one.kind, one.at) if part)


def _declarations(css: str) -> Iterator[_Set]:
    """What the rules set, with custom properties put in."""
    found = list(_in_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))
    own = {given.name: given.value for given in found if given.name.startswith("--")}
    for given in found:
        value = re.sub(r"var\(\s*(--[\w-]+)[^()]*\)", lambda hit: own.get(hit[1], ""), given.value)
        yield _Set(given.selector, given.name, value)


def _in_rules(nodes: Sequence[Any]) -> Iterator[_Set]:
    for node in nodes:
        if (
            node.type == "at-rule"
            and node.content is not None
            and node.lower_at_keyword in ("media", "supports", "layer")
        ):
            if "reduce" not in tinycss2.serialize(node.prelude):
                yield from _in_rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
        elif node.type == "qualified-rule":
            selector = tinycss2.serialize(node.prelude).strip()
            for one in tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True):
                if one.type == "declaration":
                    yield _Set(
                        selector,
                        one.lower_name if not one.name.startswith("--") else one.name,
                        tinycss2.serialize(one.value).strip(),
                    )


def _meets(one: Expected, given: _Set) -> bool:
    if given.name not in one.of or not _is_at(one.at, given.selector):
        return False
    if not one.kind:
        return not _is_nothing(given.value)
    if one.kind.startswith("re:"):
        return re.search(one.kind[3:], given.value, re.IGNORECASE) is not None
    return any(_is_kind(kind, given.value) for kind in one.kind.split("|"))


def _is_at(at: str, selector: str) -> bool:
    if at == "*":
        return True
    if at:
        return at in selector
    return any(not _STATE.search(part) for part in selector.split(","))


def _is_nothing(value: str) -> bool:
    return value.strip().lower() in ("none", "0", "0px", "unset", "initial", "normal")


def _is_kind(kind: str, value: str) -> bool:
    name, _, told = kind.partition(":")
    if name in ("min", "max"):
        lengths = _lengths(value)
        return bool(lengths) and (max(lengths) >= float(told) if name == "min" else max(lengths) <= float(told))
    wanted = told if name == "colour" else name
    return any(wanted in _families(colour) for colour in _colours(value))


def _lengths(value: str) -> list[float]:
    """Lengths of a value in pixels; a percentage counts as a pill's corner."""
    found = []
    for token in _flat(tinycss2.parse_component_value_list(value)):
        if token.type == "dimension" and token.lower_unit in _PX:
            found.append(abs(token.value) * _PX[token.lower_unit])
        elif token.type == "percentage" and token.value:
            found.append(_PILL_PX)
    return found


def _colours(value: str) -> Iterator[tuple[float, float, float]]:
    for token in _flat(tinycss2.parse_component_value_list(value)):
        colour = parse_color(token) if token.type in ("ident", "hash", "function") else None
        if colour is None and token.type == "function":
            colour = parse_color(_with_commas(token))
        if colour is not None and not isinstance(colour, str) and colour.alpha > 0:
            yield colour.red, colour.green, colour.blue


def _with_commas(function: Any) -> str:
    """`rgb(0 0 0 / 40%)` in the older form, without its opacity."""
    inner = tinycss2.serialize(function.arguments).split("/")[0]
    return f"{function.lower_name.removesuffix('a')}({','.join(inner.replace(',', ' ').split())})"


def _flat(tokens: Sequence[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        if token.type == "function":
            yield from _flat(token.arguments)


def _families(colour: tuple[float, float, float]) -> set[str]:
    """Names that a person would call a colour."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*colour)
    red, green, blue = colour
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    families = {"dark"} if luminance < 0.3 else {"light"} if luminance > 0.7 else set()
    chroma = max(colour) - min(colour)
    if lightness < _BLACK:
        families.add("black")
    elif lightness > _WHITE:
        families.add("white")
    if chroma < 0.12:
        return families | ({"grey"} if _BLACK <= lightness <= _WHITE else set())
    return families | _hue_names(hue * 360, lightness, saturation)


def _hue_names(degrees: float, lightness: float, saturation: float) -> set[str]:
    """Names of a hue; on its borders more than one will do."""
    name = next(name for limit, name in _HUES if degrees <= limit)
    names = {name} | {border for low, high, border in _BORDERS if low <= degrees <= high}
    if name == "red" and lightness > 0.6:
        names.add("pink")
    if name in ("orange", "red", "yellow") and (lightness < 0.42 or saturation < 0.5):
        names.add("brown")
    return names
