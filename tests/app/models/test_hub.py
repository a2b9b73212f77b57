from __future__ import annotations

import asyncio
import dataclasses
import socket
import subprocess
import sys
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import HubSettings, Settings
from app.errors import DownloadError, ModelLoadError
from app.models.fit import plan
from app.models.hub import DEFAULT_ENDPOINT, Hub
from app.models.hub_data import RemoteModel, RemotePart, check_names, from_address
from app.models.hub_errors import retry_after_s
from app.models.machine import Machine
from tests.helpers import model_stores, tiny_gguf
from tests.helpers.hub_server import COMMIT, Fault, HubServer

Ask = Callable[..., Any]
REPO = "maker/tiny-GGUF"


def _error(ask: Ask, work: Callable[[Hub], Any], **how: Any) -> DownloadError:
    with pytest.raises(DownloadError) as caught:
        ask(work, **how)
    assert caught.value.message.endswith(".")
    return caught.value


def test_a_search_gives_names_downloads_licences_and_gates(server: HubServer, ask: Ask) -> None:
    server.add(REPO, "a.gguf", b"GGUF")
    server.add("maker/other", "a.gguf", b"GGUF")
    server.gated.add(REPO)

    (found,) = ask(lambda hub: hub.search("tiny"))

    assert (found.repo, found.downloads, found.licence, found.gated) == (REPO, 10, "mit", True)
    asked = server.requests[0].path
    assert asked == "/api/models?search=tiny&filter=gguf&sort=downloads&direction=-1&limit=30"


def test_a_card_lists_models_with_sizes_hashes_and_the_commit(server: HubServer, ask: Ask) -> None:
    file = server.add(REPO, "tiny-Q4_K_M.gguf", b"GGUF" * 10)
    for number in (1, 2):
        server.add(REPO, f"big/tiny-Q8_0-0000{number}-of-00002.gguf", b"GGUF" * number)
    server.add(REPO, "half-00001-of-00002.gguf", b"GGUF")
    server.add(REPO, "mmproj-tiny.gguf", b"GGUF")

    card = ask(lambda hub: hub.card(REPO))

    assert (card.licence, card.languages, card.revision, card.gated) == ("apache-2.0", ("en", "zh"), COMMIT, False)
    big, tiny = card.models
    assert (big.path, big.quantization, big.size_bytes) == ("big/tiny-Q8_0-00001-of-00002.gguf", "Q8_0", 12)
    assert (tiny.quantization, tiny.parts[0].sha256, tiny.revision) == ("Q4_K_M", file.sha256, COMMIT)


def test_a_mirror_that_lists_no_sizes_is_asked_for_the_tree_page_by_page(server: HubServer, ask: Ask) -> None:
    for number in range(5):
        server.add(REPO, f"{number}.gguf", b"GGUF" * (number + 1), lists_sizes=False)

    card = ask(lambda hub: hub.card(REPO))

    assert [model.size_bytes for model in card.models] == [4, 8, 12, 16, 20]
    assert card.models[4].parts[0].sha256 == server.files[f"{REPO}/4.gguf"].sha256
    assert sum("/tree/" in request.path for request in server.requests) == 3


@pytest.mark.parametrize(
    "bad", ["../x.gguf", "a/../b.gguf", "/x.gguf", "c:x.gguf", "x.bin", "a\\b.gguf", "", "a//b.gguf", "\n.gguf"]
)
def test_a_name_that_would_climb_out_of_its_folder_is_no_name(server: HubServer, ask: Ask, bad: str) -> None:
    server.add(REPO, "good.gguf", b"GGUF")
    server.files[f"{REPO}/{bad}"] = server.files[f"{REPO}/good.gguf"]

    assert [model.path for model in ask(lambda hub: hub.card(REPO)).models] == ["good.gguf"]


@pytest.mark.parametrize(
    ("repo", "file", "revision"),
    [("tiny", "", "main"), ("../x", "", "main"), ("a/b", "", "../m"), ("a/b", "..", "main")],
)
def test_names_are_checked_before_anything_is_asked(repo: str, file: str, revision: str) -> None:
    with pytest.raises(DownloadError) as caught:
        check_names(repo, file, revision)
    assert caught.value.reason == "wrong"


