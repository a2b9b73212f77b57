"""What a server refused is known after a restart, for a while."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import __version__
from app.core.output import OutputSpec
from app.core.providers import ProviderSettings
from app.engines.cloud import CloudEngine
from app.engines.dialect import Dialect
from app.engines.dialect_memory import KEPT_S, DialectMemory
from tests.helpers.openai_server import OpenAIServer, answer, refusing
from tests.helpers.streams import ask, collect, run

URL = "https://api.example.com/v1"
PLAIN = Dialect(frozenset({"seed", "json_schema"}))


def test_what_was_learned_is_known_per_address_and_model(tmp_path: Path) -> None:
    DialectMemory(tmp_path / "d.json").learn(URL, "m", PLAIN)
    memory = DialectMemory(tmp_path / "d.json")
    assert memory.recall(URL, "m") == PLAIN
    assert memory.recall(URL, "other") == Dialect()
    assert memory.recall("https://elsewhere.example.com/v1", "m") == Dialect()


def test_the_day_and_the_version_stand_beside_it(tmp_path: Path) -> None:
    DialectMemory(tmp_path / "d.json", lambda: 5.0).learn(URL, "m", PLAIN)
    [row] = json.loads((tmp_path / "d.json").read_text(encoding="utf-8")).values()
    assert (row["at"], row["program"]) == (5.0, __version__)


def test_it_is_forgotten_after_a_month(tmp_path: Path) -> None:
    now = [0.0]
    memory = DialectMemory(tmp_path / "d.json", lambda: now[0])
    memory.learn(URL, "m", PLAIN)
    now[0] = KEPT_S - 1
    assert memory.recall(URL, "m") == PLAIN
    now[0] = KEPT_S
    assert memory.recall(URL, "m") == Dialect()
    memory.learn(URL, "other", PLAIN)
    assert len(json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))) == 1


def test_forgetting_a_server_leaves_the_others(tmp_path: Path) -> None:
    memory = DialectMemory(tmp_path / "d.json")
    memory.learn(URL, "m", PLAIN)
    memory.learn(URL, "n", PLAIN)
    memory.learn(URL + "2", "m", PLAIN)
    memory.forget(URL)
    assert (memory.recall(URL, "m"), memory.recall(URL, "n"), memory.recall(URL + "2", "m")) == (
        Dialect(),
        Dialect(),
        PLAIN,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1]",
        '"x"',
        '{"https://api.example.com/v1 m": 3}',
        '{"https://api.example.com/v1 m": {"refused": "seed", "at": 1, "program": "x"}}',
        f'{{"https://api.example.com/v1 m": {{"refused": [1], "at": 1, "program": "{__version__}"}}}}',
        '{"https://api.example.com/v1 m": {"refused": ["seed"], "at": 1, "program": "0.0"}}',
    ],
)
def test_a_file_that_cannot_be_read_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "d.json").write_text(text, encoding="utf-8")
    memory = DialectMemory(tmp_path / "d.json", lambda: 2.0)
    assert memory.recall(URL, "m") == Dialect()
    memory.learn(URL, "m", PLAIN)
    assert memory.recall(URL, "m") == PLAIN


def test_a_feature_that_this_version_does_not_know_is_left_out(tmp_path: Path) -> None:
    memory = DialectMemory(tmp_path / "d.json")
    memory.learn(URL, "m", Dialect(frozenset({"seed", "messages"})))
    assert memory.recall(URL, "m") == Dialect(frozenset({"seed"}))


def test_a_password_in_an_address_is_not_written(tmp_path: Path) -> None:
    memory = DialectMemory(tmp_path / "d.json")
    memory.learn("https://me:sesame@api.example.com/v1?key=sesame", "m", PLAIN)
    assert "sesame" not in (tmp_path / "d.json").read_text(encoding="utf-8")
    assert memory.recall("https://me:sesame@api.example.com/v1?key=sesame", "m") == PLAIN


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    DialectMemory(tmp_path / "file" / "d.json").learn(URL, "m", PLAIN)


def test_a_restart_does_not_learn_again_and_a_test_does(tmp_path: Path) -> None:
    output = OutputSpec.json({"type": "object"})
    with OpenAIServer(refusing("response_format", "json_schema", then=answer('{"a": 1}'))) as server:
        settings = ProviderSettings(server.base_url, "m", 10.0, 0)

        def fresh() -> CloudEngine:
            return CloudEngine(settings, lambda: "k", memory=DialectMemory(tmp_path / "d.json"))

        first = fresh()
        run(first, collect(first, ask(output=output)))
        assert len(server.received) == 2
        again = fresh()
        run(again, collect(again, ask(output=output)))
        assert len(server.received) == 3, "nothing was refused"
        assert server.bodies[-1]["response_format"]["type"] == "json_object"
        tested = fresh()
        run(tested, tested.check())
        run(tested, collect(tested, ask(output=output)))
        assert server.bodies[4]["response_format"]["type"] == "json_schema", "it was tried anew"
