"""The engine's truth at the foot of the window: model, device, speed, context, the route of this tool, the offline lock."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QSizePolicy, QToolButton, QWidgetAction

from app.api_qt import tr, tr_said
from app.core.manifest import PluginManifest, Policy
from app.core.messages import Usage
from app.core.money import Cost
from app.core.router import CLOUD, LOCAL, StepName
from app.engines.base import EngineInfo
from app.ui.desk import Desk
from app.ui.icons import Ink
from app.ui.route_menu import fill_routes, first_step, route_words, with_route
from app.ui.widgets import ElidedLabel, filled, icon_button, label, row, rule

if TYPE_CHECKING:
    from app.core.result import Progressed
    from app.models.downloads import DownloadQueue
    from app.models.gpu_advice import Advice
    from app.ui.model_shelf import Shelf

ROUTE_CHARS = 40


def _menu_heading(menu: QMenu, text: str) -> QAction:
    """Names a group; cannot be chosen."""
    made = QWidgetAction(menu)
    words = label(text, "small")
    words.setContentsMargins(10, 6, 10, 4)
    made.setDefaultWidget(words)
    made.setEnabled(False)
    return made


class EngineBar(QFrame):
    """32 pixels.

    Signals:
        add_model_requested, settings_requested: from the model's menu.
        offline_toggled: the lock was switched; whether it is on.
        advice_requested: why a GPU lies idle is to be said; ``Advice``.
        models_requested: the model page; the view's name.
        chosen: another model or route was chosen in the bar.
        chain_requested: the chain of the tool is to be edited.
    """

    advice_requested = Signal(object)
    models_requested = Signal(str)
    add_model_requested = Signal()
    settings_requested = Signal(str)
    offline_toggled = Signal(bool)
    chosen = Signal()
    chain_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._manifest: PluginManifest | None = None
        self._step: StepName | None = None
        self._fraction: float | None = None
        self._device_words = ""
        self._advice: Advice | None = None
        self.setObjectName("engineBar")
        self.setAccessibleName(tr("Engine"))
        self.setFixedHeight(desk.theme.engine_bar_px)
        self.model_button = self._menu_button(tr("Model"))
        self.route_button = self._menu_button(tr("Route of this tool"))
        self.lock_button = self._menu_button(tr("Offline lock"), menu=False)
        self.lock_button.setCheckable(True)
        self.gpu_button = self._mark(tr("A GPU lies idle"))
        self.downloads_button = self._mark(tr("Downloads"))
        self.dot = QLabel("●")
        self.device = ElidedLabel("", "small")
        self.speed, self.first, self.context, self.cost = QLabel(), QLabel(), QLabel(), QLabel()
        names = (tr("Speed"), tr("First token"), tr("Context"), tr("Cost of the last run"))
        for part, name in zip((self.speed, self.first, self.context, self.cost), names, strict=True):
            part.setAccessibleName(name)
            part.setToolTip(name)
        self._lay_out()
        self._connect_signals()

    def show_tool(
        self,
        manifest: PluginManifest | None,
        usage: Usage | None = None,
        kind: str | None = None,
        provider: str = "",
    ) -> None:
        """Show the engine of a tool: the one that answered last (``kind``, ``provider``), else the first of its route."""
        self._manifest = manifest
        self._step = {LOCAL: LOCAL, CLOUD: provider or CLOUD}.get(kind or "")
        self.refresh()
        self.show_usage(usage or Usage())

    def refresh(self) -> None:
        """Ask the engines anew what they are."""
        settings = self._desk.settings
        info = self.info()
        unserved = info is not None and self._manifest is not None and not info.serves_tool(self._manifest.id)
        self._show_model(info, unserved=unserved)
        words = route_words(settings, self._manifest) if self._manifest else ""
        self.route_button.setText(words if len(words) <= ROUTE_CHARS else f"{words[: ROUTE_CHARS - 2]}…")
        self.route_button.setToolTip(f"{tr('Route of this tool')}: {words}")
        self.route_button.setVisible(bool(words))
        self._show_lock(settings.offline)

    def info(self) -> EngineInfo | None:
        """What is known of the engine that is shown."""
        step = self._step or first_step(self._desk.settings, self._manifest)
        engines = self._desk.services.engines
        engine = engines.local() if step == LOCAL else engines.cloud("" if step == CLOUD else step)
        return engine.info if engine else None

    def show_usage(self, usage: Usage) -> None:
        """What the last answer cost; what is not known is not shown."""
        self.speed.setText(tr("{n:.0f} tok/s").format(n=usage.tokens_per_s) if usage.tokens_per_s else "")
        first = usage.ttft_s
        self.first.setText("" if first is None else tr("first {ms:.0f} ms").format(ms=first * 1000))
        info = self.info()
        total = info.context_tokens if info else None
        used = usage.prompt_tokens + usage.completion_tokens
        self.context.setText(f"{used:,} / {total:,}" if used and total else f"{used:,}" if used else "")
        self.cost.setText(_cost_words(usage.cost) if usage.cost else "")
        self._tell_reuse(usage)
        for part in (self.speed, self.first, self.context, self.cost):
            part.setVisible(bool(part.text()))

    def _tell_reuse(self, usage: Usage) -> None:
        """Why the first token came so soon."""
        kept = tr("{kept} of {all} prompt tokens were kept from before.")
        words = (
            kept.format(kept=f"{usage.reused_tokens:,}", all=f"{usage.prompt_tokens:,}") if usage.reused_tokens else ""
        )
        self.first.setToolTip(f"{tr('First token')}\n{words}".strip())
        self.first.setAccessibleDescription(words)

    def show_shelf(self, shelf: Shelf) -> None:
        """Fill the model's menu."""
        from app.ui.model_menu import model_entries  # the window stands before its menus are filled

        menu = self._new_menu()
        menu.addAction(_menu_heading(menu, tr("On this machine")))
        for entry in model_entries(shelf, self._desk.settings.local):
            action = menu.addAction(entry.words)
            action.setToolTip(entry.tip)
            action.setEnabled(entry.is_usable)
            action.setCheckable(entry.is_usable)
            action.setChecked(entry.is_chosen)
            if entry.is_chosen:
                font = action.font()
                font.setBold(True)
                action.setFont(font)
            if entry.pill is not None:
                self._desk.icons.wear(action, entry.pill.icon, entry.pill.ink)
            action.triggered.connect(lambda _on=False, path=entry.path: self.choose_model(path))
        menu.addSeparator()
        self._add_verbs(menu)
        self._set_menu(self.model_button, menu)
        self._show_advice(shelf.advice)

    def show_progress(self, event: Progressed | None) -> None:
        """How far a load, or the reading of a prompt, is; None when that is over."""
        if event is None or event.fraction is None:
            self._fraction = None
            self.refresh()
        else:
            self._fraction = event.fraction
            self.device.set_text(f"{tr_said(event.text).rstrip('.。')} {event.fraction:.0%}")
        self.update()

    def show_downloads(self, queue: DownloadQueue, seen: frozenset[str] = frozenset()) -> None:
        """How far the downloads are; nothing where there are none, or what is done was ``seen``."""
        from app.ui.model_menu import download_mark

        mark = download_mark(queue, seen)
        self.downloads_button.setVisible(mark is not None)
        if mark is not None:
            self.downloads_button.setText(mark.words)
            self.downloads_button.setToolTip(mark.tip)
            self._desk.icons.wear(self.downloads_button, mark.icon, mark.ink)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._fraction is not None:
            painter = QPainter(self)
            painter.fillRect(0, 0, round(self.width() * self._fraction), 2, QColor(self._desk.theme.accent))
            painter.end()

    def choose_model(self, path: str) -> None:
        """Use a model file on the local route from the next run on; empty is the starter."""
        self._desk.change(lambda now: dataclasses.replace(now, local=dataclasses.replace(now.local, model=path)))
        self.chosen.emit()

    def _add_verbs(self, menu: QMenu) -> None:
        self._entry(menu, tr("Models…"), "cube-outline").triggered.connect(lambda: self.models_requested.emit("here"))
        self._entry(menu, tr("Add a GGUF file…"), "file-plus-outline").triggered.connect(self.add_model_requested)
        menu.addSeparator()
        for name, text, icon in (
            ("local", tr("Local model settings…"), "memory"),
            ("api", tr("API settings…"), "cloud-outline"),
        ):
            entry = self._entry(menu, text, icon)
            entry.triggered.connect(lambda _on=False, page=name: self.settings_requested.emit(page))

    def choose_route(self, route: Policy | tuple[StepName, ...]) -> None:
        """Choose the route of the tool that is shown: a policy, or a chain."""
        if self._manifest is None:
            return
        tool = self._manifest.id
        self._desk.change(lambda now: with_route(now, tool, route))
        self.chosen.emit()

    def _fill_routes(self) -> None:
        menu = self.route_button.menu()
        if self._manifest is None:
            menu.clear()
            return
        fill_routes(menu, self._desk.settings, self._manifest, self.choose_route, self.chain_requested.emit)

    def _show_model(self, info: EngineInfo | None, *, unserved: bool) -> None:
        name = (info.model or tr("not chosen")) if info else tr("No model")
        self.model_button.setText(name if len(name) <= 36 else f"{name[:34]}…")
        self.model_button.setToolTip(info.location if info else "")
        place = tr("Cloud") if info and info.kind == "cloud" else ""
        self._device_words = " ".join(part for part in (place, tr_said(info.device) if info else "") if part)
        self._show_device(info.memory_bytes if info else 0)
        ink = "failed" if info is None else "unverified" if unserved or info.kind == "cloud" else "verified"
        self.dot.setStyleSheet(f"color: {self._desk.theme.status_colour(ink)};")
        words = tr("no model") if info is None else tr("does not serve this tool") if unserved else tr("ready")
        self.dot.setToolTip(words)
        self.dot.setAccessibleName(words)

    def _show_advice(self, advice: Advice | None) -> None:
        """An amber mark as long as a GPU lies idle that could work; not for whom has chosen so."""
        is_trouble = advice is not None and advice.is_trouble and advice.cause != "user_set_zero"
        self.gpu_button.setVisible(is_trouble)
        if advice is not None and is_trouble:
            self._desk.icons.wear(self.gpu_button, "alert-outline", "unverified")
            self.gpu_button.setText(tr("GPU idle"))
            tip = "\n".join(part for part in (tr_said(advice.words), advice.command) if part)
            self.gpu_button.setToolTip(tip)
            self.gpu_button.setAccessibleDescription(tip)
            self._advice = advice

    def _show_device(self, memory_bytes: int) -> None:
        """Where it runs, and what it takes there as long as it is loaded."""
        if self._fraction is not None:
            return
        taken = ("", "")
        if memory_bytes:
            from app.ui.memory_taken import memory_taken  # nothing is loaded when the window starts

            taken = memory_taken(memory_bytes, getattr(self._desk.services.engines.local(), "load_report", None))
        self.device.set_text(" · ".join(part for part in (self._device_words, taken[0]) if part))
        self.device.set_tip("\n".join(part for part in (self._device_words, taken[1]) if part))

    def _show_lock(self, offline: bool) -> None:
        self.lock_button.setChecked(offline)
        self.lock_button.setText(tr("Offline") if offline else tr("Online"))
        ink: Ink = "accent" if offline else "secondary"
        self._desk.icons.wear(self.lock_button, "lock-outline" if offline else "lock-open-variant-outline", ink)
        tip = tr("Nothing leaves this machine.") if offline else tr("Tools may use the cloud where you chose it.")
        self.lock_button.setToolTip(f"{tr('Offline lock')}: {tip}")

    def _mark(self, name: str) -> QToolButton:
        """Comes when there is something to say; its icon is drawn then."""
        made = QToolButton()
        made.setAccessibleName(name)
        made.setProperty("role", "bar")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.hide()
        return made

    def _menu_button(self, name: str, *, menu: bool = True) -> QToolButton:
        made = icon_button(self._desk.icons, "chevron-down", name)
        made.setProperty("role", "bar")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        if menu:
            made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the words
            made.setMenu(QMenu(made))
            made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _new_menu(self) -> QMenu:
        menu = QMenu(self.model_button)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # the button's own puts its arrow behind the words
        menu.setToolTipsVisible(True)
        return menu

    def _set_menu(self, owner: QToolButton, menu: QMenu) -> None:
        old = owner.menu()
        owner.setMenu(menu)
        if old is not None:
            old.deleteLater()

    def _entry(self, menu: QMenu, text: str, icon: str) -> QAction:
        made = menu.addAction(text)
        self._desk.icons.wear(made, icon, "secondary")
        return made

    def _lay_out(self) -> None:
        self.device.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        box = row(
            self.dot, self.model_button, self.device, self.gpu_button, self.speed, self.first, self.context, self.cost, None,
            self.downloads_button, self.route_button, rule(vertical=True), self.lock_button,
            margins=(16, 0, 8, 0), spacing=12,
        )  # fmt: skip
        filled(self, box)

    def _connect_signals(self) -> None:
        self.route_button.menu().aboutToShow.connect(self._fill_routes)
        self.lock_button.clicked.connect(self.offline_toggled)
        self.gpu_button.clicked.connect(lambda: self.advice_requested.emit(self._advice))
        self.downloads_button.clicked.connect(lambda: self.models_requested.emit("downloads"))
        menu = self._new_menu()
        menu.aboutToShow.connect(
            lambda: None if menu.actions() else self._add_verbs(menu)
        )  # before models were looked for
        self._set_menu(self.model_button, menu)


def _cost_words(cost: Cost) -> str:
    from app.ui.outgoing_view import cost_words  # not needed to start

    return cost_words(cost)
