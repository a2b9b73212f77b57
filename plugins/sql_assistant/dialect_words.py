"""The words of each dialect that an editor colours and offers: keywords and functions; and how names are quoted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

_KEYWORDS = (
    "SELECT DISTINCT FROM WHERE JOIN LEFT RIGHT FULL INNER OUTER CROSS NATURAL ON USING GROUP ORDER BY HAVING LIMIT OFFSET UNION ALL "
    "INTERSECT EXCEPT WITH RECURSIVE AS AND OR NOT IN IS NULL LIKE BETWEEN EXISTS CASE WHEN THEN ELSE END ASC DESC CAST OVER PARTITION "
    "ESCAPE COLLATE FILTER WINDOW ROWS RANGE PRECEDING FOLLOWING UNBOUNDED CURRENT ROW NULLS FIRST LAST VALUES TRUE FALSE"
)
_MORE_KEYWORDS: Mapping[str, str] = MappingProxyType(
    {
        "sqlite": "GLOB MATCH REGEXP INDEXED MATERIALIZED",
        "duckdb": "ILIKE QUALIFY EXCLUDE REPLACE SAMPLE TABLESAMPLE PIVOT UNPIVOT LATERAL INTERVAL ANTI SEMI ASOF TRY_CAST GLOB SIMILAR TO",
        "postgres": "ILIKE SIMILAR TO LATERAL INTERVAL FETCH NEXT ONLY TABLESAMPLE ANY SOME ARRAY ORDINALITY MATERIALIZED WITHIN",
        "mysql": "REGEXP RLIKE DIV MOD XOR INTERVAL STRAIGHT_JOIN LATERAL BINARY SEPARATOR",
    }
)
_FUNCTIONS = (
    "count sum avg min max abs round coalesce nullif length lower upper trim ltrim rtrim replace row_number rank dense_rank ntile lag lead "
    "first_value last_value nth_value percent_rank cume_dist power sqrt exp ln floor ceil sign"
)
_MORE_FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "sqlite": "strftime date time datetime julianday unixepoch ifnull iif substr instr group_concat total printf typeof random hex "
        "quote json_extract json_each json_array_length char unicode likelihood",
        "duckdb": "strftime strptime date_trunc date_diff date_part date_add today now current_date year month day quarter week dayname "
        "monthname ifnull if substr substring instr strpos string_agg list array_agg list_aggregate unnest median mode quantile_cont "
        "quantile_disc stddev variance arg_max arg_min any_value approx_count_distinct count_if regexp_matches regexp_extract "
        "regexp_replace split_part concat concat_ws left right lpad rpad contains starts_with ends_with format printf typeof epoch "
        "make_date age greatest least struct_extract json_extract generate_series range trunc mod random histogram",
        "postgres": "date_trunc date_part extract to_char to_date to_timestamp age now current_date current_timestamp make_date "
        "string_agg array_agg unnest json_agg jsonb_agg jsonb_build_object json_build_object percentile_cont percentile_disc mode stddev "
        "variance corr substring position split_part concat concat_ws left right lpad rpad initcap strpos starts_with regexp_match "
        "regexp_matches regexp_replace format greatest least generate_series array_length cardinality trunc mod random width_bucket "
        "bool_and bool_or every",
        "mysql": "date_format str_to_date date_add date_sub datediff timestampdiff now curdate curtime year month day quarter week "
        "dayname monthname dayofweek hour minute second unix_timestamp from_unixtime last_day ifnull if substring substr "
        "substring_index locate instr concat concat_ws group_concat left right lpad rpad char_length format greatest least regexp_replace "
        "regexp_substr json_extract json_unquote json_arrayagg stddev variance truncate mod rand any_value find_in_set field elt "
        "convert",
    }
)
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = frozenset(_KEYWORDS.split()) - frozenset(
    "FIRST LAST ROW ROWS RANGE CURRENT PRECEDING FOLLOWING UNBOUNDED FILTER VALUES".split()
) | frozenset("TABLE INDEX USER COLUMN CHECK DEFAULT PRIMARY REFERENCES TO".split())  # fmt: skip


@cache
def keywords(dialect: str) -> tuple[str, ...]:
    """Keywords in capitals, sorted."""
    return tuple(sorted({*_KEYWORDS.split(), *_MORE_KEYWORDS.get(dialect, "").split()}))


@cache
def functions(dialect: str) -> tuple[str, ...]:
    """Names of functions in small letters, sorted; those that analysts use."""
    return tuple(sorted({*_FUNCTIONS.split(), *_MORE_FUNCTIONS.get(dialect, "").split()}))


def as_identifier(name: str, dialect: str) -> str:
    """A name as it stands in a query: with quotes only where it needs them. A name of PostgreSQL with capitals needs them."""
    is_plain = _PLAIN.fullmatch(name) and name.upper() not in _RESERVED
    if is_plain and (dialect != "postgres" or name == name.lower()):
        return name
    mark = "`" if dialect == "mysql" else '"'
    return mark + name.replace(mark, mark * 2) + mark
