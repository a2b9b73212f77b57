from __future__ import annotations

from typing import Any

import pytest

from app.core.messages import CompletionRequest, Message
from app.core.output import OutputSpec
from app.engines.dialect import Dialect, choice_schema, is_strict

MESSAGES = (Message.user("Hi"),)
CLOSED: dict[str, Any] = {
    "type": "object",
    "properties": {"a": {"type": "string"}},
    "required": ["a"],
    "additionalProperties": False,
}


def asks(output: OutputSpec | None = None, **more: Any) -> CompletionRequest:
    return CompletionRequest(MESSAGES, output=output or OutputSpec.text(), **more)


@pytest.mark.parametrize(
    ("said", "param", "lost"),
    [
        ("Unknown parameter", "stream_options", "stream_options"),
        ("unexpected keyword: stream_options", None, "stream_options"),
        ("Unsupported value: 'temperature' does not support 0 with this model.", "temperature", "temperature"),
        ('"seed" is not permitted', None, "seed"),
        ("'stop' is not supported with this model", "stop", "stop"),
        ("max_tokens is not supported", None, "max_tokens"),
    ],
)
def test_a_field_that_a_refusal_names_is_left_out(said: str, param: str | None, lost: str) -> None:
    request = asks(seed=1, stop=("x",))
    before = Dialect()

    after = before.after_refusal(request, said, param)

    assert after is not None
    assert set(before.body(request, "m")) - set(after.body(request, "m")) == {lost}


@pytest.mark.parametrize("said", ["the temperature of debate; stop it", "messages must alternate", ""])
def test_a_refusal_that_names_no_field_teaches_nothing(said: str) -> None:
    assert Dialect().after_refusal(asks(stop=("x",)), said, None) is None


def test_a_refusal_of_a_field_that_was_not_sent_teaches_nothing() -> None:
    assert Dialect().after_refusal(asks(), "response_format is not supported", "response_format") is None
    assert Dialect(frozenset({"seed"})).after_refusal(asks(seed=1), "'seed' is unknown", "seed") is None


def test_learning_ends() -> None:
    request = asks(OutputSpec.json(CLOSED), seed=1, stop=("x",))
    everything = "response_format stream_options max_tokens max_completion_tokens 'temperature' 'seed' 'stop'"
    dialect: Dialect | None = Dialect()
    last = Dialect()
    for _ in range(20):
        dialect = dialect.after_refusal(request, everything, None) if dialect else None
        last = dialect or last

    assert dialect is None
    assert set(last.body(request, "m")) == {"model", "messages", "stream"}


def test_a_choice_has_room_for_the_json_around_it() -> None:
    request = asks(OutputSpec.choice(["e4", "d4"]), max_tokens=4)
    plain = Dialect(frozenset({"json_schema", "json_object with schema"}))

    assert Dialect().body(request, "m")["max_tokens"] > 4
    assert plain.body(request, "m")["max_tokens"] == 4
    assert "response_format" not in plain.body(request, "m")


def test_a_list_at_the_root_is_never_asked_for_as_a_json_object() -> None:
    request = asks(OutputSpec.json({"type": "array", "items": {"type": "string"}}))
    refused = Dialect(frozenset({"json_schema", "json_object with schema"}))

    assert "response_format" not in refused.body(request, "m")


@pytest.mark.parametrize(
    ("schema", "strict"),
    [
        (CLOSED, True),
        (choice_schema(("a", "b")), True),
        ({**CLOSED, "required": []}, False),
        ({**CLOSED, "additionalProperties": True}, False),
        ({**CLOSED, "properties": {"a": {"type": "string", "minLength": 1}}}, False),
        ({**CLOSED, "properties": {"a": {"type": "array", "items": CLOSED}}}, True),
        ({**CLOSED, "properties": {"a": {"type": "array", "items": {"type": "object"}}}}, False),
        ({"type": "array", "items": CLOSED}, False),
    ],
)
def test_only_schemas_that_strict_mode_takes_are_called_strict(schema: dict[str, Any], strict: bool) -> None:
    assert is_strict(schema) is strict
