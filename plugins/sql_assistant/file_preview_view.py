"""How files are read: what was found in each, its first rows as an import would have them, and what can be chosen otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.api import AppError
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.file_words_view import (
    SHOWN_COLUMNS,
    delimiter_words,
    doubts,
    problem_words,
    short_words,
    size_words,
    summary,
    type_words,
)
from plugins.sql_assistant.sources.base import QueryStopped, Stop
from plugins.sql_assistant.sources.file_encoding import ENCODINGS
from plugins.sql_assistant.sources.file_list import Listed, listed
from plugins.sql_assistant.sources.file_options import Options, keep_options, options_for
from plugins.sql_assistant.sources.file_preview import MOST_LOOKED_AT, Preview, preview
from plugins.sql_assistant.sources.file_types import TYPES

_TYPED_COLUMNS = 60
"""More columns are shown without a choice of their type."""

_DELIMITERS = (",", ";", "\t", "|", " ")
_WAIT_MS = 150
_WIDTH, _HEIGHT, _LIST_WIDTH = 820, 540, 220
_MAX_CHARS = 200
_DOUBTS = 6
_TYPE_CHARS = 11


class FilePreviewDialog(QDialog):
    """The files at some paths, and the choices for those that are texts; these are kept for each as soon as the dialog is accepted.

    All reading is done in the background, and the latest look wins.

    Args:
        paths: files and folders, as they are given to the tool.
        is_opening: whether the files are opened when the dialog is accepted, as opposed to being open already.

    Signals:
        accepted_paths: the paths to be opened, as they were given (``list[Path]``); files that cannot be read are left out.
        chosen: a file is to be read otherwise than before.
    """

    accepted_paths = Signal(list)
    chosen = Signal()

    def __init__(
        self, host: PanelHost, paths: Sequence[Path], parent: QWidget | None = None, *, is_opening: bool = False
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._paths = list(paths)
        self._entries: tuple[Listed, ...] = ()
        self._options: dict[Path, Options] = {}
        self._before: Mapping[Path, Options] = {}
        self._life = Stop()
        self._stop = Stop(parent=self._life)
        self.found: Preview | None = None
        self.setWindowTitle(tr("How files are read"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._make_parts()
        self._make_buttons(is_opening=is_opening)
        self._lay_out()
        self._connect_signals()
        self.resize(_WIDTH, _HEIGHT)
        self._list_files()

    # parts

    def _make_parts(self) -> None:
        self.files = QListWidget()
        self.files.setAccessibleName(tr("Files"))
        self.files.setUniformItemSizes(True)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.hide()
        self.about = QLabel(tr("Reading the files…"))
        self.about.setProperty("role", "secondary")
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.encoding = _choices(tr("Encoding"), [(name, name) for name in ENCODINGS])
        self.delimiter = _choices(tr("Delimiter"), [(delimiter_words(mark), mark) for mark in _DELIMITERS])
        self.header = QCheckBox(tr("The first row holds the names"))
        self.all_button = QPushButton(tr("Read all text files so"))
        self.all_button.setProperty("role", "link")
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(tr("Sheet"))
        self.table = QTableWidget()
        self.table.setAccessibleName(tr("The first rows"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(False)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.hide()

    def _make_buttons(self, *, is_opening: bool) -> None:
        self.buttons = QDialogButtonBox()
        words = tr("Open") if is_opening else tr("Read it so")
        self.accept_button = self.buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setProperty("role", "primary")
        self.accept_button.setEnabled(False)
        self.cancel_button = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.reset_button = self.buttons.addButton(tr("Read as found"), QDialogButtonBox.ButtonRole.ResetRole)

    def _lay_out(self) -> None:
        theme = self._host.theme
        self._choice_row = QWidget()
        row = QHBoxLayout(self._choice_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.grid)
        for words, box in ((tr("Encoding"), self.encoding), (tr("Delimiter"), self.delimiter)):
            row.addWidget(QLabel(words))
            row.addWidget(box)
        row.addStretch(1)
        second = QHBoxLayout()
        second.addWidget(self.header)
        second.addStretch(1)
        second.addWidget(self.all_button)
        side = QWidget()
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.grid)
        right.addWidget(self.about)
        right.addWidget(self._choice_row)
        right.addLayout(second)
        right.addWidget(self.sheet)
        right.addWidget(self.table, 1)
        right.addWidget(self.note)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        across.addWidget(self.files)
        across.addWidget(side)
        across.setStretchFactor(1, 1)
        across.setSizes([_LIST_WIDTH, _WIDTH - _LIST_WIDTH])
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.grid)
        layout.addWidget(across, 1)
        layout.addWidget(self.buttons)

    def _connect_signals(self) -> None:
        self.files.currentRowChanged.connect(lambda _row: self._show_file())
        self.encoding.activated.connect(lambda _row: self._choose(encoding=self.encoding.currentData()))
        self.delimiter.activated.connect(lambda _row: self._choose(delimiter=self.delimiter.currentData()))
        self.header.clicked.connect(lambda is_header: self._choose(has_header=is_header))
        self.sheet.activated.connect(lambda _row: self._look())
        self._wait.timeout.connect(self._look)
        self.buttons.accepted.connect(self._keep)
        self.buttons.rejected.connect(self.reject)
        self.reset_button.clicked.connect(self._reset)
        self.all_button.clicked.connect(self._use_for_all)
        self.finished.connect(lambda _result: self._life.ask())

    # the files

    def _list_files(self) -> None:
        paths, data_dir, life = self._paths, self._host.data_dir, self._life

        def work() -> tuple[tuple[Listed, ...], dict[Path, Options]]:
            entries = listed(paths)
            return entries, {entry.path: options_for(entry.path, data_dir) for entry in entries}

        def done(found: tuple[tuple[Listed, ...], dict[Path, Options]]) -> None:
            if not life.is_asked:
                self._entries, self._options = found
                self._before = dict(self._options)
                self._show_files()

        self._host.call(work, done)

    def _show_files(self) -> None:
        two_lines = QSize(0, 2 * self.fontMetrics().lineSpacing() + 2 * self._host.theme.grid)
        for entry in self._entries:
            item = QListWidgetItem(f"{entry.path.name}\n{short_words(entry)}")
            item.setToolTip(problem_words(entry) or str(entry.path))
            item.setSizeHint(two_lines)
            self.files.addItem(item)
        self.files.setVisible(len(self._entries) > 1)
        self.accept_button.setEnabled(any(entry.file for entry in self._entries))
        if self._entries:
            self.files.setCurrentRow(0)
        else:
            self._show_problem(tr("There is nothing that can be read."))

    @property
    def entry(self) -> Listed | None:
        """The file that is shown."""
        row = self.files.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    @property
    def options(self) -> Options:
        """What is chosen for it."""
        return self._options.get(self.entry.path, Options()) if self.entry else Options()

    def _show_file(self) -> None:
        self.sheet.clear()
        self._show_choices()
        self._look()

    def _show_choices(self) -> None:
        kind = self.entry.file.kind if self.entry and self.entry.file else ""
        for part in (self._choice_row, self.header):
            part.setVisible(kind == "text")
        self.all_button.setVisible(kind == "text" and len(self._texts) > 1)
        self.sheet.setVisible(self.sheet.count() > 1)
        self.reset_button.setEnabled(kind == "text")
        for box, value in ((self.encoding, self.options.encoding), (self.delimiter, self.options.delimiter)):
            box.setItemText(0, tr("as found"))
            box.setCurrentIndex(max(box.findData(value), 0))

    def _look(self) -> None:
        """Read the beginning of the file anew; the latest look wins."""
        self._stop.ask()
        stop = self._stop = Stop(parent=self._life)
        entry, options, sheet = self.entry, self.options, max(self.sheet.currentIndex(), 0)
        if entry is None or entry.error:
            self._show_problem(problem_words(entry) if entry else "")
            return

        def work() -> Preview | None:
            try:
                return preview(entry.path, options, stop, sheet)
            except QueryStopped:
                return None

        def done(found: Preview | None) -> None:
            if found is not None and not stop.is_asked:
                self._show(entry, found)

        def failed(error: AppError) -> None:
            if not stop.is_asked:
                self._show_problem(f"{tr_said(error.message)} {tr_said(error.hint)}".strip())

        self._host.call(work, done, failed)

    # what is shown

    def _show(self, entry: Listed, found: Preview) -> None:
        self.found = found
        self.about.setText(summary(entry, found))
        for box, words in ((self.encoding, found.encoding), (self.delimiter, delimiter_words(found.delimiter))):
            if box.currentIndex() == 0:
                box.setItemText(0, tr("found: {name}").format(name=words))
        self.header.setChecked(found.has_header)
        if self.sheet.count() != len(found.sheets):
            self.sheet.addItems(list(found.sheets))
            self.sheet.setVisible(len(found.sheets) > 1)
        self._fill(found)
        said = doubts(found)
        self._say("\n".join(said[:_DOUBTS]), "unverified")
        self.note.setToolTip("\n".join(said) if len(said) > _DOUBTS else "")

    def _show_problem(self, text: str) -> None:
        self.found = None
        self.about.setText(f"{self.entry.path.name} · {size_words(self.entry.size_bytes)}" if self.entry else "")
        self.table.clear()
        self.table.setRowCount(0)
        self.table.setColumnCount(0)
        self._say(text, "failed")

    def _say(self, text: str, tone: str) -> None:
        self.note.setProperty("tone", tone)
        self.note.style().polish(self.note)
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _fill(self, found: Preview) -> None:
        """The rows, below a line with the types, which can be chosen for a text."""
        table, names = self.table, found.names[:SHOWN_COLUMNS]
        table.clear()
        table.setColumnCount(len(names))
        table.setRowCount(len(found.rows) + 1)
        table.setHorizontalHeaderLabels(list(names))
        for column, name in enumerate(names):
            if found.kind == "text" and column < _TYPED_COLUMNS:
                table.setCellWidget(0, column, self._type_box(name, found.types[column]))
            else:
                table.setItem(0, column, QTableWidgetItem(type_words(found.types[column])))
        for number, row in enumerate(found.rows, 1):
            for column, value in enumerate(row[:SHOWN_COLUMNS]):
                table.setItem(number, column, _item(value))
        table.resizeColumnsToContents()
        table.setRowHeight(0, self._host.theme.control_height + self._host.theme.gap)

    def _type_box(self, name: str, kind: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("Type of {name}").format(name=name))
        for choice in TYPES:
            box.addItem(type_words(choice), choice)
        box.setCurrentIndex(max(box.findData(kind), 0))
        box.setToolTip(box.currentText())
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_TYPE_CHARS)
        box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + 3 * self._host.theme.grid)
        if name in self.options.types:
            font = box.font()
            font.setBold(True)
            box.setFont(font)
        box.activated.connect(lambda _row: self._choose(types={**self.options.types, name: box.currentData()}))
        return box

    # what is chosen

    def _choose(self, **values: Any) -> None:
        """Take up a choice; another layout has other columns, so that their types are found anew."""
        if self.entry is not None:
            types = values.get("types", {})
            self._options[self.entry.path] = replace(self.options, **{**values, "types": types, "is_seen": True})
            self._wait.start()

    def _reset(self) -> None:
        if self.entry is not None:
            self._options[self.entry.path] = Options(is_seen=True)
            self._show_file()

    @property
    def _texts(self) -> list[Path]:
        return [entry.path for entry in self._entries if entry.file is not None and entry.file.kind == "text"]

    def _use_for_all(self) -> None:
        """Read every text file as the one that is shown, where it has columns of the same names."""
        for path in self._texts:
            self._options[path] = replace(self.options, is_seen=True)
        self._show_file()

    def _keep(self) -> None:
        """Keep what was chosen, and that the files were seen; then the dialog ends."""
        data_dir, before, life = self._host.data_dir, self._before, self._life
        kept = {path: one for path, one in self._options.items() if one != before[path]}
        for entry in self._entries[:MOST_LOOKED_AT]:
            if entry.file is None or entry.file.kind == "text":
                kept[entry.path] = replace(self._options[entry.path], is_seen=True)
        is_other = any(
            replace(one, is_seen=False) != replace(before[path], is_seen=False) for path, one in kept.items()
        )

        def work() -> None:
            for path, options in kept.items():
                keep_options(path, options, data_dir)

        def done(_nothing: None) -> None:
            if life.is_asked:  # closed meanwhile
                return
            if is_other:
                self.chosen.emit()
            self.accepted_paths.emit(self._to_open())
            self.accept()

        self._host.call(work, done)

    def _to_open(self) -> list[Path]:
        """The paths at which there is something to read."""
        good = {entry.given for entry in self._entries if entry.file is not None}
        return [path for path in self._paths if path in good]


def _choices(name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.addItem(tr("as found"), "")
    for words, value in choices:
        box.addItem(words, value)
    return box


def _item(value: object) -> QTableWidgetItem:
    item = QTableWidgetItem("NULL" if value is None else str(value)[:_MAX_CHARS])
    if value is None:
        font = item.font()
        font.setItalic(True)
        item.setFont(font)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item
