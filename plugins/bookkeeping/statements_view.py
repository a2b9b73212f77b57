"""Statements in tabs, and at their foot the identities that prove them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import qtawesome
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QGridLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr
from plugins.bookkeeping.accounts import AccountType
from plugins.bookkeeping.figures_view import LEFT, RIGHT, figures_font, money
from plugins.bookkeeping.statements import Identity, Statements


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a statement: a heading (no figures), an account, or a sum."""

    label: str
    figures: tuple[str, ...] = ()
    kind: str = "account"


def income_rows(one: Statements) -> list[Row]:
    """Income less expenses."""
    return [
        *_block(tr("Income"), one, "income"),
        *_block(tr("Expenses"), one, "expense"),
        Row(tr("Net income"), (money(one.net_income),), "sum"),
    ]


def balance_rows(one: Statements) -> list[Row]:
    """Assets; liabilities and equity with the period's net income."""
    both = one.total("liability") + one.total_equity
    equity = [Row(b.account.name, (money(b.net),)) for b in one.of_type("equity")]
    return [
        *_block(tr("Assets"), one, "asset"),
        *_block(tr("Liabilities"), one, "liability"),
        Row(tr("Equity"), kind="heading"),
        *equity,
        Row(tr("Net income"), (money(one.net_income),)),
        Row(tr("Total"), (money(one.total_equity),), "sum"),
        Row(tr("Liabilities and equity"), (money(both),), "sum"),
    ]


def trial_rows(one: Statements) -> list[Row]:
    """Each account's balance on its side."""
    rows = [
        Row(b.account.name, (money(b.debit, blank_zero=True), money(b.credit, blank_zero=True))) for b in one.balances
    ]
    debits, credits_ = (
        sum(side, Decimal(0)) for side in zip(*((b.debit, b.credit) for b in one.balances), strict=True)
    )
    return [*rows, Row(tr("Total"), (money(debits), money(credits_)), "sum")]


def _block(title: str, one: Statements, type_: AccountType) -> list[Row]:
    rows = [Row(balance.account.name, (money(balance.net),)) for balance in one.of_type(type_)]
    return [Row(title, kind="heading"), *rows, Row(tr("Total"), (money(one.total(type_)),), "sum")]


class StatementTable(QTableWidget):
    """One statement, to read and to copy."""

    def __init__(self, titles: Sequence[str], theme: Theme) -> None:
        super().__init__(0, len(titles))
        self._theme = theme
        self.setHorizontalHeaderLabels(list(titles))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.row_height - theme.gap)
        head = self.horizontalHeader()
        head.setVisible(len(titles) > 2)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(len(titles)):
            if item := self.horizontalHeaderItem(column):
                item.setTextAlignment(RIGHT if column else LEFT)

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace what is shown; the place where the reader is stays."""
        place = self.verticalScrollBar().value()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column in range(self.columnCount()):
                self.setItem(number, column, self._item(row, column))
        self.verticalScrollBar().setValue(place)

    def _item(self, row: Row, column: int) -> QTableWidgetItem:
        text = row.label if column == 0 else row.figures[column - 1] if column <= len(row.figures) else ""
        item = QTableWidgetItem(f"    {text}" if column == 0 and row.kind == "account" else text)
        item.setTextAlignment(RIGHT if column else LEFT)
        item.setFont(figures_font(self.font(), bold=row.kind != "account"))
        if row.kind == "heading":
            item.setForeground(QColor(self._theme.secondary))
        if text.startswith("("):
            item.setForeground(QColor(self._theme.failed))
        return item


class IdentityPanel(QFrame):
    """What must be the same on both sides, and whether it is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme = theme
        self._identities: tuple[Identity, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.grid, theme.grid, theme.grid, theme.grid)
        self._grid.setSpacing(theme.gap)
        self._grid.setColumnStretch(1, 1)
        self.labels: list[QLabel] = []

    def retheme(self, theme: Theme) -> None:
        """Draw the marks in the theme's colours."""
        self._theme = theme
        self.show_identities(self._identities)

    def show_identities(self, identities: Sequence[Identity]) -> None:
        """One row each: mark, name, both sides."""
        self._identities = tuple(identities)
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self.labels = []
        for row, identity in enumerate(identities):
            self._add(row, identity)
        self.setVisible(bool(identities))

    def _add(self, row: int, identity: Identity) -> None:
        colour = self._theme.verified if identity.holds else self._theme.failed
        mark = QLabel()
        icon = qtawesome.icon("mdi6.check-circle" if identity.holds else "mdi6.close-circle", color=colour)
        mark.setPixmap(icon.pixmap(self._theme.icon_px, self._theme.icon_px))
        mark.setAccessibleName(tr("holds") if identity.holds else tr("does not hold"))
        name = QLabel(tr(identity.name))
        sides = QLabel(money(identity.left) if identity.holds else f"{money(identity.left)} ≠ {money(identity.right)}")
        sides.setFont(figures_font(sides.font()))
        sides.setProperty("tone", "verified" if identity.holds else "failed")
        tip = (
            f"{tr(identity.left_label)} {money(identity.left)} {'=' if identity.holds else '≠'} "
            f"{tr(identity.right_label)} {money(identity.right)}"
        )
        for column, widget in enumerate((mark, name, sides)):
            widget.setToolTip(tip)
            side = Qt.AlignmentFlag.AlignRight if column == 2 else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(widget, row, column, side)
        self.labels += [name, sides]


class StatementsView(QWidget):
    """Tabs, a choice of currency where there are several, and the identities."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._statements: tuple[Statements, ...] = ()
        self.income = StatementTable(("", ""), theme)
        self.balance = StatementTable(("", ""), theme)
        self.trial = StatementTable((tr("Account"), tr("Debit"), tr("Credit")), theme)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.income, tr("Income"))
        self.tabs.addTab(self.balance, tr("Balance sheet"))
        self.tabs.addTab(self.trial, tr("Trial balance"))
        self.currency_box = QComboBox()
        self.currency_box.setAccessibleName(tr("Currency"))
        self.currency_box.hide()
        self.identities = IdentityPanel(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.grid)
        layout.addWidget(self.currency_box)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.identities)
        self.currency_box.currentIndexChanged.connect(lambda _row: self._show_current())

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        for table in (self.income, self.balance, self.trial):
            table.retheme(theme)
        self.identities.retheme(theme)
        self._show_current()

    def show_statements(self, statements: Sequence[Statements]) -> None:
        """Show all currencies; the one that was chosen stays if it is still there."""
        chosen = self.currency_box.currentText()
        self._statements = tuple(statements)
        names = [one.currency for one in statements]
        self.currency_box.blockSignals(True)
        self.currency_box.clear()
        self.currency_box.addItems(names)
        self.currency_box.setCurrentIndex(names.index(chosen) if chosen in names else 0 if names else -1)
        self.currency_box.blockSignals(False)
        self.currency_box.setVisible(len(names) > 1)
        self._show_current()

    def _show_current(self) -> None:
        row = self.currency_box.currentIndex()
        one = self._statements[row] if 0 <= row < len(self._statements) else None
        self.income.show_rows(income_rows(one) if one else [])
        self.balance.show_rows(balance_rows(one) if one else [])
        self.trial.show_rows(trial_rows(one) if one else [])
        self.identities.show_identities(one.identities() if one else ())
