"""What providers charge, in a table that the person edits: an unknown price is said to be unknown until both its numbers are there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.api_qt import tr, tr_said
from app.core.keys import provider_of
from app.core.money import CURRENCIES
from app.core.prices import FREE, Price, PriceBook
from app.core.settings import Settings
from app.errors import AppError
from app.ui.desk import Desk
from app.ui.widgets import button, column, filled, label, row, set_tone

SHOWN_ROWS = 7
CURRENCY_PX = 88
_HOST, _MODELS, _INPUT, _OUTPUT, _CACHED, _CURRENCY, _SOURCE = range(7)
_NUMBERS = {_INPUT: "input", _OUTPUT: "output", _CACHED: "cached"}


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One row: a price that is known (``price``) or still to be entered."""

    host: str
    models: tuple[str, ...]
    price: Price | None
    is_own: bool = False
    is_free: bool = False


def rows_of(settings: Settings, book: PriceBook) -> list[PriceRow]:
    """First the models that the providers name, known or not; then the person's other rows; then the others that ship."""
    rows = list(_of_providers(settings, book))
    covered = {row.price.key for row in rows if row.price}
    rows += [PriceRow(price.host, price.models, price, is_own=True) for price in book.own() if price.key not in covered]
    covered |= {price.key for price in book.own()}
    rows += [PriceRow(price.host, price.models, price) for price in book.shipped() if price.key not in covered]
    return rows


def _of_providers(settings: Settings, book: PriceBook) -> Iterator[PriceRow]:
    seen = set()
    own = {price.key for price in book.own()}
    for provider in settings.providers.values():
        host = provider_of(provider.base_url)
        if not provider.model or (host, provider.model) in seen:
            continue
        seen.add((host, provider.model))
        price = book.find(provider.base_url, provider.model)
        if price is FREE:
            yield PriceRow(host, (provider.model,), None, is_free=True)
        elif price is None:
            yield PriceRow(host, (provider.model,), None)
        else:
            yield PriceRow(price.host, price.models, price, is_own=price.key in own)