def test_a_file_is_resolved_without_leaving_the_hub(server: HubServer, ask: Ask) -> None:
    file = server.add(REPO, "q/a b.gguf", b"GGUF" * 5)

    resolved = ask(lambda hub: hub.resolve(REPO, "q/a b.gguf"))

    assert (resolved.sha256, resolved.size_bytes, resolved.commit) == (file.sha256, 20, COMMIT)
    assert resolved.url.startswith(server.content_endpoint)
    assert {request.server for request in server.requests} == {"hub"}


def test_a_repository_that_was_renamed_is_followed_on_the_hub(server: HubServer, ask: Ask) -> None:
    server.add(REPO, "a.gguf", b"GGUF" * 5, moved=False)

    def renamed(handler: Any) -> bool:
        if "/old/name" not in handler.path:
            return False
        handler.send_response_only(307)
        handler.send_header("Location", handler.path.replace("old/name", REPO))
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return True

    server.override = renamed

    assert ask(lambda hub: hub.resolve("old/name", "a.gguf")).size_bytes == 20
    assert ask(lambda hub: hub.card("old/name")).models[0].size_bytes == 20


def test_the_token_goes_to_the_hub_and_never_to_the_host_that_it_redirects_to(server: HubServer, ask: Ask) -> None:
    server.add(REPO, "a.gguf", b"GGUF" * 5)
    server.gated.add(REPO)
    server.token = "hf_secret"

    async def read(hub: Hub) -> bytes:
        resolved = await hub.resolve(REPO, "a.gguf")
        async with hub.open(resolved.url, {}) as response:
            return await response.aread()

    assert ask(read, HF_TOKEN="hf_secret") == b"GGUF" * 5
    assert {(one.server, "authorization" in one.headers) for one in server.requests} == {
        ("hub", True),
        ("content", False),
    }


def test_the_token_never_goes_over_a_network_in_plain_text() -> None:
    hub = Hub(lambda: Settings(hub=HubSettings("http://mirror.example")), {"HF_TOKEN": "hf_secret"})

    assert "Authorization" not in hub._headers("http://mirror.example/x")


def test_the_endpoint_is_that_of_the_settings_then_of_the_variable_then_the_hub_itself() -> None:
    def endpoint(setting: str, **environ: str) -> str:
        return Hub(lambda: Settings(hub=HubSettings(setting)), environ).endpoint

    assert endpoint("https://a.example/", HF_ENDPOINT="https://b.example") == "https://a.example"
    assert endpoint("", HF_ENDPOINT="https://b.example/") == "https://b.example"
    assert endpoint("") == DEFAULT_ENDPOINT


def test_what_is_not_there_or_not_allowed_is_said_in_plain_words(server: HubServer, ask: Ask) -> None:
    server.add(REPO, "a.gguf", b"GGUF")

    no_repo = _error(ask, lambda hub: hub.card("maker/none"))
    no_file = _error(ask, lambda hub: hub.resolve(REPO, "b.gguf"))
    no_model = _error(ask, lambda hub: hub.model(REPO, "b.gguf"))
    server.gated.add(REPO)
    gated = _error(ask, lambda hub: hub.resolve(REPO, "a.gguf"))
    wrong_token = _error(ask, lambda hub: hub.card("maker/none"), HF_TOKEN="hf_wrong")

    assert (no_repo.reason, "there is no such repository, or it is private" in no_repo.message) == ("not_found", True)
    assert no_file.message == f"127.0.0.1 has no file b.gguf in {REPO}."
    assert no_model.hint == "It has: a.gguf."
    assert gated.reason == "not_allowed"
    assert "gated" in gated.message
    assert f"{server.endpoint}/{REPO}" in gated.hint
    assert "HF_TOKEN" in gated.hint
    assert "hf_wrong" not in wrong_token.message + wrong_token.hint


@pytest.mark.parametrize(
    ("fault", "reason", "retryable", "wait_s"),
    [
        (Fault(429, {"Retry-After": "7"}), "busy", True, 7.0),
        (Fault(429, {"RateLimit": '"resolvers";r=0;t=55'}), "busy", True, 55.0),
        (Fault(503), "server", True, None),
        (Fault(403, {"X-Error-Message": "Not for you"}), "not_allowed", False, None),
        (Fault(418), "server", False, None),
    ],
)
def test_a_status_is_mapped(
    server: HubServer, ask: Ask, fault: Fault, reason: str, retryable: bool, wait_s: float | None
) -> None:
    server.add(REPO, "a.gguf", b"GGUF", head_faults=[fault])

    error = _error(ask, lambda hub: hub.resolve(REPO, "a.gguf"))

    assert (error.reason, error.retryable, error.retry_after_s) == (reason, retryable, wait_s)


