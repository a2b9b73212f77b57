"""All that a plugin's panel may import, beside ``app.api``: the panel contract, the theme, and shared widgets.

A panel is the third rung: ``panel.py`` beside ``plugin.py`` with one subclass of ``Panel``. The host draws everything that tools share —
header, prompt box, run and stop, progress, badge and evidence, error card, history, engine choice, "what is sent" — so a panel shows its
subject and its result, and nothing else. All methods are called on the GUI thread and must return quickly; slow work goes through
``PanelHost.call``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.core.manifest import PluginManifest
from app.core.result import (
    AttemptChecked,
    AttemptStarted,
    Progressed,
    RouteChosen,
    RunCancelled,
    RunEvent,
    RunFailed,
    RunFinished,
    RunResult,
    TextStreamed,
    Warned,
)
from app.errors import AppError
from app.ui.code_edit import CodeEdit
from app.ui.theme import Theme

__all__ = [
    "AttemptChecked",
    "AttemptStarted",
    "CodeEdit",
    "Panel",
    "PanelHost",
    "Progressed",
    "RouteChosen",
    "RunCancelled",
    "RunEvent",
    "RunFailed",
    "RunFinished",
    "RunResult",
    "TextStreamed",
    "Theme",
    "Warned",
    "language",
    "tr",
    "tr_said",
]

T = TypeVar("T")


def tr(text: str) -> str:
    """``text`` in the language of the window; English is the source and the fallback."""
    return QCoreApplication.translate("polymath", text)


def language() -> str:
    """The window's language, as the names of the tables are: ``en`` or ``zh_CN``. For words that are put together, not looked up."""
    return tr("en")


def tr_said(text: str) -> str:
    """A sentence that was put together below the window (an error, a notice, evidence) in the window's language.

    The table holds it with ``{names}`` for what was filled in; a text that is not there stays English.
    """
    return QCoreApplication.translate("polymath.said", text)


class PanelHost(Protocol):
    """What a panel may ask of the window."""

    @property
    def theme(self) -> Theme:
        """Tokens of the present theme; ``Panel.retheme`` is called when it changes."""
        ...

    @property
    def data_dir(self) -> Path:
        """The tool's own folder; exists."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """The tool's own section of the settings."""
        ...

    @property
    def private(self) -> str:
        """Why what the page works on must stay on this machine (a file was opened that the person marked as private); empty if it need
        not. Runs of the page keep to it by themselves.
        """
        ...

    def secret(self, name: str) -> str | None:
        """As ``Context.secret``; can block, so for ``call``."""
        ...

    def keep_secret(self, name: str, value: str, *, lasting: bool = True) -> str:
        """As ``Context.keep_secret``; can block, so for ``call``."""
        ...

    def forget_secret(self, name: str) -> None:
        """As ``Context.forget_secret``; can block, so for ``call``."""
        ...

    def save_settings(self, **values: Any) -> None:
        """Keep values in the tool's own section."""
        ...

    @property
    def prompt(self) -> str:
        """What stands in the prompt box."""
        ...

    def set_prompt(self, text: str) -> None:
        """Put text into the prompt box."""
        ...

    def run(self) -> None:
        """As if the person had pressed Run."""
        ...

    def call(
        self,
        function: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[AppError], None] | None = None,
    ) -> None:
        """Run ``function`` off the GUI thread and hand its result to ``done`` on the GUI thread.

        An ``AppError`` goes to ``failed``, or onto the page's error card. After the panel is gone nothing is called.
        """
        ...

    def show_error(self, error: AppError) -> None:
        """Show an error card in place."""
        ...

    def say(self, text: str) -> None:
        """Show one line for a few seconds at the foot of the page (what was saved, and where)."""
        ...

    def ask_open(self, caption: str, filters: str) -> Path | None:
        """The system's open dialog; None if it was dismissed. ``filters`` as in ``QFileDialog``."""
        ...

    def ask_save(self, caption: str, name: str, filters: str) -> Path | None:
        """The system's save dialog; None if it was dismissed."""
        ...

    def confirm(self, title: str, text: str, action: str) -> bool:
        """Ask before something that cannot be undone; ``action`` is the button's words."""
        ...


class Panel(QWidget):
    """The middle of a tool's page.

    Signals:
        run_requested: the panel wants its inputs run (a double click on a saved question).
        subject_changed: ``subject()`` has a new value.
    """

    run_requested = Signal()
    subject_changed = Signal()

    shows_samples = False
    """Whether the panel shows the manifest's summary and samples itself while it is empty; the host then leaves them out."""

    def __init__(self, manifest: PluginManifest, host: PanelHost) -> None:
        super().__init__()
        self.manifest = manifest
        self.host = host

    def inputs(self) -> dict[str, Any]:
        """The tool's fields except the prompt, as they stand now."""
        return {}

    def fill(self, inputs: Mapping[str, Any]) -> None:
        """Take up the fields of a sample or of an old run, so that they stand where a person would have put them."""

    def present(self, event: RunEvent) -> None:
        """Show what happens in a run. Only events of the page's current run arrive, in order."""

    def state(self) -> dict[str, Any]:
        """What to find again after a restart (last file, splitter sizes); JSON-shaped."""
        return {}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what ``state`` gave; keys may be missing or old."""

    def subject(self) -> str:
        """What the tool works on now, for the header (``shop.sqlite``)."""
        return ""

    def actions_for_header(self) -> Sequence[QAction]:
        """Actions for the header and the menu; texts, icons and shortcuts set. One of low priority has no words in the header; one whose
        property ``place`` is ``menu`` stands in the menu alone.
        """
        return ()

    def retheme(self) -> None:
        """The theme has changed: take colours that style sheets do not reach from ``host.theme`` anew."""

    def take_file(self, path: Path) -> bool:
        """A file was dropped on the page; True if the panel took it."""
        return False

    def take_files(self, paths: Sequence[Path]) -> Sequence[Path]:
        """Files were dropped together; what the panel has no use for is given back. Override to take several as one."""
        return [path for path in paths if not self.take_file(path)]