class PriceTable(QWidget):
    """The table with its buttons.

    Signals:
        changed: a price is another one now.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._book = desk.services.accounts.prices
        self._rows: list[PriceRow] = []
        self._filling = False
        self.table = QTableWidget(0, 7)
        self.table.setAccessibleName(tr("Prices per million tokens"))
        self.table.setHorizontalHeaderLabels(
            [tr("Server"), tr("Models"), tr("Input"), tr("Output"), tr("Cached"), tr("Currency"), tr("Source")]
        )
        self.add_button = button(tr("Add a price"))
        self.remove_button = button(tr("Remove mine"))
        self.said = label("", "small", wrap=True)
        self._dress()
        filled(self, column(self.table, row(self.add_button, self.remove_button, None), self.said))
        self._connect_signals()
        self.reload()

    def reload(self) -> None:
        """Read the tables anew."""
        self._show(rows_of(self._desk.settings, self._book))
        trouble = self._book.trouble
        self._say(f"{tr_said(trouble.message)} {tr_said(trouble.hint)}" if trouble else "", "failed")

    def _show(self, rows: list[PriceRow]) -> None:
        self._filling = True
        place = self.table.currentRow()
        self._rows = rows
        self.table.setRowCount(len(rows))
        for number, one in enumerate(rows):
            self._fill_row(number, one)
        self.table.setCurrentCell(min(max(place, 0), len(rows) - 1), _INPUT)
        self._filling = False
        self._update_buttons()

    def _fill_row(self, number: int, one: PriceRow) -> None:
        price = one.price
        unknown = tr("free") if one.is_free else tr("unknown")
        numbers = [f"{value:g}" if value is not None else "" for value in _values(price)]
        texts = [one.host, ", ".join(one.models), *(numbers if price else (unknown, unknown, ""))]
        for part, text in enumerate(texts):
            cell = QTableWidgetItem(text)
            is_new = not one.host or not one.models
            editable = (part in _NUMBERS or is_new) and not one.is_free
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            cell.setFlags(flags | Qt.ItemFlag.ItemIsEditable if editable else flags)
            if part in _NUMBERS:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            cell.setToolTip(text if part in (_HOST, _MODELS) else "")
            self.table.setItem(number, part, cell)
        self.table.setCellWidget(number, _CURRENCY, self._currency_box(number, one))
        source = QTableWidgetItem(_source(one))
        source.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        told = (price.source, price.date, price.note) if price else ()
        source.setToolTip("\n".join(part for part in told if part))
        self.table.setItem(number, _SOURCE, source)

    def _currency_box(self, number: int, one: PriceRow) -> QComboBox:
        box = QComboBox()
        box.addItems(list(CURRENCIES))
        box.setProperty("role", "cell")
        box.setAccessibleName(tr("Currency"))
        box.setCurrentText(one.price.currency if one.price else CURRENCIES[0])
        box.setEnabled(not one.is_free)
        box.activated.connect(lambda _index, at=number: self._edited(at))
        return box

    def _edited(self, number: int) -> None:
        """A cell of a row has another value: keep the row as soon as it is whole."""
        if self._filling:
            return
        one = self._rows[number]
        host = self._text(number, _HOST) or "*"
        models = tuple(name.strip() for name in self._text(number, _MODELS).split(",") if name.strip())
        values = [_number(self._text(number, part)) for part in _NUMBERS]
        box = self.table.cellWidget(number, _CURRENCY)
        currency = box.currentText() if isinstance(box, QComboBox) else CURRENCIES[0]
        if values[0] is None or values[1] is None or not models:
            self._say(tr("The price is unknown until its server, its models, input and output are there."), "")
            return
        kept = one.price or Price(models, 0.0, 0.0)
        if one.price and not one.is_own:
            kept = dataclasses.replace(kept, source="", date="", note="")
        price = dataclasses.replace(
            kept, host=host, models=models, input=values[0], output=values[1], cached=values[2], currency=currency
        )
        if price != one.price:
            self._put(number, price)

    def _put(self, number: int, price: Price) -> None:
        """Keep a price. Its row stays where it is: the next cell may be under the keys already."""
        try:
            self._book.put(price)
        except AppError as error:
            self.reload()
            self._say(f"{tr_said(error.message)} {tr_said(error.hint)}", "failed")
            return
        self._rows[number] = PriceRow(price.host, price.models, price, is_own=True)
        self._filling = True
        self._fill_row(number, self._rows[number])
        self._filling = False
        self._update_buttons()
        self._say(tr("The price is kept."), "verified")
        self.changed.emit()

    def _add(self) -> None:
        self._show([*self._rows, PriceRow("", (), None)])
        last = len(self._rows) - 1
        self.table.setCurrentCell(last, _HOST)
        self.table.setFocus()
        item = self.table.item(last, _HOST)
        if item is not None:
            self.table.editItem(item)

    def _remove(self) -> None:
        one = self._rows[self.table.currentRow()]
        if one.price is None or not one.is_own:
            return
        try:
            self._book.remove(one.price)
        except AppError as error:
            self._say(f"{tr_said(error.message)} {tr_said(error.hint)}", "failed")
            return
        self.reload()
        self._say(tr("Your price is removed."), "")
        self.changed.emit()

    def _text(self, number: int, part: int) -> str:
        item = self.table.item(number, part)
        return item.text().strip() if item else ""

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        set_tone(self.said, tone)

    def _update_buttons(self) -> None:
        place = self.table.currentRow()
        self.remove_button.setEnabled(0 <= place < len(self._rows) and self._rows[place].is_own)

    def _dress(self) -> None:
        table = self.table
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        table.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        table.verticalHeader().setDefaultSectionSize(self._desk.theme.row_height)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for part in range(7):
            wide = part in (_HOST, _MODELS)
            modes = QHeaderView.ResizeMode
            header.setSectionResizeMode(part, modes.Stretch if wide else modes.ResizeToContents)
        header.setSectionResizeMode(_CURRENCY, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(_CURRENCY, CURRENCY_PX)
        table.setFixedHeight((SHOWN_ROWS + 1) * self._desk.theme.row_height + 8)

    def _connect_signals(self) -> None:
        self.table.itemChanged.connect(lambda item: self._edited(item.row()))
        self.table.currentCellChanged.connect(lambda *_: self._update_buttons())
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)


def _values(price: Price | None) -> tuple[float | None, ...]:
    return (price.input, price.output, price.cached) if price else (None, None, None)


def _source(one: PriceRow) -> str:
    if one.is_free:
        return tr("this machine")
    if one.price is None:
        return ""
    return tr("yours") if one.is_own else tr("shipped")


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None
