"""How a text file is read: its first rows as an import would have them, and what can be chosen otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.api import AppError
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.sources.base import QueryStopped, Stop
from plugins.sql_assistant.sources.file_encoding import ENCODINGS
from plugins.sql_assistant.sources.file_options import Options, keep_options, options_for
from plugins.sql_assistant.sources.file_preview import Preview, preview
from plugins.sql_assistant.sources.file_types import TYPES

_TYPED_COLUMNS = 60
"""More columns are shown without a choice of their type."""

_WAIT_MS = 150
_WIDTH, _HEIGHT = 760, 520
_MAX_CHARS = 200


class FilePreviewDialog(QDialog):
    """The choices for text files, one at a time; they are kept for each as soon as the dialog is accepted.

    Signals:
        chosen: a file is to be read otherwise than before.
    """

    chosen = Signal()

    def __init__(self, host: PanelHost, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._paths = list(paths)
        self._options: dict[Path, Options] = {path: options_for(path, host.data_dir) for path in self._paths}
        self._stop = Stop()
        self.found: Preview | None = None
        self.setWindowTitle(tr("How files are read"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._make_parts()
        self._lay_out()
        self._connect_signals()
        self._show_file()
        self.resize(_WIDTH, _HEIGHT)

    # parts

    def _make_parts(self) -> None:
        self.file = QComboBox()
        self.file.setAccessibleName(tr("File"))
        self.file.addItems([path.name for path in self._paths])
        self.file.setVisible(len(self._paths) > 1)
        self.encoding = _choices(tr("Encoding"), [(name, name) for name in ENCODINGS])
        marks = ((tr("comma"), ","), (tr("semicolon"), ";"), (tr("tab"), "\t"), (tr("bar"), "|"), (tr("blank"), " "))
        self.delimiter = _choices(tr("Delimiter"), [(words, mark) for words, mark in marks])
        self.header = QCheckBox(tr("The first row holds the names"))
        self.table = QTableWidget()
        self.table.setAccessibleName(tr("The first rows"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(False)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons = QDialogButtonBox()
        self.accept_button = self.buttons.addButton(tr("Read it so"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setProperty("role", "primary")
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.reset_button = self.buttons.addButton(tr("As the program finds it"), QDialogButtonBox.ButtonRole.ResetRole)

    def _lay_out(self) -> None:
        theme = self._host.theme
        row = QHBoxLayout()
        row.setSpacing(theme.grid)
        for words, box in ((tr("Encoding"), self.encoding), (tr("Delimiter"), self.delimiter)):
            row.addWidget(QLabel(words))
            row.addWidget(box)
        row.addWidget(self.header)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.grid)
        layout.addWidget(self.file)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.note)
        layout.addWidget(self.buttons)

    def _connect_signals(self) -> None:
        self.file.currentIndexChanged.connect(lambda _row: self._show_file())
        self.encoding.activated.connect(lambda _row: self._choose(encoding=self.encoding.currentData()))
        self.delimiter.activated.connect(lambda _row: self._choose(delimiter=self.delimiter.currentData()))
        self.header.clicked.connect(lambda is_header: self._choose(has_header=is_header))
        self._wait.timeout.connect(self._look)
        self.buttons.accepted.connect(self._keep)
        self.buttons.rejected.connect(self.reject)
        self.reset_button.clicked.connect(self._reset)
        self.finished.connect(lambda _result: self._stop.ask())

    # what is shown

    @property
    def path(self) -> Path:
        """The file that is shown."""
        return self._paths[max(self.file.currentIndex(), 0)]

    @property
    def options(self) -> Options:
        """What is chosen for it."""
        return self._options[self.path]

    def _show_file(self) -> None:
        for box, value in ((self.encoding, self.options.encoding), (self.delimiter, self.options.delimiter)):
            box.setCurrentIndex(max(box.findData(value), 0))
        self._look()

    def _look(self) -> None:
        """Read the beginning of the file anew; the latest look wins."""
        self._stop.ask()
        stop = self._stop = Stop()
        path, options = self.path, self.options

        def work() -> Preview | None:
            try:
                return preview(path, options, stop)
            except QueryStopped:
                return None

        def done(found: Preview | None) -> None:
            if found is not None and not stop.is_asked:
                self._show(found)

        def failed(error: AppError) -> None:
            if not stop.is_asked:
                self._show_problem(f"{tr_said(error.message)} {tr_said(error.hint)}".strip())

        self._host.call(work, done, failed)

    def _show(self, found: Preview) -> None:
        self.found = found
        self.encoding.setItemText(0, tr("found: {name}").format(name=found.encoding))
        row = self.delimiter.findData(found.delimiter)
        words = self.delimiter.itemText(row) if row > 0 else found.delimiter
        self.delimiter.setItemText(0, tr("found: {name}").format(name=words))
        self.header.setChecked(found.has_header)
        self._fill(found)
        self._say("\n".join(_doubts(found)), "unverified")
        self.accept_button.setEnabled(True)

    def _show_problem(self, text: str) -> None:
        self.found = None
        self.table.setRowCount(0)
        self._say(text, "failed")
        self.accept_button.setEnabled(False)

    def _say(self, text: str, tone: str) -> None:
        self.note.setProperty("tone", tone)
        self.note.style().polish(self.note)
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _fill(self, found: Preview) -> None:
        """The rows, below a line in which the types can be chosen."""
        table = self.table
        table.clear()
        table.setColumnCount(len(found.names))
        table.setRowCount(len(found.rows) + 1)
        table.setHorizontalHeaderLabels(list(found.names))
        for column, name in enumerate(found.names[:_TYPED_COLUMNS]):
            table.setCellWidget(0, column, self._type_box(name, found.types[column]))
        for number, row in enumerate(found.rows, 1):
            for column, value in enumerate(row):
                table.setItem(number, column, _item(value))
        table.resizeColumnsToContents()

    def _type_box(self, name: str, kind: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("Type of {name}").format(name=name))
        box.addItems(list(TYPES))
        box.setCurrentText(kind)
        if name in self.options.types:
            font = box.font()
            font.setBold(True)
            box.setFont(font)
        box.activated.connect(lambda _row: self._choose_type(name, box.currentText()))
        return box

    # what is chosen

    def _choose(self, **values: object) -> None:
        """Take up a choice; another layout has other columns, so that their types are found anew."""
        now = {
            "encoding": self.options.encoding,
            "delimiter": self.options.delimiter,
            "has_header": self.options.has_header,
        }
        self._options[self.path] = Options(**{**now, **values})  # type: ignore[arg-type]  # of the fields' own types
        self._wait.start()

    def _choose_type(self, name: str, kind: str) -> None:
        old = self.options
        self._options[self.path] = Options(old.encoding, old.delimiter, old.has_header, {**old.types, name: kind})
        self._wait.start()

    def _reset(self) -> None:
        self._options[self.path] = Options()
        self.encoding.setItemText(0, tr("as found"))
        self.delimiter.setItemText(0, tr("as found"))
        self._show_file()

    def _keep(self) -> None:
        data_dir = self._host.data_dir
        changed = {path: one for path, one in self._options.items() if one != options_for(path, data_dir)}

        def work() -> None:
            for path, options in changed.items():
                keep_options(path, options, data_dir)

        def done(_nothing: None) -> None:
            if changed:
                self.chosen.emit()
            self.accept()

        self._host.call(work, done)


def _choices(name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
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


def _doubts(found: Preview) -> list[str]:
    """What may be wrong with how it was read."""
    said = [
        tr("The dates in “{name}” can be read in two ways, so they stay text.").format(name=name)
        for name in found.unclear
    ]
    if found.lost:
        said.append(tr("Characters that are none in this encoding: {count}.").format(count=f"{found.lost:,}"))
    if len(found.names) == 1:
        said.append(tr("All of it is one column; another delimiter may be right."))
    if not found.is_whole:
        said.append(tr("Only the beginning of the file is shown; types are decided on all of it when it is opened."))
    return said
