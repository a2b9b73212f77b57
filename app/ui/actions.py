"""Every action of the window, by name: what the menus, the rail, the shortcuts and the command palette show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.api_qt import tr
from app.ui.icons import IconSet

SEPARATOR = "-"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. ``shortcut`` in Qt's portable form; several are separated by a blank."""

    name: str
    text: str
    icon: str = ""
    shortcut: str = ""
    checkable: bool = False


def _specs() -> tuple[ActionSpec, ...]:
    return (
        ActionSpec("file.open", tr("&Open a file in this tool…"), "folder-open-outline", "Ctrl+O"),
        ActionSpec("file.export", tr("&Export the result…"), "export-variant", "Ctrl+S"),
        ActionSpec("file.data", tr("Show the data &folder"), "folder-outline"),
        ActionSpec("app.quit", tr("&Quit"), "power", "Ctrl+Q"),
        ActionSpec("edit.undo", tr("&Undo"), "undo", "Ctrl+Z"),
        ActionSpec("edit.redo", tr("&Redo"), "redo", "Ctrl+Shift+Z"),
        ActionSpec("edit.cut", tr("Cu&t"), "content-cut", "Ctrl+X"),
        ActionSpec("edit.copy", tr("&Copy"), "content-copy", "Ctrl+C"),
        ActionSpec("edit.paste", tr("&Paste"), "content-paste", "Ctrl+V"),
        ActionSpec("edit.clear_prompt", tr("Clear the p&rompt"), "eraser", "Ctrl+L"),
        ActionSpec("app.settings", tr("&Settings…"), "cog-outline", "Ctrl+,"),
        ActionSpec("app.settings.api", tr("API settings…"), "cloud-outline"),
        ActionSpec("app.settings.local", tr("Local model settings…"), "memory"),
        ActionSpec("app.settings.spending", tr("Spending…"), "cash"),
        ActionSpec("app.settings.privacy", tr("Privacy…"), "shield-lock-outline"),
        ActionSpec("run.chain", tr("&Edit the chain of this tool…"), "transit-connection-variant"),
        ActionSpec("run.start", tr("&Run"), "play", "Ctrl+Return Ctrl+Enter"),
        ActionSpec("run.stop", tr("&Stop"), "stop", "Esc"),
        ActionSpec("run.again", tr("Run &again"), "replay", "Ctrl+Shift+R"),
        ActionSpec("run.local", tr("Run once on the &local model"), "laptop"),
        ActionSpec("run.cloud", tr("Run once in the &cloud"), "cloud-outline"),
        ActionSpec("run.evidence", tr("&How this was checked"), "shield-check-outline", "Ctrl+E"),
        ActionSpec("run.sent", tr("&What is sent"), "send-outline", "Ctrl+Shift+W"),
        ActionSpec("tools.add", tr("&Add a tool…"), "plus"),
        ActionSpec("model.manage", tr("&Models…"), "cube-outline", "Ctrl+M", checkable=True),
        ActionSpec("model.add", tr("Add a &GGUF file…"), "file-plus-outline"),
        ActionSpec("model.offline", tr("&Offline lock"), "lock-open-variant-outline", "Ctrl+Shift+O", checkable=True),
        ActionSpec("view.palette", tr("&Command palette…"), "magnify", "Ctrl+K"),
        ActionSpec("view.history", tr("&History"), "history", "Ctrl+H", checkable=True),
        ActionSpec("view.prompt", tr("Go to the &prompt"), "cursor-text", "Ctrl+P"),
        ActionSpec("view.light", tr("&Light theme"), "white-balance-sunny"),
        ActionSpec("view.dark", tr("&Dark theme"), "weather-night"),
        ActionSpec("view.system", tr("Theme of the &system"), "theme-light-dark"),
        ActionSpec("view.fullscreen", tr("&Full screen"), "fullscreen", "F11", checkable=True),
        ActionSpec("help.welcome", tr("&Welcome card"), "hand-wave-outline"),
        ActionSpec("help.shortcuts", tr("&Keyboard shortcuts"), "keyboard-outline", "Ctrl+/"),
        ActionSpec("help.logs", tr("Show the &log folder"), "text-box-outline"),
        ActionSpec("help.about", tr("&About Polymath"), "information-outline", "F1"),
    )


MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("&File", ("file.open", "file.export", SEPARATOR, "file.data", SEPARATOR, "app.settings", SEPARATOR, "app.quit")),
    ("&Edit", ("edit.undo", "edit.redo", SEPARATOR, "edit.cut", "edit.copy", "edit.paste", SEPARATOR, "edit.clear_prompt")),
    (
        "&Tool",
        (
            "run.start", "run.stop", "run.again", SEPARATOR, "run.local", "run.cloud", SEPARATOR, "run.evidence", "run.sent",
            SEPARATOR, "model.manage", "model.add", "model.offline", "run.chain", "app.settings.local", "app.settings.api",
            "app.settings.spending", "app.settings.privacy", SEPARATOR, "tools.add",
        ),
    ),
    (
        "&View",
        ("view.palette", "view.history", "view.prompt", SEPARATOR, "view.light", "view.dark", "view.system", SEPARATOR, "view.fullscreen"),
    ),
    ("&Help", ("help.welcome", "help.shortcuts", "help.logs", SEPARATOR, "help.about")),
)  # fmt: skip


class Actions:
    """The actions of one window. ``owner`` makes their shortcuts work in the whole window."""

    def __init__(self, owner: QWidget, icons: IconSet) -> None:
        self._owner = owner
        self._icons = icons
        self._all: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        for spec in _specs():
            self.add(spec)

    def __getitem__(self, name: str) -> QAction:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def as_dict(self) -> dict[str, QAction]:
        """All actions by name."""
        return dict(self._all)

    def add(self, spec: ActionSpec) -> QAction:
        """Make one more action."""
        made = QAction(spec.text, self._owner)
        made.setObjectName(spec.name)
        made.setProperty("icon_name", spec.icon)
        made.setCheckable(spec.checkable)
        made.setShortcuts([QKeySequence.fromString(keys) for keys in spec.shortcut.split()])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if not spec.name.startswith("edit.") or spec.name == "edit.clear_prompt":
            self._owner.addAction(made)  # the keys of the edit actions belong to the field that has the focus
        self._all[spec.name] = made
        return made

    def fill(self, bar: QMenuBar) -> None:
        """Put all actions into menus."""
        for title, names in MENUS:
            menu = QMenu(tr(title), bar)
            self.menus[title] = menu
            bar.addMenu(menu)
            for name in names:
                if name == SEPARATOR:
                    menu.addSeparator()
                else:
                    menu.addAction(self._all[name])
            menu.aboutToShow.connect(self.draw)

    def draw(self) -> None:
        """Give the actions their icons; done when a menu is first opened, for drawing them all costs the start."""
        for action in self._all.values():
            name = action.property("icon_name")
            if name and action.icon().isNull():
                self._icons.wear(action, name, "secondary")
