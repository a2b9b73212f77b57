"""Figures, orders, groups and sums that a question does not mean are doubted; what it means is not."""

from __future__ import annotations

import pytest

from plugins.sql_assistant.noughts import families_left_open, families_meant, family_of
from plugins.sql_assistant.schema import Column
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.wants import groups, is_latin, spelt, wanted
from tests.plugins.sql_assistant.stable import Stable


@pytest.fixture(scope="module")
def stable(tmp_path_factory: pytest.TempPathFactory) -> Stable:
    return Stable(tmp_path_factory.mktemp("stable"))


LESSONS = "FROM lesson JOIN rider ON lesson.rider_id = rider.id"
HORSES = "FROM horse JOIN lesson ON lesson.horse_id = horse.id"


@pytest.mark.parametrize(
    ("question", "sql", "words"),
    [
        ("horses out of the grey herd", "SELECT name FROM horse WHERE weight = 0", "no reason to compare weight with 0"),
        ("horses without an owner", "SELECT name FROM horse WHERE birth_year = 0", "no reason to compare birth_year with 0"),
        ("grey horses, newest first", "SELECT * FROM horse WHERE colour = 'grey' ORDER BY weight", "sorts by time"),
        ("horses heavier than 420, worst first", "SELECT * FROM horse WHERE weight > 420 ORDER BY birth_year", "compares weight"),
        ("the heaviest horses first", "SELECT * FROM horse ORDER BY breed DESC", "no reason to sort by breed"),
        ("heaviest grey horse", "SELECT name FROM horse WHERE colour = 'grey' ORDER BY birth_year LIMIT 1", "which weight tells"),
        ("how many lessons were taken by Mina Holt", f"SELECT lesson.place, COUNT(*) {LESSONS} WHERE rider.name = 'Mina Holt' "
         "GROUP BY lesson.place", "one figure"),
        ("lessons per rider", f"SELECT rider.name, lesson.* {LESSONS} GROUP BY rider.id", "neither shows nor compares"),
        ("number of horses per breed", "SELECT colour, COUNT(*) FROM horse GROUP BY colour", "each breed"),
        ("grey horses", "SELECT name FROM horse WHERE colour = 'grey' AND weight IS NULL", "no weight that is missing"),
        ("riders with no lessons", "SELECT name FROM rider WHERE nation IS NULL", "not say that nation is missing"),
        ("grey horses", "SELECT name FROM horse WHERE weight BETWEEN 3 AND 3", "range from a value to itself"),
        ("lessons over 32", "SELECT * FROM lesson WHERE fee = 32", "more or less than 32"),
        ("lessons under 33 euros", "SELECT lesson.* FROM lesson JOIN horse ON lesson.horse_id = horse.id WHERE horse.weight < 33",
         "amount of money"),
        ("Fjord horses over 450", "SELECT name FROM horse WHERE weight > 450 OR breed = 'Fjord'", "either of two things"),
        ("horses above 450 kilos", "SELECT breed FROM horse WHERE weight > 450 GROUP BY breed HAVING SUM(weight) > 450", "450 once"),
        ("Fjord and shire horses", "SELECT name FROM horse WHERE breed IN ('horses', 'and shire')", "No row holds"),
        ("lessons under 10,000 euros", "SELECT lesson.* FROM lesson JOIN horse ON lesson.horse_id = horse.id WHERE horse.weight < 10000",
         "10000 is an amount of money"),
        ("riders who are not insured", "SELECT name FROM rider WHERE insured = 1", "says that insured is not so"),
        ("takings in 2024", "SELECT * FROM lesson WHERE STRFTIME('%Y', held_on) = '2024'", "adds nothing up"),
        ("takings of lessons", f"SELECT SUM(horse.weight) {HORSES}", "weight is no money"),
        ("fee times weight of all lessons in total", f"SELECT SUM(lesson.fee) {HORSES}", "does not multiply"),
        ("who rides Juno and when", f"SELECT rider.name {LESSONS} WHERE lesson.horse_id = 2", "shows no time"),
        ("lessons over 32 with rider name", f"SELECT lesson.place {LESSONS} WHERE lesson.fee > 32", "name of rider"),
        ("who joined in 2023", "SELECT rider.name FROM rider JOIN horse ON horse.owner_id = rider.id WHERE horse.birth_year = 2023",
         "speaks of joined_on"),
        ("what did Juno cost", "SELECT owner_id FROM horse WHERE name = 'Juno'", "nothing but keys"),
    ],
)  # fmt: skip
def test_what_is_not_meant_is_doubted(stable: Stable, question: str, sql: str, words: str) -> None:
    found = stable.doubts(question, sql)
    assert any(words in doubt for doubt in found), found