def test_a_server_may_say_until_when_to_wait() -> None:
    now = {"date": formatdate(1_000_000, usegmt=True)}

    assert retry_after_s({**now, "retry-after": formatdate(1_000_060, usegmt=True)}) == 60
    assert retry_after_s({"retry-after": "soon"}) is None


def test_a_page_in_place_of_an_answer_is_no_hub(server: HubServer, ask: Ask) -> None:
    def page(handler: Any) -> bool:
        handler.send_response_only(200)
        handler.send_header("Content-Length", "15")
        handler.end_headers()
        handler.wfile.write(b"<!doctype html>")
        return True

    server.override = page

    assert _error(ask, lambda hub: hub.search("x")).reason == "wrong"


def test_a_server_that_is_not_there_is_said_with_a_way_out(ask: Ask, switch: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    switch.settings = Settings(hub=HubSettings(f"http://127.0.0.1:{port}"))

    error = _error(ask, lambda hub: hub.search("x"))

    assert (error.reason, error.retryable) == ("unreachable", True)
    assert "mirror" in error.hint


@pytest.mark.parametrize("address", ["nonsense", "ftp://x.example", "http://", "http://[::1"])
def test_an_address_that_is_none_is_said(ask: Ask, switch: Any, address: str) -> None:
    switch.settings = Settings(hub=HubSettings(address))

    assert _error(ask, lambda hub: hub.search("x")).reason == "wrong"


def test_a_server_that_accepts_and_says_nothing_is_given_up(server: HubServer, ask: Ask) -> None:
    server.override = lambda handler: server._stopping.wait(5)

    error = _error(ask, lambda hub: hub.search("x"), stall_s=0.2)

    assert (error.reason, error.retryable) == ("stalled", True)


def test_the_offline_lock_forbids_every_request(server: HubServer, ask: Ask, switch: Any) -> None:
    switch.settings = dataclasses.replace(switch.settings, offline=True)

    for work in (
        lambda hub: hub.search("x"),
        lambda hub: hub.card(REPO),
        lambda hub: hub.resolve(REPO, "a.gguf"),
    ):
        error = _error(ask, work)
        assert error.reason == "offline"
        assert "offline lock" in error.message
    assert server.requests == []


GUARDED = """
import asyncio, sys
from app.core.offline import SocketGuard
from app.core.settings import HubSettings, Settings
from app.errors import DownloadError
from app.models.hub import Hub
guard = SocketGuard()
guard.install()
guard.set_locked(True)
async def go():
    hub = Hub(lambda: Settings(hub=HubSettings(sys.argv[1])), {})
    try:
        await hub.search("x")
    except DownloadError as error:
        print(error.reason)
    await hub.close()
asyncio.run(go())
"""


def test_the_guard_of_sockets_speaks_with_the_same_words(server: HubServer) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GUARDED, server.endpoint],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )

    assert done.stdout.strip() == "offline"
    assert server.requests == []


def test_whether_it_fits_is_known_before_the_download(server: HubServer, ask: Ask, tmp_path: Path) -> None:
    data = tiny_gguf.make(tmp_path / "m.gguf", name="Far", context=777).read_bytes() + bytes(3 << 20)
    server.add(REPO, "far.gguf", data)

    async def look(hub: Hub) -> Any:
        return await hub.remote_header(await hub.model(REPO, "far.gguf"))

    header = ask(look)

    assert (header.name, header.context_tokens, header.size_bytes) == ("Far", 777, len(data))
    assert plan(header, Settings().local, Machine(8 << 30, 8 << 30)).context_tokens == 777
    assert len(server.gets()) == 1
    assert server.gets()[0].headers["range"] == f"bytes=0-{(2 << 20) - 1}"


