"""What a model answered, before it is checked: one query, or that there is none, said in any way; prose around it is dropped."""

from __future__ import annotations

import re

from app.api import Problem, Verification
from plugins.sql_assistant.prompt import REFUSAL

_MARK = re.compile(r"^[\s>*`-]*(?:--|/\*|#)?\s*CANNOT[ _]ANSWER\b[\s:.*\u2014-]*(.*)", re.IGNORECASE | re.DOTALL)
_REFUSES = re.compile(
    r"\b(?:can(?:no|')t|can not|cannot|could not|couldn't|unable to|not possible|impossible|insufficient|unanswerable|"
    r"does(?:n't| not) (?:contain|have|include|hold|provide)|do(?:n't| not) have|no (?:such )?(?:data|information|table|column)|"
    r"not (?:available|in the schema|enough)|without the necessary|unavailable|lack(?:s|ing)?|missing)\b|无法|不能|没有",
    re.IGNORECASE,
)
_LITERAL = re.compile(
    r"\A\s*SELECT\s+(?:NULL|'((?:[^']|'')*)')(?:\s+AS\s+\S+|\s+\w+)?\s*(?:LIMIT\s+\d+\s*)?;?\s*(?:--.*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_HAS_QUERY = re.compile(
    r"^\s*\(*\s*(?:SELECT|WITH|VALUES|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|EXPLAIN|SHOW)\b",
    re.IGNORECASE | re.MULTILINE,
)
_COMMENT = re.compile(r"^\s*(?:--|#)\s?|/\*|\*/|```\w*", re.MULTILINE)
_MAX_REASON_CHARS = 300
_TRAILING_FENCE = re.compile(r"\n?```.*\Z", re.DOTALL)
_OUTSIDE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|--[^\n]*|/\*.*?\*/|;", re.DOTALL)
_PROSE = re.compile(r"\s*(?:[*#>-]+\s*)*(?:This|The|Note|Here|It|I|Explanation|In|That|Please|You|These|Where)\b")
_UNEXPLAINED = "The model says that this cannot be answered from the schema."


def refusal(answer: str) -> str | None:
    """The reason where an answer says that it is none, however it says so; None if it is to be read as a query.

    Understood are the line that models are told to write, a SELECT of nothing but such a sentence, and prose without any query.
    """
    text = answer.strip()
    if marked := _MARK.match(_bare(text)):
        return _reason(marked.group(1))
    if literal := _LITERAL.match(text):
        said = (literal.group(1) or "").replace("''", "'")
        return _reason(said) if _REFUSES.search(said) or "CANNOT ANSWER" in said.upper() else None
    if not _HAS_QUERY.search(text) and _REFUSES.search(text):
        return _reason(_bare(text))
    return None


def refused(reason: str, left_out: int = 0) -> Verification:
    """What a refusal is worth: no error and no answer that was checked, but a reason.

    Args:
        left_out: how many tables the model was not shown.
    """
    told = f"The model says that this cannot be answered from the schema: {reason}" if reason else _UNEXPLAINED
    hint = "Not all tables were shown to it; name the table in the question." if left_out else ""
    return Verification(
        (Problem(told, hint=hint, severity="warning"),),
        {"answerable": False, "reason": reason, "sql": ""},
        checked=False,
        output=f"{REFUSAL} {reason}".strip(),
    )


def only_query(answer: str) -> str:
    """The query in an answer, without the sentences that models write behind it. Several queries stay as they are, to be refused."""
    text = _TRAILING_FENCE.sub("", answer).strip()
    head, semicolon, rest = _first_statement(text)
    if semicolon and not _HAS_QUERY.search(rest):
        return head.strip()
    paragraphs = re.split(r"\n\s*\n", text)
    count = next(
        (n for n, one in enumerate(paragraphs) if n and _PROSE.match(one) and not _HAS_QUERY.search(one)), None
    )
    return "\n\n".join(paragraphs[:count]).strip()


def _first_statement(text: str) -> tuple[str, str, str]:
    """A text before and behind its first semicolon that stands in no quotes and no comment."""
    for found in _OUTSIDE.finditer(text):
        if found.group() == ";":
            return text[: found.start()], ";", text[found.end() :]
    return text, "", ""


def _bare(text: str) -> str:
    return _COMMENT.sub("", text).strip()


def _reason(text: str) -> str:
    plain = " ".join(_bare(text).split()).strip("`*'\" ;")
    return plain if len(plain) <= _MAX_REASON_CHARS else f"{plain[:_MAX_REASON_CHARS].rstrip()} …"
