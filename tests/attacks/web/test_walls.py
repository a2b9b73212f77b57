"""The browser that checks pages against pages that attack it, and the proof that a browser without walls would be heard."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWebEngineWidgets")

from plugins.web_designer.browser.client import Browser, BrowserFailed
from tests.attacks.web.pages import QUIET, Attack, Listener, attacks

DEADLINE_S = 4.0
LIMIT_S = 60.0
PROBE = "new Promise((ready) => setTimeout(ready, 200, document.title))"
BUSY = [
    one
    for one in attacks("busy")
    if one.id
    in {
        "endless loop",
        "alerts without end",
        "a console without end",
        "requests without end",
        "lists that fill the memory",
        "blobs that fill the memory of the program, not of the page",
        "messages of ten million letters",
        "a page that leaves for nothing",
    }
]
REACHING = [one for name in ("network", "ways_out") for one in attacks(name) if one.reaches]
STEPS_ON = Attack(
    "a page that leaves, and steps on before it is there",
    "<script>for (const a of ['about:blank', '@HTTP@/x', 'about:srcdoc', '@HTTP@/y']) setTimeout(() => { location.href = a })</script>",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    made = Browser(deadline_s=DEADLINE_S)
    made.run(QUIET, "document.title")
    yield made
    made.close()


def told(browser: Browser, html: str) -> str:
    """What a page has found out after a while; or that it went away by itself, and was ended."""
    try:
        return str(browser.run(html, PROBE))
    except BrowserFailed as error:
        return error.problem.message


@pytest.mark.parametrize("attack", [*BUSY, STEPS_ON], ids=lambda one: one.id)
def test_a_busy_page_is_given_up_and_the_next_one_is_drawn(
    browser: Browser, listener: Listener, attack: Attack
) -> None:
    with pytest.raises(BrowserFailed):
        browser.run(attack.html(listener.port), "new Promise(() => 0)")
    assert browser.run(QUIET, "document.title") == "Quiet"
    assert listener.heard == []


@pytest.mark.parametrize("attack", REACHING[::4], ids=lambda one: one.id)
def test_a_page_that_is_checked_reaches_nothing(
    browser: Browser, listener: Listener, canary: Path, attack: Attack
) -> None:
    assert "CANARY" not in told(browser, attack.html(listener.port, canary))
    assert browser.run(QUIET, "document.title") == "Quiet"
    assert listener.heard == []


def test_a_look_at_a_page_tells_what_it_tried(browser: Browser, listener: Listener) -> None:
    (attack,) = (one for one in REACHING if one.id == "fetch")
    assert any("127.0.0.1" in what for what in browser.look(attack.html(listener.port), (375,)).refused)
    assert listener.heard == []


def test_a_browser_without_walls_is_heard() -> None:
    listeners = [Listener() for _attack in REACHING]
    documents = [attack.html(one.port) for attack, one in zip(REACHING, listeners, strict=True)]
    flags = {"QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu --no-sandbox", "QT_QPA_PLATFORM": "offscreen"}
    program = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("unwalled.py"))],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **flags},
        text=True,
    )
    try:
        assert program.stdin is not None
        program.stdin.write(json.dumps(documents))
        program.stdin.close()
        ends_at = time.monotonic() + LIMIT_S
        while not all(one.heard for one in listeners) and time.monotonic() < ends_at:
            program.poll()
            time.sleep(0.05)
        assert [attack.id for attack, one in zip(REACHING, listeners, strict=True) if not one.heard] == []
    finally:
        program.kill()
        program.wait()
        for one in listeners:
            one.close()
