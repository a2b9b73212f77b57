"""The views of the tool's page and where they stand; the panel connects them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import qtawesome
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api import PluginManifest
from app.api_qt import Theme, tr
from plugins.web_designer.asked import Aim
from plugins.web_designer.compare_view import CompareView
from plugins.web_designer.findings_view import FindingsView
from plugins.web_designer.inspector_view import Inspector
from plugins.web_designer.outline_view import OutlineView
from plugins.web_designer.preview_view import DEFAULT_WIDTH, WIDTHS_PX, PreviewView
from plugins.web_designer.reference_view import ReferenceView
from plugins.web_designer.source_view import SourceView
from plugins.web_designer.style_view import StyleView
from plugins.web_designer.variants_view import VariantsView
from plugins.web_designer.versions_view import VersionsView

PARTS_PX, SIDE_PX = 200, 280
ROOM_FOR_PARTS_PX = 1150
PAGE, SOURCE, COMPARE, VARIANTS, STYLE = range(5)
ELEMENT, CHECKS = 0, 1
_WIDTH_ICONS = {"phone": "mdi6.cellphone", "tablet": "mdi6.tablet", "desktop": "mdi6.monitor"}
_CHOSEN = ("style", "mode")


class Workspace(QWidget):
    """Bar above, parts at the left, the page or its source in the middle, element and checks at the right.

    Signals:
        width_wanted: a key of ``WIDTHS_PX``.
        picking_wanted: whether a click is to choose an element.
    """

    width_wanted = Signal(str)
    picking_wanted = Signal(bool)

    def __init__(
        self,
        manifest: PluginManifest,
        theme: Theme,
        samples: Sequence[str],
        ask_open: Callable[[str, str], Path | None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self.preview = PreviewView(theme, tr(manifest.summary), samples)
        self.source = SourceView(theme)
        self.outline = OutlineView(theme)
        self.inspector = Inspector(theme)
        self.findings = FindingsView(theme)
        self.versions = VersionsView(theme)
        self.compare = CompareView(theme)
        self.variants = VariantsView(theme)
        self.rules = StyleView(theme)
        self.reference = ReferenceView(theme, ask_open)
        self.tabs = _tab_bar(
            tr("Views of the page"), tr("Page"), tr("Source code"), tr("Compare"), tr("Variants"), tr("Style")
        )
        self.side_tabs = _tab_bar(tr("Element and checks"), tr("Element"), tr("Checks"))
        self._themed = (
            self.preview, self.source, self.findings, self.inspector, self.outline,
            self.versions, self.compare, self.variants, self.rules, self.reference,
        )  # fmt: skip
        self.parts_button = _toggle(tr("Sections and versions"))
        self.pick_button = _toggle(tr("Choose elements by a click (Ctrl+E)"))
        self.pick_button.setShortcut("Ctrl+E")
        self.pick_button.setChecked(True)
        self.width_buttons = {name: _width_button(name) for name in WIDTHS_PX}
        self.aim = _aim_box()
        self.choices = {
            f.name: _choice_box(f.label, f.choices, f.default) for f in manifest.fields if f.name in _CHOSEN
        }
        self._labels = {f.name: tr(f.label) for f in manifest.fields}
        self._has_chosen_parts = False
        self._lay_out()
        self._connect()
        self.retheme(theme)
        self.show_aims(has_page=False, has_element=False)

    @property
    def width_name(self) -> str:
        """The width that is chosen, a key of ``WIDTHS_PX``."""
        return next((name for name, button in self.width_buttons.items() if button.isChecked()), DEFAULT_WIDTH)

    def set_width_name(self, name: str) -> None:
        """Choose a width."""
        if name in self.width_buttons:
            self.width_buttons[name].setChecked(True)
            self.width_wanted.emit(name)

    @property
    def wanted_aim(self) -> Aim:
        """What the next prompt is about."""
        found: Aim = self.aim.currentData()
        return found

    def aim_at(self, aim: Aim) -> None:
        """Choose what the next prompt is about."""
        self.aim.setCurrentIndex(self.aim.findData(aim))

    def show_aims(self, *, has_page: bool, has_element: bool) -> None:
        """Offer what a prompt can be about now; the narrowest is chosen."""
        model = self.aim.model()
        for row, is_there in enumerate((True, has_page, has_element)):
            if isinstance(model, QStandardItemModel):
                model.item(row).setEnabled(is_there)
        self.aim.setCurrentIndex(2 if has_element else 1 if has_page else 0)
        self.aim.setEnabled(has_page)
        self._show_reference()

    def _show_reference(self) -> None:
        """Only a new page is made to look like another."""
        self.reference.setVisible(self.wanted_aim == "new")

    def show_extra(self, tab: int) -> None:
        """Bring a view to the front that has a tab only while it is wanted."""
        self.tabs.setTabVisible(tab, True)
        self.tabs.updateGeometry()
        self.tabs.setCurrentIndex(tab)

    def hide_extra(self, tab: int) -> None:
        """Take its tab away."""
        self.tabs.setTabVisible(tab, False)
        self.tabs.updateGeometry()

    def count_findings(self, count: int) -> None:
        """How many there are, on the tab."""
        self.side_tabs.setTabText(CHECKS, f"{tr('Checks')} ({count})" if count else tr("Checks"))

    def sizes(self) -> list[int]:
        """How the room is shared, to be found again."""
        return self.split.sizes()

    def share(self, sizes: Sequence[int]) -> None:
        """Share the room as it was."""
        if len(sizes) == 3 and any(sizes):
            self.split.setSizes(list(sizes))

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        for view in (
            self.preview,
            self.source,
            self.findings,
            self.inspector,
            self.outline,
            self.versions,
            self.compare,
        ):
            view.retheme(theme)
        for name, button in self.width_buttons.items():
            button.setIcon(qtawesome.icon(_WIDTH_ICONS[name], color=theme.secondary))
        self.parts_button.setIcon(qtawesome.icon("mdi6.dock-left", color=theme.secondary))
        self.pick_button.setIcon(qtawesome.icon("mdi6.cursor-default-click-outline", color=theme.secondary))

    def show_parts(self, on: bool) -> None:
        """Show or hide the left side."""
        self._has_chosen_parts = True
        self.parts_button.setChecked(on)
        self._give_room()

    def _give_room(self) -> None:
        """What stands side by side gets the room of the left side."""
        self.left.setVisible(self.parts_button.isChecked() and self.tabs.currentIndex() in (PAGE, SOURCE))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's own event
        if not self._has_chosen_parts:
            self.parts_button.setChecked(self.width() >= ROOM_FOR_PARTS_PX)
            self._give_room()

    # how it is built

    def _lay_out(self) -> None:
        self.views = QStackedWidget()
        self.views.addWidget(self.preview)
        self.views.addWidget(self.source)
        for view in (self.compare, self.variants, self.rules):
            self.views.addWidget(view)
        for tab in (COMPARE, VARIANTS, STYLE):
            self.hide_extra(tab)
        self.left = QSplitter(Qt.Orientation.Vertical)
        self.left.setChildrenCollapsible(False)
        self.left.addWidget(_titled(tr("Sections"), self.outline))
        self.left.addWidget(_titled(tr("Versions"), self.versions))
        side_views = QStackedWidget()
        side_views.addWidget(self.inspector)
        side_views.addWidget(self.findings)
        self.side_tabs.currentChanged.connect(side_views.setCurrentIndex)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        right = _column(self.side_tabs, side_views)
        for part in (self.left, self.views, right):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([PARTS_PX, 1000, SIDE_PX])
        self.left.setMinimumWidth(160)
        right.setMinimumWidth(220)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 8)
        box.setSpacing(8)
        box.addLayout(self._bar())
        box.addWidget(self.split, 1)
        box.addWidget(self.reference)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(self.parts_button)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        bar.addWidget(self.pick_button)
        bar.addSpacing(8)
        group = QButtonGroup(self)
        for name, button in self.width_buttons.items():
            group.addButton(button)
            button.setChecked(name == DEFAULT_WIDTH)
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self.aim)
        for name, box in self.choices.items():
            label = QLabel(self._labels[name])
            label.setProperty("role", "secondary")
            label.setBuddy(box)
            bar.addSpacing(4)
            bar.addWidget(label)
            bar.addWidget(box)
        return bar

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self.views.setCurrentIndex)
        self.tabs.currentChanged.connect(lambda _tab: self._give_room())
        self.parts_button.clicked.connect(self.show_parts)
        self.pick_button.toggled.connect(self.picking_wanted)
        for name, button in self.width_buttons.items():
            button.clicked.connect(lambda _checked=False, chosen=name: self.width_wanted.emit(chosen))
        self.width_wanted.connect(self.preview.set_page_width)
        self.aim.currentIndexChanged.connect(lambda _row: self._show_reference())


def _tab_bar(name: str, *titles: str) -> QTabBar:
    made = QTabBar()
    made.setAccessibleName(name)
    made.setDrawBase(False)
    made.setExpanding(False)
    made.setUsesScrollButtons(False)
    for title in titles:
        made.addTab(title)
    return made


def _column(*parts: QWidget) -> QWidget:
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(8)
    for part in parts:
        box.addWidget(part, int(part is parts[-1]))
    return made


def _titled(title: str, view: QWidget) -> QWidget:
    heading = QLabel(title)
    heading.setProperty("role", "strong")
    return _column(heading, view)


def _toggle(words: str) -> QToolButton:
    made = QToolButton()
    made.setCheckable(True)
    made.setIconSize(QSize(18, 18))
    made.setToolTip(words)
    made.setAccessibleName(words)
    return made


def _aim_box() -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(tr("What the prompt is about"))
    made.setToolTip(tr("What the prompt is about"))
    for words, aim in (
        (tr("A new page"), "new"),
        (tr("Change the page"), "page"),
        (tr("Change the element"), "element"),
    ):
        made.addItem(words, aim)
    return made


def _choice_box(label: str, choices: Sequence[str], default: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(tr(label))
    for choice in choices:
        made.addItem(tr(choice), choice)
    made.setCurrentIndex(max(made.findData(default), 0))
    return made


def _width_button(name: str) -> QToolButton:
    words = {"phone": tr("Phone"), "tablet": tr("Tablet"), "desktop": tr("Desktop")}[name]
    return _toggle(f"{words}, {WIDTHS_PX[name]} px")
