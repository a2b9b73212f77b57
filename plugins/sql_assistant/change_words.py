"""Tells a request for a change from a question."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"\s*(?:please\s+|can you\s+|could you\s+|now\s+)?"
    r"(?:set|update|change|rename|increase|decrease|raise|lower|correct|replace|delete|remove|erase|insert|add|create|move|mark|assign|reset)\b"
    r"(?!\s+up\b|s?\s+(?:of|in|from|over|since|between|per)\b|s?\s+by\s+[^\W\d]|(?:\s+\w+){0,3}\s+(?:columns?|limit|filter|grouping|sorting)\b)",
    re.IGNORECASE,
)
"""Not "change in sales" nor "increase by month": verbs that are nouns there; nor what changes the query before, as "add a column"."""

_CHINESE = re.compile(r"\s*(?:请|帮我)*(?:把|将|给|更新|修改|改为|删除|删掉|去掉|插入|添加|新增|增加|设置|设为|调整)")


def asks_for_change(question: str) -> bool:
    """Whether a question reads as a request to change rows; what is proposed then is only ever shown first."""
    return bool(_ASKS.match(question) or _CHINESE.match(question))
