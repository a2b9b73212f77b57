"""English for the SQL generator: inflection and a small template language.

A template is plain text with `{slot}`, `{slot:s}` (plural), `{slot:a}` (with its article), `(one|another|)` alternatives,
`{?flag}` (only if the flag is set) and `{!flag}` (only if it is not). A leading `3*` makes it three times as likely. A slot that the
caller does not give is a word list of the phrase book, or else rules the template out.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from training.generators.base import is_held_out

DATA_DIR = Path(__file__).parent
MIN_TEMPLATES_TO_HOLD_OUT = 5
HOLDS_PRE = ("pre", "ex", "np", "vp", "vp1")
HOLDS_POST = ("post", "post1", "forpost", "ex", "np", "vp", "vp1", "bare")

_IRREGULAR = {
    "person": "people", "child": "children", "species": "species", "series": "series", "staff": "staff", "fish": "fish",
    "sheep": "sheep", "deer": "deer",
    "aircraft": "aircraft", "equipment": "equipment", "knife": "knives", "shelf": "shelves", "memo": "memos",
    "scarf": "scarves", "axis": "axes", "oasis": "oases", "diagnosis": "diagnoses", "mouse": "mice", "life": "lives",
    "stock": "stock", "man": "men", "woman": "women", "salesperson": "salespeople", "stuff": "stuff", "pay": "pay",
    "personnel": "personnel", "data": "data", "premises": "premises", "photo": "photos", "piano": "pianos", "gps": "gps",
    "merchandise": "merchandise", "info": "info", "phone": "phones",
}  # fmt: skip
_ALREADY_PLURAL = frozenset(
    "pages seats points goals votes stars credits likes views followers hours servings passengers calories bedrooms bathrooms "
    "floors rooms beds employees headquarters notes details comments people".split()
)
_SINGULAR_VERB = {
    "are": "is", "were": "was", "have": "has", "do": "does", "live": "lives", "cost": "costs", "earn": "earns", "last": "lasts",
    "weigh": "weighs", "come": "comes", "don't": "doesn't", "haven't": "hasn't", "aren't": "isn't", "make": "makes",
    "work": "works", "play": "plays", "study": "studies", "teach": "teaches", "speak": "speaks", "suffer": "suffers",
    "specialize": "specializes", "belong": "belongs", "contain": "contains", "lack": "lacks",
}  # fmt: skip
_PLURAL_VERBS = "|".join(_SINGULAR_VERB)
_RELATIVE_VERB = re.compile(rf"\b(who|that|and) ({_PLURAL_VERBS})\b")
_LEADING_VERB = re.compile(rf"(^|\band )({_PLURAL_VERBS})\b")


@cache
def plural(noun: str) -> str:
    """The plural of a noun phrase: "date of birth" becomes "dates of birth"."""
    if " of " in noun:
        head, rest = noun.split(" of ", 1)
        return f"{plural(head)} of {rest}"
    start, _, last = noun.rpartition(" ")
    return f"{start} {_plural_word(last)}" if start else _plural_word(last)


def _plural_word(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _ALREADY_PLURAL:
        return word
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + "s"


def with_article(noun: str) -> str:
    """The noun phrase with "a" or "an" before it."""
    lower = noun.lower()
    if lower.startswith(("uni", "use", "eur", "one", "uti")):
        return "a " + noun
    vowel = lower[:1] in "aeiou" or noun in ("SKU", "MRI") or lower.startswith(("hour", "honor"))
    return ("an " if vowel else "a ") + noun


def singular_relative(text: str) -> str:
    """The relative clauses of `text` with singular verbs: "who have" becomes "who has"."""
    return _RELATIVE_VERB.sub(lambda m: f"{m.group(1)} {_SINGULAR_VERB[m.group(2)]}", text)


def singular_verb(text: str) -> str:
    """A plural verb phrase made singular: "are active and live in Rome" becomes "is active and lives in Rome"."""
    return _LEADING_VERB.sub(lambda m: m.group(1) + _SINGULAR_VERB[m.group(2)], text)


def third_person(verb: str) -> str:
    """The verb as "he" or "she" takes it: "teach" becomes "teaches", "work for" becomes "works for"."""
    head, _, rest = verb.partition(" ")
    ending = "es" if head.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"
    if re.search(r"[^aeiou]y$", head):
        head, ending = head[:-1], "ies"
    single = "has" if head == "have" else head + ending
    return f"{single} {rest}".strip()


def literal(value: object) -> str:
    """A value as SQL writes it."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def enumerate_words(words: list[str], *, oxford: bool = False) -> str:
    """Words joined as "a, b and c"."""
    if len(words) == 1:
        return words[0]
    return ", ".join(words[:-1]) + (", and " if oxford and len(words) > 2 else " and ") + words[-1]


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str
    form: str


@dataclass(frozen=True, slots=True)
class _Choice:
    options: tuple[tuple[_Node, ...], ...]


_Node = str | _Slot | _Choice
_TOKEN = re.compile(r"\{([?!]?)(\w+)(?::(\w))?\}|([(|)])|([^{}()|]+)")


@dataclass(frozen=True, slots=True)
class Template:
    """One compiled template: its nodes, the slots it needs, the flags that must or must not be set."""

    nodes: tuple[_Node, ...]
    needs: frozenset[str]
    wants: frozenset[str]
    refuses: frozenset[str]

    def applies(self, slots: Mapping[str, object]) -> bool:
        """Whether the given slots and flags allow this template."""
        return (
            self.needs <= slots.keys()
            and not self._drops(slots)
            and (not self.wants or all(slots.get(flag) for flag in self.wants))
            and not (self.refuses and any(slots.get(flag) for flag in self.refuses))
        )

    def _drops(self, slots: Mapping[str, object]) -> bool:
        """Whether the template names the rows without the conditions that stand before or after their noun."""
        if slots.get("ppost") and "P" in self.needs and self.needs.isdisjoint(("ppost", "ppost1")):
            return True
        if self.needs.isdisjoint(("E", "one")):
            return False
        before = bool(slots.get("pre")) and self.needs.isdisjoint(HOLDS_PRE)
        return before or (bool(slots.get("post")) and self.needs.isdisjoint(HOLDS_POST))


