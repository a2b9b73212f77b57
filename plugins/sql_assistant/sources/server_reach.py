"""Names that reach beyond the rows of tables where a role may do everything: a server's read-only transaction does not hold them back.

The last look at a text before a server gets it, without a parser: files, other servers, other sessions, the role itself, passwords, and
functions that run a text as a query, since that text could name any of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from plugins.sql_assistant.sources.postgres_texts import without_texts

# Names stand in a text as they are, or between double quotes; only U&"…" can write them otherwise.
_POSTGRES = re.compile(
    r"""\bset_config\b|\bdblink\w*|\b(?:query|cursor|table|schema|database)_to_xml\w*|\bts_(?:stat|rewrite)\b|\bcrosstab\w*|\bconnectby\b
    |\bxpath_table\b|\bpg_(?:terminate|cancel)_backend\b|\bpg_logical_emit_message\b|\bpg_(?:read|stat|ls)_\w*(?:file|dir)\w*
    |\blo_(?:import|export|creat|create|from_bytea|put|unlink|open|truncate|get)\b|\bpostgres_fdw_\w+|\bu&(?=")""",
    re.IGNORECASE | re.VERBOSE,
)
_SECRETS = re.compile(r" on (pg_authid|pg_user_mapping|pg_subscription|pg_largeobject)(?: |$)")
_MYSQL_TEXTS = re.compile(
    r"""'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|/\*.*?\*/|(?:\#|--(?=\s|\Z))[^\n]*""", re.DOTALL | re.VERBOSE
)
_MYSQL = re.compile(r"\bload_file\b|\bmysql`?(?=\s*\.)|\bperformance_schema`?(?=\s*\.)", re.IGNORECASE)


def beyond_postgres(sql: str) -> str:
    """The first such name in a text, outside of texts and comments; empty where there is none."""
    found = _POSTGRES.search(sql) and _POSTGRES.search(without_texts(sql))
    return found[0] if found else ""


def secret_of_postgres(plan: Iterable[str]) -> str:
    """The catalogue with passwords or large objects that a plan reads, whatever name led there; empty where it reads none."""
    return next((found[1] for line in plan if (found := _SECRETS.search(line))), "")


def beyond_mysql(sql: str) -> str:
    """The first such name in a text, outside of texts and comments; empty where there is none."""
    found = _MYSQL.search(_MYSQL_TEXTS.sub(" ", sql))
    return found[0].strip("`") if found else ""
