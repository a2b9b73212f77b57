"""The settings of plugins: what was found, what is wrong with it, and whose code may run."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from app.api_qt import tr, tr_said
from app.core.manifest import PluginManifest
from app.core.registry import PluginRecord
from app.ui.desk import Desk
from app.ui.icons import Ink
from app.ui.panel_host import confirm
from app.ui.widgets import button, column, filled, frame, label, row, set_tone


class PluginsPage(QWidget):
    """One card per plugin.

    Signals:
        trust_changed: a plugin's code may run now, or no more; its id.
    """

    trust_changed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        folder = button(tr("Show the plugin folder"))
        folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(desk.services.paths.user_plugins)))
        )
        words = tr(
            "A tool is a TOML file with examples, or a folder with Python code. Put yours here and start again: {path}"
        )
        intro = label(words.format(path=desk.services.paths.user_plugins), "secondary", wrap=True, selectable=True)
        cards = [self._card(record) for record in desk.services.registry.records()]
        filled(self, column(intro, row(folder, None), *cards, None, margins=(8, 0, 8, 0)))

    def _card(self, record: PluginRecord) -> QWidget:
        manifest = record.manifest
        mark = QLabel()
        ink: Ink = "failed" if record.error else "secondary"
        icon = "alert-circle-outline" if manifest is None else manifest.icon
        self._desk.icons.redraw_with(mark, lambda target: target.setPixmap(self._desk.icons.pixmap(icon, ink, 20)))
        title = label(tr(manifest.title) if manifest else record.id, "strong")
        head = row(mark, title, label(_origin(record), "small"), None)
        parts: list[QWidget] = [filled(QWidget(), head)]
        if record.error is not None:
            wrong = label(
                f"{tr_said(record.error.message)} {tr_said(record.error.hint)}".strip(), wrap=True, selectable=True
            )
            set_tone(wrong, "failed")
            parts += [wrong, label(str(record.path), "small", wrap=True, selectable=True)]
        elif manifest is not None:
            parts += [label(_permissions(manifest), "small", wrap=True)]
            if record.origin != "bundled" and not manifest.is_data_only:
                parts.append(self._switch(record))
        return filled(frame("card"), column(*parts, margins=(12, 8, 12, 8), spacing=4))

    def _switch(self, record: PluginRecord) -> QCheckBox:
        made = QCheckBox(tr("Its Python code may run, with my rights"))
        made.setAccessibleName(f"{record.id}: {made.text()}")
        made.setChecked(self._desk.services.registry.may_run(record))
        made.clicked.connect(lambda on: self._trust(record, made, on=on))
        return made

    def _trust(self, record: PluginRecord, switch: QCheckBox, *, on: bool) -> None:
        text = tr("It can do whatever you can do on this machine. What it declares: {permissions}")
        declared = _permissions(record.manifest) if record.manifest else ""
        title = tr("Let “{title}” run its code?").format(title=record.manifest.title if record.manifest else record.id)
        if on and not confirm(self, title, text.format(permissions=declared), tr("Let it run with my rights")):
            switch.setChecked(False)
            return
        trusted = {*self._desk.settings.trusted_plugins} - {record.id} | ({record.id} if on else set())
        self._desk.change(lambda now: dataclasses.replace(now, trusted_plugins=tuple(sorted(trusted))))
        self.trust_changed.emit(record.id)


def _origin(record: PluginRecord) -> str:
    return {"bundled": tr("comes with Polymath"), "user": tr("yours"), "package": tr("installed package")}[
        record.origin
    ]


def _permissions(manifest: PluginManifest) -> str:
    if manifest.is_data_only:
        return tr("Data only: no code, no permissions.")
    words = {
        "files:read": tr("reads files"),
        "files:write": tr("writes files"),
        "processes": tr("starts programs"),
        "network": tr("uses the network"),
        "secrets": tr("keeps passwords of its own in the keyring"),
    }
    return tr(", ").join(words[one] for one in manifest.permissions) or tr("declares no permissions")
