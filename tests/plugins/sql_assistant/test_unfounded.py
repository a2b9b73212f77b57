"""Conditions out of nothing, wrong heads and needless joins are doubted; what a question says for certain must be written."""

from __future__ import annotations

import pytest

from tests.plugins.sql_assistant.stable import Stable


@pytest.fixture(scope="module")
def stable(tmp_path_factory: pytest.TempPathFactory) -> Stable:
    return Stable(tmp_path_factory.mktemp("stable"))


JOIN = "FROM lesson JOIN horse ON lesson.horse_id = horse.id"
RIDERS = "FROM rider JOIN lesson ON lesson.rider_id = rider.id"


@pytest.mark.parametrize(
    ("question", "sql", "words"),
    [
        ("horses from Brill", "SELECT name FROM horse WHERE weight = 1", "no reason to compare weight with 1"),
        ("riders from Thame", "SELECT name FROM rider WHERE town = 'Thame' AND insured = 0", "says nothing of insured"),
        ("insured riders", "SELECT name FROM rider WHERE insured = 0", "not say that insured is not so"),
        ("uninsured riders", "SELECT name FROM rider WHERE insured IS NULL", "hardly ever missing"),
        ("insured riders above 4", "SELECT name FROM rider WHERE insured > 4", "says yes or no"),
        ("horses of 2 riders", "SELECT name FROM horse WHERE weight = 2 AND weight = 0", "two values at once"),
        ("Fjord horses", "SELECT name FROM horse WHERE breed IN ('Fjord', 'Fjord')", "same value twice"),
        ("total fees", "SELECT SUM(fee * fee) FROM lesson", "multiplied with itself"),
        ("horses under 1.5", "SELECT name FROM horse WHERE birth_year < 1.5", "holds whole numbers"),
        ("horses over 450", "SELECT name FROM horse WHERE birth_year > 450", "450 is no year"),
        ("lessons in 2024", "SELECT * FROM lesson WHERE fee = 2024", "2024 is a year"),
        ("lessons at 8 Mill Field", "SELECT * FROM lesson WHERE held_on = '2006-09-04'", "nothing of 2006-09-04"),
        ("horses of riders", "SELECT breed FROM horse GROUP BY breed HAVING SUM(weight) > 0", "a figure with 0"),
    ],
)  # fmt: skip
def test_a_condition_without_a_reason_is_doubted(stable: Stable, question: str, sql: str, words: str) -> None:
    found = stable.doubts(question, sql)
    assert any(words in doubt for doubt in found), found


@pytest.mark.parametrize(
    ("question", "sql", "words"),
    [
        ("lessons of Mina Holt", f"SELECT rider.town {RIDERS} WHERE rider.name = 'Mina Holt'", "asks for lesson"),
        ("which breed is Juno", "SELECT name FROM horse WHERE name = 'Juno'", "only what the question says"),
        ("who rides Juno", f"SELECT lesson.fee {JOIN} WHERE horse.name = 'Juno'", "shows no name"),
        ("when was the lesson on Juno", f"SELECT lesson.fee {JOIN} WHERE horse.name = 'Juno'", "shows no time"),
        ("what is the breed of Juno", "SELECT colour FROM horse WHERE name = 'Juno'", "asks for the breed"),
        ("average weight of the horses", "SELECT AVG(birth_year) FROM horse", "takes another column"),
        ("names of riders from Thame", f"SELECT rider.name {RIDERS} WHERE rider.town = 'Thame'", "Nothing is read of lesson"),
        ("top 2 horses by weight", "SELECT name FROM horse ORDER BY colour DESC LIMIT 2", "no most and no least"),
        ("how often was Juno ridden", f"SELECT SUM(lesson.fee) {JOIN} WHERE horse.name = 'Juno'", "asks how often"),
        ("grey horses", "SELECT SUM(weight) FROM horse WHERE colour = 'grey'", "adds up"),
    ],
)  # fmt: skip
def test_a_query_that_shows_something_else_is_doubted(stable: Stable, question: str, sql: str, words: str) -> None:
    found = stable.doubts(question, sql)
    assert any(words in doubt for doubt in found), found


