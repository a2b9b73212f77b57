"""Which columns the words of a question may mean: by a word of the column's name, or by a word that goes with it (cheap: price)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.short import is_short_for, name_words
from plugins.sql_assistant.words import parts, stem

_TELLS_NOTHING = frozenset(
    "id name type date time number no code key at on is has in of by the total value tbl full first last day title status flag".split()
)
"""Parts of names that say too little to mean a column by themselves when the name has more parts."""

_MEANT: tuple[tuple[str, str], ...] = (
    # words of a question, parts of columns' names that they can mean
    ("expensive|cheap|cheaper|cheapest|costs?|costly|priced?|pricey|priciest|pay|paid|afford|worth",
     "price cost fee amount rate fare rent"),
    ("old|older|oldest|young|younger|youngest|aged?|born|birthdays?", "age birth born dob year founded built date"),
    ("alive|living|dead|died|deceased|deaths?", "death died deceased dod"),
    ("heavy|heavier|heaviest|light|lighter|lightest|weighs?|weights?", "weight mass kg"),
    ("long|longer|longest|short|shorter|shortest|last|lasts|duration", "length duration minutes hours days distance runtime pages km"),
    ("tall|taller|tallest|high|higher|highest|height|elevation", "height elevation altitude"),
    ("big|bigger|biggest|large|larger|largest|small|smaller|smallest|size|room|hold|holds|fit|seats?",
     "size area capacity population seats"),
    ("earns?|earned|earning|paid|pay|salary|salaries|wages?|income", "salary wage pay income earnings"),
    ("spent|spends?|spending|revenue|sales|sold|sells?|turnover|paid|money|much", "total amount price cost revenue sales fee sum quantity"),
    (r"new|newer|newest|recent|recently|latest|earliest|first|last|when|before|after|since|until|between|during|in|on|year|month|day|old|oldest"
     r"|older|earlier|later|from|\d{4}|hired|joined|creation|released|published|founded|made|built|signed|registered|ordered|created|opened",
     "date year yr on at time since day month"),
    ("lives?|living|based|located|location|where|from|town|city|cities", "city town country state region location address"),
    ("country|countries|nation|nationality|from", "country nation nationality"),
    ("phones?|telephone|call|mobile", "phone mobile telephone"),
    ("e-?mails?|mail", "email mail"),
    ("popular|best|rated|rating|worst|top|scored?|points?", "rating score stars points grade votes"),
    ("stock|available|inventory|left|units|many|much", "stock quantity qty units inventory available copies"),
    ("far|distance|miles|kilometers|km", "distance km miles mileage"),
    ("fast|faster|fastest|slow|slower|slowest|speed", "speed time"),
    ("job|role|position|works? as|who (?:is|are) the", "role job position profession occupation"),
    ("full|crowded|people|visitors|attend\\w*", "capacity attendance population visitors"),
    ("written|wrote|writes?|by", "author writer"),
    ("called|named|names?|who|which|what|titles?", "name title"),
)  # fmt: skip
_WORDS = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), frozenset(map(stem, names.split()))) for words, names in _MEANT
)
_INSIDE_CHARS = 5
"""A word of this length may stand inside a name that is written in one (durationseconds)."""


_LABELS = frozenset(
    "name title firstname lastname fullname forename surname fname lname givenname familyname label subject".split()
)


def meant_columns(
    question: str, tables: Sequence[Table], taken: frozenset[str] = frozenset()
) -> frozenset[tuple[str, str]]:
    """(table, column) of all columns that the question's words may mean; generous, since it narrows what a model may write.

    Args:
        taken: lower-case words that are values, not names.
    """
    said = {part for word in re.findall(r"\w+", question) if word.lower() not in taken for part in _forms(word)}
    meant = words_meant(question)
    return frozenset(
        (table.name, column.name) for table in tables for column in table.columns if _means(column.name, said, meant)
    )


def words_meant(text: str) -> frozenset[str]:
    """Parts of columns' names that the words of a text can mean."""
    return frozenset[str]().union(*(names for words, names in _WORDS if words.search(text)))


def says_a_part(question: str, name: str) -> bool:
    """Whether a telling word of a column's name stands in the question."""
    said = {part for word in re.findall(r"\w+", question) for part in _forms(word)}
    return _means(name, said, frozenset())


def _means(name: str, said: set[str], meant: frozenset[str]) -> bool:
    own = name_words(name)
    telling = said - _TELLS_NOTHING if len(parts(name)) > 1 else said
    return bool(own & meant or own & telling) or any(
        (len(word) >= _INSIDE_CHARS and word in name.lower()) or any(is_short_for(part, word) for part in own)
        for word in telling
    )


def _forms(word: str) -> set[str]:
    lower = word.lower()
    bare = {re.sub(r"(?:ing|ed|er)$", ending, base) for ending in ("", "e") for base in (lower, stem(lower))}
    return {lower, stem(lower), lower.removesuffix("es"), *(form for form in bare if len(form) > 3), *parts(word)}


_NUMBERS_OF_ROWS = frozenset("number code registration plate reference isbn sku label serial address".split())


def names_of_rows(table: Table) -> frozenset[str]:
    """The columns that tell its rows apart for a person: names and titles; where it has none, numbers as on a door, then ``labels``."""
    named = frozenset(c.name for c in table.columns if is_a_name(c))
    return named or frozenset(c.name for c in numbers_of_rows(table)) or labels(table)


def is_a_name(column: Column) -> bool:
    """Whether a column holds names or titles."""
    is_one = _is_label(column.name) or bool(re.search(r"name(?:_?en)?$", column.name, re.IGNORECASE))
    return is_one and (column.is_text or parts(column.name)[-1:] != ["nm"])  # miles


def numbers_of_rows(table: Table) -> list[Column]:
    """The columns that hold numbers, codes, plates of its own rows."""
    return [c for c in table.columns if name_words(c.name) & _NUMBERS_OF_ROWS and _is_own(c.name)]


def _is_label(name: str) -> bool:
    return name.replace("_", "").lower() in _LABELS or bool(name_words("".join(parts(name)[-1:])) & {"name", "title"})


def _is_own(name: str) -> bool:
    return not name_words(name) & {"phone", "mobile", "zip", "postal", "postcode", "country", "amount", "count"}


def labels(table: Table) -> frozenset[str]:
    """The columns by which a person knows a row: its name or title; else its first column of text, else all."""
    named = frozenset(c.name for c in table.columns if _is_label(c.name))
    texts = [
        c.name for c in table.columns if c.is_text and not c.is_key and not {"DATE", "TIME"} & {c.type.upper()[:4]}
    ]
    return named or frozenset(texts[:1]) or frozenset(column.name for column in table.columns)
