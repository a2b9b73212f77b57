"""Which of a small model's tries is taken."""

from __future__ import annotations

import asyncio

from app.core.result import Problem, Verification
from app.core.rounds import Look, Rounds

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


async def several(rounds: Rounds, answers: list[str | None], candidates: int = 3) -> Verification:
    """A round whose further candidates are the rest of ``answers``; those that begin with “odd” are doubtful, “broken” ones do not run."""
    first, *rest = answers
    given = iter(rest)

    async def look(candidate: str) -> Look:
        if candidate.startswith("broken"):
            return Look(BROKEN)
        return Look(answer(candidate), [DOUBT] if candidate.startswith("odd") else (), candidate)

    async def another(_number: int) -> str | None:
        return next(given)

    return await rounds.weigh_several(first, look, another, candidates=candidates)


def test_the_first_candidate_that_nothing_speaks_against_is_taken() -> None:
    found = asyncio.run(several(Rounds(2), ["broken", "odd", "good", "never asked"]))
    assert (found.output, found.tried) == ("good", ("broken", "odd", "good"))
    assert found.evidence == ("Set aside: broken (no column).", "Set aside: odd (odd).")


def test_candidates_that_are_all_doubtful_send_the_round_back_and_the_last_round_takes_the_best() -> None:
    rounds = Rounds(1)
    assert asyncio.run(several(rounds, ["odd 1", "odd 2", "odd 2"])).has_errors
    last = asyncio.run(several(rounds, ["broken", "odd 1", "broken"]))
    assert (last.output, last.has_errors) == ("odd 1", False)
    assert last.tried == ("broken", "odd 1", "broken")


def test_a_candidate_that_is_no_answer_counts_as_a_try_only() -> None:
    found = asyncio.run(several(Rounds(0), ["odd", None, "good"]))
    assert (found.output, found.tried) == ("good", ("odd", "good"))


def test_no_further_candidate_is_asked_for_than_there_may_be() -> None:
    assert asyncio.run(several(Rounds(0), ["odd 1", "odd 2"], candidates=1)).tried == ("odd 1",)
