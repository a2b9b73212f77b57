"""Mends what no parser can read: brackets, commas, quotation marks, misspelt keywords, clauses in the wrong order."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator, Sequence

from plugins.sql_assistant.editor_text import Edit, Token, tokens
from plugins.sql_assistant.fixing.candidate import Candidate, edited, replaced, swapped
from plugins.sql_assistant.schema import Schema

_CLAUSES = ("SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
_MAIN = (
    "SELECT FROM WHERE GROUP ORDER BY HAVING LIMIT OFFSET JOIN INNER LEFT RIGHT OUTER CROSS USING DISTINCT BETWEEN LIKE UNION EXISTS "
    "CASE WHEN THEN ELSE END AND OR NOT NULL DESC ASC WITH IN IS ON AS"
).split()
_QUOTES = {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "´": "'"}
_SIGNS = {"==": "=", "&&": "AND", "=>": ">=", "=<": "<=", "!==": "<>", "≠": "<>", "≥": ">=", "≤": "<="}
_NEAR = 0.7
_INNER_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_BARE_PATTERN = re.compile(r"\bLIKE\s+(%\w*%?|\w+%)(?=\s|\)|;|$)", re.IGNORECASE)


def candidates(sql: str, dialect: str, schema: Schema) -> Iterator[Candidate]:
    """Other ways to write a text, the likeliest first; which one runs is the engine's to say."""
    pieces = [token for token in tokens(sql, dialect) if token.kind != "note"]
    yield from _plain_quotes(sql)
    yield from _apostrophes(sql)
    yield from _closed_text(sql, pieces)
    yield from _patterns(sql, pieces)
    yield from _signs(sql, pieces)
    yield from _commas(sql, pieces)
    yield from _semicolons(sql, pieces)
    yield from _missing_by(sql, pieces)
    yield from _missing_on(sql, pieces)
    yield from _dangling(sql, pieces)
    yield from _keywords(sql, pieces, schema)
    yield from _brackets(sql, pieces)
    yield from _order(sql, pieces)
    yield from _missing_commas(sql, pieces, schema)


def _word(token: Token | None) -> str:
    return token.text.upper() if token is not None and token.kind == "word" else ""


def _after(pieces: Sequence[Token], at: int) -> Token | None:
    return pieces[at + 1] if at + 1 < len(pieces) else None


def _plain_quotes(sql: str) -> Iterator[Candidate]:
    done = "".join(_QUOTES.get(character, character) for character in sql)
    if done != sql:
        yield Candidate(done, "Typographic quotation marks were replaced by plain ones.")


def _closed_text(sql: str, pieces: Sequence[Token]) -> Iterator[Candidate]:
    last = pieces[-1] if pieces else None
    if last is None or last.kind not in ("text", "name") or last.text.count(last.text[0]) % 2 == 0:
        return
    mark = last.text[0]
    words = [place for place in range(last.start + 1, last.end) if sql[place].isspace()]
    for place in [*words, last.end]:
        yield Candidate(
            sql[:place] + mark + sql[place:], f"A quotation mark was closed behind {sql[last.start : place]}."
        )


def _apostrophes(sql: str) -> Iterator[Candidate]:
    """``'O'Brien'`` → ``'O''Brien'``"""
    done = _INNER_APOSTROPHE.sub("''", sql)
    if done != sql:
        yield Candidate(done, "An apostrophe inside a text was doubled.")


def _patterns(sql: str, pieces: Sequence[Token]) -> Iterator[Candidate]:
    """``LIKE %a%`` → ``LIKE '%a%'``"""
    quoted = [(token.start, token.end) for token in pieces if token.kind in ("text", "name")]
    found = [one for one in _BARE_PATTERN.finditer(sql) if not any(s <= one.start() < e for s, e in quoted)]
    if found:
        edits = [Edit(one.start(1), one.end(1), f"'{one[1]}'") for one in found]
        yield Candidate(edited(sql, edits), "The pattern was put into quotation marks.")


