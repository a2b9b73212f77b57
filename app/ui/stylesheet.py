"""Turns the tokens of a theme into a Qt palette and a style sheet; holds no number and no colour of its own."""

from __future__ import annotations

from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from app.ui.theme import Theme

CJK_FAMILIES = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei UI", "Source Han Sans SC")
SYMBOL_FAMILIES = ("Noto Sans Symbols 2", "DejaVu Sans")


def interface_font(theme: Theme) -> QFont:
    """The system's interface font at the theme's size, with fallbacks for Chinese."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setFamilies([*_usable(font.families()), *CJK_FAMILIES, *SYMBOL_FAMILIES])
    font.setPixelSize(theme.font_px)
    return font


def code_font(theme: Theme) -> QFont:
    """The system's monospace font at the theme's size."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setFamilies([*_usable(font.families()), "DejaVu Sans Mono", "Noto Sans Mono CJK SC", *CJK_FAMILIES])
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(round(theme.code_px))
    return font


def _usable(families: list[str]) -> list[str]:
    """Platforms without a desktop name no family, or one that does not exist."""
    return [family for family in families if family and QFontDatabase.hasFamily(family)]


def palette(theme: Theme) -> QPalette:
    """All roles of a palette, so that no widget keeps a colour of the system's other theme."""
    made = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, theme.ground),
        (role.Base, theme.surface),
        (role.AlternateBase, theme.ground),
        (role.ToolTipBase, theme.surface),
        (role.Button, theme.surface),
        (role.Mid, theme.line),
        (role.Midlight, theme.line),
        (role.Dark, theme.line),
        (role.Light, theme.surface),
        (role.Shadow, theme.line),
        (role.WindowText, theme.text),
        (role.Text, theme.text),
        (role.ButtonText, theme.text),
        (role.ToolTipText, theme.text),
        (role.BrightText, theme.failed),
        (role.PlaceholderText, theme.secondary),
        (role.Highlight, theme.accent),
        (role.Accent, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
    ):
        made.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, target, QColor(theme.secondary))
    return made


def stylesheet(theme: Theme, icon_folder: Path) -> str:
    """The style sheet of the whole program; read it with the tokens of ``Theme`` at hand."""
    inner = theme.control_height - 2
    values = {
        **{name: getattr(theme, name) for name in theme.__slots__},
        "icons": icon_folder.as_posix(),
        "inner_height": inner,
        "pad": theme.grid,
        "pad_focus": theme.grid - 1,
        "double": theme.grid * 2,
        "half": theme.gap,
        "code_size": round(theme.code_px),
    }
    return Template(_SHEET).substitute(values)


