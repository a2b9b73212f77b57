"""The settings of the API: server, key, model, and a test that says how it went."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit, QWidget

from app.api_qt import tr, tr_said
from app.core.keys import KeyPlace, provider_of
from app.core.providers import DEFAULT_BASE_URL, ProviderSettings
from app.engines.cloud import CloudEngine
from app.errors import AppError, NoEngine
from app.ui.desk import Desk
from app.ui.provider_list import KNOWN_SERVERS, ProviderList
from app.ui.settings_pages import add_row, form
from app.ui.widgets import button, column, filled, label, row, set_tone

T = TypeVar("T")


class CloudPage(QWidget):
    """The providers; of the one that is marked: base URL, key, model, time limit, test.

    Signals:
        applied: a setting changed.
    """

    applied = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.providers = ProviderList(desk)
        self.server = QComboBox()
        self.server.setEditable(True)
        self.server.addItems(list(KNOWN_SERVERS))
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText(tr("Paste a key to keep it"))
        self.save_key_button = button(tr("Keep the key"))
        self.forget_button = button(tr("Forget it"))
        self.where = label("", "small", wrap=True)
        self.model = QComboBox()
        self.model.setEditable(True)
        self.fetch_button = button(tr("Fetch the list"))
        self.timeout = QDoubleSpinBox()
        self.timeout.setRange(1, 3600)
        self.timeout.setDecimals(0)
        self.timeout.setSuffix(" s")
        self.test_button = button(tr("Test"), "primary")
        self.said = label("", "secondary", wrap=True, selectable=True)
        self._lay_out()
        self._connect_signals()
        self._show_provider()

    def _lay_out(self) -> None:
        layout = form()
        layout.addRow(self.providers)
        add_row(
            layout,
            tr("Address of the server"),
            self.server,
            tr(
                "Any OpenAI-compatible server: a provider, or Ollama, LM Studio, vLLM, llama-server on your own machine."
            ),
        )
        keys = row(self.key, self.save_key_button, self.forget_button)
        keys.setStretch(0, 1)
        add_row(layout, tr("API key"), filled(QWidget(), keys))
        self.key.setAccessibleName(tr("API key"))
        layout.addRow(self.where)
        models = row(self.model, self.fetch_button, self.test_button)
        models.setStretch(0, 1)
        add_row(layout, tr("Model"), filled(QWidget(), models))
        self.model.setAccessibleName(tr("Model"))
        add_row(layout, tr("Wait for the next piece at most"), self.timeout)
        filled(self, column(layout, self.said, None, margins=(8, 0, 8, 0)))

    def _connect_signals(self) -> None:
        self.providers.picked.connect(lambda _name: self._show_provider())
        self.providers.leaving.connect(self._apply)
        self.providers.changed.connect(self.applied)
        self.server.activated.connect(lambda _index: self._server_changed())
        self._line(self.server).editingFinished.connect(self._server_changed)
        self._line(self.model).editingFinished.connect(self._apply)
        self.model.activated.connect(lambda _index: self._apply())
        self.timeout.editingFinished.connect(self._apply)
        self.save_key_button.clicked.connect(lambda: self._keep_key())
        self.key.returnPressed.connect(lambda: self._keep_key())
        self.forget_button.clicked.connect(self._forget_key)
        self.fetch_button.clicked.connect(self._fetch)
        self.test_button.clicked.connect(self._test)

    @staticmethod
    def _line(box: QComboBox) -> QLineEdit:
        line = box.lineEdit()
        if line is None:
            raise TypeError("the box is editable")
        return line

    @property
    def _kept(self) -> ProviderSettings:
        return self._desk.settings.provider(self.providers.name) or ProviderSettings()

    def _show_provider(self) -> None:
        """Show the provider that is marked; one of this start alone is not edited."""
        kept, is_stored = self._kept, self.providers.is_stored
        self.server.setCurrentText(kept.base_url)
        self.model.clear()
        self.model.setCurrentText(kept.model)
        self.timeout.setValue(kept.timeout_s)
        for part in (self.server, self.model, self.timeout, self.fetch_button):
            part.setEnabled(is_stored)
        self._say("", "")
        self._ask_where()

    def _apply(self) -> None:
        changes: dict[str, Any] = {
            "base_url": self.server.currentText().strip() or DEFAULT_BASE_URL,
            "model": self.model.currentText().strip(),
            "timeout_s": self.timeout.value(),
        }
        name, kept = self.providers.name, self._kept
        if self.providers.is_stored and dataclasses.replace(kept, **changes) != kept:
            self._desk.change(lambda now: now.with_provider(name, **changes))
            self.providers.refresh(name)
            self.applied.emit()

    def _server_changed(self) -> None:
        self._apply()
        self._ask_where()

    @property
    def _provider(self) -> str:
        return provider_of(self.server.currentText().strip())

    def _ask_where(self) -> None:
        keys, provider = self._desk.services.keys, self._provider
        self._desk.bridge.call(self, lambda: keys.where(provider), self._show_where, self._failed)

    def _show_where(self, place: KeyPlace) -> None:
        nowhere = tr("No key is stored for {server}.").format(server=self._provider)
        self.where.setText(nowhere if place.kind == "nowhere" else tr_said(place.text))
        set_tone(self.where, "unverified" if place.is_plain else "")
        self.forget_button.setEnabled(place.kind in ("keyring", "file"))

    def _keep_key(self, then: Callable[[], None] = lambda: None) -> None:
        key, keys, provider = self.key.text().strip(), self._desk.services.keys, self._provider

        def kept(place: KeyPlace) -> None:
            self._key_kept(place)
            then()

        if key:
            self._desk.bridge.call(self, lambda: keys.set(provider, key), kept, self._failed)

    def _key_kept(self, place: KeyPlace) -> None:
        self.key.clear()
        self._show_where(place)
        self._say(tr("The key is kept."), "verified")
        self.applied.emit()

    def _forget_key(self) -> None:
        keys, provider = self._desk.services.keys, self._provider
        self._desk.bridge.call(self, lambda: keys.delete(provider), lambda _none: self._key_forgotten(), self._failed)

    def _key_forgotten(self) -> None:
        self._ask_where()
        self._say(tr("The key is forgotten."), "")
        self.applied.emit()

    def _fetch(self) -> None:
        self._apply()
        self._with_key(self._ask_models)

    def _ask_models(self) -> None:
        self._say(tr("Asking the server for its models …"), "")
        self._ask(lambda: self._engine().list_models(), self._show_models)

    def _show_models(self, names: Sequence[str]) -> None:
        chosen = self.model.currentText()
        self.model.clear()
        self.model.addItems(list(names))
        self.model.setCurrentText(chosen or (names[0] if names else ""))
        self._apply()
        self._say(tr("The server has {n} models.").format(n=len(names)), "verified")

    def _test(self) -> None:
        self._apply()
        self.test_button.setEnabled(False)
        self._with_key(self._ask_word)

    def _ask_word(self) -> None:
        self._say(tr("Asking for one word …"), "")
        self._ask(lambda: self._engine().check(self._desk.services.engines.cloud(self.providers.name)), self._tested)

    def _with_key(self, then: Callable[[], None]) -> None:
        """Keep a key that was pasted, then go on: who pastes a key and presses Test means that key."""
        if not self.key.text().strip():
            then()
            return
        self._keep_key(then)

    def _engine(self) -> CloudEngine:
        """The engine of the settings as they stand.

        Raises:
            NoEngine: a test or a tour has put another engine in its place.
        """
        engine = self._desk.services.engines.server(self.providers.name)
        if engine is None:
            raise NoEngine(tr("There is no server to ask."))
        return engine

    def _ask(self, make: Callable[[], Coroutine[Any, Any, T]], done: Callable[[T], None]) -> None:
        try:
            self._desk.bridge.await_(self, make(), done, self._failed)
        except AppError as error:
            self._failed(error)

    def _tested(self, answer: str) -> None:
        self.test_button.setEnabled(True)
        self._say(tr_said(answer), "verified")

    def _failed(self, error: AppError) -> None:
        self.test_button.setEnabled(True)
        self._say(f"{tr_said(error.message)} {tr_said(error.hint)}".strip(), "failed")

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        set_tone(self.said, tone)
