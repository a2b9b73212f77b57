"""Where lines break in a query: before clauses, at the commas of long lists, at the ANDs of long conditions."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

WIDTH = 88
_INDENT = 2
_STARTS = frozenset(
    "FROM WHERE GROUP ORDER HAVING LIMIT UNION INTERSECT EXCEPT SELECT WITH VALUES WINDOW QUALIFY FETCH".split()
)
_JOINS = frozenset("JOIN LEFT RIGHT FULL INNER CROSS NATURAL".split())
_LISTS = frozenset("SELECT GROUP ORDER WITH VALUES".split())
_TIGHT_BEFORE = frozenset((",", ")", ";", ".", "]", "::"))
_TIGHT_AFTER = frozenset(("(", ".", "[", "::"))


class Role(Enum):
    """What a piece is in the layout."""

    WORD = "word"
    KEYWORD = "keyword"
    OPERATOR = "operator"
    MARK = "mark"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Piece:
    """A token or comment.

    Attributes:
        is_apart: whether white space stood before it.
        starts_line: whether a comment stood on a line of its own.
    """

    text: str
    role: Role
    is_apart: bool
    starts_line: bool = False

    @property
    def ends_line(self) -> bool:
        """Whether nothing may follow on its line."""
        return self.role == Role.COMMENT and not self.text.startswith("/*")


@dataclass(frozen=True, slots=True)
class Nest:
    """What stands between two brackets, or from CASE to END; both ends among its parts."""

    parts: tuple[Piece | Nest, ...]

    @property
    def is_query(self) -> bool:
        """Whether a query stands in the brackets."""
        inner = next((part for part in self.parts[1:] if not _is_comment(part)), None)
        return isinstance(inner, Piece) and inner.role == Role.KEYWORD and inner.text in ("SELECT", "WITH", "VALUES")


Part = Piece | Nest


def laid_out(pieces: Sequence[Piece]) -> str:
    """Statements clause by clause."""
    statements = list(_split(_nested(pieces), lambda part: isinstance(part, Piece) and part.text == ";", keep_end=True))
    return "\n\n".join(_query(statement, 0) for statement in statements)


def on_one_line(pieces: Sequence[Piece]) -> str:
    """All on one line."""
    return _line(pieces, 0)


def _nested(pieces: Sequence[Piece]) -> list[Part]:
    """The pieces with brackets and CASE … END taken together."""
    stack: list[list[Part]] = [[]]
    for piece in pieces:
        if piece.text in ("(", "CASE") and piece.role != Role.COMMENT:
            stack.append([piece])
        elif piece.text in (")", "END") and len(stack) > 1 and piece.role != Role.COMMENT:
            inner = (*stack.pop(), piece)
            stack[-1].append(Nest(inner))
        else:
            stack[-1].append(piece)
    while len(stack) > 1:
        inner_parts = stack.pop()
        stack[-1].extend(inner_parts)
    return stack[0]


def _split(parts: Sequence[Part], at: Callable[[Part], bool], *, keep_end: bool = False) -> Iterator[list[Part]]:
    """Runs of parts; a new one begins at (or, with ``keep_end``, after) those that ``at`` picks."""
    run: list[Part] = []
    for part in parts:
        hit = at(part)
        if hit and run and not keep_end:
            yield run
            run = []
        run.append(part)
        if hit and keep_end:
            yield run
            run = []
    if run:
        yield run


def _query(parts: Sequence[Part], indent: int) -> str:
    lines = [_clause(clause, indent) for clause in _clauses(parts)]
    return ("\n" + " " * indent).join(lines)


def _clauses(parts: Sequence[Part]) -> list[list[Part]]:
    found: list[list[Part]] = [[]]
    before = ""
    for part in parts:
        word = _keyword(part)
        is_join = word in _JOINS and before not in (*_JOINS, "OUTER")
        is_start = word in _STARTS or is_join
        own_line = isinstance(part, Piece) and part.role == Role.COMMENT and part.starts_line
        if (is_start or own_line) and found[-1]:
            found.append([])
        found[-1].append(part)
        before = word or ("" if _is_comment(part) else "x")
    return _with_comments_ahead(found)


def _with_comments_ahead(clauses: list[list[Part]]) -> list[list[Part]]:
    """A comment inside a list stays in its clause: what follows it up to the next clause is no clause of its own."""
    done: list[list[Part]] = []
    for clause in clauses:
        first = next((part for part in clause if not _is_comment(part)), None)
        starts = first is not None and _keyword(first) in _STARTS | _JOINS
        if done and first is not None and not starts and not all(_is_comment(part) for part in done[-1]):
            done[-1].extend(clause)
        else:
            done.append(clause)
    return done


def _clause(parts: list[Part], indent: int) -> str:
    whole = _line(parts, indent)
    if len(whole) + indent <= WIDTH and "\n" not in whole:
        return whole
    head = next((word for part in parts if (word := _keyword(part))), "")
    if head in _LISTS:
        return _broken(parts, indent, after=",")
    if head in ("WHERE", "HAVING", "QUALIFY", "ON") or head in _JOINS:
        return _broken(parts, indent, after="")
    return whole


def _broken(parts: list[Part], indent: int, after: str) -> str:
    """A clause with a line for each item of its list, or for each condition."""
    runs = list(_split(parts, lambda part: _is_piece(part, after), keep_end=True)) if after else _conditions(parts)
    inner = indent + _INDENT
    if len(runs) == 1:
        return _line(parts, indent)
    for before, run in itertools.pairwise(runs):
        while run and isinstance(run[0], Piece) and _is_comment(run[0]) and not run[0].starts_line:
            before.append(run.pop(0))
    first, *others = [run for run in runs if run]
    return ("\n" + " " * inner).join([_line(first, inner), *(_line(run, inner) for run in others)])


def _conditions(parts: Sequence[Part]) -> list[list[Part]]:
    runs: list[list[Part]] = [[]]
    in_between = False
    for part in parts:
        if _is_piece(part, "BETWEEN"):
            in_between = True
        elif _is_piece(part, "AND") and in_between:
            in_between = False
        elif (_is_piece(part, "AND") or _is_piece(part, "OR")) and runs[-1]:
            runs.append([])
        runs[-1].append(part)
    return runs


def _line(parts: Sequence[Part], indent: int) -> str:
    """Parts one after the other; a query in brackets that is too long for the line is laid out below."""
    text, last, before_last = "", None, None
    for part in parts:
        first = _first(part)
        if last is not None:
            text += "\n" + " " * indent if last.ends_line else _space(before_last, last, first)
        room = len(text.rpartition("\n")[2])
        text += part.text if isinstance(part, Piece) else _nest(part, indent, room)
        before_last, last = (last if isinstance(part, Piece) else None), _last(part)
    return text


def _nest(nest: Nest, indent: int, at: int) -> str:
    flat = _line(nest.parts, indent)
    if (indent + at + len(flat) <= WIDTH and "\n" not in flat) or not nest.is_query:
        return flat
    inner = indent + _INDENT
    start, end = "\n" + " " * inner, "\n" + " " * indent
    return f"({start}{_query(nest.parts[1:-1], inner)}{end})"


def _space(before: Piece | None, one: Piece, other: Piece) -> str:
    """What stands between two pieces on a line."""
    if one.text in _TIGHT_AFTER or other.text in _TIGHT_BEFORE:
        return ""
    if one.role == Role.OPERATOR and _is_sign(before, one):
        return ""
    if Role.OPERATOR in (one.role, other.role) or one.text == "," or Role.COMMENT in (one.role, other.role):
        return " "
    if Role.KEYWORD in (one.role, other.role) and other.text != "(":
        return " "
    return " " if other.is_apart else ""


def _is_sign(before: Piece | None, one: Piece) -> bool:
    if one.text not in ("-", "+", "%"):
        return False
    return before is None or before.role in (Role.OPERATOR, Role.KEYWORD) or before.text in ("(", ",")


def _first(part: Part) -> Piece:
    return part if isinstance(part, Piece) else _first(part.parts[0])


def _last(part: Part) -> Piece:
    return part if isinstance(part, Piece) else _last(part.parts[-1])


def _keyword(part: Part) -> str:
    """The first word of a keyword: GROUP of GROUP BY."""
    return part.text.split()[0] if isinstance(part, Piece) and part.role == Role.KEYWORD else ""


def _is_piece(part: Part, text: str) -> bool:
    return isinstance(part, Piece) and part.text == text and part.role != Role.COMMENT


def _is_comment(part: Part) -> bool:
    return isinstance(part, Piece) and part.role == Role.COMMENT