def _signs(sql: str, pieces: Sequence[Token]) -> Iterator[Candidate]:
    outside = [(token.start, token.end) for token in pieces if token.kind == "mark"]
    for wrong, right in _SIGNS.items():
        places = [at for at in range(len(sql)) if sql.startswith(wrong, at) and any(s <= at < e for s, e in outside)]
        if places:
            padded = f" {right} " if right.isalpha() else right
            edits = [Edit(at, at + len(wrong), padded) for at in places]
            yield Candidate(edited(sql, edits), replaced(wrong, right))


def _commas(sql: str, pieces: Sequence[Token]) -> Iterator[Candidate]:
    """Commas that nothing follows."""
    for at, token in enumerate(pieces):
        following = _after(pieces, at)
        ends = following is None or _word(following) in _CLAUSES or following.text in (")", ";", ",")
        if token.text == "," and ends:
            before = _word(following) or (following.text if following else "the end")
            yield Candidate(swapped(sql, token, ""), f"A comma before {before} was left out.")


def _semicolons(sql: str, pieces: Sequence[Token]) -> Iterator[Candidate]:
    """Semicolons inside a statement."""
    for at, token in enumerate(pieces):
        following = _word(_after(pieces, at))
        if token.text == ";" and (following in _CLAUSES[1:] or following in ("AND", "OR", "JOIN", "LEFT", "INNER")):
            yield Candidate(swapped(sql, token, " "), f"A semicolon before {following} was left out.")


def _missing_by(sql: str, pieces: Sequence[Token]) -> Iterator[Candidate]:
    for at, token in enumerate(pieces):
        if _word(token) in ("GROUP", "ORDER") and _word(_after(pieces, at)) != "BY":
            yield Candidate(swapped(sql, token, f"{token.text} BY"), f"BY was added behind {token.text.upper()}.")


def _missing_on(sql: str, pieces: Sequence[Token]) -> Iterator[Candidate]:
    """``JOIN orders o o.id = …`` → ``JOIN orders o ON o.id = …``"""
    for at, token in enumerate(pieces):
        if _word(token) != "JOIN":
            continue
        ahead = pieces[at + 1 : at + 8]
        dots = [n for n, piece in enumerate(ahead) if piece.text == "."]
        words = [_word(piece) for piece in ahead[: dots[0]]] if dots else []
        if len(words) in (2, 3, 4) and not {"ON", "USING", "WHERE", *_CLAUSES} & set(words):
            start = ahead[dots[0] - 1].start
            yield Candidate(f"{sql[:start]}ON {sql[start:]}", f"ON was added before {ahead[dots[0] - 1].text}.")


def _dangling(sql: str, pieces: Sequence[Token]) -> Iterator[Candidate]:
    """WHERE, AND and OR that nothing follows."""
    for at, token in enumerate(pieces):
        following = _after(pieces, at)
        ends = following is None or _word(following) in _CLAUSES or following.text in (")", ";")
        doubled = _word(token) in ("WHERE", "ON") and _word(following) in ("AND", "OR")
        if _word(token) in ("WHERE", "AND", "OR", "HAVING") and ends:
            yield Candidate(swapped(sql, token, ""), f"{_word(token)} was left out, which nothing followed.")
        elif doubled and following is not None:
            yield Candidate(swapped(sql, following, ""), f"{_word(following)} was left out behind {_word(token)}.")


def _keywords(sql: str, pieces: Sequence[Token], schema: Schema) -> Iterator[Candidate]:
    """Words that are nearly a keyword and no name of the schema."""
    names = {name.lower() for table in schema.tables for name in (table.own_name, *(c.name for c in table.columns))}
    for at, token in enumerate(pieces):
        word = _word(token)
        is_name = at > 0 and pieces[at - 1].text == "."
        if not word or word in _MAIN or word.lower() in names or is_name:
            continue
        for near in difflib.get_close_matches(word, _MAIN, n=2, cutoff=_NEAR):
            yield Candidate(swapped(sql, token, near), replaced(token.text, near))


