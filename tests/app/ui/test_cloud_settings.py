"""The settings' pages of providers, spending and privacy: what is entered holds at once, and is found again."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.core.ledger import Entry
from app.core.messages import Usage
from app.core.prices import Price
from app.core.settings import Settings, SpendingSettings
from app.ui.price_table import PriceTable
from app.ui.provider_list import ProviderList, removed, renamed
from app.ui.settings_dialog import SettingsDialog
from tests.app.ui.conftest import Start
from tests.helpers.openai_server import OpenAIServer, answer
from tests.helpers.window import Program, child, words_of

HOST, MODELS, INPUT, OUTPUT, CACHED, CURRENCY, SOURCE = range(7)


def _open(program: Program, page: str) -> SettingsDialog:
    program.window.commands.open_settings(page)
    dialog = program.window.findChild(SettingsDialog)
    assert dialog is not None
    return dialog


def _written(program: Program) -> dict[str, Any]:
    return tomllib.loads(program.services.settings.path.read_text(encoding="utf-8"))


def _two(now: Settings) -> Settings:
    two = now.with_provider(model="gpt-5-mini").with_provider("team", base_url="http://gpu:8000/v1", model="qwen")
    return dataclasses.replace(two, chains={"story": ("local", "team")})


def _names(providers: ProviderList) -> list[str]:
    items = [providers.table.item(place, 0) for place in range(providers.table.rowCount())]
    return [item.text() for item in items if item]


# --- providers


def test_the_fields_are_those_of_the_provider_that_is_marked(start: Start) -> None:
    program = start("x")
    program.services.settings.update(_two)
    page = _open(program, "api").cloud
    assert _names(page.providers) == ["openai", "team"]
    assert page.server.currentText() == "https://api.openai.com/v1"
    page.providers.table.setCurrentCell(1, 0)
    assert (page.server.currentText(), page.model.currentText()) == ("http://gpu:8000/v1", "qwen")
    page.model.setCurrentText("llama")
    page._apply()
    assert program.services.settings.current.providers["team"].model == "llama"
    assert program.services.settings.current.providers["openai"].model == "gpt-5-mini"
    assert page.providers.table.item(1, 2).text() == "llama"  # type: ignore[union-attr]


def test_a_provider_is_added_named_after_its_host_and_what_was_typed_is_kept(start: Start) -> None:
    program = start("x")
    page = _open(program, "api").cloud
    page.model.setCurrentText("typed")
    actions = {action.text(): action for action in page.providers.add_button.menu().actions()}
    actions["https://api.deepseek.com/v1"].trigger()
    providers = program.services.settings.current.providers
    assert providers["deepseek"].base_url == "https://api.deepseek.com/v1"
    assert providers["openai"].model == "typed"
    assert page.providers.name == "deepseek"
    assert page.server.currentText() == "https://api.deepseek.com/v1"
    actions["https://api.deepseek.com/v1"].trigger()
    assert set(_written(program)["providers"]) == {"openai", "deepseek", "deepseek-2"}


def test_a_provider_is_renamed_in_place_and_in_every_chain(start: Start) -> None:
    program = start("x")
    program.services.settings.update(_two)
    providers = _open(program, "api").cloud.providers
    providers.table.item(1, 0).setText("Cluster")  # type: ignore[union-attr]
    settings = program.services.settings.current
    assert list(settings.providers) == ["openai", "cluster"]
    assert settings.chains["story"] == ("local", "cluster")
    assert providers.name == "cluster"


@pytest.mark.parametrize("name", ["openai", "local", "", "two words"])
def test_a_name_that_cannot_be_is_refused_with_the_reason(start: Start, name: str) -> None:
    program = start("x")
    program.services.settings.update(_two)
    providers = _open(program, "api").cloud.providers
    providers.table.item(1, 0).setText(name)  # type: ignore[union-attr]
    assert _names(providers) == ["openai", "team"]
    assert providers._said.text()
    assert list(program.services.settings.current.providers) == ["openai", "team"]


@pytest.mark.parametrize("answer_", ["Remove the provider", "Cancel"])
def test_a_provider_is_removed_after_a_question_alone(
    start: Start, monkeypatch: pytest.MonkeyPatch, answer_: str
) -> None:
    program = start("x")
    program.services.settings.update(_two)
    providers = _open(program, "api").cloud.providers
    providers.table.setCurrentCell(1, 0)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: child(box, QPushButton, answer_).click())
    providers.remove_button.click()
    is_gone = answer_ == "Remove the provider"
    assert ("team" in program.services.settings.current.providers) != is_gone
    assert providers.remove_button.isEnabled() != is_gone, "the last one stays"


def test_another_provider_becomes_the_cloud(start: Start) -> None:
    program = start("x")
    program.services.settings.update(_two)
    providers = _open(program, "api").cloud.providers
    assert not providers.use_button.isEnabled()
    providers.table.setCurrentCell(1, 0)
    providers.use_button.click()
    assert program.services.settings.current.cloud.provider == "team"
    assert _written(program)["cloud"]["provider"] == "team"
    assert not providers.use_button.isEnabled()


def test_a_provider_of_this_start_alone_is_shown_and_not_edited(start: Start) -> None:
    def overlay(now: Settings) -> Settings:
        added = now.with_provider("environment", base_url="http://127.0.0.1:9/v1")
        return dataclasses.replace(added, cloud=dataclasses.replace(added.cloud, provider="environment"))

    program = start("x", settings=overlay)
    page = _open(program, "api").cloud
    assert page.providers.name == "environment"
    assert not page.server.isEnabled()
    assert not page.providers.rename_button.isEnabled()
    assert not page.providers.remove_button.isEnabled()
    assert page.test_button.isEnabled()
    assert "environment" not in program.services.settings.stored.providers


def test_the_marked_provider_is_the_one_that_is_tested(start: Start) -> None:
    program = start()
    with OpenAIServer(answer("ok")) as server:
        program.services.settings.update(lambda now: now.with_provider("team", base_url=server.base_url, model="m"))
        page = _open(program, "api").cloud
        page.providers.table.setCurrentCell(1, 0)
        page.test_button.click()
        program.until(lambda: page.test_button.isEnabled())
        assert page.said.property("tone") == "verified"
        assert len(server.received) == 1
    ledger = program.services.accounts.ledger
    assert ledger is not None
    assert [row.provider for row in ledger.usage(1)] == ["team"]


def test_renaming_and_removing_keep_a_provider_in_force() -> None:
    now = _two(Settings())
    assert renamed(now, "openai", "mine").cloud.provider == "mine"
    gone = removed(now, "openai")
    assert (gone.cloud.provider, list(gone.providers)) == ("team", ["team"])
    assert removed(gone, "team") == gone


# --- spending


@pytest.fixture
def priced(start: Start) -> Program:
    program = start("x")
    program.services.settings.update(_two)
    return program


def _row(prices: PriceTable, model: str) -> int:
    items = [prices.table.item(place, MODELS) for place in range(prices.table.rowCount())]
    return next(place for place, item in enumerate(items) if item and model in item.text())


def _cell(prices: PriceTable, place: int, part: int) -> str:
    item = prices.table.item(place, part)
    return item.text() if item else ""


def _enter(prices: PriceTable, place: int, part: int, text: str) -> None:
    item = prices.table.item(place, part)
    assert item is not None
    item.setText(text)


def test_limits_hold_at_once_and_no_limit_is_none(priced: Program) -> None:
    page = _open(priced, "spending").spending
    box = page.limits["per_day", "USD"]
    assert box.text() == "no limit"
    box.setValue(2.5)
    page.limits["per_month", "CNY"].setValue(0.0)
    page.allow_unknown.setChecked(True)
    spending = priced.services.settings.current.spending
    assert spending == SpendingSettings({"USD": 2.5}, {"CNY": 0.0}, allow_unknown_price=True)
    box.setValue(-1.0)
    assert priced.services.settings.current.spending.per_day == {}
    assert _written(priced)["spending"]["per_month"] == {"CNY": 0.0}


def test_what_was_spent_is_shown_per_tool_and_provider(priced: Program) -> None:
    ledger = priced.services.accounts.ledger
    assert ledger is not None
    price = Price(("m",), 1_000_000.0, 0.0)
    for tool, known in (("story", price), ("story", price), ("latex", None)):
        number = ledger.reserve(Entry("r", tool, "team", "gpu:8000", "m", 5, 0, known), SpendingSettings())
        ledger.settle(number, known, Usage(3, 1))
    page = _open(priced, "spending").spending
    priced.until(lambda: page.table.rowCount() == 2)
    cells = [[page.table.item(place, part).text() for part in range(4)] for place in range(2)]  # type: ignore[union-attr]
    assert sorted(cells) == [
        ["LaTeX from words", "team", "unknown", "unknown"],
        ["Story", "team", "6.00 USD", "6.00 USD"],
    ]
    assert "Today: 6.00 USD + unknown." in page.sums.text()


def test_an_unknown_price_is_said_and_known_once_both_numbers_are_there(priced: Program) -> None:
    prices = _open(priced, "spending").spending.prices
    place = _row(prices, "qwen")
    assert (_cell(prices, place, HOST), _cell(prices, place, INPUT)) == ("gpu:8000", "unknown")
    _enter(prices, place, INPUT, "0.4")
    book = priced.services.accounts.prices
    assert book.find("http://gpu:8000/v1", "qwen") is None
    assert "unknown until" in prices.said.text()
    _enter(prices, place, OUTPUT, "1,2")
    assert book.find("http://gpu:8000/v1", "qwen") == Price(("qwen",), 0.4, 1.2, host="gpu:8000")
    place = _row(prices, "qwen")
    assert _cell(prices, place, SOURCE) == "yours"
    box = prices.table.cellWidget(place, CURRENCY)
    assert isinstance(box, QComboBox)
    box.setCurrentText("CNY")
    box.activated.emit(1)
    price = book.find("http://gpu:8000/v1", "qwen")
    assert price is not None
    assert price.currency == "CNY"
    prices.table.setCurrentCell(_row(prices, "qwen"), INPUT)
    prices.remove_button.click()
    assert book.find("http://gpu:8000/v1", "qwen") is None
    assert _cell(prices, _row(prices, "qwen"), INPUT) == "unknown"


def test_a_shipped_price_is_shown_with_its_source_and_yours_wins_over_it(priced: Program) -> None:
    prices = _open(priced, "spending").spending.prices
    place = _row(prices, "gpt-5-mini")
    source = prices.table.item(place, SOURCE)
    assert source is not None
    assert source.text() == "shipped"
    assert "https://" in source.toolTip()
    prices.table.setCurrentCell(place, INPUT)
    assert not prices.remove_button.isEnabled()
    _enter(prices, place, INPUT, "9")
    found = priced.services.accounts.prices.find("https://api.openai.com/v1", "gpt-5-mini")
    assert found is not None
    assert (found.input, found.source) == (9.0, "")
    assert _cell(prices, _row(prices, "gpt-5-mini"), SOURCE) == "yours"


def test_a_number_that_is_none_changes_nothing(priced: Program) -> None:
    prices = _open(priced, "spending").spending.prices
    _enter(prices, _row(prices, "gpt-5-mini"), INPUT, "cheap")
    assert priced.services.accounts.prices.own() == ()
    assert "unknown until" in prices.said.text()


def test_a_price_of_any_server_is_added(priced: Program) -> None:
    prices = _open(priced, "spending").spending.prices
    prices.add_button.click()
    place = prices.table.rowCount() - 1
    for part, text in ((HOST, "llm.example.com"), (MODELS, "a*, b"), (INPUT, "1"), (OUTPUT, "2"), (CACHED, "0.5")):
        _enter(prices, place, part, text)
    [own] = priced.services.accounts.prices.own()
    assert (own.host, own.models, own.input, own.output, own.cached) == ("llm.example.com", ("a*", "b"), 1.0, 2.0, 0.5)


def test_a_table_that_cannot_be_read_is_said(priced: Program) -> None:
    priced.services.accounts.prices.path.write_text("oops", encoding="utf-8")
    prices = _open(priced, "spending").spending.prices
    prices.reload()
    assert "cannot be used" in prices.said.text()


# --- privacy


def test_files_and_folders_are_marked_by_button_and_by_drop(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start("x")
    page = _open(program, "privacy").privacy
    file, folder = tmp_path / "a.csv", tmp_path / "books"
    file.write_text("x", encoding="utf-8")
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    page.add_file_button.click()
    page.add_folder_button.click()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder)), QUrl.fromLocalFile(str(file)), QUrl("https://example.com")])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.paths.dropEvent(event)
    assert program.services.settings.current.private_paths == (str(file), str(folder))
    assert _written(program)["private_paths"] == [str(file), str(folder)]
    assert not page.remove_button.isEnabled()
    page.paths.item(0).setSelected(True)
    page.remove_button.click()
    assert program.services.settings.current.private_paths == (str(folder),)


def test_tools_are_marked_and_those_that_are_not_here_keep_theirs(start: Start) -> None:
    program = start("x")
    program.services.settings.update(lambda now: dataclasses.replace(now, private_tools=("gone",)))
    page = _open(program, "privacy").privacy
    place = [manifest.id for manifest in page._tools].index("story")
    for part in (1, 2):
        cell = page.tools.item(place, part)
        assert cell is not None
        assert "Story" in str(cell.data(Qt.ItemDataRole.AccessibleTextRole))
        cell.setCheckState(Qt.CheckState.Checked)
    settings = program.services.settings.current
    assert (settings.private_tools, settings.ask_before_sending) == (("gone", "story"), ("story",))
    assert program.page.header.private_button.isVisibleTo(program.page)


@pytest.mark.parametrize("page", ["api", "spending", "privacy"])
def test_every_control_of_a_page_has_a_name(start: Start, qtbot: QtBot, page: str) -> None:
    program = start("x")
    dialog = _open(program, page)
    shown = {"api": dialog.cloud, "spending": dialog.spending, "privacy": dialog.privacy}[page]
    for button in shown.findChildren(QPushButton):
        assert button.accessibleName(), button.text()
    assert words_of(shown)
