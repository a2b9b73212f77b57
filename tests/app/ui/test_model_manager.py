"""The model page: what is on this machine, what is recommended, the hub, the downloads, and what a person does with them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QListWidget, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.settings import HubSettings
from app.models.download_store import DownloadStore, Entry
from app.models.hub_data import RemoteModel, RemotePart
from app.models.part import write_json
from app.models.stores import sidecar_of
from app.ui.bridge import Crossing
from app.ui.model_list import Row
from app.ui.model_manager import ModelManager
from app.ui.model_shelf import Shelf
from app.ui.models_files import FileFit, good_choice
from tests.app.ui.conftest import Start
from tests.helpers import model_stores, tiny_gguf
from tests.helpers.hub_server import COMMIT, Fault, HubServer
from tests.helpers.shape_gguf import LLAMA3_70B, make
from tests.helpers.window import Ctrl, Program, child, words_of

REPO = "maker/Tiny-GGUF"


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with HubServer() as server:
        yield server


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model file that is nowhere known."""
    (tmp_path / "elsewhere").mkdir()
    return tiny_gguf.make(tmp_path / "elsewhere" / "mine.gguf", name="Mine")


def _page(program: Program, view: Any = "here") -> ModelManager:
    program.window.commands.open_models(view)
    page = program.window.commands.manager
    assert page is not None
    assert page.isVisible()
    program.until(lambda: page.here.list.count() > 0)
    return page


def _search(program: Program, words: str = "tiny") -> ModelManager:
    page = _page(program, "search")
    page.search.field.setText(words)
    page.search.search()
    program.until(lambda: page.search.list.count() > 0)
    return page


def _at(hub: HubServer) -> Any:
    return lambda now: replace(now, hub=HubSettings(hub.endpoint))


def _row(view: QListWidget, title: str) -> Row:
    rows: list[Row] = [view.item(place).data(Qt.ItemDataRole.UserRole) for place in range(view.count())]
    return next(row for row in rows if row.title == title)


def _choose(page: ModelManager, title: str) -> QWidget:
    """Click on a model; gives its details."""
    page.here.list.choose(_row(page.here.list, title).key)
    return page.here.details