@pytest.mark.parametrize(
    ("question", "sql"),
    [
        ("grey horses, youngest first", "SELECT name FROM horse WHERE colour = 'grey' ORDER BY birth_year DESC"),
        ("horses heavier than 420, heaviest first", "SELECT name FROM horse WHERE weight > 420 ORDER BY weight DESC"),
        ("riders by town", "SELECT name FROM rider ORDER BY town"),
        ("how many lessons were taken by Mina Holt", f"SELECT COUNT(*) {LESSONS} WHERE rider.name = 'Mina Holt'"),
        ("number of lessons per rider", f"SELECT rider.name, COUNT(*) {LESSONS} GROUP BY rider.id"),
        ("average fee by place", "SELECT place, AVG(fee) FROM lesson GROUP BY place"),
        ("riders without a tongue", "SELECT name FROM rider WHERE tongue IS NULL"),
        ("lessons not paid yet", "SELECT * FROM lesson WHERE pd_dt IS NULL"),
        ("free lessons", "SELECT * FROM lesson WHERE fee = 0"),
        ("Fjord or Arab horses over 400", "SELECT name FROM horse WHERE weight > 400 AND breed IN ('Fjord', 'Arab')"),
        ("riders who are not insured", "SELECT name FROM rider WHERE insured = 0"),
        ("riders who joined on 2023-04-02 or had a lesson on 2023-04-02",
         f"SELECT rider.name {LESSONS} WHERE rider.joined_on = '2023-04-02' OR lesson.held_on = '2023-04-02'"),
        ("takings in 2024", "SELECT SUM(fee) FROM lesson WHERE STRFTIME('%Y', held_on) = '2024'"),
        ("riders with more then 2 lessons", f"SELECT rider.name {LESSONS} GROUP BY rider.id HAVING COUNT(*) > 2"),
        ("horses betwen 400 and 450", "SELECT name FROM horse WHERE weight BETWEEN 400 AND 450"),
    ],
)  # fmt: skip
def test_what_is_meant_is_not_doubted(stable: Stable, question: str, sql: str) -> None:
    assert stable.doubts(question, sql) == []


def test_a_sort_by_time_and_a_lone_figure_are_all_that_may_be_written(stable: Stable) -> None:
    assert stable.may_write(
        "grey horses, youngest first", "SELECT name FROM horse WHERE colour = 'grey' ORDER BY birth_year DESC"
    )
    assert not stable.may_write(
        "grey horses, youngest first", "SELECT name FROM horse WHERE colour = 'grey' ORDER BY weight DESC"
    )
    assert stable.may_write("how many horses are there", "SELECT COUNT ( * ) FROM horse")
    assert not stable.may_write("how many horses are there", "SELECT breed , COUNT ( * ) FROM horse GROUP BY breed")


def test_families_of_numbers() -> None:
    assert [family_of(name) for name in ("built_year", "YearsExperience", "stock_qty", "finishPosition", "unit_price", "capacity")] == [
        "years", "sized", "stocked", "placed", "owed", "sized"
    ]  # fmt: skip
    assert families_meant("what is sold out") == ("stocked",)
    assert families_meant("who drives out of the harbour") == ()
    assert set(families_left_open("jugs without a spout")) == {"stocked", "placed", "owed", "sized"}


def test_what_groups() -> None:
    assert groups("sales by month")
    assert groups("sales per town")
    assert not groups("how many sales were paid by card")
    assert wanted("how many jugs are there").is_lone
    assert not wanted("how many jugs does each shelf hold").is_lone


def test_slips_in_words_of_comparing() -> None:
    assert spelt("more then 3, betwen 4 and 5") == "more than 3, between 4 and 5"
    assert spelt("the later then by the end") == "the later then by the end"
    assert spelt("riders by number then name") == "riders by number then name"


def test_accents_of_any_latin_tongue_leave_a_question_latin() -> None:
    assert is_latin("lessons of Nguyễn Thị Ánh")
    assert not is_latin("уроки Анны")


@pytest.mark.parametrize("name", ["_", "#", "💰", ""])
def test_a_number_may_be_called_by_no_word(name: str) -> None:
    assert "number" in kinds_of(Column(name, "INTEGER"))
