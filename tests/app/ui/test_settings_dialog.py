"""The settings: what is typed holds, a key goes to the key store alone, and a server is tested in place."""

from __future__ import annotations

import socket
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from app.core.keys import provider_of
from app.core.providers import ProviderSettings
from app.models.devices import BuildReport, Device
from app.models.threads import Threads, ThreadTable
from app.ui.settings_dialog import SettingsDialog
from app.ui.settings_local import gpu_words
from tests.app.ui.conftest import Start
from tests.helpers import tiny_gguf
from tests.helpers.openai_server import OpenAIServer, answer, error
from tests.helpers.window import Program, child, words_of

KEY = "sk-test-0123456789abcdef"


def _open(program: Program, page: str) -> SettingsDialog:
    program.window.commands.open_settings(page)
    dialog = program.window.findChild(SettingsDialog)
    assert dialog is not None

    def is_active() -> bool:
        """The offscreen platform may activate the window behind once more, late."""
        dialog.activateWindow()
        return dialog.isActiveWindow()

    program.until(is_active)
    return dialog


def _written(program: Program) -> dict[str, Any]:
    return tomllib.loads(program.services.settings.path.read_text(encoding="utf-8"))


def _kept(program: Program) -> ProviderSettings:
    provider = program.services.settings.current.provider()
    assert provider is not None
    return provider


def _type(qtbot: QtBot, field: Any, text: str) -> None:
    line = field.lineEdit() if hasattr(field, "lineEdit") else field
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def _point_to(program: Program, qtbot: QtBot, base_url: str, model: str = "m") -> SettingsDialog:
    dialog = _open(program, "api")
    _type(qtbot, dialog.cloud.server, base_url)
    _type(qtbot, dialog.cloud.model, model)
    qtbot.keyClick(dialog.cloud.model.lineEdit(), Qt.Key.Key_Tab)
    return dialog