def _drop(target: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action = Qt.DropAction.CopyAction
    event = QDropEvent(QPointF(5, 5), action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    target.dropEvent(event)


def _own(home: Path, name: str = "own") -> Path:
    """A model that this program has downloaded."""
    path = home / "data" / "models" / "maker" / "repo" / f"{name}.gguf"
    path.parent.mkdir(parents=True, exist_ok=True)
    tiny_gguf.make(path, name=name.title(), seed=11)
    write_json(sidecar_of(path), {"sha256": "", "licence": "mit"})
    return path


def _press(program: Program, parent: QWidget, words: str) -> None:
    """Press the button that can be seen; what it replaced may wait for its end yet."""

    def seen() -> list[QPushButton]:
        buttons = parent.findChildren(QPushButton)
        return [one for one in buttons if words in (one.text(), one.accessibleName()) and one.isVisible()]

    program.until(lambda: bool(seen()))
    seen()[0].click()


def _far(tmp_path: Path) -> bytes:
    """A model that is large enough to arrive in pieces."""
    return tiny_gguf.make(tmp_path / "far.gguf", name="Far", width=288).read_bytes()


def _is_half_here(program: Program) -> bool:
    return program.window.engine_bar.downloads_button.text() in {f"{percent}%" for percent in range(1, 100)}


def _holds(models: int) -> Callable[[Crossing], bool]:
    """Whether what arrives is a shelf with so many models."""
    return lambda arrived: isinstance(arrived.value, Shelf) and len(arrived.value.models) == models


def _answer_with(monkeypatch: pytest.MonkeyPatch, words: str) -> list[str]:
    """Press this button in the next question; gives what was asked."""
    asked: list[str] = []

    def answer(box: QMessageBox) -> None:
        asked.append(f"{box.text()} {box.informativeText()}")
        child(box, QPushButton, words).click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return asked


def test_every_model_stands_there_with_its_size_its_place_and_whether_it_fits(
    start: Start, home: Path, tmp_path: Path
) -> None:
    person = Path.home()
    studio = person / ".lmstudio" / "models" / "maker"
    studio.mkdir(parents=True)
    make(studio / "huge.gguf", LLAMA3_70B, name="Huge", layers=2)
    model_stores.ollama(person / ".ollama" / "models", "tiny:1b", tiny_gguf.make(tmp_path / "a.gguf", seed=3))
    own = _own(home)
    tiny_gguf.not_gguf(own.with_name("broken.gguf"))

    page = _page(start("x"))

    rows = [page.here.list.item(place).data(Qt.ItemDataRole.UserRole) for place in range(page.here.list.count())]
    assert [(row.title, row.detail.rpartition(" · ")[2]) for row in rows if row.pill] == [
        ("Polymath Starter", "Built in"),
        ("Huge", "LM Studio"),
        ("Own", "Downloaded here"),
        ("tiny:1b", "Ollama"),
    ]
    assert _row(page.here.list, "Polymath Starter").note == "In use"
    pill = _row(page.here.list, "Own").pill
    assert pill is not None
    assert (pill.words, pill.ink) == ("fits", "verified")
    assert "free memory" in pill.tip, "the figures are on hover"
    broken = _row(page.here.list, "broken")
    assert broken.pill is None
    assert "is not a GGUF model" in broken.detail
    spoken = page.here.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Polymath Starter" in spoken
    assert "fits" in spoken
    assert "In use" in spoken


def test_the_details_say_what_a_model_is_and_what_it_takes(start: Start, home: Path) -> None:
    path = home / "data" / "models" / "plain.gguf"
    path.parent.mkdir(parents=True)
    tiny_gguf.make(path, name="Plain", template=None, tools="story")
    program = start("x")
    details = _choose(_page(program), "Plain")
    program.until(lambda: words_of(details) != "")
    words = words_of(details)
    for part in (
        "llama",
        "512 tokens",
        "Story",
        "CC0-1.0",
        "Weights",
        "Kept in reserve",
        "ChatML is used",
        "Estimated from the file.",
    ):
        assert part in words
    assert "Delete" not in words, "nobody but the person put it there"


def test_one_click_switches_the_model_and_one_more_goes_back(start: Start, home: Path) -> None:
    path = _own(home)
    program = start()
    page = _page(program)
    _press(program, _choose(page, "Own"), "Use this model")

    assert program.services.settings.current.local.model == str(path)
    assert program.window.engine_bar.model_button.text() == "Own"
    assert _row(page.here.list, "Own").note == "In use"
    assert _row(page.here.list, "Polymath Starter").note == ""
    assert "In use" in words_of(page.here.details)

    _press(program, _choose(page, "Polymath Starter"), "Use this model")

    assert program.services.settings.current.local.model == ""


def test_a_file_that_is_dropped_is_read_where_it_lies_and_known_from_then_on(start: Start, model: Path) -> None:
    program = start("x")
    page = _page(program)
    _drop(page, model)
    program.until(lambda: page.here.list.key == str(model))
    assert program.services.settings.current.local.model_folders == (str(model),)
    assert program.services.settings.current.local.model == "", "it is used when the person says so"
    program.until(lambda: "Your folder" in words_of(page.here.details))

    _press(program, page.here.details, "Forget this file")

    program.until(lambda: page.here.list.key != str(model))
    assert program.services.settings.current.local.model_folders == ()
    assert model.is_file()


def test_what_is_no_model_is_said_and_not_remembered(start: Start, tmp_path: Path) -> None:
    program = start("x")
    page = _page(program)
    _drop(page, tiny_gguf.not_gguf(tmp_path / "page.gguf"))
    program.until(lambda: page.cards.card is not None)
    assert page.cards.card is not None
    assert "is not a GGUF model" in page.cards.card.text.message
    assert program.services.settings.current.local.model_folders == ()


def test_a_model_that_a_tool_has_no_use_for_is_offered_to_the_library(start: Start, model: Path) -> None:
    program = start("x")
    _drop(program.open("story"), model)
    cards = program.window.cards
    program.until(lambda: cards.card is not None)
    assert cards.card is not None
    assert "Mine is a model." in cards.card.text.message
    assert program.services.settings.current.local.model_folders == (), "only offered"

    cards.card.remedy_button.click()

    page = program.window.commands.manager
    assert page is not None
    program.until(lambda: page.here.list.key == str(model))
    assert cards.card is None


def test_a_downloaded_model_is_deleted_after_a_question_that_says_how_much(
    start: Start, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _own(home)
    program = start()
    page = _page(program)
    _press(program, _choose(page, "Own"), "Use this model")
    asked = _answer_with(monkeypatch, "Delete the file, 0.4 MB")
    _press(program, page.here.details, "Delete 0.4 MB…")
    program.until(lambda: not path.exists())
    program.until(lambda: page.here.list.count() == 1)
    assert str(path) in asked[0]
    assert "It is in use now" in asked[0]
    assert program.services.settings.current.local.model == ""


def test_what_is_recommended_fits_first_and_says_what_it_costs(start: Start) -> None:
    program = start("x")
    view = _page(program, "recommended").recommended
    program.until(lambda: view.list.count() > 0)
    pills = [row.pill.words.removeprefix("≈ ") for row in view.list.rows if row.pill]
    order = ["fits", "tight", "will not fit"]
    assert [order.index(words) for words in pills] == sorted(order.index(words) for words in pills)
    assert len(pills) == view.list.count() >= 10, "what does not fit is last, not hidden"
    view.list.choose("qwen3-8b")
    words = words_of(view.details)
    for part in (
        "Qwen3 8B",
        "Download 5.0 GB",
        "Apache-2.0",
        "LaTeX",
        "not measured",
        "An estimate from the size",
    ):
        assert part in words


def test_nothing_is_asked_while_a_person_types(start: Start, hub: HubServer, qtbot: QtBot) -> None:
    hub.add(REPO, "tiny-Q4_K_M.gguf", b"GGUF" * 50)
    program = start("x", settings=_at(hub))
    page = _page(program, "search")
    assert hub.endpoint.partition("://")[2] in words_of(page.search)
    qtbot.keyClicks(page.search.field, "tiny")
    assert hub.requests == []

    qtbot.keyClick(page.search.field, Qt.Key.Key_Return)

    program.until(lambda: page.search.list.count() == 1)
    row = page.search.list.rows[0]
    assert (row.title, row.detail) == ("Tiny-GGUF", "maker · 10 downloads · mit")
    program.until(lambda: "Download" in words_of(page.search.details))
    assert "3 likes" in words_of(page.search.details)


def test_a_locked_program_asks_no_hub_and_says_how_to_change_that(start: Start, hub: HubServer) -> None:
    hub.add(REPO, "tiny-Q4_K_M.gguf", b"GGUF" * 50)
    program = start("x", settings=_at(hub))
    program.window.engine_bar.lock_button.click()
    page = _page(program, "search")
    page.search.field.setText("tiny")
    page.search.search()
    card = page.search.cards.card
    assert card is not None
    assert card.text.title == "The offline lock is on"
    assert hub.requests == []

    card.remedy_button.click()

    assert not program.services.settings.current.offline
    assert page.search.cards.card is None
    page.search.search()
    program.until(lambda: page.search.list.count() == 1)


def test_a_name_that_the_hub_does_not_know_is_said(start: Start, hub: HubServer) -> None:
    program = start("x", settings=_at(hub))
    page = _page(program, "search")
    page.search.field.setText("nowhere")
    page.search.search()
    program.until(lambda: "No repository" in words_of(page.search))
    assert page.search.list.count() == 0


def test_a_hub_that_is_not_there_is_a_card_with_another_try(start: Start, hub: HubServer) -> None:
    hub.add(REPO, "tiny-Q4_K_M.gguf", b"GGUF" * 50)
    program = start("x")
    program.services.settings.update(lambda now: replace(now, hub=HubSettings("http://127.0.0.1:9")))
    page = _page(program, "search")
    page.search.field.setText("tiny")
    page.search.search()
    program.until(lambda: page.search.cards.card is not None)
    program.services.settings.update(_at(hub))
    assert page.search.cards.card is not None
    _press(program, page.search.cards.card, "Try again")
    program.until(lambda: page.search.list.count() == 1)


def test_a_gated_repository_says_what_to_do(start: Start, hub: HubServer) -> None:
    hub.add(REPO, "tiny-Q4_K_M.gguf", b"GGUF" * 50)
    hub.gated.add(REPO)
    program = start("x", settings=_at(hub))
    page = _search(program)
    assert page.search.list.rows[0].note == "gated"
    program.until(lambda: "HF_TOKEN" in words_of(page.search.details))
    assert f"{hub.endpoint}/{REPO}" in words_of(page.search.details)


def test_a_file_of_the_hub_is_planned_exactly_when_asked(start: Start, hub: HubServer, tmp_path: Path) -> None:
    data = tiny_gguf.make(tmp_path / "far.gguf", name="Far").read_bytes()
    hub.add(REPO, "tiny-Q4_K_M.gguf", data)
    program = start("x", settings=_at(hub))
    page = _search(program)
    program.until(lambda: "Q4_K_M" in words_of(page.search.details))
    assert hub.gets() == [], "the size alone says something already"
    child(page.search.details, QAbstractButton, "Plan Q4_K_M exactly").click()
    program.until(lambda: "with a context of 512 tokens" in words_of(page.search.details))
    program.until(lambda: "Weights" in words_of(page.search.details))


def test_a_model_is_downloaded_and_used_without_leaving_the_page(start: Start, hub: HubServer, tmp_path: Path) -> None:
    data = _far(tmp_path)
    file = hub.add(REPO, "tiny-Q4_K_M.gguf", data, gate=threading.Event())
    program = start(settings=_at(hub))
    page = _search(program)
    bar = program.window.engine_bar
    assert not bar.downloads_button.isVisible()
    program.until(lambda: "Download 6.6 MB" in words_of(page.search.details))
    _press(program, page.search.details, "Download tiny-Q4_K_M.gguf")
    assert page.view == "downloads"

    program.until(lambda: _is_half_here(program))
    assert page.tabs.tabText(3) == "Downloads (1)"
    assert "Downloading" in words_of(page.downloads)
    program.window.visit("story")
    bar.downloads_button.click()
    assert page.isVisible(), "the small mark leads back"
    assert file.gate is not None
    file.gate.set()

    program.until(lambda: "Complete" in words_of(page.downloads))
    program.until(lambda: not bar.downloads_button.isVisible())
    _press(program, page.downloads.details, "Use this model")
    assert program.services.settings.current.local.model.endswith("maker/Tiny-GGUF/tiny-Q4_K_M.gguf")
    program.until(lambda: any(row.title == "Far" and row.note == "In use" for row in page.here.list.rows))


def test_a_download_is_paused_resumed_and_cancelled(start: Start, hub: HubServer, tmp_path: Path) -> None:
    data = _far(tmp_path)
    hub.add(REPO, "tiny-Q4_K_M.gguf", data, gate=threading.Event())
    program = start("x", settings=_at(hub))
    page = _page(program, "downloads")
    assert "Nothing is being downloaded" in words_of(page.downloads)
    program.window.commands.models.download(RemoteModel(REPO, COMMIT, (RemotePart("tiny-Q4_K_M.gguf", len(data)),)))
    program.until(lambda: _is_half_here(program))

    _press(program, page.downloads.details, "Pause")
    program.until(lambda: "Paused" in words_of(page.downloads))
    assert program.window.engine_bar.downloads_button.text() == "Download paused"
    _press(program, page.downloads.details, "Resume")
    program.until(lambda: _is_half_here(program))
    _press(program, page.downloads.details, "Cancel the download")

    program.until(lambda: "Nothing is being downloaded" in words_of(page.downloads))
    assert not program.window.engine_bar.downloads_button.isVisible()


def test_a_download_on_a_locked_program_says_so_and_goes_on_when_the_lock_is_opened(
    start: Start, hub: HubServer, tmp_path: Path
) -> None:
    data = tiny_gguf.make(tmp_path / "far.gguf").read_bytes()
    hub.add(REPO, "tiny-Q4_K_M.gguf", data)
    program = start("x", settings=_at(hub))
    program.window.engine_bar.lock_button.click()
    page = _page(program, "downloads")
    program.window.commands.models.download(RemoteModel(REPO, COMMIT, (RemotePart("tiny-Q4_K_M.gguf", len(data)),)))
    program.until(lambda: "offline lock is on" in words_of(page.downloads))
    assert hub.requests == []
    _press(program, page.downloads.details, "Turn off the offline lock")
    program.until(lambda: "Complete" in words_of(page.downloads))


def test_much_that_has_arrived_is_not_thrown_away_without_a_question(
    start: Start, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = home / "data" / "models" / REPO / "big.gguf.part"
    part.parent.mkdir(parents=True)
    with part.open("wb") as file:
        file.truncate(80_000_000)
    model = RemoteModel(REPO, COMMIT, (RemotePart("big.gguf", 100_000_000),))
    DownloadStore(home / "data" / "downloads").save(Entry("old", model, "paused"))
    program = start("x")
    page = _page(program, "downloads")
    program.until(lambda: "80%" in words_of(page.downloads))
    asked = _answer_with(monkeypatch, "Cancel")
    _press(program, page.downloads.details, "Cancel the download")
    assert "80.0 MB have arrived" in asked[0]
    assert part.is_file()
    _answer_with(monkeypatch, "Throw 80.0 MB away")
    _press(program, page.downloads.details, "Cancel the download")
    program.until(lambda: not part.exists())


def test_a_download_that_failed_says_why_in_a_sentence_and_can_be_tried_again(
    start: Start, hub: HubServer, tmp_path: Path
) -> None:
    data = tiny_gguf.make(tmp_path / "far.gguf").read_bytes()
    hub.add(REPO, "tiny-Q4_K_M.gguf", data, faults=[Fault(status=403)])
    program = start("x", settings=_at(hub))
    page = _page(program, "downloads")
    program.window.commands.models.download(RemoteModel(REPO, COMMIT, (RemotePart("tiny-Q4_K_M.gguf", len(data)),)))
    program.until(lambda: "refuses access" in words_of(page.downloads))
    assert program.window.engine_bar.downloads_button.text() == "Download failed"
    _press(program, page.downloads.details, "Retry")
    program.until(lambda: "Complete" in words_of(page.downloads))


def test_what_an_earlier_start_left_in_the_queue_goes_on(
    start: Start, home: Path, hub: HubServer, tmp_path: Path
) -> None:
    data = tiny_gguf.make(tmp_path / "far.gguf").read_bytes()
    hub.add(REPO, "tiny-Q4_K_M.gguf", data)
    model = RemoteModel(REPO, COMMIT, (RemotePart("tiny-Q4_K_M.gguf", len(data)),))
    DownloadStore(home / "data" / "downloads").save(Entry("old", model, "running"))
    program = start("x", settings=_at(hub))
    program.front.after_start()
    program.until(lambda: program.window.engine_bar.downloads_button.text() == "Downloaded")


def test_the_page_comes_by_key_and_goes_by_key(start: Start) -> None:
    program = start("x")
    program.open("story")
    program.press(Qt.Key.Key_M, Ctrl)
    page = program.window.commands.manager
    assert page is not None
    assert page.isVisible()
    assert program.window.actions_by_name["model.manage"].isChecked()
    assert program.window.windowTitle().startswith("Models")
    assert not any(mark.isChecked() for tool in ("story", "latex") if (mark := program.window.rail.mark(tool)))

    program.press(Qt.Key.Key_Escape)

    assert program.page.manifest.id == "story"
    assert not program.window.actions_by_name["model.manage"].isChecked()


def test_everything_on_the_page_has_a_name_for_screen_readers(start: Start, hub: HubServer) -> None:
    hub.add(REPO, "tiny-Q4_K_M.gguf", b"GGUF" * 50)
    program = start("x", settings=_at(hub))
    page = _search(program)
    program.until(lambda: "Q4_K_M" in words_of(page.search.details))
    nameless = [
        type(part).__name__
        for kind in (QAbstractButton, QListWidget)
        for part in page.findChildren(kind)
        if not part.accessibleName() and part.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert nameless == []


def test_a_refresh_moves_neither_the_choice_nor_the_list(start: Start, home: Path) -> None:
    folder = home / "data" / "models"
    folder.mkdir(parents=True)
    for number in range(12):
        tiny_gguf.make(folder / f"m{number:02}.gguf", name=f"Model {number:02}", seed=number, layers=1)
    program = start("x")
    page = _page(program)
    program.until(lambda: page.here.list.count() == 13)
    _choose(page, "Model 09")
    at = page.here.list.verticalScrollBar().value()
    (folder / "m00.gguf").unlink()
    program.window.look_for_models()
    program.until(lambda: page.here.list.count() == 12)
    assert page.here.list.key == str(folder / "m09.gguf")
    assert page.here.list.verticalScrollBar().value() == at


def test_a_look_that_ends_late_does_not_bring_back_what_is_gone(
    start: Start, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _own(home)
    program = start("x")
    page = _page(program)
    program.until(lambda: page.here.list.count() == 2)
    fit = program.services.hardware.fit
    has_begun, may_end = threading.Event(), threading.Event()

    def slow(header: Any) -> Any:
        has_begun.set()
        may_end.wait(20)
        return fit(header)

    with monkeypatch.context() as slowed:
        slowed.setattr(program.services.hardware, "fit", slow)
        program.window.look_for_models()
        program.until(has_begun.is_set)
    path.unlink()
    program.window.look_for_models()
    program.until(lambda: page.here.list.count() == 1)

    with qtbot.waitSignal(program.front.bridge.crossed, check_params_cb=_holds(2)):
        may_end.set()

    assert page.here.list.count() == 1


def test_who_does_not_want_to_choose_is_told_which_file_to_take() -> None:
    def file(quantization: str, size_gb: float, verdict: str) -> FileFit:
        model = RemoteModel(REPO, "main", (RemotePart(f"m-{quantization}.gguf", round(size_gb * 1e9)),))
        return FileFit(model, None if not verdict else _fit(verdict))

    usual = [file("Q3_K_M", 4.1, "fits"), file("Q4_K_M", 5.0, "fits"), file("Q8_0", 8.7, "fits")]
    assert good_choice(usual) is usual[1].model
    small = [
        file("Q2_K", 3.3, "fits"),
        file("Q3_K_M", 4.1, "fits"),
        file("Q4_K_M", 5.0, "tight"),
        file("Q8_0", 8.7, "no"),
    ]
    assert good_choice(small) is small[1].model
    assert good_choice([file("Q8_0", 8.7, "no")]) is None
    assert good_choice([file("Q8_0", 0.0, "")]) is None


def _fit(verdict: Any) -> Any:
    from app.models.fit import Fit
    from app.models.needs import HostNeed, Need

    return Fit(verdict, 1, 1, 0, 1, 512, "", True, Need(HostNeed()))
