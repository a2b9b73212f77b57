"""A small reader of GBNF: enough to ask whether a grammar accepts a text, without a model."""

from __future__ import annotations

import re
from functools import cache

Node = tuple[object, ...]
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\[(?:[^\]\\]|\\.)*\]|[\w-]+|::=|[()|*+?]')


def accepts(grammar: str, text: str) -> bool:
    """Whether ``grammar`` derives exactly ``text``."""
    rules = {name: _parse(body) for name, body in (line.split("::=", 1) for line in _lines(grammar))}

    @cache
    def ends(node: Node, start: int) -> frozenset[int]:
        kind = node[0]
        if kind == "text":
            return frozenset({start + len(str(node[1]))} if text.startswith(str(node[1]), start) else ())
        if kind == "class":
            return frozenset({start + 1} if start < len(text) and re.match(str(node[1]), text[start]) else ())
        if kind == "rule":
            return ends(rules[str(node[1])], start)
        if kind == "choice":
            return frozenset().union(*(ends(part, start) for part in node[1:]))
        if kind == "row":
            places = frozenset({start})
            for part in node[1:]:
                places = frozenset().union(*(ends(part, place) for place in places)) if places else places
            return places
        return _repeated(node, start)

    def _repeated(node: Node, start: int) -> frozenset[int]:
        part, sign = node[1], node[2]
        found = set() if sign == "+" else {start}
        fresh = set(ends(part, start))
        while fresh - found:
            found |= fresh
            if sign == "?":
                break
            fresh = set().union(*(ends(part, place) for place in fresh))
        return frozenset(found)

    return len(text) in ends(rules["root"], 0)


def _lines(grammar: str) -> list[str]:
    return [line.replace(" ::=", "::=", 1) for line in grammar.splitlines() if "::=" in line]


def _parse(body: str) -> Node:
    tokens = _TOKEN.findall(body)
    node, rest = _choice(tokens, 0)
    assert rest == len(tokens), tokens[rest:]
    return node


def _choice(tokens: list[str], at: int) -> tuple[Node, int]:
    options: list[Node] = []
    row: list[Node] = []
    while at < len(tokens) and tokens[at] != ")":
        token = tokens[at]
        if token == "|":
            options.append(("row", *row))
            row, at = [], at + 1
            continue
        if token == "(":
            node, at = _choice(tokens, at + 1)
        else:
            node = _leaf(token)
        at += 1
        if at < len(tokens) and tokens[at] in "*+?":
            node, at = ("repeat", node, tokens[at]), at + 1
        row.append(node)
    return ("choice", *options, ("row", *row)), at


def _leaf(token: str) -> Node:
    if token.startswith('"'):
        return ("text", token[1:-1].replace('\\"', '"').replace("\\\\", "\\"))
    return ("class", token) if token.startswith("[") else ("rule", token)