_SHEET = """
* { outline: 0; }
QMainWindow, QDialog, QWidget#page, QWidget#content { background: $ground; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: ${half}px ${grid}px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${heading_px}px; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading_px}px; font-weight: 600; }
QLabel[role="display"] { font-size: ${title_px}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="secondary"] { color: $secondary; }
QLabel[role="small"] { color: $secondary; font-size: ${small_px}px; }
QLabel[tone="verified"] { color: $verified; } QLabel[tone="repaired"] { color: $repaired; }
QLabel[tone="unverified"] { color: $unverified; } QLabel[tone="failed"] { color: $failed; }

QFrame[role="rule"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="vrule"] { background: $line; border: 0; max-width: 1px; min-width: 1px; }
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: ${radius_large}px; }
QFrame[role="card"][tone="failed"] { border: 1px solid $failed; }
QFrame[role="card"][tone="unverified"] { border: 1px solid $unverified; }
QFrame[role="card"][tone="accent"] { border: 1px solid $accent; }
QFrame[role="surface"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }

QPushButton { background: $surface; color: $text; border: 1px solid $line; border-radius: ${radius}px;
  padding: 0 ${double}px; min-height: ${inner_height}px; }
QPushButton:hover { background: $hover; } QPushButton:pressed { background: $selected; }
QPushButton:disabled { color: $secondary; background: $ground; }
QPushButton:focus { border: ${focus_px}px solid $accent; padding: 0 15px; min-height: 28px; }
QPushButton:default { border: 1px solid $accent; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent; border: 1px solid $text; }
QPushButton[role="primary"]:focus { border: ${focus_px}px solid $text; }
QPushButton[role="primary"]:disabled { background: $hover; color: $secondary; border: 1px solid $line; }
QPushButton[role="danger"] { color: $failed; border: 1px solid $failed; }
QPushButton[role="danger"]:focus { border: ${focus_px}px solid $failed; }
QPushButton[role="chip"] { border-radius: 14px; min-height: 26px; padding: 0 12px; color: $text; background: $surface; }
QPushButton[role="chip"]:hover { border: 1px solid $accent; background: $selected; }
QPushButton[role="chip"]:focus { border: ${focus_px}px solid $accent; min-height: 24px; padding: 0 11px; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 0 ${half}px;
  min-height: 22px; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: ${focus_px}px solid $accent; padding: 0 3px; min-height: 20px; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${radius}px; color: $text;
  min-height: ${inner_height}px; padding: 0 7px; }
QToolButton:hover { background: $hover; } QToolButton:pressed, QToolButton:checked { background: $selected; }
QToolButton:focus { border: ${focus_px}px solid $accent; min-height: 28px; padding: 0 6px; }
QToolButton:disabled { color: $secondary; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[role="bar"] { min-height: 24px; padding: 0 ${grid}px; color: $secondary; font-size: ${small_px}px; }
QToolButton[role="bar"]:hover { color: $text; }
QToolButton[role="bar"]:focus { min-height: 22px; padding: 0 7px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit {
  background: $surface; color: $text; border: 1px solid $line; border-radius: ${radius}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit { min-height: ${inner_height}px; padding: 0 ${grid}px; }
QPlainTextEdit, QTextEdit { padding: ${half}px; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QDateEdit:focus {
  border: ${focus_px}px solid $accent; min-height: 28px; padding: 0 ${pad_focus}px; }
QPlainTextEdit:focus, QTextEdit:focus { border: ${focus_px}px solid $accent; padding: 3px; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled { color: $secondary; background: $ground; }
QPlainTextEdit[role="code"], QTextEdit[role="code"] { font-size: ${code_size}px; }
QTextBrowser[role="plain"], QPlainTextEdit[role="plain"] { background: transparent; border: 0; padding: 0; }
QComboBox[role="cell"] { min-height: ${row_height}px; max-height: ${row_height}px; border: 0; background: transparent;
  padding: 0 ${half}px; }
QComboBox[role="cell"]:focus { min-height: 24px; max-height: 24px; border: ${focus_px}px solid $accent; padding: 0 2px; }
QComboBox::drop-down { border: 0; width: 24px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$icons/chevron-down-$name.svg"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; padding: ${half}px; outline: 0; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button,
QDateEdit::up-button, QDateEdit::down-button { border: 0; width: 20px; background: transparent; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QDateEdit::up-arrow { image: url("$icons/chevron-up-$name.svg"); width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QDateEdit::down-arrow {
  image: url("$icons/chevron-down-$name.svg"); width: 10px; height: 10px; }

QCheckBox, QRadioButton { spacing: ${grid}px; min-height: 24px; background: transparent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $secondary; border-radius: 4px; background: $surface; }
QCheckBox::indicator:checked { background: $accent; border: 1px solid $accent; image: url("$icons/check-$name.svg"); }
QCheckBox::indicator:disabled { border: 1px solid $line; }
QAbstractItemView::indicator { width: 16px; height: 16px; border: 1px solid $secondary; border-radius: 4px; background: $surface; }
QAbstractItemView::indicator:checked { background: $accent; border: 1px solid $accent; image: url("$icons/check-$name.svg"); }
QCheckBox:focus { color: $accent; } QCheckBox::indicator:focus { border: ${focus_px}px solid $accent; }

QMenuBar { background: $ground; border-bottom: 1px solid $line; padding: 2px ${half}px; }
QMenuBar::item { padding: ${half}px ${grid}px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; border: 1px solid $line; padding: ${half}px; }
QMenu::item { padding: 6px 24px 6px ${grid}px; border-radius: 4px; }
QMenu::icon { padding-left: ${grid}px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $secondary; }
QMenu::separator { height: 1px; background: $line; margin: ${half}px ${grid}px; }
QMenu::indicator { width: 14px; height: 14px; margin-left: ${grid}px; }
QMenu::indicator:checked { image: url("$icons/check-menu-$name.svg"); }

QAbstractItemView { background: $surface; alternate-background-color: $ground; border: 1px solid $line;
  border-radius: ${radius}px; gridline-color: $line; selection-background-color: $selected; selection-color: $text; }
QAbstractItemView:focus { border: ${focus_px}px solid $accent; }
QListView[role="rows"], QListView[role="rows"]:focus { background: transparent; border: 0; }
QTableView::item, QTreeView::item, QListView::item { padding: 0 ${half}px; min-height: ${row_height}px; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: $selected; color: $text; }
QTableView QLineEdit { min-height: 0; padding: 0 ${half}px; border-radius: 0; }
QHeaderView { background: $ground; border: 0; }
QHeaderView::section { background: $ground; color: $secondary; border: 0; border-bottom: 1px solid $line;
  border-right: 1px solid $line; padding: 0 ${grid}px; min-height: ${row_height}px; font-weight: 600; }
QTableCornerButton::section { background: $ground; border: 0; border-bottom: 1px solid $line; }

QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $secondary; padding: 0 12px; min-height: 30px; border: 0;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; }

QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 32px; } QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: transparent; }
QSplitter::handle:horizontal { width: ${grid}px; } QSplitter::handle:vertical { height: ${grid}px; }
QSplitter::handle:hover { background: $hover; }
QProgressBar { background: $line; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QGroupBox { border: 1px solid $line; border-radius: ${radius}px; margin-top: 20px; padding: ${grid}px; }
QGroupBox::title { subcontrol-origin: margin; left: 0; color: $secondary; }

QFrame#rail { background: $surface; border: 0; border-right: 1px solid $line; }
QFrame#header { background: $ground; border: 0; border-bottom: 1px solid $line; }
QFrame#engineBar { background: $surface; border: 0; border-top: 1px solid $line; }
QFrame#engineBar QLabel { color: $secondary; font-size: ${small_px}px; }
QFrame#sidePanel { background: $surface; border: 0; border-left: 1px solid $line; }
QFrame#promptFrame { background: $surface; border: 1px solid $line; border-radius: ${radius_large}px; }
QFrame#promptFrame[focused="true"] { border: ${focus_px}px solid $accent; }
QFrame#promptFrame QPlainTextEdit { background: transparent; border: 0; padding: 0; }
QFrame#palette { background: $surface; border: 1px solid $line; border-radius: ${radius_large}px; }
QFrame#palette QListView { border: 0; }
QFrame#menuBarHost { border: 0; }
"""
