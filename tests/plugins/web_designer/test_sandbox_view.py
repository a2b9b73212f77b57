"""The preview against pages that try to get out: real QtWebEngine, and a loopback server that would see whoever succeeds."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator

import psutil
import pytest
from pytestqt.qtbot import QtBot

pytest.importorskip("PySide6.QtWebEngineWidgets")

from PySide6.QtCore import Qt

from plugins.web_designer.live_view import Live
from plugins.web_designer.sandbox_view import MAX_PAGE_BYTES, Sandbox

pytestmark = pytest.mark.qt_log_ignore(
    "QRhi", "RHI", "GPUInfo", extend=True
)  # a machine without a screen has no GPU to speak of
WAIT_MS = 30_000
PAGE = "<!DOCTYPE html><html lang='en'><head><title>Quiet</title></head><body><h1>Quiet</h1></body></html>"


class Listener:
    """Accepts connections on loopback and counts them; answers nothing."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self.port = self._socket.getsockname()[1]
        self.connections = 0
        self._open = True
        self._thread = threading.Thread(target=self._accept, name="listener")
        self._thread.start()

    def close(self) -> None:
        self._open = False
        self._thread.join()
        self._socket.close()

    def _accept(self) -> None:
        while self._open:
            try:
                connection, _address = self._socket.accept()
            except TimeoutError:
                continue
            self.connections += 1
            connection.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def sandbox(qtbot: QtBot) -> Sandbox:
    made = Sandbox()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def _page(body: str = "", head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>t</title>{head}</head><body>{body}</body></html>"


def _show(qtbot: QtBot, sandbox: Sandbox, html: str) -> None:
    with qtbot.waitSignal(sandbox.loaded, timeout=WAIT_MS):
        assert sandbox.show_page(html)


def _evaluate(qtbot: QtBot, sandbox: Sandbox, script: str) -> object:
    answers: list[object] = []
    sandbox.page.runJavaScript(script, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    return answers[0]


ESCAPES: dict[str, Callable[[str], str]] = {
    "fetch": lambda a: _page(f"<script>fetch('{a}/x').catch(() => 0)</script>"),
    "picture": lambda a: _page(f"<img src='{a}/x.png' alt=''>"),
    "beacon": lambda a: _page(f"<script>navigator.sendBeacon('{a}/x', 'secret')</script>"),
    "style sheet": lambda a: _page(head=f"<link rel='stylesheet' href='{a}/x.css'>"),
    "css import": lambda a: _page(head=f"<style>@import url('{a}/x.css');</style>"),
    "font": lambda a: _page(
        "x", f"<style>@font-face{{font-family:f;src:url({a}/f.woff)}} body{{font-family:f}}</style>"
    ),
    "script": lambda a: _page(f"<script src='{a}/x.js'></script>"),
    "frame": lambda a: _page(f"<iframe src='{a}/x'></iframe>"),
    "refresh": lambda a: _page(head=f"<meta http-equiv='refresh' content='0;url={a}/x'>"),
    "location": lambda a: _page(f"<script>location.href = '{a}/x'</script>"),
    "window": lambda a: _page(f"<script>window.open('{a}/x')</script>"),
    "form": lambda a: _page(f"<form method='post' action='{a}/x'></form><script>document.forms[0].submit()</script>"),
    "socket": lambda a: _page(f"<script>new WebSocket('{a.replace('http', 'ws')}/x')</script>"),
    "file": lambda _a: _page("<img src='file:///etc/hostname' alt=''>"),
    "file by location": lambda _a: _page("<script>location.href = 'file:///etc/hostname'</script>"),
    "frame in a frame": lambda a: _page(f"<iframe srcdoc=\"<img src='{a}/x.png'>\"></iframe>"),
}


@pytest.mark.parametrize("way", ESCAPES)
def test_a_page_reaches_nothing_and_the_attempt_is_counted(
    qtbot: QtBot, sandbox: Sandbox, listener: Listener, way: str
) -> None:
    sandbox.show_page(ESCAPES[way](f"http://127.0.0.1:{listener.port}"))
    qtbot.waitUntil(lambda: sandbox.blocked > 0, timeout=WAIT_MS)
    assert listener.connections == 0


@pytest.mark.parametrize("hint", ["preconnect", "dns-prefetch", "prefetch", "prerender", "modulepreload"])
def test_a_hint_to_the_browser_opens_no_connection(
    qtbot: QtBot, sandbox: Sandbox, listener: Listener, hint: str
) -> None:
    address = f"http://127.0.0.1:{listener.port}/"
    _show(qtbot, sandbox, _page("<p>x</p>", f"<link rel='{hint}' href='{address}'>"))
    _show(qtbot, sandbox, PAGE)
    assert listener.connections == 0


def test_the_interceptor_alone_stops_what_no_policy_forbids(
    qtbot: QtBot, sandbox: Sandbox, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.web_designer.sandbox_view.with_policy", lambda html, _policy: html)
    address = f"http://127.0.0.1:{listener.port}"
    sandbox.show_page(_page(f"<img src='{address}/a.png' alt=''><script>fetch('{address}/b')</script>"))
    qtbot.waitUntil(lambda: sandbox.blocked >= 2, timeout=WAIT_MS)
    assert listener.connections == 0


def test_dialogs_do_not_stop_the_program(qtbot: QtBot, sandbox: Sandbox) -> None:
    script = "alert(1); document.title = String(confirm('?')) + prompt('?', 'x')"
    _show(qtbot, sandbox, _page(f"<script>{script}</script>"))
    assert _evaluate(qtbot, sandbox, "document.title") == "falsenull"


def test_a_page_is_refused_every_permission(qtbot: QtBot, sandbox: Sandbox) -> None:
    script = "navigator.geolocation.getCurrentPosition(() => document.title = 'given', () => document.title = 'denied')"
    _show(qtbot, sandbox, _page(f"<script>{script}</script>"))
    qtbot.waitUntil(lambda: sandbox.page.title() != "t", timeout=WAIT_MS)
    assert sandbox.page.title() in ("denied", "")


def test_sockets_of_the_page_cannot_be_made(qtbot: QtBot, sandbox: Sandbox) -> None:
    _show(qtbot, sandbox, PAGE)
    assert _evaluate(qtbot, sandbox, "typeof RTCPeerConnection + typeof WebTransport") == "undefinedundefined"


def test_the_page_is_shown_and_its_own_scripts_run(qtbot: QtBot, sandbox: Sandbox) -> None:
    _show(qtbot, sandbox, _page("<h1>a</h1><script>document.querySelector('h1').textContent = 'b'</script>"))
    assert _evaluate(qtbot, sandbox, "document.querySelector('h1').textContent") == "b"
    assert sandbox.blocked == 0


def test_links_inside_the_page_work(qtbot: QtBot, sandbox: Sandbox) -> None:
    _show(qtbot, sandbox, _page("<a id='a' href='#b'>b</a><div style='height:4000px'></div><p id='b'>b</p>"))
    _evaluate(qtbot, sandbox, "document.getElementById('a').click()")
    qtbot.waitUntil(lambda: sandbox.page.scrollPosition().y() > 100, timeout=WAIT_MS)
    assert sandbox.blocked == 0


@pytest.mark.parametrize("width", [375, 768, 1280])
def test_the_page_gets_the_width_that_was_chosen(qtbot: QtBot, sandbox: Sandbox, width: int) -> None:
    _show(qtbot, sandbox, PAGE)
    sandbox.set_page_width(width)
    qtbot.waitUntil(lambda: abs(float(str(_evaluate(qtbot, sandbox, "innerWidth"))) - width) <= 2, timeout=WAIT_MS)


def test_a_page_that_is_still_written_is_shown_without_its_scripts(qtbot: QtBot, sandbox: Sandbox) -> None:
    sandbox.show_partial("<html><head><title>t</title></head><body><h1>One")
    sandbox.show_partial("<html><head></head><body><h1>Two</h1><script>document.title='ran'</script>")
    qtbot.waitUntil(
        lambda: _evaluate(qtbot, sandbox, "(document.querySelector('h1') || {}).textContent || ''") == "Two",
        timeout=WAIT_MS,
    )
    assert _evaluate(qtbot, sandbox, "document.title") != "ran"


def test_a_partial_page_reaches_nothing(qtbot: QtBot, sandbox: Sandbox, listener: Listener) -> None:
    sandbox.show_partial(f"<html><body><img src='http://127.0.0.1:{listener.port}/x.png' alt=''>")
    qtbot.waitUntil(lambda: sandbox.blocked > 0, timeout=WAIT_MS)
    assert listener.connections == 0


def test_a_page_that_is_too_heavy_is_said_so(sandbox: Sandbox) -> None:
    assert not sandbox.show_page(_page("x" * MAX_PAGE_BYTES))


def test_a_heavy_page_below_the_limit_is_shown(qtbot: QtBot, sandbox: Sandbox) -> None:
    _show(qtbot, sandbox, _page("汉" * (MAX_PAGE_BYTES // 3 - 2000)))
    assert float(str(_evaluate(qtbot, sandbox, "document.body.textContent.length"))) > 490_000


def test_the_death_of_the_page_process_is_told_and_the_next_page_lives(qtbot: QtBot, sandbox: Sandbox) -> None:
    _show(qtbot, sandbox, PAGE)
    with qtbot.waitSignal(sandbox.crashed, timeout=WAIT_MS):
        psutil.Process(sandbox.page.renderProcessPid()).kill()
    _show(qtbot, sandbox, PAGE)
    assert _evaluate(qtbot, sandbox, "document.title") == "Quiet"


def test_nothing_of_a_page_is_kept_on_disk(sandbox: Sandbox) -> None:
    profile = sandbox.page.profile()
    assert profile.isOffTheRecord()
    assert sandbox.view.contextMenuPolicy() == Qt.ContextMenuPolicy.NoContextMenu
    assert "host-resolver-rules" in os.environ["QTWEBENGINE_CHROMIUM_FLAGS"]


def _kill(qtbot: QtBot, sandbox: Sandbox) -> None:
    with qtbot.waitSignal(sandbox.crashed, timeout=WAIT_MS):
        psutil.Process(sandbox.page.renderProcessPid()).kill()


@pytest.mark.parametrize("is_after_crash", [False, True])
def test_the_first_page_of_a_process_has_its_walls_and_hears(
    qtbot: QtBot, sandbox: Sandbox, is_after_crash: bool
) -> None:
    live = Live(sandbox.stage)
    if is_after_crash:
        _show(qtbot, sandbox, PAGE)
        _kill(qtbot, sandbox)
    _show(qtbot, sandbox, _page("<script>document.title = typeof RTCPeerConnection + typeof WebTransport</script>"))
    assert _evaluate(qtbot, sandbox, "document.title") == "undefinedundefined"
    qtbot.waitUntil(lambda: live.hears, timeout=WAIT_MS)
