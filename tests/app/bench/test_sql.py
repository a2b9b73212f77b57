"""Comparing results, reading questions, and the whole measurement with a scripted engine."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.bench.sql_compare import same_result
from app.bench.sql_questions import read_questions
from app.bootstrap import Services, build
from app.engines.scripted import ScriptedEngine
from app.errors import InputError


@pytest.mark.parametrize(
    ("wanted", "given", "in_order", "same"),
    [
        ([["a", 1], ["b", 2]], [["b", 2], ["a", 1]], False, True),
        ([["a", 1], ["b", 2]], [["b", 2], ["a", 1]], True, False),
        ([["a", 1], ["b", 2]], [[1, "a"], [2, "b"]], True, True),
        ([["a"], ["a"]], [["a"]], False, False),
        ([["a"], ["a"], ["b"]], [["a"], ["b"], ["b"]], False, False),
        ([[1, 2], [2, 1]], [[1, 1], [2, 2]], False, False),
        ([[1, 2]], [[1, 2, 3]], False, False),
        ([[0.1 + 0.2]], [[0.3]], False, True),
        ([["12.50"]], [[12.5]], False, True),
        ([["007"]], [[7]], False, False),
        ([[None]], [[0]], False, False),
        ([["Paris "]], [["Paris"]], False, True),
    ],
)
def test_results_are_compared_as_bags_under_any_order_of_columns(
    wanted: list[Any], given: list[Any], in_order: bool, same: bool
) -> None:
    assert same_result(wanted, given, in_order=in_order) is same


def test_many_columns_with_the_same_values_do_not_take_long() -> None:
    rows = [[value] * 12 for value in range(5)]
    other = [[*row[:-1], 9] for row in rows]
    assert not same_result(rows, other, in_order=False)
    assert same_result(rows, rows, in_order=False)


def test_alternatives_and_braces_of_a_csv_are_read(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text(
        "question,query,db_name\nwho?,\"SELECT {a.x, max(b, 1) AS m} FROM t GROUP BY {};SELECT ';' FROM t\",lib\n"
        "why?,SELECT 'I do not know.' AS answer;,lib\n",
        encoding="utf-8",
    )
    first, second = read_questions(path)
    assert first.queries == (
        "SELECT a.x, max(b, 1) AS m FROM t GROUP BY a.x, max(b, 1)",
        "SELECT a.x FROM t GROUP BY a.x",
        "SELECT max(b, 1) AS m FROM t GROUP BY max(b, 1)",
        "SELECT ';' FROM t",
    )
    assert (first.database, second.is_answerable) == ("lib", False)


@pytest.mark.parametrize("text", ["{", '{"question": "?"}', '["a"]', '{"sql": ["SELECT 1"]}'])
def test_a_file_that_holds_no_questions_is_said_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="no file of questions"):
        read_questions(path)


Bench = Callable[..., dict[str, Any]]


@pytest.fixture
def bench(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[list[str], list[dict[str, Any]]], dict[str, Any]]:
    """Answers of a model, then questions, to what ``polymath bench sql --json`` prints."""

    def go(answers: list[str], questions: list[dict[str, Any]]) -> dict[str, Any]:
        engine = ScriptedEngine(answers, kind="local")

        def started(**options: Any) -> Services:
            services = build({"POLYMATH_HOME": str(home)}, **options)
            services.engines.replace("local", engine)
            return services

        monkeypatch.setattr(cli, "build", started)
        database = tmp_path / "town.sqlite"
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript(
                "CREATE TABLE house (street TEXT, floors INT); INSERT INTO house VALUES ('Elm', 2), ('Oak', 3), ('Fir', 1);"
            )
        path = tmp_path / "q.jsonl"
        path.write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
        place = str(tmp_path / "{database}.sqlite")
        assert cli.main(["bench", "sql", "--questions", str(path), "--database", place, "--json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return go


STREETS = {"question": "which streets?", "sql": ["SELECT street FROM house"], "database": "town"}


def test_the_loop_is_told_from_the_first_answer(bench: Bench) -> None:
    found = bench(["SELECT road FROM house", "SELECT street FROM house"], [STREETS])
    assert (found["summary"]["accuracy_without_loop"], found["summary"]["accuracy_with_loop"]) == (0.0, 1.0)
    assert (found["questions"][0]["attempts"], found["questions"][0]["status"]) == (2, "repaired")
    assert found["summary"]["verified_and_executed"] == 1.0


def test_what_gives_no_rows_is_not_counted(bench: Bench) -> None:
    empty = {**STREETS, "sql": ["SELECT street FROM house WHERE floors > 9"]}
    found = bench(["SELECT street FROM house WHERE 0", "SELECT floors FROM house"], [empty, STREETS])
    assert (found["summary"]["counted"], found["summary"]["not_counted"]) == (1, 1)
    assert found["summary"]["accuracy_with_loop"] == 0.0


def test_order_counts_where_the_query_asks_for_it(bench: Bench) -> None:
    sorted_ones = {**STREETS, "sql": ["SELECT street FROM house ORDER BY floors"]}
    found = bench(["SELECT street FROM house", "SELECT street FROM house ORDER BY floors"], [sorted_ones, sorted_ones])
    assert [one["verdict"] for one in found["questions"]] == ["wrong", "right"]


def test_a_measurement_leaves_no_trace_in_the_history(bench: Bench, home: Path) -> None:
    bench(["SELECT street FROM house"], [STREETS])
    services = build({"POLYMATH_HOME": str(home)})
    try:
        assert services.history is not None
        assert services.history.recent() == []
    finally:
        services.close()
