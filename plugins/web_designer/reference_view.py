"""“Like …”: which page a new one is to look like, and what was measured on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import qtawesome
from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr, tr_said
from plugins.web_designer.fields_view import SWATCH_PX, swatch
from plugins.web_designer.importing.fetching import is_address
from plugins.web_designer.importing.saved import is_page_file

FILTERS = "HTML, ZIP (*.html *.htm *.xhtml *.zip)"
NAME_PX = 190
MOST_COLOURS = 8
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "hero": "Opening",
        "features": "Features",
        "testimonials": "Testimonials",
        "pricing": "Pricing",
        "faq": "Questions",
        "team": "Team",
        "gallery": "Gallery",
        "menu": "Menu",
        "steps": "Steps",
        "stats": "Figures",
        "contact": "Contact",
        "about": "About",
        "cta": "Call to action",
        "footer": "Footer",
    }
)
"""What the kinds of sections are called."""


def ask_folder(caption: str) -> Path | None:
    """The system's dialog for a folder; None if it was dismissed."""
    given = QFileDialog.getExistingDirectory(None, caption)
    return Path(given) if given else None


class ReferenceView(QWidget):
    """Takes a saved page, a folder, a ZIP or an address, also by drag and drop.

    Args:
        ask_open: the host's dialog, with a caption and filters.
        ask_folder: a dialog for a folder, with a caption.

    Signals:
        chosen: a path or an address.
        cleared: there is to be none any more.
    """

    chosen = Signal(str)
    cleared = Signal()

    def __init__(
        self,
        theme: Theme,
        ask_open: Callable[[str, str], Path | None],
        ask_folder: Callable[[str], Path | None] = ask_folder,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._ask_open, self._ask_folder = ask_open, ask_folder
        self._given = ""
        self._palette: tuple[str, ...] = ()
        self._is_online = True
        self._make_controls()
        self._lay_out()
        self._connect_signals()
        self.setAcceptDrops(True)
        self.retheme(theme)
        self.show_chosen("")

    @property
    def given(self) -> str:
        """The path or address that is chosen; empty for none."""
        return self._given

    def show_chosen(self, given: str) -> None:
        """Show what is chosen, or with an empty text that nothing is; nothing is told."""
        self._given = given
        name = given if is_address(given) else Path(given).name
        self.button.setVisible(not given)
        self._chip.setVisible(bool(given))
        self._address_row.hide()
        self._hide_measured()
        self.name.ensurePolished()
        self.name.setText(self.name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, NAME_PX))
        self.name.setToolTip(given)
        self.name.setAccessibleName(tr("Looks like {name}").format(name=name))
        self.clear_button.setToolTip(tr("No longer like {name}").format(name=name))
        self.clear_button.setAccessibleName(self.clear_button.toolTip())

    def set_online(self, online: bool, why: str = "") -> None:
        """Whether an address can be fetched; ``why`` not."""
        self._is_online = online
        for control in (self.address, self.use_button):
            control.setEnabled(online)
        self.reason.setText("" if online else tr_said(why))
        self.reason.setVisible(not online and bool(why))
        self.address.setAccessibleDescription(self.reason.text())

    def show_measuring(self) -> None:
        """Say that the page is being looked at."""
        self._hide_measured()
        self.waiting.show()

    def show_measured(self, palette: Sequence[str], fonts: Sequence[str], sections: Sequence[str]) -> None:
        """Show what was measured: colours, names of fonts, kinds of sections from top to bottom."""
        self._hide_measured()
        self._palette = tuple(palette[:MOST_COLOURS])
        self._draw_palette()
        self.fonts.setText(" · ".join(dict.fromkeys(fonts)))
        self.fonts.setToolTip(self.fonts.text())
        kinds = [tr(_KINDS.get(section, section)) for section in dict.fromkeys(sections)]
        self.sections.setText(" → ".join(kinds))
        self.sections.setVisible(bool(kinds))
        self._measured.show()

    def show_failed(self, why: str) -> None:
        """Say why it could not be measured."""
        self._hide_measured()
        self.failure.setText(tr_said(why))
        self.failure.show()

    def retheme(self, theme: Theme) -> None:
        """Draw icons and colours anew."""
        self._theme = theme
        self.button.setIcon(qtawesome.icon("mdi6.image-search-outline", color=theme.secondary))
        self.clear_button.setIcon(qtawesome.icon("mdi6.close", color=theme.secondary))
        self._draw_palette()

    # what a person does

    def _choose(self, given: str) -> None:
        self.show_chosen(given)
        self.chosen.emit(given)

    def _choose_file(self) -> None:
        if path := self._ask_open(tr("Look like a saved page"), FILTERS):
            self._choose(str(path))

    def _choose_folder(self) -> None:
        if path := self._ask_folder(tr("Look like a page saved as a folder")):
            self._choose(str(path))

    def _ask_address(self) -> None:
        self._address_row.show()
        (self.address if self._is_online else self.cancel_button).setFocus()

    def _take_address(self) -> None:
        given = self.address.text().strip()
        if given and "://" not in given:
            given = f"https://{given}"
        if is_address(given) and "." in given:
            self._choose(given)

    def _close_address(self) -> None:
        self._address_row.hide()
        self.button.setFocus()

    def _clear(self) -> None:
        self.show_chosen("")
        self.button.setFocus()
        self.cleared.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if given := self._dropped(event.mimeData()):
            event.acceptProposedAction()
            self._choose(given)

    def _dropped(self, data: QMimeData) -> str:
        """What of the things that are dropped can be used; empty for none."""
        for url in data.urls():
            if url.isLocalFile() and is_page_file(Path(url.toLocalFile())):
                return str(Path(url.toLocalFile()))
            if self._is_online and is_address(url.toString()):
                return url.toString()
        return ""

    # how it is built

    def _make_controls(self) -> None:
        self.button = QPushButton(tr("Like…"))
        self.button.setAutoDefault(False)
        self.button.setToolTip(tr("Take over the looks of another page: its colours, fonts, spacing and order"))
        self.menu = QMenu(self)
        self.menu.addAction(tr("Saved page or ZIP…"), self._choose_file)
        self.menu.addAction(tr("Folder…"), self._choose_folder)
        self.menu.addAction(tr("Address…"), self._ask_address)
        self.button.setMenu(self.menu)
        self.name = _label("strong")
        self.clear_button = QToolButton()
        self.address = QLineEdit()
        self.address.setPlaceholderText("https://example.com")
        self.address.setAccessibleName(tr("Address of a page to look like"))
        self.use_button = QPushButton(tr("Use"))
        self.cancel_button = QPushButton(tr("Cancel"))
        for button in (self.use_button, self.cancel_button):
            button.setAutoDefault(False)
        self.reason = _label("secondary", wraps=True)
        self.waiting = QWidget()
        self.failure = _label("", wraps=True)
        self.failure.setProperty("tone", "failed")
        self.fonts = _label("secondary")
        self.sections = _label("small", wraps=True)
        self._swatches = QHBoxLayout()
        self._swatches.setSpacing(self._theme.gap)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.addWidget(self.button)
        chip = QFrame()
        chip.setProperty("role", "surface")
        inside = QHBoxLayout(chip)
        inside.setContentsMargins(self._theme.grid, 0, 0, 0)
        inside.addWidget(self.name)
        inside.addWidget(self.clear_button)
        self._chip = _row(_small(tr("Like")), chip)
        first.addWidget(self._chip)
        first.addStretch(1)
        self._address_row = QWidget()
        asked = QVBoxLayout(self._address_row)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.addWidget(_row(self.address, self.use_button, self.cancel_button))
        asked.addWidget(self.reason)
        words = _small(tr("Measuring the page that it is to look like"))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words.text())
        waits = QVBoxLayout(self.waiting)
        waits.setContentsMargins(0, 0, 0, 0)
        waits.addWidget(words)
        waits.addWidget(bar)
        self._measured = QWidget()
        seen = QVBoxLayout(self._measured)
        seen.setContentsMargins(0, 0, 0, 0)
        seen.setSpacing(self._theme.gap)
        line = QHBoxLayout()
        line.addLayout(self._swatches)
        line.addWidget(self.fonts, 1)
        seen.addLayout(line)
        seen.addWidget(self.sections)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.gap)
        box.addLayout(first)
        for part in (self._address_row, self.waiting, self.failure, self._measured):
            box.addWidget(part)

    def _connect_signals(self) -> None:
        self.clear_button.clicked.connect(self._clear)
        self.address.returnPressed.connect(self._take_address)
        self.use_button.clicked.connect(self._take_address)
        self.cancel_button.clicked.connect(self._close_address)
        self.set_online(True)

    def _hide_measured(self) -> None:
        for part in (self.waiting, self.failure, self._measured):
            part.hide()

    def _draw_palette(self) -> None:
        while (item := self._swatches.takeAt(0)) is not None:
            if old := item.widget():
                old.deleteLater()
        for colour in self._palette:
            made = QLabel()
            made.setPixmap(swatch(colour, self._theme).pixmap(QSize(SWATCH_PX, SWATCH_PX)))
            made.setToolTip(colour)
            made.setAccessibleName(colour)
            self._swatches.addWidget(made)


def _label(role: str, *, wraps: bool = False) -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if role:
        made.setProperty("role", role)
    if not wraps:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        made.setMinimumWidth(24)
    return made


def _small(words: str) -> QLabel:
    made = _label("small")
    made.setText(words)
    return made


def _row(*parts: QWidget) -> QWidget:
    made = QWidget()
    box = QHBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        box.addWidget(part)
    return made
