"""Words in lower case that may stand inside longer names of the rows (anything with lavender, chicken recipes)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.synonyms import is_a_name, says_a_part, words_meant
from plugins.sql_assistant.vocabulary import SAME
from plugins.sql_assistant.words import stem

_LEAST_CHARS = 4
_TEXT = frozenset("note comment description remark text summary abstract detail memo".split())
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE = re.compile(
    r"\b(?:with|about|containing|contains?|mention(?:s|ing)?|any|bought|sold|ordered|got|have|stock|sell|buy|rented|borrowed|watched|read|on)\s+$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"^\s+in (?:the|its|their|our)?\s*([^\W\d_]+(?:\s+[^\W\d_]+)?)", re.IGNORECASE)
_COMMON = frozenset(
    "anything something nothing everything more most less least much many problem issue trouble friend other"
    " another extra full half whole double"
    " single similar special regular normal different same real right wrong good bad big small large huge"
    " tiny new young first last next"
    " previous current recent late early cheap expensive available missing lost open closed free paid unpaid"
    " active inactive busy empty popular"
    " favourite favorite average total overall kid people folk guy person someone anyone everyone nobody"
    " adult child children women men lady"
    " time date year month week today yesterday place thing stuff way kind sort type lot bit order name"
    " number amount than that them they there"
    " these this those what when where which while whom whose will with would your from have been being some"
    " such only even ever just still"
    " never always often once twice every each both either neither none list show find give tell make made"
    " take taken come came gone back"
    " home work school hand stock sale price cost left over under above below between before after since"
    " until during without within"
    " buy bought sell sold rent read watch contain containing mention about order spend spent pay paid cost"
    " does like need want".split()
)


def telling_phrases(
    question: str, taken: frozenset[str], tables: Sequence[Table], valued: frozenset[str] = frozenset()
) -> list[str]:
    """Runs of words of which none means a table or a column, where such a name may stand; singular, the longest first.

    Args:
        taken: lower-case words that are a value or name a table.
        valued: those that are a value; with others they may be a longer name.
    """
    names = {name for table in tables for name in (table.own_name, *(c.name for c in table.columns))}
    table_words = {word for table in tables for word in name_words(table.own_name)}
    runs = [
        run for run in _runs(question, taken, names, valued) if _stands_so(question, run, table_words, names, valued)
    ]
    phrases = [" ".join(match.group() for match in run) for run in runs]
    singular = [
        f"{phrase[: len(phrase) - len(last)]}{stem(last.lower())}"
        for phrase in phrases
        for last in [phrase.split()[-1]]
    ]
    alone = [stem(word) for phrase in phrases if " " in phrase for word in phrase.split() if word not in valued]
    return list(dict.fromkeys([*phrases, *singular, *alone]))


def holds_names(column_name: str, question: str, *, is_name: bool) -> bool:
    """Whether such words are looked for in a column: it holds names, or a text of which the question speaks."""
    return is_name or (bool(name_words(column_name) & _TEXT) and says_a_part(question, column_name))


def names_things(table: Table, column: str) -> bool:
    """Whether a column holds what the rows of its table are called."""
    found = table.column(column)
    return found is not None and is_a_name(found)


def _runs(
    question: str, taken: frozenset[str], names: set[str], valued: frozenset[str]
) -> Iterator[list[re.Match[str]]]:
    """Words next to each other that mean nothing of the schema."""
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(question):
        is_next = not run or question[run[-1].end() : match.start()] == " "
        is_unknown = _is_unknown(match, taken, names)
        if run and not (is_next and (is_unknown or match.group() in valued)):
            yield run
            run = []
        if is_unknown or match.group() in valued:
            run.append(match)
    if run:
        yield run


def _is_unknown(match: re.Match[str], taken: frozenset[str], names: set[str]) -> bool:
    word = match.group()
    if (
        not word.islower()
        or len(word) < _LEAST_CHARS
        or word in taken
        or {word, stem(word)} & _COMMON
        or word.endswith(("ly", "ed"))
    ):
        return False
    meant = {stem(word), *SAME.get(stem(word), ()), *words_meant(word)}
    return not any(says_a_part(word, name) or meant & name_words(name) for name in names)


def _stands_so(
    question: str, run: Sequence[re.Match[str]], table_words: set[str], names: set[str], valued: frozenset[str]
) -> bool:
    """Whether it stands behind a word like with or bought, before a table's name, or is to be in a column."""
    behind = question[run[-1].end() :]
    if all(match.group() in valued for match in run):
        return False
    following = re.match(r"\s+([^\W\d_]+)", behind)
    if following and stem(following[1].lower()) in table_words:
        return True
    inside = _BEHIND.match(behind)
    if inside and any(says_a_part(inside[1], name) for name in names):
        return True
    return bool(_BEFORE.search(question[: run[0].start()]))
