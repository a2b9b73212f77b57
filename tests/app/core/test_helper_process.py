"""A process of our own: asked, answered, killed."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from app.core.helper_process import HelperEnded, HelperProcess, receive, send

PARROT = "tests.helpers.parrot"


@pytest.fixture
def parrot() -> Iterator[HelperProcess]:
    made = HelperProcess(PARROT, {"PARROT": "Polly"})
    yield made
    made.kill()


def answer(helper: HelperProcess) -> tuple[Any, ...]:
    while (found := helper.answer(1)) is None:
        pass
    return found


def test_a_question_is_answered_with_plain_values(parrot: HelperProcess) -> None:
    parrot.ask("say", "café", [1, 2.5, None], {"a": b"\x00"}, (True,))
    assert answer(parrot) == ("say", "café", [1, 2.5, None], {"a": b"\x00"}, (True,))


def test_it_has_the_environment_that_it_was_given_and_the_programs(parrot: HelperProcess) -> None:
    parrot.ask("environment", "PARROT", "PATH")
    assert answer(parrot) == ("Polly", os.environ["PATH"])


def test_the_answer_to_an_earlier_question_is_not_taken_for_the_last_one(parrot: HelperProcess) -> None:
    parrot.ask("say", "first")
    parrot.ask("say", "second")
    assert answer(parrot) == ("say", "second")


def test_what_it_prints_stands_in_nobodys_way(parrot: HelperProcess) -> None:
    parrot.ask("print", "noise")
    assert answer(parrot) == ("print", "noise")


def test_its_end_is_heard_by_who_waits_and_who_asks(parrot: HelperProcess) -> None:
    os.kill(parrot.pid, signal.SIGKILL)
    with pytest.raises(HelperEnded):
        answer(parrot)
    psutil.wait_procs([psutil.Process(parrot.pid)], timeout=10)
    assert not parrot.is_there
    with pytest.raises(HelperEnded):
        parrot.ask("say", "x" * 100_000)
    parrot.post("nothing")


def test_killing_twice_is_once(parrot: HelperProcess) -> None:
    parrot.kill()
    parrot.kill()
    assert not psutil.pid_exists(parrot.pid)


def test_half_a_message_is_the_end() -> None:
    whole = io.BytesIO()
    send(whole, (1, "say"))
    assert receive(io.BytesIO(whole.getvalue())) == (1, "say")
    for length in (0, 4, len(whole.getvalue()) - 1):
        assert receive(io.BytesIO(whole.getvalue()[:length])) is None
