"""Declarations against the specification: what is right passes, what is wrong is named, and Chromium is of the same opinion."""

from __future__ import annotations

import itertools
import json
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tinycss2

from plugins.web_designer.css import definitions as css_definitions
from plugins.web_designer.css.definitions import DATA, Definitions, definitions
from plugins.web_designer.css.grammar import Choice, Function, Keyword, Node, Repeat, Type, parse_syntax
from plugins.web_designer.css.match import matches
from plugins.web_designer.css.near import nearest
from plugins.web_designer.css.sheet import read_attribute
from plugins.web_designer.css.values import Fault, declaration_fault, is_right
from tests.plugins.web_designer.css_oracle import chromium_takes

WRITTEN: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "css" / "declarations.toml").read_text(encoding="utf-8")
)


def fault(declaration: str) -> Fault | None:
    name, _, value = declaration.partition(":")
    return declaration_fault(name.strip(), tinycss2.parse_component_value_list(value))


@pytest.mark.parametrize("declaration", WRITTEN["good"] + WRITTEN["ahead"])
def test_what_is_right_passes(declaration: str) -> None:
    assert read_attribute(declaration).marks == []


@pytest.mark.parametrize("declaration", WRITTEN["bad"])
def test_what_is_wrong_is_found(declaration: str) -> None:
    assert [mark.fault.severity for mark in read_attribute(declaration).marks] == ["error"]


def pairs(declarations: list[str]) -> list[tuple[str, str]]:
    return [(name.strip(), value.strip()) for name, _, value in (text.partition(":") for text in declarations)]


def test_chromium_is_of_the_same_opinion_on_every_declaration() -> None:
    good, bad = WRITTEN["good"], WRITTEN["bad"]
    taken = chromium_takes(pairs(good + bad))
    disputed = [text for text, is_taken in zip(good + bad, taken, strict=True) if is_taken != (text in good)]
    assert disputed == []


WORDS_OF_MANY = (
    "auto none normal 0 1 -1 0.5 1px -1px 50% 1s 10deg 1fr 'a' url(#a) red #123 a-name --a-name 1px/2px a,b 2dppx min-content stretch "
    "calc(1px+1%) calc(1px_+_1%) calc(2_*_3) 1px_2px 1px_2px_3px 1px_solid_red red_blue 1s_ease 1_/_2 10%_20% center_left start_end"
).split()


def test_chromium_is_of_the_same_opinion_on_simple_values_of_every_property() -> None:
    """What Chromium takes we take: that is the promise. What it does not know yet may pass here, so that agreement is under 100 %."""
    known = sorted(name for name in definitions().property_names if not name.startswith("-"))
    exists = dict(zip(known, chromium_takes([(name, "inherit") for name in known]), strict=True))
    values = [word.replace("_", " ") for word in WORDS_OF_MANY]
    asked = [(name, value) for name in known if exists[name] for value in values]
    taken = chromium_takes(asked)
    ours = [is_right(name, value) for name, value in asked]
    assert [pair for pair, theirs, mine in zip(asked, taken, ours, strict=True) if theirs and not mine] == []
    agreed = sum(theirs == mine for theirs, mine in zip(taken, ours, strict=True))
    assert agreed / len(asked) > 0.99


def test_every_property_takes_its_initial_value() -> None:
    """Where MDN gives one: prose, and what is decided by the browser, is no value."""
    entries = json.loads((DATA / "properties.json").read_text(encoding="utf-8"))
    prose = "dependsOnUserAgent startOrNamelessValueIfLTRRightIfRTL noPracticalInitialValue seeProse".split()
    prose += [
        value for e in entries.values() if isinstance(value := e["initial"], str) and value[1:] != value[1:].lower()
    ]
    wrong_in_mdn = {"stop-opacity": "black", "flood-opacity": "black"}
    asked = [
        (name, entry["initial"])
        for name, entry in entries.items()
        if isinstance(entry["initial"], str)
        and entry["initial"] not in prose
        and wrong_in_mdn.get(name) != entry["initial"]
    ]
    assert len(asked) > 500
    assert [pair for pair in asked if not is_right(*pair)] == []


def test_every_syntax_of_the_data_can_be_read_and_names_only_what_is_known() -> None:
    known = definitions()
    unknown = {name for name in known.property_names for name in _unknown(known, known.property_node(name), set())}
    assert unknown == set()


