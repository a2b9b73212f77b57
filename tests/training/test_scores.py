from pathlib import Path

import pytest

from training.evaluate import Show, told
from training.outcome import Choice, Outcome, group_of, some
from training.program import Program
from training.scores import HEAD, Weight, group_rows, speed_rows, table
from training.sets import DEV, FIRST, FRESH, SETS

STARTER = Path(__file__).parents[2] / "resources" / "models" / "polymath-starter.gguf"


def outcome(right: bool, group: str = "sql, fresh", **more: object) -> Outcome:
    return Outcome("sql", group, "how many?", "SELECT 1", right, **more)  # type: ignore[arg-type]


def test_a_group_shows_its_shares_means_and_counts() -> None:
    found = [
        outcome(True, shares={"date": True}, means={"loss": 10.0}, counts={"wrong": 0}),
        outcome(False, shares={"date": True}, means={"loss": 31.0}, counts={"wrong": 2}),
    ]
    assert group_rows(found) == [("sql, fresh", "2", "50 %", "date 100 %, loss 20, wrong 2")]


def test_groups_have_rows_of_their_own_and_a_tool_that_is_not_served_is_left_out() -> None:
    rows = group_rows([outcome(True), outcome(False, "sql, first set")], ["chess"])
    assert [row[0] for row in rows] == ["sql, fresh", "sql, first set", "chess"]
    assert rows[2][2] == "left out"


def test_speed_is_told_by_tool_without_what_was_not_timed() -> None:
    found = [outcome(True, first_text_s=0.5, seconds=2.0), outcome(True, seconds=4.0), outcome(True)]
    rows = dict(speed_rows(found, Weight(1.25, 64.0)))  # type: ignore[arg-type]
    assert rows["sql: first words"].startswith("0.50 s")
    assert rows["sql: whole answer"].startswith("3.00 s")
    assert rows["memory of the model's process"] == "64 MiB"


def test_the_table_is_markdown() -> None:
    assert table(HEAD, [("a", "1", "0 %", "")]).splitlines()[:2] == [
        "| group | cases | right | of which |",
        "| --- | --- | --- | --- |",
    ]


def test_a_limit_takes_cases_from_the_whole_range() -> None:
    assert some(list(range(100)), 4) == [0, 25, 50, 75]
    assert some([1, 2], None) == some([1, 2], 9) == [1, 2]


def test_answers_to_fresh_cases_are_printed_only_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [outcome(False, group_of("sql", which)) for which in SETS] + [outcome(True, "sql, first set")]
    assert list(told(wrong, Show())) == wrong
    assert capsys.readouterr().out.count("sql, ") == 3
    list(told(wrong, Show(fresh=True)))
    assert capsys.readouterr().out.count("sql, ") == 4


@pytest.mark.slow
def test_the_program_answers_with_its_first_words_timed_and_says_what_it_does_not_serve(tmp_path: Path) -> None:
    run = Program(STARTER, tmp_path)
    try:
        assert run.start() > 0
        ran = run("latex", words="a over b")
        assert ran.output == r"\frac{a}{b}" == ran.first_answer
        assert ran.first_text_s is not None
        assert 0 < ran.first_text_s <= ran.seconds + 0.5
        assert run.memory_mib() > 10
        assert run.serves("sql")
        wrong = run("sql", question="how many?", database=str(tmp_path / "none.sqlite"))
        assert "none.sqlite" in wrong.status
    finally:
        run.close()


def test_one_set_alone_may_be_asked_and_some_of_its_cases() -> None:
    sets = {FIRST: lambda: ["a", "b"], DEV: lambda: ["c", "d", "e", "f"], FRESH: lambda: ["g"]}
    assert Choice().of(sets) == ["a", "b", "c", "d", "e", "f", "g"]
    assert Choice(DEV).of(sets) == ["c", "d", "e", "f"]
    assert Choice(DEV, 2).of(sets) == ["c", "e"]