def test_of_a_split_model_the_header_counts_all_parts(server: HubServer, ask: Ask, tmp_path: Path) -> None:
    parts = model_stores.split(tmp_path)
    for part in parts:
        server.add(REPO, part.name, part.read_bytes())

    async def look(hub: Hub) -> Any:
        return await hub.remote_header(await hub.model(REPO, parts[1].name))

    assert ask(look).size_bytes == sum(part.stat().st_size for part in parts)


def test_a_file_that_is_no_model_is_known_before_the_download(server: HubServer, ask: Ask) -> None:
    server.add(REPO, "page.gguf", b"<!doctype html>" * 100)
    model = RemoteModel(REPO, "main", (RemotePart("page.gguf"),))

    with pytest.raises(ModelLoadError, match="web page"):
        ask(lambda hub: hub.remote_header(model))


def test_a_server_without_ranges_cannot_be_looked_into(server: HubServer, ask: Ask, tmp_path: Path) -> None:
    server.add(REPO, "a.gguf", tiny_gguf.make(tmp_path / "m.gguf").read_bytes(), ranges=False)

    assert (
        "no parts of files"
        in _error(ask, lambda hub: hub.remote_header(RemoteModel(REPO, "main", (RemotePart("a.gguf"),)))).message
    )


def test_requests_at_once_share_one_client(server: HubServer, ask: Ask) -> None:
    server.add(REPO, "a.gguf", b"GGUF")

    async def both(hub: Hub) -> int:
        await asyncio.gather(hub.search("x"), hub.search("y"), hub.card(REPO))
        return len(hub._clients)

    assert ask(both) == 1


@pytest.mark.parametrize(
    ("name", "quantization"),
    [
        ("Qwen3-8B-Q4_K_M.gguf", "Q4_K_M"), ("model-q4_0.gguf", "Q4_0"), ("m.IQ3_XXS.gguf", "IQ3_XXS"), ("m-UD-Q2_K_XL.gguf", "UD-Q2_K_XL"),
        ("gpt-oss-20b-mxfp4.gguf", "MXFP4"), ("m-BF16-00001-of-00002.gguf", "BF16"), ("Q8/qwen.gguf", ""),
    ],
)  # fmt: skip
def test_the_quantization_is_read_from_the_name(name: str, quantization: str) -> None:
    assert RemoteModel("a/b", "main", (RemotePart(name),)).quantization == quantization


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("maker/name", ("maker/name", "", "")),
        (" https://huggingface.co/maker/name ", ("maker/name", "", "")),
        ("hf.co/maker/name/", ("maker/name", "", "")),
        ("https://mirror.example/maker/name/tree/v1?x=1#y", ("maker/name", "", "v1")),
        ("https://huggingface.co/maker/name/blob/main/q/a%20b.gguf", ("maker/name", "q/a b.gguf", "main")),
        ("https://huggingface.co/maker/name/resolve/c0ffee/a.gguf?download=true", ("maker/name", "a.gguf", "c0ffee")),
        ("qwen3-4b", ("qwen3-4b", "", "")),
    ],
)
def test_an_address_that_was_pasted_is_understood(text: str, found: tuple[str, str, str]) -> None:
    assert from_address(text) == found


def test_content_that_moved_once_more_is_followed_and_no_host_sees_the_token_of_the_hub(
    server: HubServer, ask: Ask
) -> None:
    server.add(REPO, "a.gguf", b"GGUF" * 5)
    server.token = "hf_secret"

    def moved(handler: Any) -> bool:
        if "signed=1" not in handler.path:
            return False
        handler.send_response_only(307)
        handler.send_header("Location", handler.path.replace("signed=1", "signed=2"))
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return True

    server.override = moved

    async def read(hub: Hub) -> bytes:
        async with hub.open((await hub.resolve(REPO, "a.gguf")).url, {"Range": "bytes=4-"}) as response:
            return await response.aread()

    assert ask(read, HF_TOKEN="hf_secret") == b"GGUF" * 4
    assert [request.headers.get("range") for request in server.gets()] == ["bytes=4-"] * 2
    assert all("authorization" not in request.headers for request in server.gets())


def test_a_mirror_that_passes_on_the_pages_of_the_original_is_asked_itself(server: HubServer, ask: Ask) -> None:
    for number in range(3):
        server.add(REPO, f"{number}.gguf", b"GGUF", lists_sizes=False)
    server.public_endpoint = "https://original.example"

    assert len(ask(lambda hub: hub.card(REPO)).models) == 3