class _Compiler:
    """Parses one template."""

    def __init__(self, text: str, words: frozenset[str]) -> None:
        self._tokens = list(_TOKEN.finditer(text))
        self._words = words
        self.needs: set[str] = set()
        self.wants: set[str] = set()
        self.refuses: set[str] = set()

    def sequence(self) -> tuple[_Node, ...]:
        """The nodes up to the end, or to the `|` or `)` that ends this alternative."""
        nodes: list[_Node] = []
        while self._tokens and self._tokens[0].group(4) not in ("|", ")"):
            token = self._tokens.pop(0)
            if token.group(4) == "(":
                nodes.append(self._choice())
            elif token.group(2):
                self._slot(token, nodes)
            else:
                nodes.append(token.group(5))
        return tuple(nodes)

    def _choice(self) -> _Choice:
        options = [self.sequence()]
        while self._tokens.pop(0).group(4) == "|":
            options.append(self.sequence())
        return _Choice(tuple(options))

    def _slot(self, token: re.Match[str], nodes: list[_Node]) -> None:
        mark, name, form = token.group(1), token.group(2), token.group(3) or ""
        if mark == "?":
            self.wants.add(name)
        elif mark == "!":
            self.refuses.add(name)
        else:
            nodes.append(_Slot(name, form))
            if name not in self._words:
                self.needs.add(name)


class PhraseBook:
    """The templates of the phrase files, compiled; which of them belong to the test split is decided by their text."""

    def __init__(self, *paths: Path) -> None:
        parts = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
        listed = _merged(list(part.get("words", {}).items()) for part in parts)
        names = frozenset(listed)
        self._words = {name: self._compile(lines, names, None) for name, lines in listed.items()}
        families = _merged(_flatten(part["say"]) for part in parts)
        self._train = {name: self._compile(lines, names, False) for name, lines in families.items()}
        self._test = {name: self._compile(lines, names, True) for name, lines in families.items()}

    @staticmethod
    def _compile(lines: list[str], words: frozenset[str], held_out: bool | None) -> tuple[Template, ...]:
        compiled = []
        for line in lines:
            weight, _, text = line.rpartition("* ") if re.match(r"\d+\* ", line) else ("1", "", line)
            unseen = len(lines) >= MIN_TEMPLATES_TO_HOLD_OUT and weight == "1" and is_held_out(text)
            if held_out is False and unseen:
                continue
            compiler = _Compiler(text, words)
            nodes = compiler.sequence()
            template = Template(
                nodes, frozenset(compiler.needs), frozenset(compiler.wants), frozenset(compiler.refuses)
            )
            compiled += [template] * (int(weight) * 2 if unseen else int(weight))
        return tuple(compiled)

    def say(self, rng: random.Random, family: str, slots: Mapping[str, object], *, held_out: bool = False) -> str:
        """A random wording of `family`.

        Raises:
            ValueError: no template of the family applies to the given slots.
        """
        templates = (self._test if held_out else self._train)[family]
        for _ in range(8):
            template = templates[int(rng.random() * len(templates))]
            if template.applies(slots):
                return self._expand(rng, template.nodes, slots)
        fitting = [template for template in templates if template.applies(slots)]
        if not fitting:
            raise ValueError(f"no wording of {family!r} fits the slots {sorted(slots)}: add one to sql_phrases.toml")
        return self._expand(rng, rng.choice(fitting).nodes, slots)

    def word(self, rng: random.Random, name: str, slots: Mapping[str, object]) -> str:
        """A random entry of the word list `name`."""
        words = self._words[name]
        return self._expand(rng, words[int(rng.random() * len(words))].nodes, slots)

    def _expand(self, rng: random.Random, nodes: tuple[_Node, ...], slots: Mapping[str, object]) -> str:
        parts: list[str] = []
        for node in nodes:
            if isinstance(node, str):
                parts.append(node)
            elif isinstance(node, _Choice):
                parts.append(self._expand(rng, node.options[int(rng.random() * len(node.options))], slots))
            else:
                parts.append(self._fill(rng, node, slots))
        return "".join(parts)

    def _fill(self, rng: random.Random, slot: _Slot, slots: Mapping[str, object]) -> str:
        value = slots.get(slot.name)
        if value is None:
            return self.word(rng, slot.name, slots)
        text = str(value)
        if slot.form == "s":
            return plural(text)
        return with_article(text) if slot.form == "a" else text


def _flatten(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for name, value in tree.items():
        if isinstance(value, list):
            found.append((prefix + name, value))
        elif isinstance(value, dict):
            found += _flatten(value, f"{prefix}{name}.")
    return found


def _merged(groups: Iterable[list[tuple[str, list[str]]]]) -> dict[str, list[str]]:
    """The lines of several files under one name each."""
    merged: dict[str, list[str]] = {}
    for name, lines in chain.from_iterable(groups):
        merged[name] = list(dict.fromkeys([*merged.get(name, []), *lines]))
    return merged


@cache
def phrase_book() -> PhraseBook:
    """The phrase book, read once."""
    return PhraseBook(*(DATA_DIR / f"sql_phrases{part}.toml" for part in ("", "_more", "_rich")))
