"""Functions that a query may call: those that only compute. An allow-list for each dialect; what stands on none is refused.

Most functions of a query have a class of their own in sqlglot, whatever a dialect calls them; of these all may be called but the ones in
``REFUSED_KINDS``. The others are known by name alone (``NAMES``).
"""

from __future__ import annotations

from collections.abc import Mapping

REFUSED_KINDS = frozenset(
    "aiagg aiclassify aiembed aiforecast aigenerate aisimilarity aisummarizeagg apply columns currentaccount currentaccountname "
    "currentavailableroles currentcatalog currentclient currentipaddress currentorganizationname currentorganizationuser currentregion "
    "currentrole currentroletype currentschemas currentsecondaryroles currentsession currentstatement currenttransaction currentuser "
    "currentuserid currentversion currentwarehouse decompressbinary decompressstring dynamicidentifier featuresattime gapfill "
    "generatebool generatedouble generateembedding generateint generatetable generatetext generator mlforecast mltranslate netfunc "
    "nextvaluefor objectid predict readcsv readparquet safefunc secret sessionuser tofile vectorsearch xmlelement xmlget xmltable".split()
)
"""Lower-case names of sqlglot's classes for functions that read files, ask servers, count sequences on or say who is connected."""

_COMMON = (
    "abs acos acosh ascii asin asinh atan atan2 atanh avg bit_and bit_length bit_or bit_xor bool_and bool_or btrim cbrt ceil ceiling char "
    "char_length character_length chr coalesce concat concat_ws corr cos cosh cot count covar_pop covar_samp cume_dist current_date "
    "current_time current_timestamp date dayname degrees dense_rank div every exp first_value floor format gcd greatest ifnull initcap "
    "instr lag last_value lcm lead least left length ln localtime localtimestamp log log10 log2 lower lpad ltrim max md5 min mod "
    "monthname now nth_value ntile nullif octet_length overlay percent_rank percentile_cont percentile_disc pi position pow power "
    "quote_ident quote_literal radians random rank regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace "
    "regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx "
    "regr_sxy regr_syy repeat replace reverse right round row_number rpad rtrim sha256 sign sin sinh split_part sqrt starts_with stddev "
    "stddev_pop stddev_samp string_agg strpos substr substring substring_index sum tan tanh to_hex translate trim trunc truncate typeof "
    "unhex upper uuid var_pop var_samp variance width_bucket"
)
_SQLITE = (
    "bm25 datetime glob group_concat hex highlight iif json json_array json_array_length json_each json_error_position json_extract "
    "json_group_array json_group_object json_insert json_object json_patch json_pretty json_quote json_remove json_replace json_set "
    "json_tree json_type json_valid julianday like likelihood likely match nullif printf quote regexp snippet soundex strftime time "
    "timediff total unicode unixepoch unlikely"
)
_POSTGRES = (
    "age array_agg array_append array_cat array_dims array_length array_lower array_ndims array_position array_positions array_prepend "
    "array_remove array_replace array_to_json array_to_string array_upper cardinality cast clock_timestamp date_bin date_part date_trunc "
    "datediff daterange decode encode enum_first enum_last enum_range extract factorial family first generate_series generate_subscripts "
    "grouping host hstore_to_json inet_merge int4range int8range isempty isfinite json_agg json_array_elements json_array_elements_text "
    "json_array_length json_build_array json_build_object json_each json_each_text json_extract_path json_extract_path_text json_object "
    "json_object_agg json_object_keys json_populate_record json_strip_nulls json_to_record json_to_recordset json_typeof jsonb_agg "
    "jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text "
    "jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists "
    "jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_to_record "
    "jsonb_to_recordset jsonb_typeof justify_days justify_hours justify_interval levenshtein lower_inc make_date make_interval make_time "
    "make_timestamp make_timestamptz masklen mode netmask network normalize num_nonnulls num_nulls numrange parse_ident phraseto_tsquery "
    "plainto_tsquery quote_nullable range_agg row row_to_json scale similarity statement_timestamp string_to_array string_to_table "
    "to_ascii to_char to_date to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector transaction_timestamp trim_array trim_scale "
    "ts_headline ts_rank ts_rank_cd tsrange tstzrange unaccent unnest upper_inc websearch_to_tsquery word_similarity"
)
_DUCKDB = (
    "age any_value approx_count_distinct approx_quantile arbitrary arg_max arg_min array_agg array_aggregate array_append array_apply "
    "array_cat array_concat array_contains array_cosine_similarity array_distance array_distinct array_extract array_filter array_has "
    "array_has_all array_has_any array_indexof array_inner_product array_intersect array_length array_pop_back array_pop_front "
    "array_position array_prepend array_reduce array_resize array_reverse_sort array_select array_slice array_sort array_to_json "
    "array_to_string array_transform array_unique array_value array_where array_zip bar base64 bin bit_count bitstring_agg century "
    "contains count_if count_star countif current_localtime current_localtimestamp damerau_levenshtein date_add date_diff date_part "
    "date_sub date_trunc datediff datepart datesub datetrunc day dayofmonth dayofweek dayofyear decade element_at ends_with entropy epoch "
    "epoch_ms epoch_ns epoch_us era even factorial favg filter first flatten format format_bytes from_base64 from_json fsum gamma "
    "generate_series generate_subscripts geomean geometric_mean group_concat hamming hash histogram hour ilike_escape isfinite isinf "
    "isnan isodow isoyear jaccard jaro_similarity jaro_winkler_similarity json json_array json_array_length json_contains json_each "
    "json_extract json_extract_path json_extract_path_text json_extract_string json_group_array json_group_object json_keys "
    "json_merge_patch json_object json_quote json_structure json_transform json_type json_valid julian kahan_sum kurtosis kurtosis_pop "
    "last last_day lcase levenshtein lgamma like_escape list list_aggregate list_append list_apply list_avg list_cat list_concat "
    "list_contains list_cosine_similarity list_count list_distance list_distinct list_element list_extract list_filter list_first "
    "list_grade_up list_has list_has_all list_has_any list_indexof list_inner_product list_intersect list_last list_max list_median "
    "list_min list_pack list_position list_prepend list_reduce list_resize list_reverse list_reverse_sort list_select list_slice "
    "list_sort list_sum list_transform list_unique list_value list_where list_zip listagg ltrim mad make_date make_time make_timestamp "
    "map map_entries map_extract map_from_entries map_keys map_values max_by md5_number mean median microsecond millennium millisecond "
    "min_by minute mismatches mode month multiply nextafter nfc_normalize not_ilike_escape not_like_escape ord parse_dirname "
    "parse_dirpath parse_filename parse_path prefix printf product quantile quantile_cont quantile_disc quarter range reduce "
    "regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_split_to_array reservoir_quantile round_even roundbankers "
    "row row_to_json second sem sha1 signbit skewness split str_split str_split_regex strftime string_split string_split_regex "
    "string_to_array strip_accents strlen strptime struct_concat struct_extract struct_insert struct_pack substring_grapheme suffix "
    "sum_no_overflow sumkahan time_bucket timezone timezone_hour timezone_minute to_base to_base64 to_centuries to_days to_decades "
    "to_hours to_json to_microseconds to_millennia to_milliseconds to_minutes to_months to_quarters to_seconds to_timestamp to_weeks "
    "to_years today transform trim try_strptime typeof ucase unbin unicode union_extract union_tag union_value unnest url_decode "
    "url_encode week weekday weekofyear xor year yearweek"
)
_MYSQL = (
    "adddate addtime any_value bin bin_to_uuid bit_count conv convert convert_tz crc32 curdate curtime date_add date_format date_sub "
    "datediff day dayofmonth dayofweek dayofyear elt export_set field find_in_set format from_base64 from_days from_unixtime get_format "
    "group_concat hex hour if inet_aton inet_ntoa insert interval isnull json_array json_arrayagg json_contains json_contains_path "
    "json_depth json_extract json_keys json_length json_object json_objectagg json_overlaps json_pretty json_quote json_search json_set "
    "json_table json_type json_unquote json_valid json_value last_day lcase locate make_set makedate maketime microsecond mid minute "
    "month oct ord period_add period_diff quarter quote rand sec_to_time second sha1 sha2 soundex space std str_to_date strcmp subdate "
    "subtime sysdate time time_format time_to_sec timediff timestamp timestampadd timestampdiff to_base64 to_days to_seconds ucase "
    "unix_timestamp utc_date utc_time utc_timestamp uuid_to_bin week weekday weekofyear weight_string year yearweek"
)


def _names(*texts: str) -> frozenset[str]:
    return frozenset(" ".join((_COMMON, *texts)).split())


NAMES: Mapping[str, frozenset[str]] = {
    "sqlite": _names(_SQLITE),
    "postgres": _names(_POSTGRES),
    "duckdb": _names(_DUCKDB, _POSTGRES),
    "mysql": _names(_MYSQL),
}
"""Lower-case names by sqlglot's dialect."""

ANY_DIALECT = _names(_SQLITE, _POSTGRES, _DUCKDB, _MYSQL)
"""For dialects that have no list of their own."""


def may_call(name: str, dialect: str) -> bool:
    """Whether a function that sqlglot has no class for only computes, as far as is known."""
    return name.lower() in NAMES.get(dialect, ANY_DIALECT)