@pytest.fixture
def dead() -> str:
    """The address of a server that is gone."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"


def test_address_and_model_are_kept(start: Start, qtbot: QtBot) -> None:
    program = start("x")
    _point_to(program, qtbot, "http://localhost:8080/v1", "qwen")
    cloud = _written(program)["providers"]["openai"]
    assert (cloud["base_url"], cloud["model"]) == ("http://localhost:8080/v1", "qwen")
    program.close()
    dialog = _open(start("x"), "api")
    assert dialog.cloud.server.currentText() == "http://localhost:8080/v1"
    assert dialog.cloud.model.currentText() == "qwen"


@pytest.mark.parametrize("leave", ["button", "esc"])
def test_what_was_typed_last_is_kept_when_the_dialog_is_closed(start: Start, qtbot: QtBot, leave: str) -> None:
    program = start("x")
    dialog = _open(program, "api")
    _type(qtbot, dialog.cloud.server, "http://localhost:8080/v1")
    if leave == "button":
        qtbot.mouseClick(child(dialog, QPushButton, "Close"), Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(dialog.cloud.server, Qt.Key.Key_Escape)
    program.until(lambda: not dialog.isVisible())
    assert _kept(program).base_url == "http://localhost:8080/v1"


def test_a_key_goes_to_the_key_store_and_never_into_the_settings(start: Start, qtbot: QtBot, home: Path) -> None:
    program = start("x")
    dialog = _point_to(program, qtbot, "https://api.example.com/v1")
    page = dialog.cloud
    program.until(lambda: "No key is stored" in page.where.text())
    _type(qtbot, page.key, KEY)
    qtbot.mouseClick(page.save_key_button, Qt.MouseButton.LeftButton)

    program.until(lambda: page.said.text() == "The key is kept.")

    provider = provider_of("https://api.example.com/v1")
    assert program.services.keys.get(provider) == KEY
    assert page.key.text() == "", "it does not stay on the screen"
    assert "unencrypted" in page.where.text(), "there is no keyring here, and that is said"
    holders = [
        path.name
        for path in home.rglob("*")
        if path.is_file() and KEY in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert holders == ["keys.json"]

    page.forget_button.click()
    program.until(lambda: "No key is stored" in page.where.text())
    assert program.services.keys.get(provider) is None


def test_a_key_that_was_pasted_is_kept_before_the_server_is_tested(start: Start, qtbot: QtBot) -> None:
    program = start("x")
    with OpenAIServer(answer("ok")) as server:
        dialog = _point_to(program, qtbot, server.base_url)
        _type(qtbot, dialog.cloud.key, KEY)
        dialog.cloud.test_button.click()
        program.until(lambda: bool(server.received) and dialog.cloud.test_button.isEnabled())
        assert server.received[0].headers["authorization"] == f"Bearer {KEY}"
    assert program.services.keys.get(provider_of(server.base_url)) == KEY


def test_the_key_cannot_be_read_over_the_shoulder(start: Start) -> None:
    page = _open(start("x"), "api").cloud
    page.key.setText(KEY)
    assert page.key.displayText() != KEY


def test_a_key_is_looked_up_for_the_server_that_is_named(start: Start, qtbot: QtBot) -> None:
    program = start("x")
    program.services.keys.set("one.example.com", KEY)
    dialog = _point_to(program, qtbot, "https://one.example.com/v1")
    program.until(lambda: "unencrypted" in dialog.cloud.where.text())
    _point_to(program, qtbot, "https://two.example.com/v1")
    program.until(lambda: "No key is stored for two.example.com" in dialog.cloud.where.text())


def test_the_test_says_that_a_server_works(start: Start, qtbot: QtBot) -> None:
    program = start()
    with OpenAIServer(answer("ok")) as server:
        dialog = _point_to(program, qtbot, server.base_url)
        dialog.cloud.test_button.click()
        assert not dialog.cloud.test_button.isEnabled()
        program.until(lambda: dialog.cloud.test_button.isEnabled())
        assert dialog.cloud.said.property("tone") == "verified"
        assert len(server.received) == 1


def test_the_test_says_that_a_server_is_dead_and_can_be_pressed_again(start: Start, qtbot: QtBot, dead: str) -> None:
    program = start()
    program.services.settings.update(_no_retries)
    dialog = _point_to(program, qtbot, dead)
    dialog.cloud.test_button.click()
    program.until(lambda: dialog.cloud.test_button.isEnabled())
    assert "127.0.0.1" in dialog.cloud.said.text()
    assert dialog.cloud.said.property("tone") == "failed"
    assert program.is_alive()


def test_the_test_says_that_a_key_is_wrong_without_repeating_it(start: Start, qtbot: QtBot) -> None:
    program = start()
    with OpenAIServer(error(401, f"Incorrect API key provided: {KEY}")) as server:
        program.services.keys.set(provider_of(server.base_url), KEY)
        dialog = _point_to(program, qtbot, server.base_url)
        dialog.cloud.test_button.click()
        program.until(lambda: dialog.cloud.test_button.isEnabled())
    assert "key" in dialog.cloud.said.text().lower()
    assert KEY not in words_of(dialog)


@pytest.mark.parametrize("address", ["not an address", "http://", "ftp://example.com", "http://[::1"])
def test_the_test_survives_an_address_that_is_none(start: Start, qtbot: QtBot, address: str) -> None:
    program = start()
    program.services.settings.update(_no_retries)
    dialog = _point_to(program, qtbot, address)
    dialog.cloud.test_button.click()
    program.until(lambda: dialog.cloud.test_button.isEnabled())
    assert dialog.cloud.said.property("tone") == "failed"
    assert dialog.cloud.said.text()


def test_the_test_under_the_lock_says_that_the_lock_is_on(start: Start, qtbot: QtBot) -> None:
    program = start()
    with OpenAIServer(answer("ok")) as server:
        program.window.engine_bar.lock_button.click()
        dialog = _point_to(program, qtbot, server.base_url)
        dialog.cloud.test_button.click()
        program.until(lambda: dialog.cloud.test_button.isEnabled())
        assert "offline lock" in dialog.cloud.said.text().lower()
        assert server.received == []


def test_the_models_of_a_server_are_fetched_and_the_first_is_chosen(start: Start, qtbot: QtBot) -> None:
    program = start()
    with OpenAIServer(answer("ok"), models=("alpha", "beta")) as server:
        dialog = _point_to(program, qtbot, server.base_url, "")
        page = dialog.cloud
        page.model.setCurrentText("")
        page.fetch_button.click()
        program.until(lambda: page.model.count() == 2)
    assert page.said.text() == "The server has 2 models."
    assert _kept(program).model == "alpha"


def test_the_limit_of_time_is_kept(start: Start, qtbot: QtBot) -> None:
    program = start("x")
    page = _open(program, "api").cloud
    page.timeout.setValue(7)
    page.timeout.editingFinished.emit()
    assert _kept(program).timeout_s == 7


@pytest.mark.parametrize(
    ("field", "key", "value"),
    [
        ("context", "context_tokens", 4096),
        ("threads", "threads", 3),
        ("layers", "gpu_layers", 0),
        ("idle", "idle_unload_min", 5),
    ],
)
def test_a_number_of_the_local_model_is_kept_as_it_was_typed(
    start: Start, qtbot: QtBot, field: str, key: str, value: int
) -> None:
    program = start("x")
    dialog = _open(program, "local")
    spin = getattr(dialog.local, field)
    assert isinstance(spin, QSpinBox)
    if spin.value() == spin.minimum():
        assert spin.text() == spin.specialValueText(), "the default says in words what it does"
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, str(value))
    qtbot.keyClick(spin, Qt.Key.Key_Tab)
    assert _written(program)["local"][key] == value
    program.close()
    assert getattr(_open(start("x"), "local").local, field).value() == value


def test_a_model_file_is_chosen_out_of_those_that_were_found(start: Start, home: Path) -> None:
    models = home / "data" / "models"
    models.mkdir(parents=True)
    tiny_gguf.make(models / "mine.gguf")
    program = start()
    page = _open(program, "local").local
    program.until(lambda: page.model.findData(str(models / "mine.gguf")) > 0)
    place = page.model.findData(str(models / "mine.gguf"))
    page.model.setCurrentIndex(place)
    page.model.activated.emit(place)
    assert program.services.settings.current.local.model == str(models / "mine.gguf")
    assert program.window.engine_bar.model_button.text() == "Tiny", "the window shows it at once"


def test_a_model_file_is_added_from_anywhere(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tiny_gguf.make(tmp_path / "elsewhere.gguf")
    program = start()
    page = _open(program, "local").local
    monkeypatch.setattr("app.ui.settings_local.QFileDialog.getOpenFileName", lambda *_: (str(path), ""))
    child(page, QPushButton, "Add a GGUF file…").click()
    program.until(lambda: page.model.currentData() == str(path))
    local = program.services.settings.current.local
    assert (local.model, local.model_folders) == (str(path), (str(path),))


def test_half_the_memory_for_the_context_is_chosen_and_the_plan_says_what_it_saves(
    start: Start, tmp_path: Path
) -> None:
    path = tiny_gguf.make(tmp_path / "long.gguf", context=32768, layers=4)
    program = start()
    program.services.settings.update(
        lambda now: replace(
            now, local=replace(now.local, model=str(path), context_tokens=32768, model_folders=(str(path),))
        )
    )
    page = _open(program, "local").local
    program.until(lambda: "Needs" in page.plan.text())
    full = page.plan.text()
    place = page.kv_type.findData("q8_0")
    page.kv_type.setCurrentIndex(place)
    page.kv_type.activated.emit(place)
    assert _written(program)["local"]["kv_type"] == "q8_0"
    program.until(lambda: page.plan.text() not in ("", full))


def test_kept_prompts_are_counted_and_cleared(start: Start, home: Path) -> None:
    folder = home / "data" / "engine" / "prefixes"
    folder.mkdir(parents=True)
    kept = folder / "0123456789abcdef-0.state"
    kept.write_bytes(bytes(3 << 20))
    other = folder / "readme.txt"
    other.write_text("not ours", encoding="utf-8")
    program = start("x")
    page = _open(program, "local").local
    program.until(lambda: page.kept_now.text() == "now 3 MiB")
    page.clear_button.click()
    program.until(lambda: page.kept_now.text() == "now 0 MiB")
    assert not kept.exists()
    assert other.exists()
    page.kept.setValue(0)
    page.kept.editingFinished.emit()
    assert _written(program)["local"]["prefix_disk_mib"] == 0


def test_a_mirror_of_the_hub_is_kept_and_nonsense_is_not(start: Start) -> None:
    program = start("x")
    page = _open(program, "local").local
    page.hub.setText("mirror.example")
    page.hub.editingFinished.emit()
    assert "begins with https://" in words_of(page)
    assert program.services.settings.current.hub.endpoint == ""
    page.hub.setText("https://mirror.example/")
    page.hub.editingFinished.emit()
    assert _written(program)["hub"]["endpoint"] == "https://mirror.example"
    assert program.services.hub.endpoint == "https://mirror.example"
    assert "begins with https://" not in words_of(page)


def test_the_page_says_what_was_measured_and_which_gpus_the_build_sees(start: Start, home: Path) -> None:
    ThreadTable(home / "data" / "engine" / "threads.json").keep(Threads(1, 1))
    page = _open(program := start("x"), "local").local
    program.until(lambda: "1 for an answer, 1 for a prompt" in page.measured.text())
    program.until(lambda: page.gpus.text() not in ("", "Looking for GPUs …"))
    build = program.services.hardware.known_build
    assert build is not None
    assert page.gpus.text() == gpu_words(build)


def test_gpus_are_named_with_what_is_free_on_them() -> None:
    card = Device("CUDA0", "NVIDIA RTX 3060", "gpu", "CUDA", 12 << 30, 11 << 30)
    seen = BuildReport("0.3", "", ("CUDA", "CPU"), (card,))
    assert gpu_words(seen) == "NVIDIA RTX 3060 (CUDA): 11.0 GiB of 12.0 GiB free"
    blind = BuildReport("0.3", "", ("CPU",), ())
    assert gpu_words(blind) == "This build sees no GPU (llama-cpp-python 0.3: CPU)."


def test_settings_that_cannot_be_written_hold_for_now_and_are_said(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.errors import StorageError

    def refuse(*_: Any) -> None:
        raise StorageError("The settings cannot be saved: the disk is full.", hint="Free some space.")

    program = start("x")
    monkeypatch.setattr("app.core.settings._write", refuse)
    program.window.engine_bar.lock_button.click()
    assert program.services.settings.current.offline
    card = program.window.cards.card
    assert card is not None
    assert "the disk is full" in card.text.message


def test_all_history_is_deleted_after_a_question(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start("a tale")
    program.ask("one")
    program.ask("two")
    page = _open(program, "general").general
    monkeypatch.setattr(QMessageBox, "exec", lambda box: child(box, QPushButton, "Delete all runs").click())
    page.clear_button.click()
    program.until(lambda: program.rows == [])
    program.until(lambda: "2 runs deleted." in words_of(page))


def test_the_theme_is_chosen_in_the_settings_too(start: Start) -> None:
    program = start("x")
    page = _open(program, "general").general
    place = page.theme.findData("dark")
    page.theme.setCurrentIndex(place)
    page.theme.activated.emit(place)
    assert program.front.desk.theme.is_dark
    assert _written(program)["ui"]["theme"] == "dark"


def test_a_broken_plugin_is_named_among_the_plugins_with_its_error_and_its_place(start: Start) -> None:
    program = start("x", user={"bad.toml": "this is no TOML"})
    words = words_of(_open(program, "plugins").plugins)
    assert "bad.toml" in words
    assert "comes with Polymath" in words


def test_each_card_opens_the_page_that_helps(start: Start) -> None:
    program = start("x")
    for remedy, page in (("api", "cloud"), ("plugins", "plugins")):
        program.window.commands.remedy(remedy)
        dialog = program.window.findChild(SettingsDialog)
        assert dialog is not None
        assert getattr(dialog, page).isVisible()
    program.window.commands.remedy("model")
    manager = program.window.commands.manager
    assert manager is not None
    assert manager.here.isVisible()


def _no_retries(now: Any) -> Any:
    return now.with_provider(max_retries=0)
