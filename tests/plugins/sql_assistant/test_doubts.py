from __future__ import annotations

import pytest

from app.api import Problem, Verification
from plugins.sql_assistant.doubts import Rounds, doubts
from plugins.sql_assistant.linking import Links

LINKS = Links(
    named=frozenset({"customer"}), values={("customer", "city"): ("Paris",)}, value_words=frozenset({"paris"})
)
QUESTION = "customers from paris with more than 3 orders"


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT * FROM customer WHERE city = 'Paris' AND orders > 3", []),
        ("SELECT * FROM customer WHERE orders > 3", ["'Paris' (customer.city)"]),
        ("SELECT * FROM customer WHERE city = 'Paris' AND orders > 5", ["number 3"]),
        ("SELECT * FROM customer WHERE city = 'Paris' AND orders > 3 AND name = 'Ann'", ["No row holds 'Ann'"]),
        ("SELECT * FROM client WHERE city = 'Paris' AND orders > 3", ["names customer"]),
    ],
)
def test_what_the_query_leaves_out_is_doubted(sql: str, words: list[str]) -> None:
    found = doubts(sql, QUESTION, LINKS)
    assert len(found) == len(words)
    assert all(word in doubt.message for word, doubt in zip(words, found, strict=True))


def answer(sql: str) -> Verification:
    return Verification(result={"sql": sql, "rows": []}, output=sql)


def test_a_doubtful_answer_is_sent_back_but_kept() -> None:
    rounds, doubt, broken = Rounds(2), [Problem("odd")], Verification((Problem("no column"),))
    assert rounds.weigh(answer("first"), doubt).has_errors
    assert rounds.weigh(answer("second"), doubt).has_errors
    last = rounds.weigh(broken, [])
    assert (last.output, last.has_errors) == ("first", False)
    assert [(p.message, p.severity) for p in last.problems] == [("odd", "warning")]


def rows(sql: str, *found: int) -> Verification:
    return Verification(result={"sql": sql, "rows": [list(found)]}, output=sql)


def test_of_doubtful_answers_the_least_doubtful_is_taken() -> None:
    rounds, doubt = Rounds(2), Problem("odd")
    rounds.weigh(rows("two doubts", 1), [doubt, doubt])
    rounds.weigh(rows("one doubt", 2), [doubt])
    assert rounds.weigh(rows("two again", 1), [doubt, doubt]).output == "one doubt"


def test_of_equally_doubtful_answers_the_one_whose_rows_most_agree_on_is_taken() -> None:
    rounds, doubt = Rounds(2), [Problem("odd")]
    rounds.weigh(rows("alone", 1), doubt)
    rounds.weigh(rows("agreed", 2), doubt)
    assert rounds.weigh(rows("agreed too", 2), doubt).output == "agreed"


def test_an_answer_without_doubt_is_taken_at_once() -> None:
    assert Rounds(2).weigh(answer("good"), []) == answer("good")


def test_without_any_answer_that_ran_the_last_problem_stays() -> None:
    assert Rounds(0).weigh(Verification((Problem("no column"),)), []).has_errors
