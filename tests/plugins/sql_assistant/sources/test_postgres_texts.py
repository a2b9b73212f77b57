"""Names that reach beyond the tables may stand in texts and comments, and nowhere else, however they are hidden."""

from __future__ import annotations

import time

import psycopg
import pytest

from plugins.sql_assistant.check import check, subject_of
from plugins.sql_assistant.sources.base import Limits, QueryFailed, Stop
from plugins.sql_assistant.sources.server_reach import beyond_postgres
from plugins.sql_assistant.sources.server_source import ServerSource
from tests.helpers.postgres_server import PostgresServer

HARMLESS = (
    "SELECT 'set_config'",
    "SELECT 'it''s dblink', 'U&\"a\"'",
    "SELECT 1 -- set_config",
    "SELECT 1 /* dblink /* set_config */ dblink */ + 1",
    "SELECT $$ set_config $$, $a$ $$ dblink $b$ $a$, $é$ dblink $é$",
    r"SELECT E'it\'s set_config \\', E'\\' || 'dblink'",
    r"SELECT U&'d\0061t dblink', U&'d!0061 dblink' UESCAPE '!'",
    "SELECT N'dblink', 'a'\n'dblink'",
    'SELECT 1 AS "a ""b"" \'c", \'dblink\' AS "d"',
    "SELECT 1e5, 1.5, .5 - -1 AS a$$b, 'dblink' AS c$$d",
)
HIDDEN = (
    "SELECT {call}",
    'SELECT "{name}"{arguments}',
    "SELECT/**/pg_catalog . /* ' */ {call} /* ' */",
    "SELECT '--', {call}",
    "SELECT 1 --\r + length({call})",
    "SELECT 1 -- '\n + length({call}) -- '",
    "SELECT 1 /* /* */ ' */ + length({call}) /* ' */",
    "SELECT /*+ ' */ {call} /*+ ' */",
    "SELECT /*/ ' */ {call} --'",
    "SELECT $$a$$ || {call} || $$b$$",
    "SELECT $a$ $b$ $a$ || {call} || $a$ $b$ $a$",
    "SELECT 1 AS a$$, {call} AS b$$",
    "SELECT 1 AS as$$, {call} AS b$$",
    "SELECT 1 AS €$$, {call} AS b$$",
    "SELECT 1 AS a\u00a0$$, {call} AS b$$",
    "SELECT 1 AS a$b$, {call} AS a$b$",
    r"SELECT E'\\' || {call} || E'\\'",
    r"SELECT 'a\' || {call} || 'b\'",
    "SELECT E'a'\n'\\'' || {call} || ' '",
    "SELECT E'a' -- 'b'\n -- c\n'\\'' || {call} || ' '",
    r"SELECT U&'\0061\\' || {call} || U&'\\'",
    r"SELECT U&'!' UESCAPE '\' || {call} || ' '",
    r"SELECT e'\'' || {call} || e'\''",
    r"SELECT N'a\' || {call} || 'b\'",
    'SELECT 1 AS "\'", {call} AS "\'"',
    'SELECT 1 AS "a""\'", {call} AS "\'"',
    "SELECT 'a' || {call} || 'b'",
    "SELECT 1 AS e,'' || {call} || ''",
)
NAME, ARGUMENTS = "set_config", "('polymath.hidden', 'yes', true)"


def hiding(form: str) -> str:
    return form.format(call=NAME + ARGUMENTS, name=NAME, arguments=ARGUMENTS)


@pytest.mark.parametrize("sql", HARMLESS)
def test_a_name_in_a_text_or_a_comment_is_let_through(sql: str) -> None:
    assert beyond_postgres(sql) == ""


@pytest.mark.parametrize("form", HIDDEN)
def test_a_name_that_only_seems_to_stand_in_a_text_is_found(form: str) -> None:
    assert beyond_postgres(hiding(form)) == NAME


DOUBTFUL = (
    "SELECT 'dblink",
    "SELECT $a$ dblink",
    "SELECT 1 /* dblink",
    'SELECT "dblink',
    r"SELECT 'a\', dblink, 'b'",
    "SELECT E'a' 'dblink'",
    "SELECT 0b1E'dblink'",
    "SELECT $1$$dblink$$",
)


@pytest.mark.parametrize("sql", DOUBTFUL)
def test_where_it_is_doubtful_what_is_a_text_the_name_is_found(sql: str) -> None:
    assert beyond_postgres(sql) == "dblink"


@pytest.mark.parametrize("part", ["-- ", "''", "/*", "$a$", "E'\\", "$$", "'", '"', "a$"])
def test_a_long_text_takes_no_long_time(part: str) -> None:
    started = time.process_time()
    beyond_postgres("dblink E''" + part * (100_000 // len(part)))
    assert time.process_time() - started < 1


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    return postgres.create_database("texts", "CREATE TABLE note (said text); INSERT INTO note VALUES ('dblink');")


@pytest.fixture(scope="module")
def source(url: str) -> ServerSource:
    return ServerSource(url)


@pytest.mark.server
@pytest.mark.parametrize("sql", HARMLESS)
def test_the_server_runs_it(sql: str, source: ServerSource) -> None:
    with source.session(source.read_schema(), Limits(), Stop()) as session:
        assert len(session.run(sql).rows) == 1


@pytest.mark.server
@pytest.mark.parametrize("form", HIDDEN)
def test_it_is_what_the_server_would_call(form: str, url: str, source: ServerSource) -> None:
    with psycopg.connect(url) as raw:
        raw.execute(hiding(form).encode())
        assert raw.execute("SELECT current_setting('polymath.hidden')").fetchone() == ("yes",)
    with (
        source.session(source.read_schema(), Limits(), Stop()) as session,
        pytest.raises(QueryFailed, match=NAME),
    ):
        session.run(hiding(form))


@pytest.mark.server
def test_a_value_may_be_such_a_name(source: ServerSource) -> None:
    sql = "SELECT said FROM note WHERE said = 'dblink' -- not set_config"
    found = check(sql, subject_of(source, source.read_schema()), Stop())
    assert (found.problems, found.result.get("rows")) == ((), [["dblink"]])
