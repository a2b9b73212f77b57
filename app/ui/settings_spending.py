"""The settings of spending: limits, what was spent, and what providers charge."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDoubleSpinBox,
    QGridLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.api_qt import tr, tr_said
from app.core.ledger import Ledger, UsageRow
from app.core.money import CURRENCIES, Cost
from app.core.settings import SpendingSettings
from app.errors import AppError
from app.ui.desk import Desk
from app.ui.outgoing_view import cost_words
from app.ui.price_table import PriceTable
from app.ui.widgets import column, filled, label, set_tone

NO_LIMIT = -1.0
MOST = 1_000_000.0
SHOWN_ROWS = 5


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent: in all, and of each tool at each provider, as ``(tool, provider, today, this month)``."""

    today: Cost
    month: Cost
    rows: tuple[tuple[str, str, Cost, Cost], ...]


def spent_of(ledger: Ledger) -> Spent:
    """Read the accounts. Blocks: not for the GUI thread.

    Raises:
        StorageError: they cannot be read.
    """
    today = ledger.today()
    rows = ledger.usage(today.day)
    sums: dict[tuple[str, str], tuple[Cost, Cost]] = {}
    for one in rows:
        of_day, of_month = sums.get((one.tool, one.provider), (Cost(), Cost()))
        is_today = one.day == today.isoformat()
        sums[one.tool, one.provider] = (of_day.plus(one.cost) if is_today else of_day, of_month.plus(one.cost))
    both = _total(row for row in rows if row.day == today.isoformat()), _total(rows)
    return Spent(*both, tuple((*names, *costs) for names, costs in sums.items()))


def _total(rows: Iterable[UsageRow]) -> Cost:
    total = Cost()
    for one in rows:
        total = total.plus(one.cost)
    return total


class SpendingPage(QWidget):
    """Limits per day and month, what was spent, prices.

    Signals:
        applied: a setting changed.
    """

    applied = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.limits: dict[tuple[str, str], QDoubleSpinBox] = {}
        self.allow_unknown = QCheckBox(tr("Send requests of unknown price in spite of a limit"))
        self.allow_unknown.setChecked(desk.settings.spending.allow_unknown_price)
        self.sums = label("", "secondary", wrap=True)
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(tr("What was spent"))
        self.table.setHorizontalHeaderLabels([tr("Tool"), tr("Provider"), tr("Today"), tr("This month")])
        self.prices = PriceTable(desk)
        self._dress()
        self._lay_out()
        self._connect_signals()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.prices.reload()
        self.reload()

    def reload(self) -> None:
        """Read the accounts anew."""
        ledger = self._desk.services.accounts.ledger
        if ledger is None:
            self._failed(AppError(tr("The accounts cannot be opened; under a limit nothing is sent.")))
            return
        self._desk.bridge.call(self, lambda: spent_of(ledger), self.show_spent, self._failed)

    def show_spent(self, spent: Spent) -> None:
        """Show what was spent."""
        words = tr("Today: {today}. This month: {month}.")
        self.sums.setText(words.format(today=_spent_words(spent.today), month=_spent_words(spent.month)))
        set_tone(self.sums, "")
        self.table.setRowCount(len(spent.rows))
        for place, (tool, provider, today, month) in enumerate(spent.rows):
            texts = (self._title(tool), provider, _spent_words(today), _spent_words(month))
            for part, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.table.setItem(place, part, cell)
        self.table.setVisible(bool(spent.rows))

    def _failed(self, error: AppError) -> None:
        self.sums.setText(tr_said(error.message))
        set_tone(self.sums, "failed")
        self.table.hide()

    def _title(self, tool: str) -> str:
        records = self._desk.services.registry.records()
        found = next((record.manifest for record in records if record.id == tool and record.manifest), None)
        return tr(found.title) if found else tool or tr("Tests of a server")

    def _limit_box(self, period: str, currency: str, amount: float | None) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(NO_LIMIT, MOST)
        box.setDecimals(2)
        box.setSingleStep(1.0)
        box.setSpecialValueText(tr("no limit"))
        box.setValue(NO_LIMIT if amount is None else amount)
        box.setKeyboardTracking(False)
        words = tr("Limit per day in {currency}") if period == "per_day" else tr("Limit per month in {currency}")
        box.setAccessibleName(words.format(currency=currency))
        box.valueChanged.connect(lambda _value: self._apply())
        self.limits[period, currency] = box
        return box

    def _apply(self) -> None:
        def amounts(period: str) -> dict[str, float]:
            boxes = {currency: self.limits[period, currency] for currency in CURRENCIES}
            return {currency: box.value() for currency, box in boxes.items() if box.value() >= 0}

        changed = SpendingSettings(amounts("per_day"), amounts("per_month"), self.allow_unknown.isChecked())
        if changed != self._desk.settings.spending:
            self._desk.change(lambda now: dataclasses.replace(now, spending=changed))
            self.applied.emit()

    def _limits_grid(self) -> QGridLayout:
        spending = self._desk.settings.spending
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.addWidget(label(tr("per day"), "small"), 0, 1)
        grid.addWidget(label(tr("per month"), "small"), 0, 2)
        for place, currency in enumerate(CURRENCIES, 1):
            grid.addWidget(label(currency), place, 0)
            grid.addWidget(self._limit_box("per_day", currency, spending.per_day.get(currency)), place, 1)
            grid.addWidget(self._limit_box("per_month", currency, spending.per_month.get(currency)), place, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return grid

    def _dress(self) -> None:
        table = self.table
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().setDefaultSectionSize(self._desk.theme.row_height)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.setFixedHeight((SHOWN_ROWS + 1) * self._desk.theme.row_height + 8)
        table.hide()

    def _lay_out(self) -> None:
        limits = tr(
            "Checked before a request is sent, against what was spent, what is under way, and what the request may cost at most."
        )
        prices = tr(
            "Per million tokens. What you enter wins over what ships; a price that is not known is unknown, never nothing."
        )
        parts = (
            *(
                label(tr("Limits"), "heading"),
                self._limits_grid(),
                self.allow_unknown,
                label(limits, "small", wrap=True),
            ),
            *(8, label(tr("Spent"), "heading"), self.sums, self.table),
            *(8, label(tr("Prices"), "heading"), label(prices, "small", wrap=True), self.prices),
        )
        filled(self, column(*parts, None, margins=(8, 0, 8, 0)))

    def _connect_signals(self) -> None:
        self.allow_unknown.toggled.connect(lambda _on: self._apply())
        self.prices.changed.connect(self.applied)


def _spent_words(cost: Cost) -> str:
    return cost_words(cost) if cost.amounts or cost.unknown else tr("nothing")