def test_the_same_value_again_and_again_is_doubted(stable: Stable) -> None:
    rows: list[list[object]] = [["Fjord"], ["Arab"], ["Fjord"]]
    assert stable.doubts("list the breeds", "SELECT breed FROM horse", rows)
    assert stable.doubts("list the breeds", "SELECT DISTINCT breed FROM horse", rows[:2]) == []
    assert stable.doubts("breed of each horse", "SELECT breed FROM horse", rows) == []


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("insured riders", "SELECT name FROM rider WHERE insured = 1"),
        ("riders without insurance", "SELECT name FROM rider WHERE insured = 0"),
        ("horses heavier than 450.5", "SELECT name FROM horse WHERE weight > 450.5"),
        ("horses born in 2016", "SELECT name FROM horse WHERE birth_year = 2016"),
        ("lessons in 2024", "SELECT * FROM lesson WHERE strftime('%Y', held_on) = '2024'"),
        ("who rides Juno", f"SELECT rider.name {RIDERS} JOIN horse ON lesson.horse_id = horse.id WHERE horse.name = 'Juno'"),
        ("fee of the lessons of Mina Holt", f"SELECT lesson.fee {RIDERS} WHERE rider.name = 'Mina Holt'"),
        ("riders who took lessons", f"SELECT DISTINCT rider.name {RIDERS}"),
    ],
)  # fmt: skip
def test_a_query_that_fits_raises_no_doubt(stable: Stable, question: str, sql: str) -> None:
    assert stable.doubts(question, sql) == []


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("grey Fjord horses", "SELECT name FROM horse WHERE colour = 'grey' AND breed = 'Fjord'",
         "SELECT name FROM horse WHERE colour = 'grey'"),
        ("riders from Thame", "SELECT name FROM rider WHERE town = 'Thame'", "SELECT name FROM rider WHERE town = 'Thame' AND insured = 0"),
        ("shod Fjord horses", "SELECT name FROM horse WHERE breed = 'Fjord' AND shod = 1",
         "SELECT name FROM horse WHERE breed = 'Fjord'"),
        ("lessons of Per Lund",
         "SELECT lesson . * FROM lesson JOIN rider ON lesson . rider_id = rider . id WHERE rider . name = 'Per Lund'",
         "SELECT rider . name FROM lesson JOIN rider ON lesson . rider_id = rider . id WHERE rider . name = 'Per Lund'"),
        ("who is the owner of Juno",
         "SELECT rider . name FROM rider JOIN horse ON horse . owner_id = rider . id WHERE horse . name = 'Juno'",
         "SELECT name FROM rider WHERE level = 'Juno'"),
        ("unpaid lessons", "SELECT * FROM lesson WHERE pd_dt IS NULL", "SELECT town FROM rider"),
        ("horses older than 2015", "SELECT name FROM horse WHERE birth_year < 2015", "SELECT name FROM horse WHERE birth_year > 2015"),
        ("riders who came at least twice",
         "SELECT rider . name FROM rider JOIN lesson ON lesson . rider_id = rider . id GROUP BY rider . id HAVING COUNT ( * ) >= 2",
         "SELECT name FROM rider WHERE insured > 2"),
        ("lessons held in Mill Field", "SELECT * FROM lesson WHERE place LIKE '%Mill Field%'", "SELECT * FROM rider"),
        ("the weight of Juno", "SELECT weight FROM horse WHERE name = 'Juno'",
         "SELECT weight FROM horse WHERE shod = ( SELECT shod FROM horse WHERE name = 'Juno' )"),
    ],
)  # fmt: skip
def test_what_is_certain_must_be_written(stable: Stable, question: str, right: str, wrong: str) -> None:
    assert stable.may_write(question, right)
    assert not stable.may_write(question, wrong)


def test_queries_inside_queries_hold_no_third(stable: Stable) -> None:
    question = "horses as heavy as Juno, with the same weight"
    one = "SELECT name FROM horse WHERE weight = ( SELECT weight FROM horse WHERE {} )"
    assert stable.may_write(question, one.format("name = 'Juno'"))
    assert not stable.may_write(question, one.format("weight = ( SELECT weight FROM horse WHERE name = 'Juno' )"))


def test_columns_of_yes_and_no_are_found_in_the_rows(stable: Stable) -> None:
    assert stable.links("horses").flags == {("rider", "insured"), ("horse", "shod")}


def test_a_name_inside_longer_values_is_found(stable: Stable) -> None:
    assert stable.links("everything at Mill Field").inside == {("lesson", "place"): ("Mill Field",)}
    assert stable.links("everything at Oak Field").inside == {}


def test_a_word_that_is_a_value_is_not_read_as_a_nation(stable: Stable) -> None:
    assert stable.links("riders who speak german").values == {("rider", "tongue"): ("German",)}
    assert stable.links("dutch riders").values == {("rider", "tongue"): ("Dutch",)}