def _unknown(known: Definitions, node: Node | None, seen: set[Any]) -> Iterator[str]:
    from plugins.web_designer.css.match import _REST
    from plugins.web_designer.css.tokens import TESTS

    if node in seen:
        return
    seen.add(node)
    if isinstance(node, Type) and node.name not in TESTS and node.name not in _REST:
        below = known.resolve(node.name)
        yield from _unknown(known, below, seen) if below else [node.name]
    for part in (*getattr(node, "parts", ()), getattr(node, "part", None), getattr(node, "body", None)):
        if part is not None:
            yield from _unknown(known, part, seen)


def test_no_correction_repeats_the_data() -> None:
    entries = json.loads((DATA / "properties.json").read_text(encoding="utf-8"))
    fixes = tomllib.loads(css_definitions.CORRECTIONS.read_text(encoding="utf-8"))
    assert [name for name, syntax in fixes["properties"].items() if entries.get(name, {}).get("syntax") == syntax] == []


@pytest.mark.parametrize(
    ("declaration", "message", "hint"),
    [
        ("colour: red", "There is no property “colour”.", "Did you mean “color”?"),
        ("backgroud-color: red", "There is no property “backgroud-color”.", "Did you mean “background-color”?"),
        ("width: 100", "A number in “width: 100” lacks its unit.", "Write “100px”."),
        ("transition: all 3", "A number in “transition: all 3” lacks its unit.", "Write “all 3s”."),
        ("display: felx", "“felx” is no value of “display”.", "Did you mean “flex”?"),
        (
            "width: calc(100%-1px)",
            "“calc(100%-1px)” cannot be computed.",
            "Put a space on both sides of + and − in calc().",
        ),
        ("float: up", "“up” is no value of “float”.", "Allowed: left | right | none | inline-start | inline-end."),
        ("color: var(c)", "“var(c)” names no custom property.", "Write “var(--c)”."),
    ],
)
def test_a_fault_says_what_to_write(declaration: str, message: str, hint: str) -> None:
    found = fault(declaration)
    assert found is not None
    assert found.message == message
    assert found.hint.startswith(hint)


@pytest.mark.parametrize("declaration", ["-webkit-dreams: 1", "-moz-dreams: 1", "-khtml-opacity: 1"])
def test_an_unknown_property_of_a_maker_is_a_warning(declaration: str) -> None:
    found = fault(declaration)
    assert found is not None
    assert found.severity == "warning"


def test_two_names_as_near_are_no_hint() -> None:
    assert nearest("inset-block-stend", ("inset-block-start", "inset-block-end")) == "inset-block-end"
    assert nearest("pap", ("map", "cap")) == ""
    assert nearest("completely-other", definitions().property_names) == ""


@pytest.mark.parametrize(
    ("syntax", "good", "bad"),
    [
        ("a b", ["a b"], ["a", "b a", "a b b"]),
        ("a && b?", ["a", "a b", "b a"], ["b", "a a"]),
        ("a || b || c", ["a", "c a", "b c a"], ["", "a a"]),
        ("[ a | b ]#", ["a", "a, b, a"], ["a b", "a,", ", a"]),
        ("a#{2}", ["a, a"], ["a", "a, a, a"]),
        ("a{2,3}", ["a a", "a a a"], ["a", "a a a a"]),
        ("a{2,}", ["a a", "a a a a a"], ["a"]),
        ("[ a? b? ]!", ["a", "b", "a b"], ["", "b a"]),
        ("a? , b , c?", ["a, b, c", "b", "a, b", "b, c"], ["a b", ", b", "b,", "a,, b"]),
        ("<integer [1,3]>", ["1", "3"], ["0", "4", "1.5"]),
        ("f( a , <number>? )", ["f(a)", "F(A, 1)"], ["f(a 1)", "f()", "f(a,)"]),
        ("'[' <custom-ident>* ']'", ["[]", "[a b]"], ["(a)", "[1]"]),
        ("a+#", ["a a, a"], ["a,"]),
        ("a / b", ["a / b", "a/b"], ["a b"]),
        ("<length> | <percentage>", ["1px", "0", "5%", "calc(1px + 5%)"], ["5", "calc(1px + 5)"]),
        ("<'opacity'>", ["0.5"], ["a"]),
    ],
)
def test_the_value_definition_syntax_is_matched(syntax: str, good: list[str], bad: list[str]) -> None:
    node = parse_syntax(syntax)

    def is_matched(text: str) -> bool:
        return matches(node, tinycss2.parse_component_value_list(text), definitions().resolve)

    assert [text for text in good if not is_matched(text)] == []
    assert [text for text in bad if is_matched(text)] == []


