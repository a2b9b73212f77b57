"""Conditions of a query for which its question gives no reason: numbers, flags, years, dates and repetitions out of nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from sqlglot import exp

from plugins.sql_assistant.flags import is_called_flag, speaks_of
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.literal_rules import numbers_said
from plugins.sql_assistant.noughts import families_meant, family_of, is_year, means_none
from plugins.sql_assistant.owners import Owners
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.synonyms import says_a_part
from plugins.sql_assistant.values import folded, repr_sql
from plugins.sql_assistant.wants import is_latin, words
from plugins.sql_assistant.words import parts, stem

_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_SIZES = (exp.GT, exp.GTE, exp.LT, exp.LTE)
_NEGATES = re.compile(
    r"\b(?:no|not|non|none|never|without|yet|lack\w*|miss\w*|still|ow(?:e|es|ed|ing)|outstanding|open|pending|due|left|former|retired"
    r"|cancelled|except|\w+n['’]?t|(?:un(?!(?:its?|der\w*|til|i(?:on|que|vers|form|ty)\w*)\b)|non)-?\w{3,}"
    r"|in(?:active|complete|valid|visible|correct)|dis\w+ed|\w+less|out|neither|nor|free of|overdue|late)\b",
    re.IGNORECASE,
)  # fmt: skip
_YEAR = re.compile(r"(?<![\d.,'’-])(?:1[5-9]|20)\d\d(?![\d.,]\d|-?\w)")
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|during|until|by the end of|year|of|for|from|before|after)\s+(?:the year\s+)?$", re.IGNORECASE
)
_OF_YEARS = frozenset(
    "year yr season vintage founded built born since made established published released edition model".split()
)
_NOT_IN_MANY = (1000, 2200)
_RELATIVE = words(
    r"today|yesterday|tomorrow|now|this|last|past|next|ago|current\w*|recent\w*|future|upcoming|overdue|expired|expir\w*|late|nineties"
    r"|eighties|seventies|sixties|century|\w+days?|weekends?|spring|summer|autumn|fall|winter|\d+s|['’]\d\d|still|yet|already|days|weeks"
    r"|months|years|quarter|half|since|until|before|after"
)
_MONTHS = words(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?"
)

_DONE = words(r"\w+ed|done|sent|paid|sold|made|given|already|gone|has|have|had|been|ever|know\w*|with|date")
_WE_HAVE = words(r"(?:do|did|does) (?:we|you|i|they) have|(?:we|you|i) have(?! \w+ed\b)|have (?:we|you|i) got")
_ALIVE = words(
    r"alive|living|current\w*|ongoing|running|active|unfinished|in progress|on loan|borrowed|lent|waiting|free|available|now"
)
_NOT_SO = re.compile(
    r"\b(?:no longer|no(?! (?:more|less|fewer|later|earlier|longer))|not(?! (?:only|more|less|just))|never|without|cannot|cant|non"
    r"|\w+n['’]?t)\s+"
    r"(?:having |have |has |been |being |be |get |got |any |a |an |the |yet |sign(?:ed)? up for (?:the |a )?)*([\w-]+)",
    re.IGNORECASE,
)
_IS_BLANK = words(r"left (?:out|blank|empty|open)|blank|empty|unknown|missing|null|unset|\w+ date")
_PARTS = words(
    r"begin\w*|start\w*|end(?:s|ing|ed)?|contain\w*|includ\w*|match\w*|letters?|words?|text|phrase|mention\w*|like|about|called|named|titled"
    r"|in the (?:name|title)"
)
_ALWAYS_KNOWN = frozenset(
    "birth born dob birthday hired joined bought purchase purchased registered created opened start started since founded published"
    " ordered booked".split()
)
"""Times that hardly any row is without; where one is missing, the question says so by its name."""

_OF_ANY_TIME = frozenset("date time day year month week timestamp until from since".split())
_SHORT = 3
_TO_BE = re.compile(r"\b(?:to be|yet to be|still|without being|needs?|never|without)\s+(\w+)", re.IGNORECASE)
_SEVERAL = words(
    r"multiple|several|more than|repeat\w*|duplicat\w*|again|at least|any|no|not|never|without|only|single|exactly|both|other|another"
    r"|positive|negative|different|twice|once|shared?|together|ever"
)


def asks_for_presence(question: str, column: Column) -> bool:
    """Whether a question may ask for rows that have something in a column."""
    is_said = speaks_of(question, column.name) or says_a_part(question, column.name)
    return is_said or ("date" in kinds_of(column) and bool(_DONE.search(_WE_HAVE.sub(" ", question))))


def asks_for_lack(question: str) -> bool:
    """Whether a word may mean that something is missing."""
    return bool(_NEGATES.search(question) or _IS_BLANK.search(question) or _ALIVE.search(question))


def reason_doubts(tree: exp.Expr, question: str, tables: Sequence[Table], links: Links) -> Iterator[str]:
    """Sentences on conditions of a query that the question gives no reason for; none for other languages than English.

    Args:
        tables: those that the query may read.
        links: what the question names.
    """
    yield from _repeated(tree)
    if is_latin(question):
        yield from _said_of_two(tree, question)
        reasons = _Reasons(question, links, tables, Owners(tree, tables))
        for node in tree.find_all(*_COMPARISONS, exp.Between):
            yield from reasons.against(node)
        yield from reasons.against_lacks(tree)
        yield from reasons.against_flags(tree)
        yield from reasons.against_parts(tree)
        yield from reasons.against_values(tree)


def _repeated(tree: exp.Expr) -> Iterator[str]:
    """The same column compared twice with =, the same value twice in a list, a column with itself."""
    for where in tree.find_all(exp.Where, exp.Having):
        if where.find(exp.Or):
            continue
        same = [
            node.left.sql()
            for node in where.find_all(exp.EQ)
            if isinstance(node.left, exp.Column) and isinstance(node.right, exp.Literal) and _is_of(node, where)
        ]
        for column, count in Counter(same).items():
            if count > 1:
                yield f"{column} cannot be two values at once."
    for both in tree.find_all(exp.Where):
        tests = [test.sql() for test in both.this.flatten()] if isinstance(both.this, exp.And) else []
        if any(count > 1 and " = " not in test for test, count in Counter(tests).items()):
            yield "The query says the same condition twice."
    for range_ in tree.find_all(exp.Between):
        if range_.args["low"] == range_.args["high"]:
            yield "A range from a value to itself is none."
    for listed in tree.find_all(exp.In):
        if len({value.sql() for value in listed.expressions}) < len(listed.expressions):
            yield "A list names the same value twice."
    for product in tree.find_all(exp.Mul):
        if isinstance(product.left, exp.Column) and product.left == product.right:
            yield f"{product.left.sql()} is multiplied with itself."


def _said_of_two(tree: exp.Expr, question: str) -> Iterator[str]:
    """A number or date that the question says less often than it is compared with columns."""
    compared: dict[str, set[str]] = {}
    for node in tree.find_all(*_COMPARISONS):
        column = node.left.find(exp.Column)
        if column is not None and isinstance(node.right, exp.Literal) and len(str(node.right.this)) > 1:
            compared.setdefault(str(node.right.this), set()).add(column.name)
    for text, columns in compared.items():
        if len(columns) > max(1, question.count(text)):
            yield f"{text} is compared with {len(columns)} columns."


def says_time(question: str, name: str) -> bool:
    """Whether a question says a word of a time's name as it is written there (promised of promised_for)."""
    own = {word for word in re.split(r"[^a-z]+|(?<=[a-z])(?=[A-Z])", name) for word in [word.lower()]} - _OF_ANY_TIME
    return any(len(word) > _SHORT and re.search(rf"\b{re.escape(word)}\b", question, re.IGNORECASE) for word in own)