def _brackets(sql: str, pieces: Sequence[Token]) -> Iterator[Candidate]:
    still_open: list[int] = []
    for at, token in enumerate(pieces):
        if token.text == "(":
            still_open.append(at)
        elif token.text == ")" and still_open:
            still_open.pop()
        elif token.text == ")":
            yield Candidate(swapped(sql, token, ""), "A bracket that closes nothing was left out.")
    if still_open:
        yield from (_closed_before(sql, token) for token in _never_inside(pieces))
        yield from _closings(sql, pieces, still_open[-1])
        yield Candidate(swapped(sql, pieces[still_open[-1]], " "), "A bracket that is never closed was left out.")


def _never_inside(pieces: Sequence[Token]) -> Iterator[Token]:
    """Words that cannot stand in the brackets of a call: AS (but for CAST) and the words that begin clauses."""
    opened: list[int] = []
    for at, token in enumerate(pieces):
        if token.text == "(":
            opened.append(at)
        elif token.text == ")" and opened:
            opened.pop()
        elif opened and _word(token) in ("AS", *_CLAUSES[1:]):
            is_call = _word(_after(pieces, opened[-1])) not in ("SELECT", "WITH", "VALUES")
            is_cast = _word(token) == "AS" and "CAST" in _word(pieces[opened[-1] - 1])
            is_within = _word(pieces[opened[-1] - 1]) in ("OVER", "GROUP", "FILTER")
            if is_call and not is_cast and not is_within:
                yield token


def _closings(sql: str, pieces: Sequence[Token], opened: int) -> Iterator[Candidate]:
    """A closing bracket at each place where a part ends: before clauses, at the end, before anything else."""
    clauses: list[Token] = []
    others: list[Token] = []
    depth = 0
    for token in pieces[opened + 2 :]:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and _word(token) in _CLAUSES:
            clauses.append(token)
        elif depth == 0 and (_word(token) in ("AS", "AND", "OR", "THEN") or token.text in (",", "=", "<", ">")):
            others.append(token)
    yield from (_closed_before(sql, token) for token in clauses)
    end = len(sql.rstrip().rstrip(";").rstrip())
    yield Candidate(f"{sql[:end]}){sql[end:]}", "A bracket was closed at the end.")
    yield from (_closed_before(sql, token) for token in others)


def _closed_before(sql: str, token: Token) -> Candidate:
    place = len(sql[: token.start].rstrip())
    return Candidate(f"{sql[:place]}){sql[place:]}", f"A bracket was closed before {token.text}.")


def _order(sql: str, pieces: Sequence[Token]) -> Iterator[Candidate]:
    """The clauses of one SELECT in the order in which SQL wants them."""
    starts: list[Token] = []
    depth = 0
    for token in pieces:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and _word(token) in _CLAUSES:
            starts.append(token)
    words = [_word(token) for token in starts]
    wanted = sorted(words, key=_CLAUSES.index)
    if not starts or words[0] != "SELECT" or len(set(words)) != len(words) or words == wanted:
        return
    end = len(sql.rstrip().rstrip(";"))
    places = [token.start for token in starts]
    parts = {word: sql[start:stop].strip() for word, start, stop in zip(words, places, [*places[1:], end], strict=True)}
    done = sql[: places[0]] + "\n".join(parts[word] for word in wanted)
    yield Candidate(done, f"The clauses were put in their order: {', '.join(wanted)}.")


def _missing_commas(sql: str, pieces: Sequence[Token], schema: Schema) -> Iterator[Candidate]:
    """Commas between words that are both columns."""
    columns = {column.name.lower() for table in schema.tables for column in table.columns}
    gaps = [
        token.end
        for token, following in itertools.pairwise(pieces)
        if token.bare.lower() in columns and following.bare.lower() in columns and following.kind in ("word", "name")
    ]
    if gaps:
        yield Candidate(edited(sql, [Edit(at, at, ",") for at in gaps]), "Commas were put between the columns.")
