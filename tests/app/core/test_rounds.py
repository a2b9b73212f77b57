"""Which of a small model's tries is taken."""

from __future__ import annotations

from app.core.result import Problem, Verification
from app.core.rounds import Rounds

DOUBT, BROKEN = Problem("odd"), Verification((Problem("no column"),))


def answer(text: str) -> Verification:
    return Verification(output=text)


def test_a_doubtful_answer_is_sent_back_but_kept() -> None:
    rounds = Rounds(2)
    assert rounds.weigh(answer("first"), [DOUBT], gist="1").has_errors
    assert rounds.weigh(answer("second"), [DOUBT], gist="2").has_errors
    last = rounds.weigh(BROKEN, [], gist="")
    assert (last.output, last.has_errors) == ("first", False)
    assert [(p.message, p.severity) for p in last.problems] == [("odd", "warning")]


def test_of_doubtful_answers_the_least_doubtful_is_taken() -> None:
    rounds = Rounds(2)
    rounds.weigh(answer("two doubts"), [DOUBT, DOUBT], gist="1")
    rounds.weigh(answer("one doubt"), [DOUBT], gist="2")
    assert rounds.weigh(answer("two again"), [DOUBT, DOUBT], gist="1").output == "one doubt"


def test_of_equally_doubtful_answers_the_one_that_most_agree_with_is_taken() -> None:
    rounds = Rounds(2)
    rounds.weigh(answer("alone"), [DOUBT], gist="1")
    rounds.weigh(answer("agreed"), [DOUBT], gist="2")
    assert rounds.weigh(answer("agreed too"), [DOUBT], gist="2").output == "agreed"


def test_an_answer_without_doubt_is_taken_at_once() -> None:
    assert Rounds(2).weigh(answer("good"), [], gist="") == answer("good")


def test_without_any_answer_that_ran_the_last_problem_stays() -> None:
    assert Rounds(0).weigh(BROKEN, [], gist="").has_errors
