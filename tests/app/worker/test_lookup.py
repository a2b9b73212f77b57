"""A text that is repeated is found again, whatever the answer changes in it."""

from __future__ import annotations

import random

from app.worker.lookup import Drafter


def steps(text: list[int], answer: list[int]) -> int:
    """How many evaluations an answer takes when a model checks each draft."""
    drafter = Drafter(text)
    count = place = 0
    while place < len(answer):
        draft = drafter.after(answer[place])
        place += 1
        accepted = 0
        while accepted < len(draft) and place < len(answer) and draft[accepted] == answer[place]:
            accepted += 1
            place += 1
        drafter.follow(draft[:accepted])
        count += 1
    return count


def words(count: int, seed: int = 1) -> list[int]:
    return random.Random(seed).choices(range(500), k=count)


def test_a_text_that_is_repeated_whole_takes_few_steps() -> None:
    assert steps(words(1500), words(1500)) < 1500 / 15


def test_changed_tokens_cost_a_step_or_two_each() -> None:
    text = words(1500)
    answer = [token + 1000 if place % 20 == 7 else token for place, token in enumerate(text)]
    assert steps(text, answer) < 1500 / 5


def test_an_insertion_and_a_deletion_are_bridged() -> None:
    text = words(900)
    assert steps(text, text[:300] + words(40, seed=2) + text[300:]) < 120
    assert steps(text, text[:300] + text[500:]) < 60


def test_an_answer_that_leaves_the_text_is_hardly_guessed_at() -> None:
    drafter = Drafter(words(300))
    drafted = sum(len(drafter.after(token)) for token in range(10_000, 11_000))
    assert drafted < 300


def test_nothing_is_guessed_beyond_the_end_and_of_an_empty_text() -> None:
    drafter = Drafter([1, 2, 3])
    assert drafter.after(1) == [2, 3]
    drafter.follow([2, 3])
    assert drafter.after(9) == []
    assert Drafter([]).after(1) == []