def says_done(question: str, name: str) -> bool:
    """Whether a question says that something was done (students who have left: left_on), and nothing denies it."""
    if not says_time(question, name):
        return False
    own = {
        word.lower() for word in re.split(r"[^a-zA-Z]+|(?<=[a-z])(?=[A-Z])", name) if len(word) > _SHORT
    } - _OF_ANY_TIME
    denied = {found[1].lower() for found in _NOT_SO.finditer(question)}
    denied |= {found[1].lower() for found in _TO_BE.finditer(question)}
    return not own & denied and any(
        re.search(
            rf"\b(?:have|has|had|were|was|is|are|been|already)\s+(?:\w+ly\s+|already\s+)?{re.escape(word)}\b",
            question,
            re.IGNORECASE,
        )
        for word in own
    )


def leaves_out(question: str, text: str) -> bool:
    """Whether a question names a text only to leave it out."""
    word = re.escape(text)
    leaving = "without|excluding|exclude|except(?: for)?|not|non|apart from|other than|but no"
    before = rf"\b(?:{leaving})[\s-]+(?:the |any |those |in |from )*{word}"
    behind = rf"\b{word}\b(?: \w+)?(?: are| being)? (?:left out|excluded|not included|not counted|aside)"
    return re.search(rf"(?:{before}|{behind})(?!\w)", question, re.IGNORECASE) is not None


def _is_guard(node: exp.Is) -> bool:
    """Whether it keeps NULL out of a list for NOT IN."""
    select = node.find_ancestor(exp.Select)
    is_listed = select is not None and select.find_ancestor(exp.In) is not None
    return is_listed and select is not None and any(part.name == node.this.name for part in select.expressions)


