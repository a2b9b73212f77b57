"""Fields of a manifest → controls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.api_qt import tr
from app.core.manifest import Field
from app.ui.icons import IconSet
from app.ui.widgets import filled, icon_button, label, row

MULTILINE_PX = 96


class FileField(QWidget):
    """A path with a button that asks for one.

    Signals:
        changed: another path stands there.
    """

    changed = Signal()

    def __init__(self, icons: IconSet, field: Field, ask: Callable[[], Path | None]) -> None:
        super().__init__()
        self._ask = ask
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr(field.placeholder))
        self.edit.setAccessibleName(tr(field.label))
        choose = icon_button(icons, "folder-open-outline", tr("Choose a file"))
        choose.clicked.connect(self._choose)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        filled(self, row(self.edit, choose, spacing=4))

    def _choose(self) -> None:
        if path := self._ask():
            self.edit.setText(str(path))


class Form(QWidget):
    """Controls for fields.

    Signals:
        edited: a value changed.
    """

    edited = Signal()

    def __init__(self, icons: IconSet, fields: Iterable[Field], ask_file: Callable[[str], Path | None]) -> None:
        super().__init__()
        self._icons = icons
        self._ask_file = ask_file
        self._fields = tuple(fields)
        self._controls: dict[str, QWidget] = {}
        layout = QFormLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in self._fields:
            control = self._control(field)
            self._controls[field.name] = control
            name = label("" if field.kind == "bool" else tr(field.label), "secondary")
            name.setBuddy(control)
            layout.addRow(name, control)
        filled(self, layout)

    def values(self) -> dict[str, Any]:
        """What stands in the controls; numbers and choices as text."""
        return {field.name: _read(self._controls[field.name]) for field in self._fields}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Put values into the controls; unknown names are passed over."""
        for name, control in self._controls.items():
            if name in values:
                _write(control, values[name])

    def first_file(self) -> str | None:
        """The name of the first field that takes a file."""
        return next((field.name for field in self._fields if field.kind == "file"), None)

    def _control(self, field: Field) -> QWidget:
        made = self._made(field)
        made.setAccessibleName(tr(field.label))
        if field.default:
            _write(made, field.default)
        return made

    def _made(self, field: Field) -> QWidget:
        match field.kind:
            case "multiline":
                return self._multiline(field)
            case "file":
                chooser = FileField(self._icons, field, lambda: self._ask_file(tr(field.label)))
                chooser.changed.connect(self.edited)
                return chooser
            case "choice":
                return self._choice(field)
            case "bool":
                box = QCheckBox(tr(field.label))
                box.toggled.connect(lambda _on: self.edited.emit())
                return box
            case _:
                return self._line(field)

    def _multiline(self, field: Field) -> QWidget:
        edit = QPlainTextEdit()
        edit.setPlaceholderText(tr(field.placeholder))
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(MULTILINE_PX)
        edit.textChanged.connect(self.edited)
        return edit

    def _line(self, field: Field) -> QWidget:
        edit = QLineEdit()
        edit.setPlaceholderText(tr(field.placeholder))
        if field.kind == "number":
            validator = QDoubleValidator(edit)
            validator.setLocale(QLocale.c())
            edit.setValidator(validator)
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.textChanged.connect(lambda _text: self.edited.emit())
        return edit

    def _choice(self, field: Field) -> QWidget:
        box = QComboBox()
        for choice in field.choices:
            box.addItem(tr(choice), choice)
        box.currentIndexChanged.connect(lambda _index: self.edited.emit())
        return box


def _read(control: QWidget) -> Any:
    match control:
        case QCheckBox():
            return control.isChecked()
        case QComboBox():
            return control.currentData()
        case QPlainTextEdit():
            return control.toPlainText()
        case FileField():
            return control.edit.text()
        case _:
            return cast(QLineEdit, control).text()


def _write(control: QWidget, value: Any) -> None:
    match control:
        case QCheckBox():
            control.setChecked(value is True or str(value).lower() in {"1", "true", "yes", "on"})
        case QComboBox():
            control.setCurrentIndex(max(0, control.findData(value)))
        case QPlainTextEdit():
            control.setPlainText(str(value))
        case FileField():
            control.edit.setText(str(value))
        case _:
            cast(QLineEdit, control).setText(str(value))