def test_a_value_that_would_take_for_ever_is_let_through() -> None:
    node = parse_syntax(" || ".join(f"[ a | x{n} ]" for n in range(18)))
    assert matches(node, tinycss2.parse_component_value_list(" ".join("a" * 18)), definitions().resolve)
    assert fault(f"font-family: {', '.join(['a b c'] * 2000)}") is None


class _Writer:
    """Writes values that a syntax allows, at random."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    BASIC = {  # noqa: RUF012
        "length": "3px",
        "percentage": "5%",
        "number": "1",
        "integer": "2",
        "angle": "4deg",
        "time": "2s",
        "string": '"s"',
        "url": "url(#u)",
        "custom-ident": "own",
        "dashed-ident": "--own",
        "ident": "own",
        "hex-color": "#123456",
        "zero": "0",
        "flex": "2fr",
        "resolution": "2dppx",
        "length-percentage": "6%",
        "angle-percentage": "4deg",
        "time-percentage": "2s",
        "declaration-value": "x",
        "any-value": "x",
        "color": "red",
        "image": "url(#i)",
        "number-token": "1",
        "custom-property-name": "--own",
        "dimension": "1px",
        "hash-token": "#h",
        "ident-token": "own",
    }

    def write(self, node: Node, depth: int = 0) -> str:
        match node:
            case Keyword(name=name):
                return name
            case Type(name=name):
                below = definitions().resolve(name)
                return self.BASIC[name] if name in self.BASIC or below is None else self.write(below, depth + 1)
            case Choice(keywords=keywords, parts=parts):
                word = [Keyword(w) for w in sorted(keywords)[:40]]
                return self.write(self._chance.choice([*parts, *word] if depth < 12 else [*word, *parts]), depth + 1)
            case Repeat(part=part, low=low, high=high, has_commas=has_commas):
                count = self._chance.randint(low, min(high, low + 1))
                return (", " if has_commas else " ").join(self.write(part, depth + 1) for _ in range(count))
            case Function(name=name, body=body):
                inside = self.write(body, depth + 1)
                return f"[{inside}]" if name == "[" else f"({inside})" if name == "(" else f"{name}({inside})"
            case _:
                return self._several(node, depth)

    def _several(self, node: Any, depth: int) -> str:
        if hasattr(node, "text"):
            return str(node.text)
        if hasattr(node, "part"):
            return self.write(node.part, depth + 1)
        parts = list(node.parts)
        if hasattr(node, "needs_all"):
            self._chance.shuffle(parts)
            parts = parts if node.needs_all else parts[: self._chance.randint(1, len(parts))]
        return " ".join(self.write(part, depth + 1) for part in parts)


def test_what_a_syntax_gives_is_taken_by_it_and_mostly_by_chromium() -> None:
    chance = random.Random(7)
    writer = _Writer(chance)
    known = sorted(name for name in definitions().property_names if not name.startswith("-"))
    exists = dict(zip(known, chromium_takes([(name, "inherit") for name in known]), strict=True))
    asked = []
    for name, _ in itertools.product((n for n in known if exists[n]), range(8)):
        node = definitions().property_node(name)
        assert node is not None
        text = " ".join(writer.write(node).split())
        if text and not text.startswith(",") and not text.endswith(","):
            asked.append((name, text))
    ours = [is_right(name, value) for name, value in asked]
    taken = chromium_takes(asked)
    assert [pair for pair, theirs, mine in zip(asked, taken, ours, strict=True) if theirs and not mine] == []
    agreed = sum(theirs == mine for theirs, mine in zip(taken, ours, strict=True))
    assert agreed / len(asked) > 0.8


@pytest.mark.shared
def test_colours_of_the_conformance_cases_are_taken(shared: Path) -> None:
    """Every colour of CSS Color 3; and what that level refuses is refused, unless level 4 has allowed it since."""
    since = ("rgba(0, 0, 0)", "rgb(0, 0, 0, 0)", "hsl(30deg", "hsla(30deg", "0%)", "50%)", "0%, 0)")
    for file in ("color3", "color3_keywords", "color3_hsl"):
        cases = json.loads((shared / "data" / "web" / "css-parsing-tests" / f"{file}.json").read_text(encoding="utf-8"))
        asked = list(zip(cases[::2], cases[1::2], strict=True))
        if file == "color3_hsl":
            asked = asked[::40]
        assert [text for text, colour in asked if colour is not None and not is_right("color", text)] == []
        refused = [text for text, colour in asked if colour is None and text.strip() and not text.endswith(since)]
        assert [text for text in refused if is_right("color", text) and not text.startswith(since)] == []
