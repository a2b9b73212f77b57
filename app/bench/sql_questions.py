"""Files of questions for ``polymath bench sql``: JSON lines or CSV, each question with one or more queries that answer it.

JSON lines: ``{"question": …, "sql": [query, …]}`` or ``"query": query``, optionally ``"database": name`` and ``"answerable": false``.
CSV: the columns ``question``, ``query`` and optionally ``db_name``, as in defog's sql-eval (https://github.com/defog-ai/sql-eval):
alternatives are separated by ``;``, and ``{a, b}`` means that any of these columns will do.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import InputError

MAX_QUERIES = 40
_BRACES = re.compile(r"\{([^{}]+)\}")
_EMPTY_BRACES = re.compile(r"\{\s*\}")
_ALIAS = re.compile(r"\s+AS\s+\S+\s*$", re.IGNORECASE)
_ONLY_A_TEXT = re.compile(r"^\s*SELECT\s+'(?:[^']|'')*'\s*(?:AS\s+\w+)?\s*;?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the queries any of which answers it; none where the database cannot answer it."""

    text: str
    queries: tuple[str, ...]
    database: str = ""

    @property
    def is_answerable(self) -> bool:
        return bool(self.queries)


def read_questions(path: Path) -> list[Question]:
    """The questions of a file.

    Raises:
        InputError: it cannot be read, or a row holds no question and query.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file) if path.suffix.lower() == ".csv" else (json.loads(x) for x in file if x.strip())
            return [_question(row, number) for number, row in enumerate(rows, 1)]
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", field="questions") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path.name} is no file of questions: {error}.",
            field="questions",
            hint="Give JSON lines with “question” and “sql”, or CSV with the columns question and query.",
        ) from error


def _question(row: Any, number: int) -> Question:
    if not isinstance(row, Mapping):
        raise TypeError(f"row {number} is no object")
    text = str(row.get("question") or "").strip()
    given = row.get("sql") or row.get("query") or ()
    queries = [given] if isinstance(given, str) else list(given)
    if not text or not (queries or row.get("answerable") is False):
        raise ValueError(f"row {number} has no question or no query")
    if row.get("answerable") is False or all(_ONLY_A_TEXT.match(query) for query in queries):
        queries = []
    expanded = list(itertools.islice(_expanded(queries), MAX_QUERIES))
    return Question(text, tuple(expanded), str(row.get("db_name") or row.get("database") or ""))


def _expanded(queries: Iterable[str]) -> Iterator[str]:
    for query in itertools.chain.from_iterable(map(_alternatives, queries)):
        braces = _BRACES.search(query)
        if braces is None:
            yield query
            continue
        columns = _split(braces[1])
        for count in range(len(columns), 0, -1):
            for some in itertools.combinations(columns, count):
                yield _filled(query, braces, some)


def _filled(query: str, braces: re.Match[str], columns: tuple[str, ...]) -> str:
    filled = query[: braces.start()] + ", ".join(columns) + query[braces.end() :]
    bare = ", ".join(_ALIAS.sub("", column) for column in columns)
    return _EMPTY_BRACES.sub(lambda _: bare, filled)


def _split(text: str) -> list[str]:
    """The parts between the commas that stand outside of brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def _alternatives(text: str) -> Iterator[str]:
    """The parts between the semicolons that stand outside of quotes."""
    for part in re.findall(r"(?:'(?:[^']|'')*'|[^;'])+", text):
        if part.strip():
            yield part.strip()