def _is_of(node: exp.Expr, where: exp.Expr) -> bool:
    return node.find_ancestor(exp.Where, exp.Having) is where


class _Reasons:
    def __init__(self, question: str, links: Links, tables: Sequence[Table], owners: Owners) -> None:
        self._question = question
        self._tables = tables
        self._links = links
        self._owners = owners
        plain = re.sub(r"(?<=\d),(?=\d{3})", "", question)
        self._numbers = {float(number) for number in numbers_said(plain)}

    def against(self, node: exp.Expr) -> Iterator[str]:
        """What speaks against one comparison."""
        sides = (
            [node.this, node.args.get("low"), node.args.get("high")]
            if isinstance(node, exp.Between)
            else [node.this, node.args.get("expression")]
        )
        literals = [side for side in sides if isinstance(side, exp.Literal)]
        left = sides[0]
        column = self._owners.of(left) if isinstance(left, exp.Column) else None
        if any(literal.is_string for literal in literals):
            yield from self._against_times(left)
        for literal in literals:
            if literal.is_string:
                yield from self._against_date(str(literal.this))
            elif column:
                yield from self._against_number(node, *column, str(literal.this))
            elif not isinstance(left, exp.Column):
                yield from self._against_figure(str(literal.this))

    def _against_number(self, node: exp.Expr, table: Table, column: Column, text: str) -> Iterator[str]:
        number = float(text)
        if self._is_flag(table, column):
            if isinstance(node, _SIZES) or number not in (0, 1):
                yield f"{column.name} says yes or no."
            return
        if number not in self._numbers and not (number in (0, 1) and self._means_nought(table, column)):
            yield f"The question gives no reason to compare {column.name} with {text}."
        if not number.is_integer() and "INT" in column.type.upper():
            yield f"{column.name} holds whole numbers, and {text} is none."
        own = set(parts(column.name))
        if is_year(column.name) and not _NOT_IN_MANY[0] <= number <= _NOT_IN_MANY[1] and number > 1:
            yield f"{text} is no year."
        if (
            not (own & _OF_YEARS)
            and not isinstance(node, exp.Between)
            and self._is_year(text)
            and not speaks_of(self._question, column.name)
        ):
            yield f"{text} is a year, and {column.name} is none."
        if is_year(column.name) and self._is_year(text) and not self._says(column) and (other := self._time_said()):
            yield f"The question speaks of {other}, and not of {column.name}."

    def _against_times(self, left: exp.Expr) -> Iterator[str]:
        """Another time of the same rows is compared than the one whose own word the question says (promised: promised_for)."""
        inside = left if isinstance(left, exp.Column) else left.find(exp.Column)
        found = self._owners.of(inside) if inside is not None else None
        if not found or "timely" not in kinds_of(found[1]) or says_time(self._question, found[1].name):
            return
        others = [c.name for c in found[0].columns if "timely" in kinds_of(c) and says_time(self._question, c.name)]
        if len(others) == 1:
            yield f"The question speaks of {others[0]}, and not of {found[1].name}."

    def _says(self, column: Column) -> bool:
        return speaks_of(self._question, column.name) or says_a_part(self._question, column.name)

    def _time_said(self) -> str:
        """A column of times, of any table, that words speak of."""
        times = [c for t in self._tables for c in t.columns if "timely" in kinds_of(c) and len(parts(c.name)) > 1]
        return next((c.name for c in times if says_a_part(self._question, c.name)), "")

    def _means_nought(self, table: Table, column: Column) -> bool:
        """Whether words of none or one may mean the column."""
        family = family_of(column.name)
        if family in families_meant(self._question):
            return True
        return family != "years" and means_none(self._question) and self._is_spoken_of(table, column)

    def _is_spoken_of(self, table: Table, column: Column) -> bool:
        if (table.name, column.name) in self._links.columns or speaks_of(self._question, column.name):
            return True
        name = column.name.lower()
        return any(word.lower() in name for word in re.findall(r"[^\W\d_]{4,}", self._question))

    def _against_figure(self, text: str) -> Iterator[str]:
        if float(text) in (0, 1) and float(text) not in self._numbers and not _SEVERAL.search(self._question):
            yield f"The question gives no reason to compare a figure with {text}."

    def _against_date(self, text: str) -> Iterator[str]:
        if (
            not re.fullmatch(r"\d{4}(?:-\d\d){0,2}|\d\d", text)
            or text in self._question
            or _RELATIVE.search(self._question)
        ):
            return
        year = text[:4] if len(text) >= 4 else ""
        if (year and year not in self._question) or (
            not year and not _MONTHS.search(self._question) and str(int(text)) not in self._question
        ):
            yield f"The question says nothing of {text}."

    def against_flags(self, tree: exp.Expr) -> Iterator[str]:
        """Flags that no word speaks of, that are yes where the question says no, or are looked for as missing."""
        for node in tree.find_all(exp.EQ, exp.NEQ, exp.Is, exp.In):
            found = self._owners.of(node.this) if isinstance(node.this, exp.Column) else None
            if not found or not self._is_flag(*found):
                continue
            name = found[1].name
            if isinstance(node, exp.Is):
                yield f"{name} says yes or no, and is hardly ever missing."
            elif not speaks_of(self._question, name) and found not in self._meant():
                yield f"The question says nothing of {name}."
            elif isinstance(node, exp.EQ) and str(node.right) == "0" and not self._may_deny(name):
                yield f"The question does not say that {name} is not so."
            elif (
                isinstance(node, exp.EQ)
                and str(node.right) == "1"
                and self._says_not(name)
                and not node.find_ancestor(exp.Not)
            ):
                yield f"The question says that {name} is not so."

    def against_parts(self, tree: exp.Expr) -> Iterator[str]:
        """Texts that others are to hold, where no word asks for a part of a text."""
        if _PARTS.search(self._question):
            return
        known = {folded(text) for texts in self._links.inside.values() for text in texts}
        for node in tree.find_all(exp.Like):
            text = str(node.expression.this).strip("%") if isinstance(node.expression, exp.Literal) else ""
            if text and folded(text) not in known:
                yield f"The question asks for no text that holds {repr_sql(text)}."

    def against_values(self, tree: exp.Expr) -> Iterator[str]:
        """Texts that are kept where the question leaves them out."""
        for node in tree.find_all(exp.EQ):
            text = str(node.right.this) if isinstance(node.right, exp.Literal) and node.right.is_string else ""
            if text and not node.find_ancestor(exp.Not, exp.In) and leaves_out(self._question, text):
                yield f"The question leaves {repr_sql(text)} out, and the query keeps it."

    def against_lacks(self, tree: exp.Expr) -> Iterator[str]:
        """What is looked for as missing, or as not missing, though no word speaks of it."""
        for node in tree.find_all(exp.Is):
            found = self._owners.of(node.this)
            if not found or _is_guard(node):
                continue
            table, column = found
            if not isinstance(node.parent, exp.Not):
                if not self._asks_for_lack:
                    yield f"The question asks for no {column.name} that is missing."
                elif says_done(self._question, column.name):
                    yield f"The question says that {column.name} is there."
            if speaks_of(self._question, column.name) or says_a_part(self._question, column.name):
                continue
            if isinstance(node.parent, exp.Not):
                if not asks_for_presence(self._question, column):
                    yield f"The question does not ask for rows that have a {column.name}."
            elif not self._may_lack(table, column):
                yield f"The question does not say that {column.name} is missing."

    @property
    def _asks_for_lack(self) -> bool:
        return asks_for_lack(self._question)

    def _may_lack(self, table: Table, column: Column) -> bool:
        """Whether it may be missing though no word speaks of it: a time where no other is spoken of, or another table's key."""
        if _IS_BLANK.search(self._question):
            return True
        if _ALWAYS_KNOWN & set(parts(column.name)):
            return False
        if "timely" in kinds_of(column):
            others = [
                c for c in table.columns if ("date" in kinds_of(c) or self._is_flag(table, c)) and c is not column
            ]
            return not any(speaks_of(self._question, other.name) for other in others)
        return any(t is not table and t.name in self._links.named and t.column(column.name) for t in self._tables)

    def _may_deny(self, name: str) -> bool:
        """Whether some word denies; a flag that the question calls by its own name is denied only by what stands before that."""
        own = set(parts(name)) - {"is", "has", "was"}
        said = {stem(word) for word in re.findall(r"[^\W\d_]+", self._question.lower())}
        return bool(_NEGATES.search(self._question)) and (not own <= said or self._says_not(name))

    def _says_not(self, name: str) -> bool:
        """Whether the only words that speak of a flag stand behind a no."""
        found = [f for f in _NOT_SO.finditer(self._question) if speaks_of(f[1], name)]
        rest = self._question
        for one in found:
            rest = rest.replace(one.group(), " ")
        return bool(found) and not speaks_of(rest, name)

    def _meant(self) -> list[tuple[Table, Column]]:
        return [(t, c) for t in self._owners.tables for c in t.columns if c.name in self._links.said]

    def _is_flag(self, table: Table, column: Column) -> bool:
        return (table.name, column.name) in self._links.flags or (
            is_called_flag(column) and "number" in kinds_of(column)
        )

    def _is_year(self, text: str) -> bool:
        return any(
            found.group() == text and _BEFORE_YEAR.search(self._question[: found.start()])
            for found in _YEAR.finditer(self._question)
        )
