"""Columns that say yes or no: which they are, and whether a question speaks of one."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence

from plugins.sql_assistant.lookups import values_of_first_rows
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.sources.base import Session
from plugins.sql_assistant.vocabulary import SAME, SHORT
from plugins.sql_assistant.words import parts, stem

MAX_COLUMNS = 40
MAX_ROWS = 500
LOOKUP_S = 0.1
ALL_S = 0.3

_PREFIXES = ("is", "has", "can", "was", "does", "did", "are", "have", "flag", "flg")
_NO_FLAGS = frozenset(
    "qty quantity count number amount nr no num stock price cost total sum level day hour year".split()
)
_FORMS = re.compile(r"(?:ed|ing|ion|ions|ment|ance|able|es|e|s|d)$")
_NEGATIONS = re.compile(r"^(?:un|in|non|dis|im|ir)-?(?=\w{3})")
_SAID: tuple[tuple[str, str], ...] = (
    ("active enabled current employed", r"current\w*|still|employed|working|in use|retired|left|former\w*|no longer|gone|now|present\w*"),
    ("paid settled", r"ow(?:e|es|ed|ing)|outstanding|due|settled|pay\w*|open|debts?"),
    ("discontinued", r"no longer|stopped|old|still"),
    ("available stock", r"in stock|free|sold out|out of stock|left|lent|borrowed|rented|ready"),
    ("returned back", r"back|overdue|out|still|lent|gave"),
    ("done completed complete finished closed", r"done|open|ready|finish\w*|complet\w*|still|pending|left|to do"),
    ("newsletter subscribed subscriber", r"subscri\w*|sign\w* up|mailings?|newsletters?"),
    ("neutered sterilized", r"neuter\w*|spay\w*|castrat\w*|fixed|steril\w*"),
    ("insured insurance", r"insur\w*|cover\w*"),
    ("full", r"full\w*|sold out"),
    ("cancelled canceled", r"cancel\w*|called off|took place"),
    ("visible public published hidden", r"shown|public\w*|hidden|visible|private"),
)  # fmt: skip
_WORDS = tuple((frozenset(names.split()), re.compile(rf"\b(?:{said})\b", re.IGNORECASE)) for names, said in _SAID)
_INITIALS = 3


def find_flags(tables: Sequence[Table], session: Session) -> frozenset[tuple[str, str]]:
    """(table, column) of whole-number columns whose first rows hold both 0 and 1, and nothing else."""
    until, found = time.monotonic() + ALL_S, set()
    columns = [(t, c) for t in tables if t.kind == "table" for c in t.columns if _may_be_one(c)]
    for table, column in columns[:MAX_COLUMNS]:
        if time.monotonic() > until:
            break
        values = session.values(values_of_first_rows(table, column.name, MAX_ROWS, 4), LOOKUP_S) or []
        if {value for value in values if value is not None} == {0, 1}:
            found.add((table.name, column.name))
    return frozenset(found)


def _may_be_one(column: Column) -> bool:
    kind = column.type.upper()
    return not column.is_key and ("INT" in kind or "BOOL" in kind) and not _NO_FLAGS & set(parts(column.name))


def is_called_flag(column: Column) -> bool:
    """Whether a column's type or name says that it is one."""
    kind, own = column.type.upper(), parts(column.name)
    return "BOOL" in kind or (len(own) > 1 and own[0] in _PREFIXES[:3] and not {"CHAR", "TEXT", "DATE"} & {kind[:4]})


def speaks_of(question: str, name: str) -> bool:
    """Whether words of a question can mean the column of this name; generous."""
    own = [part for part in parts(name) if part not in _PREFIXES] or parts(name)
    said = [word.lower() for word in re.findall(r"[^\W\d_]+", question)]
    stems = {form for word in said for form in _stems(word)}
    known = {
        form for part in own for other in (part, *SAME.get(part, ()), *SHORT.get(part, ())) for form in _stems(other)
    }
    if stems & known or any(set(own) & names and words.search(question) for names, words in _WORDS):
        return True
    return any(_is_short_for(part, said) for part in own)


def _is_short_for(part: str, said: Sequence[str]) -> bool:
    """Whether the part is made of the first letters of words that follow each other (rtl: right to left)."""
    size = len(part)
    return size >= _INITIALS and any(
        "".join(word[0] for word in said[start : start + size]) == part for start in range(len(said) - size + 1)
    )


def _stems(word: str) -> Iterable[str]:
    for form in {word, stem(word), _NEGATIONS.sub("", word)}:
        yield form
        bare = _FORMS.sub("", form)
        if len(bare) >= 3:
            yield bare
        if len(bare) > 3 and bare[-1] == bare[-2]:  # shipped
            yield bare[:-1]
