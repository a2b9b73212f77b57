"""What downloads and the library say is in the window's table, so that it is shown in its language."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from app.core.paths import find_paths
from app.errors import DownloadError
from app.models.hub import Hub
from app.models.places import TITLES
from app.ui.said import Sentences
from tests.helpers.hub_server import Fault, HubServer

NAMES = {"LM Studio", "Jan", "GPT4All", "llama.cpp", "Ollama"}


@pytest.fixture(scope="module")
def sentences() -> Sentences:
    table = find_paths({}).resources / "i18n" / "zh_CN.toml"
    return Sentences(tomllib.loads(table.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "said",
    [
        "huggingface.co cannot be reached: [Errno -2] Name or service not known.",
        "127.0.0.1 has had too many requests and asks to wait 7 s. Trying again in 7 s.",
        "The connection to 127.0.0.1 broke. Trying again in 1 s.",
        "q/a.gguf arrived damaged: its SHA-256 is not the one that the hub names. It was removed.",
        "The disk with /home/me/models is full: a.gguf cannot be written any further.",
        "A disk formatted as FAT takes at most 4 GiB a file. Free some space, then resume: what has arrived is kept.",
        "a.gguf needs 4.7 GB more, and /models has 1.2 GB free.",
        "/mnt/nas does not answer and was left out: is it a drive that is not connected?",
        "Part 2 of 3 of big-00001-of-00003.gguf is missing: big-00002-of-00003.gguf.",
        "/home/me/models holds 12 models.",
        "It belongs to: LM Studio. Delete it there.",
    ],
)
def test_a_sentence_of_the_library_has_a_translation(sentences: Sentences, said: str) -> None:
    translated = sentences.translated(said)

    assert translated is not None
    assert not {"is", "are", "the", "was"} & set(translated.split())


def test_places_have_names_in_every_language(sentences: Sentences) -> None:
    assert [title for title in TITLES.values() if title not in NAMES and not sentences.translated(title)] == []


def test_what_a_hub_refuses_is_said_in_every_language(
    server: HubServer, ask: Callable[..., Any], sentences: Sentences
) -> None:
    server.add("a/b", "a.gguf", b"GGUF")
    works: list[Callable[[Hub], Any]] = [
        lambda hub: hub.card("a/none"),
        lambda hub: hub.card("nonsense"),
        lambda hub: hub.model("a/b", "c.gguf"),
        lambda hub: hub.resolve("a/b", "c.gguf"),
    ]
    for status in (403, 408, 418, 429, 503):
        server.add("a/b", f"{status}.gguf", b"GGUF", head_faults=[Fault(status)])
        works.append(lambda hub, status=status: hub.resolve("a/b", f"{status}.gguf"))  # type: ignore[misc]
    server.add("c/d", "a.gguf", b"GGUF")
    server.gated.add("c/d")
    works.append(lambda hub: hub.resolve("c/d", "a.gguf"))
    for work in works:
        with pytest.raises(DownloadError) as caught:
            ask(work)
        for text in (caught.value.message, caught.value.hint):
            assert not text or sentences.translated(text), text
