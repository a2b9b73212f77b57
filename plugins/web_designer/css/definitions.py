"""What CSS knows: properties, types, at-rules and selectors.

MDN's data with our corrections; read once, each syntax when it is needed.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from plugins.web_designer.css.grammar import (
    AnyOrder,
    Choice,
    Keyword,
    Node,
    NotEmpty,
    Repeat,
    Sequence,
    Type,
    parse_syntax,
)
from plugins.web_designer.css.tokens import TESTS

DATA = Path(__file__).parents[1] / "vendor" / "mdn-data-2.37.2"
CORRECTIONS = Path(__file__).with_name("corrections.toml")
_PREFIXES = ("-webkit-", "-moz-", "-ms-", "-o-")


@cache
def definitions() -> Definitions:
    """Those of the data that ships."""
    return Definitions(_read("properties"), {**_read("functions"), **_read("syntaxes")}, _read("at-rules"), _fixes())


def _read(name: str) -> dict[str, Any]:
    return dict(json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")))


def _fixes() -> dict[str, Any]:
    return tomllib.loads(CORRECTIONS.read_text(encoding="utf-8"))


@cache
def pseudo_names() -> frozenset[str]:
    """Pseudo-classes and pseudo-elements with their colons; those that take arguments end in ``()``."""
    return frozenset(name for name in _read("selectors") if name.startswith(":")) | frozenset(_fixes()["pseudo"])


class Definitions:
    """Syntaxes by name; compiled when first asked for."""

    def __init__(
        self,
        properties: Mapping[str, Any],
        types: Mapping[str, Any],
        at_rules: Mapping[str, Any],
        fixes: Mapping[str, Any],
    ) -> None:
        self._properties = {name: str(entry["syntax"]) for name, entry in properties.items() if name != "--*"}
        self._types = {name.lower(): str(entry["syntax"]) for name, entry in types.items()}
        self._descriptors = {
            name.lstrip("@"): {key: str(d["syntax"]) for key, d in entry.get("descriptors", {}).items()}
            for name, entry in at_rules.items()
        }
        self.at_rules = frozenset(self._descriptors) | frozenset(fixes["at_rules"])
        self._mend(fixes)
        self._nodes: dict[str, Node | None] = {}
        self._words: dict[Node, frozenset[str]] = {}

    def _mend(self, fixes: Mapping[str, Any]) -> None:
        self._properties |= fixes["properties"]
        self._types |= fixes["types"]
        for table, extra in ((self._properties, fixes["more_for_properties"]), (self._types, fixes["more_for_types"])):
            for name, syntax in extra.items():
                table[name] = f"{table[name]} | {syntax}"
        for rule, descriptors in fixes["descriptors"].items():
            self._descriptors.setdefault(rule, {}).update(descriptors)

    @property
    def property_names(self) -> frozenset[str]:
        return frozenset(self._properties)

    def property_syntax(self, name: str) -> str:
        """A property's syntax as text; that of the plain property for one with a maker's prefix; empty if it is unknown."""
        if name in self._properties:
            return self._properties[name]
        return self._properties.get(plain(name), "")

    def property_node(self, name: str) -> Node | None:
        """A property's syntax; None if it is unknown."""
        return self.resolve(f"'{name}'")

    def descriptors(self, rule: str) -> Mapping[str, str]:
        """Descriptors of an at-rule (without its sign) with their syntaxes."""
        return self._descriptors.get(rule, {})

    def descriptor_node(self, rule: str, name: str) -> Node | None:
        """A descriptor's syntax; None if it is unknown."""
        key = f"@{rule} {name}"
        if key not in self._nodes:
            syntax = self.descriptors(rule).get(name)
            self._nodes[key] = parse_syntax(syntax) if syntax else None
        return self._nodes[key]

    def resolve(self, name: str) -> Node | None:
        """Syntax of a type, or of a property where the name is quoted."""
        if name not in self._nodes:
            syntax = self.property_syntax(name.strip("'")) if name.startswith("'") else self._types.get(name, "")
            self._nodes[name] = parse_syntax(syntax) if syntax else None
        return self._nodes[name]

    def words(self, node: Node) -> frozenset[str]:
        """All keywords that a syntax names, with those of its types."""
        if node not in self._words:
            self._words[node] = frozenset(self._words_below(node, set()))
        return self._words[node]

    def _words_below(self, node: Node, seen: set[str]) -> Iterator[str]:
        match node:
            case Keyword(name=name):
                yield name
            case Type(name=name):
                below = self.resolve(name) if name not in TESTS and name not in seen else None
                seen.add(name)
                if below is not None:
                    yield from self._words_below(below, seen)
            case Sequence(parts=parts) | AnyOrder(parts=parts):
                for part in parts:
                    yield from self._words_below(part, seen)
            case Choice(keywords=keywords, parts=parts):
                yield from keywords
                for part in parts:
                    yield from self._words_below(part, seen)
            case Repeat(part=part) | NotEmpty(part=part):
                yield from self._words_below(part, seen)


def plain(name: str) -> str:
    """A name without its maker's prefix."""
    for prefix in _PREFIXES:
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name


def has_prefix(name: str) -> bool:
    """Whether a name begins with a maker's prefix."""
    return name.startswith("-") and not name.startswith("--") and "-" in name[1:]
