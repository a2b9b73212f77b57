"""A process that says what it hears; for ``tests/app/core/test_helper_process.py``."""

from __future__ import annotations

import os

from app.core.helper_process import helper_streams, receive, send


def main() -> None:
    """Answer until the input ends."""
    questions, answers = helper_streams()
    while (question := receive(questions)) is not None:
        number, name, *arguments = question
        if name == "environment":
            send(answers, (number, *(os.environ[one] for one in arguments)))
            continue
        if name == "print":
            print(*arguments, flush=True)  # noqa: T201 -- as a library might
        if number:
            send(answers, (number, name, *arguments))
