"""What must never happen to a database, whoever wrote the query: nothing written, nothing outside read, nothing without end.

Every statement is tried twice: through the whole check, as a query of a model or a person goes; and on the engine's own lock alone, as if
the policy had let it pass. After each, the database, the folder beside it and the port are as they were.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.errors import AppError
from plugins.sql_assistant.check import check
from plugins.sql_assistant.connections import Connection, Connections
from plugins.sql_assistant.policy import defined_names, parse
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Stop
from plugins.sql_assistant.writing.dry_run import preview
from tests.attacks.worlds import (
    SECRETS,
    Attack,
    World,
    corpus,
    duckdb_world,
    files_world,
    honest,
    mysql_world,
    postgres_world,
    runaways,
    sqlite_world,
)

LIMITS = Limits(timeout_s=5, max_rows=100, max_bytes=100_000)
RUNAWAY_S = 0.5
SLACK_S = 4.0
"""What an engine may need to notice its deadline, on a machine that does other things."""

MAX_GROWTH = 1_500 * 2**20
CORPORA = {"sqlite": "sqlite", "duckdb": "duckdb", "files": "duckdb", "postgres": "postgres", "mysql": "mysql"}
SERVERS = ("postgres", "mysql")


def engines(*names: str) -> list[Any]:
    return [pytest.param(name, marks=pytest.mark.server if name in SERVERS else ()) for name in names]


def cases(attacks: Callable[[str], list[Attack]]) -> list[Any]:
    """One for each engine and statement of its corpus."""
    return [
        pytest.param(
            engine, attack, id=f"{engine}: {attack.name}", marks=pytest.mark.server if engine in SERVERS else ()
        )
        for engine, name in CORPORA.items()
        for attack in attacks(name)
    ]


def honest_cases() -> list[Any]:
    """One for each engine and query that it understands."""
    return [
        pytest.param(engine, sql, id=f"{engine}: {name}", marks=pytest.mark.server if engine in SERVERS else ())
        for name, sql, on in honest()
        for engine in on or CORPORA
    ]


def shows_a_secret(said: str) -> bool:
    return any(secret in said for secret in SECRETS)


@pytest.fixture(scope="module")
def worlds(request: pytest.FixtureRequest) -> Iterator[Callable[[str], World]]:
    """The world of an engine, made when it is first asked for; in a folder that the servers' accounts can reach too."""
    home = Path(tempfile.mkdtemp(prefix="polymath-attacked-"))
    home.chmod(0o755)
    open_ones: dict[str, Any] = {}
    made: dict[str, World] = {}

    def world(engine: str) -> World:
        if engine not in made:
            folder = home / engine
            folder.mkdir()
            local = {"sqlite": sqlite_world, "duckdb": duckdb_world, "files": files_world}
            if engine in local:
                open_ones[engine] = local[engine](folder)
            elif engine == "postgres":
                open_ones[engine] = postgres_world(folder, request.getfixturevalue("postgres"))
            else:
                open_ones[engine] = mysql_world(folder, request.getfixturevalue("mysql"))
            made[engine] = open_ones[engine].__enter__()
        return made[engine]

    yield world
    for one in open_ones.values():
        one.__exit__(None, None, None)
    shutil.rmtree(home)


@pytest.mark.parametrize(("engine", "attack"), cases(corpus))
def test_an_attack_is_refused_and_nothing_has_happened(
    engine: str, attack: Attack, worlds: Callable[[str], World]
) -> None:
    world = worlds(engine)
    found = check(world.filled(attack.sql), world.subject, Stop(), LIMITS)
    assert found.has_errors or attack.is_harmless
    assert not shows_a_secret(repr(found))
    assert world.fingerprint() == world.before
    assert not world.was_knocked_on()


@pytest.mark.parametrize(("engine", "attack"), cases(corpus))
def test_the_engine_alone_lets_nothing_happen_either(
    engine: str, attack: Attack, worlds: Callable[[str], World]
) -> None:
    world = worlds(engine)
    said = ""
    limits = Limits(timeout_s=0.5, max_rows=100, max_bytes=100_000)
    with world.subject.source.session(world.subject.schema, limits, Stop()) as session:
        try:
            said = repr(session.run(world.filled(attack.sql), frozenset({"c", "a", "gone", "new"})))
        except (QueryFailed, QueryStopped, AppError) as error:
            said = str(error)
    assert not shows_a_secret(said)
    assert world.fingerprint() == world.before
    assert not world.was_knocked_on()


@pytest.mark.parametrize("engine", engines(*CORPORA))
def test_where_writing_is_switched_on_attacks_are_refused_or_only_shown(
    engine: str, worlds: Callable[[str], World], tmp_path: Path
) -> None:
    world = worlds(engine)
    Connections(tmp_path).keep(Connection(world.subject.source.address, may_write=True))
    shown = []
    for attack in corpus(CORPORA[engine]):
        with suppress(QueryFailed, AppError):
            found = preview(world.filled(attack.sql), world.subject, tmp_path, Stop(), LIMITS)
            shown.append(found.sql)
            assert not shows_a_secret(repr(found)), attack.name
    assert {sql.split()[0] for sql in shown} <= {"INSERT", "UPDATE", "DELETE", "WITH"}
    assert bool(shown) == (engine != "files")
    assert world.fingerprint() == world.before
    assert not world.was_knocked_on()


@pytest.mark.parametrize(("engine", "attack"), cases(runaways))
def test_a_query_without_end_ends_at_its_deadline_and_stays_small(
    engine: str, attack: Attack, worlds: Callable[[str], World]
) -> None:
    world = worlds(engine)
    process = psutil.Process(os.getpid())
    memory, began = process.memory_info().rss, time.monotonic()
    limits = Limits(timeout_s=RUNAWAY_S, max_rows=100, max_bytes=100_000)
    with world.subject.source.session(world.subject.schema, limits, Stop()) as session:
        with suppress(QueryFailed):
            tree = parse(attack.sql, world.subject.source.dialect)
            session.run(attack.sql, defined_names(tree) if not hasattr(tree, "message") else frozenset())
        assert time.monotonic() - began < RUNAWAY_S + SLACK_S
        assert session.run("SELECT COUNT(*) FROM prey").rows == ((3,),), "the session is of use afterwards"
    assert process.memory_info().rss - memory < MAX_GROWTH


@pytest.mark.parametrize(("engine", "sql"), honest_cases())
def test_what_an_analyst_writes_runs(engine: str, sql: str, worlds: Callable[[str], World]) -> None:
    found = check(sql, worlds(engine).subject, Stop(), LIMITS, mend="nothing")
    assert not found.problems
    assert found.result["rows"]


@pytest.mark.parametrize("engine", engines(*CORPORA))
def test_after_all_of_it_honest_queries_still_run(engine: str, worlds: Callable[[str], World]) -> None:
    found = check("SELECT name FROM prey WHERE weight > 3 ORDER BY weight", worlds(engine).subject, Stop(), LIMITS)
    assert found.result["rows"] == [["hare"], ["deer"]]
