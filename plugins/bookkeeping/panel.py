"""The tool's page: chart on the left, journal in the middle, statements and their proofs on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import qtawesome
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api import AppError, InputError, PluginManifest, StorageError
from app.api_qt import Panel, PanelHost, RunEvent, RunFinished, tr, tr_said
from plugins.bookkeeping.accounts import Chart, parse_chart
from plugins.bookkeeping.books import Book
from plugins.bookkeeping.editing import by_hand, with_account_named, with_accounts_of
from plugins.bookkeeping.export import write
from plugins.bookkeeping.journal import Entry
from plugins.bookkeeping.journal_view import AMOUNT, JournalModel, JournalTable
from plugins.bookkeeping.statements import statements_of
from plugins.bookkeeping.statements_view import StatementsView
from plugins.bookkeeping.store import Kept, load, save
from plugins.bookkeeping.unread_view import UnreadView

_WIDTHS = [180, 560, 300]
_UNBOUNDED = 16_777_215
"""Qt's ``QWIDGETSIZE_MAX``."""
_MOST_UNDO = 100


class BookkeepingPanel(Panel):
    """Keeps the journal; a run's entries are added to it, and every change is kept on disk and can be undone."""

    def __init__(self, manifest: PluginManifest, host: PanelHost) -> None:
        super().__init__(manifest, host)
        self._default_accounts = next(field.default for field in manifest.fields if field.name == "accounts")
        self.book = Book(parse_chart(self._default_accounts))
        self._runs: tuple[str, ...] = ()
        self._undo: list[Book] = []
        self._is_saving = False
        self._is_dirty = False
        self._may_save = False  # until what was kept has been read
        self.model = JournalModel(host.theme)
        self.table = JournalTable(self.model, host.theme)
        self.unread = UnreadView(host.theme)
        self.statements = StatementsView(host.theme)
        self.accounts = QPlainTextEdit(self._default_accounts)
        self.today = QLineEdit()
        self._make_actions()
        self._lay_out()
        self._connect_signals()
        self.retheme()
        self._show()
        self.host.call(lambda: load(host.data_dir), self._loaded, self._loaded_not)

    # what the host asks

    def inputs(self) -> dict[str, Any]:
        return {"accounts": self.accounts.toPlainText(), "today": self.today.text().strip()}

    def fill(self, inputs: Mapping[str, Any]) -> None:
        self.accounts.setPlainText(str(inputs.get("accounts") or self._default_accounts))
        self.today.setText(str(inputs.get("today") or ""))

    def subject(self) -> str:
        count = len(self.book.entries)
        if count == 1:
            return tr("1 entry")
        return tr("{count} entries").format(count=count) if count else ""

    def state(self) -> dict[str, Any]:
        return {
            "accounts": self.accounts.toPlainText(),
            "across": self._across.sizes(),
            "accounts_open": not self.accounts.isHidden(),
            "tab": self.statements.tabs.currentIndex(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        if text := str(state.get("accounts") or ""):
            self.accounts.setPlainText(text)
        sizes = state.get("across")
        if isinstance(sizes, list) and len(sizes) == 3 and all(isinstance(size, int) for size in sizes) and any(sizes):
            self._across.setSizes(sizes)
        self._set_accounts_open(bool(state.get("accounts_open", True)))
        tab = state.get("tab")
        self.statements.tabs.setCurrentIndex(tab if isinstance(tab, int) else 0)

    def actions_for_header(self) -> Sequence[QAction]:
        return (self.add_action, self.delete_action, self.undo_action, self.export_action, self.new_action)

    def retheme(self) -> None:
        theme = self.host.theme
        for part in (self.model, self.unread, self.statements):
            part.retheme(theme)
        for action, name in self._icons:
            action.setIcon(qtawesome.icon(name, color=theme.text))
        self._set_fold_icon()

    def present(self, event: RunEvent) -> None:
        if not isinstance(event, RunFinished) or event.run_id in self._runs:
            return
        outcome = event.result.outcome
        if "entries" not in outcome.result:
            return
        found = Book.from_json(outcome.result)
        self._runs = (*self._runs, event.run_id)
        chart = with_accounts_of(self.book.chart, found.chart)
        self._change(Book(chart, (*self.book.entries, *found.entries), (*self.book.unread, *found.unread)))
        self.table.scrollToBottom()

    # parts

    def _make_actions(self) -> None:
        self.add_action = QAction(tr("Add entry"), self)
        self.add_action.setShortcut(QKeySequence("Ctrl+Shift+A"))
        self.delete_action = QAction(tr("Delete entries"), self)
        self.undo_action = QAction(tr("Undo"), self)
        self.undo_action.setShortcut(QKeySequence("Ctrl+Shift+Z"))
        self.export_action = QAction(tr("Export XLSX…"), self)
        self.export_action.setShortcut(QKeySequence("Ctrl+Shift+E"))
        self.new_action = QAction(tr("New journal…"), self)
        self._icons = (
            (self.add_action, "mdi6.table-row-plus-after"),
            (self.delete_action, "mdi6.table-row-remove"),
            (self.undo_action, "mdi6.undo"),
            (self.export_action, "mdi6.file-excel-outline"),
            (self.new_action, "mdi6.notebook-plus-outline"),
        )
        for action, _ in self._icons:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
        delete_key = QAction(self.table)
        delete_key.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        delete_key.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete_key.triggered.connect(self.delete_action.trigger)
        self.table.addAction(delete_key)

    def _lay_out(self) -> None:
        self._across = QSplitter(Qt.Orientation.Horizontal)
        for part in (self._accounts_side(), self._journal_side(), self.statements):
            self._across.addWidget(part)
        self._across.setStretchFactor(1, 1)
        self._across.setChildrenCollapsible(False)
        self._across.setSizes(_WIDTHS)
        self.statements.setMinimumWidth(230)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._across)

    def _accounts_side(self) -> QWidget:
        side = QWidget()
        self.fold_button = QToolButton()
        self.fold_button.setText(tr("Accounts"))
        self.fold_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold_button.setToolTip(tr("Show or hide the chart of accounts."))
        self.accounts.setAccessibleName(tr("Chart of accounts"))
        self.accounts.setToolTip(tr("One account a line, its type in brackets where its name does not say it."))
        self.accounts_problem = QLabel()
        self.accounts_problem.setWordWrap(True)
        self.accounts_problem.setProperty("tone", "failed")
        self.accounts_problem.hide()
        self.today.setPlaceholderText(f"{tr('Today')}: {date.today().isoformat()}")
        self.today.setAccessibleName(tr("Today"))
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.host.theme.gap)
        layout.addWidget(self.fold_button)
        layout.addWidget(self.accounts, 1)
        layout.addWidget(self.accounts_problem)
        layout.addWidget(self.today)
        layout.addStretch(0)
        side.setMinimumWidth(96)
        self._accounts_part = side
        return side

    def _journal_side(self) -> QWidget:
        side = QWidget()
        self.stack = QStackedWidget()
        self.teaching = QLabel(
            tr("Write below what you spent and earned, one line each.") + "\n"
            + tr("Every amount and date is taken from your line by code, and the books must balance.")
        )  # fmt: skip
        self.teaching.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.teaching.setWordWrap(True)
        self.teaching.setProperty("role", "secondary")
        self.stack.addWidget(self.teaching)
        self.stack.addWidget(self.table)
        tools = QHBoxLayout()
        tools.setContentsMargins(0, 0, 0, 0)
        heading = QLabel(tr("Journal"))
        heading.setProperty("role", "heading")
        tools.addWidget(heading, 1)
        for action in (self.add_action, self.delete_action, self.undo_action, self.export_action):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            tools.addWidget(button)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.host.theme.gap)
        layout.addLayout(tools)
        layout.addWidget(self.unread)
        layout.addWidget(self.stack, 1)
        side.setMinimumWidth(320)
        return side

    def _connect_signals(self) -> None:
        self.add_action.triggered.connect(lambda: self._add())
        self.delete_action.triggered.connect(self._delete)
        self.undo_action.triggered.connect(self._undo_last)
        self.export_action.triggered.connect(self._export)
        self.new_action.triggered.connect(self._new)
        self.fold_button.clicked.connect(lambda: self._set_accounts_open(self.accounts.isHidden()))
        self.accounts.textChanged.connect(self._accounts_edited)
        self.model.entry_changed.connect(self._entry_changed)
        self.model.refused.connect(self.host.say)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.unread.by_hand.connect(self._add)
        self.unread.again.connect(self._write_anew)
        self.unread.dismissed.connect(lambda number: self._change(self._without_unread(number)))

    def _set_accounts_open(self, is_open: bool) -> None:
        self.accounts.setVisible(is_open)
        self.today.setVisible(is_open)
        self._accounts_part.setMaximumWidth(_UNBOUNDED if is_open else self.fold_button.sizeHint().width())
        self._set_fold_icon()

    def _set_fold_icon(self) -> None:
        name = "mdi6.chevron-right" if self.accounts.isHidden() else "mdi6.chevron-down"
        self.fold_button.setIcon(qtawesome.icon(name, color=self.host.theme.text))

    # the book

    def _loaded(self, kept: Kept | None) -> None:
        self._may_save = True
        if kept is not None:
            self._runs = (*kept.runs, *self._runs)
            entries = (*kept.book.entries, *self.book.entries)
            chart = with_accounts_of(kept.book.chart, self.book.chart)
            self.book = Book(chart, entries, (*kept.book.unread, *self.book.unread))
            self._accounts_edited()
        if self._is_dirty:
            self._save()

    def _loaded_not(self, error: AppError) -> None:
        """Say it; what cannot be read is never written over."""
        self.host.show_error(error)

    def _change(self, book: Book) -> None:
        """Take up a changed book: what it was before can be had again by Undo."""
        self._undo = [*self._undo[-_MOST_UNDO:], self.book]
        self.book = book
        self._show()
        self._save()

    def _undo_last(self) -> None:
        if self._undo:
            self.book = self._undo.pop()
            self._accounts_edited()
            self._save()

    def _show(self) -> None:
        statements = statements_of(self.book.entries, self.book.chart)
        self.model.today = self._today()
        self.model.show_entries(self.book.entries, statements[0].currency if statements else "")
        self.table.accounts.chart = self.book.chart
        self.unread.show_unread(self.book.unread)
        self.statements.show_statements(statements)
        self.stack.setCurrentWidget(self.table if self.book.entries else self.teaching)
        self._enable()
        self.subject_changed.emit()

    def _enable(self) -> None:
        self.delete_action.setEnabled(bool(self.table.selected_rows()))
        self.undo_action.setEnabled(bool(self._undo))
        self.export_action.setEnabled(bool(self.book.entries))
        self.new_action.setEnabled(bool(self.book.entries or self.book.unread))

    def _save(self) -> None:
        """Write one at a time, so that an older book never comes to lie over a newer one."""
        self._is_dirty = True
        if self._is_saving or not self._may_save:
            return
        self._is_saving, self._is_dirty = True, False
        folder, book, runs = self.host.data_dir, self.book, self._runs
        self.host.call(lambda: save(folder, book, runs), lambda _none: self._saved(), self._saved_not)

    def _saved(self) -> None:
        self._is_saving = False
        if self._is_dirty:
            self._save()

    def _saved_not(self, error: AppError) -> None:
        self._is_saving = False
        self.host.show_error(error)

    def _accounts_edited(self) -> None:
        """Types may have changed: show the statements anew; a chart that cannot be read is said, and the last one stays."""
        try:
            chart = parse_chart(self.accounts.toPlainText())
        except InputError as error:
            self.accounts_problem.setText(f"{tr_said(error.message)} {tr_said(error.hint)}".strip())
            self.accounts_problem.show()
            self._show()
            return
        self.accounts_problem.hide()
        used = {name for entry in self.book.entries for name in (entry.debit, entry.credit)}
        kept = Chart(tuple(account for account in self.book.chart.accounts if account.name in used))
        self.book = replace(self.book, chart=with_accounts_of(chart, kept))
        self._show()

    def _today(self) -> date:
        try:
            return date.fromisoformat(self.today.text().strip())
        except ValueError:
            return date.today()

    def _currency(self) -> str:
        statements = statements_of(self.book.entries, self.book.chart)
        return statements[0].currency if statements else "USD"

    # what a person does

    def _add(self, unread_number: int = -1) -> None:
        unread = self.book.unread[unread_number] if 0 <= unread_number < len(self.book.unread) else None
        entry = by_hand(unread, self.book.chart, self._today(), self._currency())
        book = self._without_unread(unread_number)
        self._change(replace(book, entries=(*book.entries, entry)))
        index = self.model.index(len(self.book.entries) - 1, AMOUNT)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)
        self.table.edit(index)

    def _without_unread(self, number: int) -> Book:
        kept = tuple(one for place, one in enumerate(self.book.unread) if place != number)
        return replace(self.book, unread=kept)

    def _write_anew(self) -> None:
        lines = "\n".join(one.text for one in self.book.unread)
        self._change(replace(self.book, unread=()))
        self.host.set_prompt(lines)

    def _delete(self) -> None:
        rows = set(self.table.selected_rows())
        if rows:
            kept = tuple(entry for row, entry in enumerate(self.book.entries) if row not in rows)
            self._change(replace(self.book, entries=kept))

    def _entry_changed(self, row: int, entry: Entry) -> None:
        chart = self.book.chart
        for name in (entry.debit, entry.credit):
            chart = with_account_named(chart, name)
        entries = (*self.book.entries[:row], entry, *self.book.entries[row + 1 :])
        self._change(replace(self.book, chart=chart, entries=entries))

    def _new(self) -> None:
        count = len(self.book.entries)
        text = tr("{count} entries leave the journal. Undo brings them back until the program ends.").format(
            count=count
        )
        if self.host.confirm(tr("New journal"), text, tr("Start a new journal")):
            self._change(Book(self.book.chart))

    def _export(self) -> None:
        filters = ";;".join(
            (
                f"{tr('Excel workbooks')} (*.xlsx)",
                f"{tr('Beancount files')} (*.beancount)",
                f"{tr('CSV files')} (*.csv)",
            )
        )
        path = self.host.ask_save(tr("Export the books"), "books.xlsx", filters)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".xlsx")
        book = self.book
        self.host.call(
            lambda: _written(book, path), lambda _none: self.host.say(tr("Written to {path}.").format(path=path))
        )


def _written(book: Book, path: Path) -> None:
    try:
        write(book, path)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror}.", hint="Choose another folder or name."
        ) from error
