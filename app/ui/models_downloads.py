"""The view “Downloads”: the queue, how far each is, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from app.api_qt import tr, tr_said
from app.models.downloads import Download, DownloadQueue
from app.ui.desk import Desk
from app.ui.icons import Ink
from app.ui.model_details import Panes, display_path
from app.ui.model_list import Row, RowList
from app.ui.model_words import duration, file_size, joined
from app.ui.widgets import ElidedLabel, button, column, filled, icon_button, label, row, set_tone

BAR_STEPS = 1000


class DownloadDetails(QWidget):
    """One download; its parts stay and change their words, so that nothing jumps ten times a second.

    Signals:
        asked: a button was pressed; (verb, ``Download``): ``online pause resume cancel earlier later use folder``.
    """

    asked = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._item: Download | None = None
        self.name = label("", "display", wrap=True)
        self.line = label("", "secondary", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.state = label("", "strong", wrap=True)
        self.numbers = label("", "secondary")
        self.note = label("", "secondary", wrap=True)
        self.where = ElidedLabel("", "small", Qt.TextElideMode.ElideMiddle)
        self.use_button = button(tr("Use this model"), "primary")
        self.online_button = button(tr("Turn off the offline lock"), "primary")
        self.resume_button = button(tr("Resume"), "primary")
        self.pause_button = button(tr("Pause"))
        self.folder_button = button(tr("Show in folder"))
        self.cancel_button = button(tr("Cancel the download"), "danger")
        self.earlier_button = icon_button(desk.icons, "arrow-up", tr("Earlier in the queue"))
        self.later_button = icon_button(desk.icons, "arrow-down", tr("Later in the queue"))
        self._verbs = {
            "use": self.use_button,
            "online": self.online_button,
            "resume": self.resume_button,
            "pause": self.pause_button,
            "folder": self.folder_button,
            "cancel": self.cancel_button,
            "earlier": self.earlier_button,
            "later": self.later_button,
        }
        for verb, made in self._verbs.items():
            made.clicked.connect(lambda _checked=False, one=verb: self.asked.emit(one, self._item))
        acts = row(*self._verbs.values(), None)
        box = column(
            column(self.name, self.line, spacing=2), self.bar, column(self.state, self.numbers, spacing=2), self.note,
            acts, self.where, None, margins=(16, 4, 16, 16), spacing=12,
        )  # fmt: skip
        filled(self, box)

    def show_item(self, item: Download, *, place: int, last: int) -> None:
        """Show how a download stands; ``place`` in the queue counts from 0."""
        self._item = item
        self.name.setText(item.model.name)
        self.line.setText(joined((item.model.repo, item.model.quantization, file_size(item.total_bytes))))
        is_open_ended = item.state == "running" and not item.total_bytes
        self.bar.setRange(0, 0 if is_open_ended else BAR_STEPS)
        self.bar.setValue(round(fraction_of(item) * BAR_STEPS))
        self.bar.setAccessibleDescription(state_words(item))
        self.state.setText(state_words(item))
        set_tone(self.state, _tone(item))
        self.numbers.setText(number_words(item))
        self.numbers.setVisible(bool(self.numbers.text()))
        hint = tr_said(item.error.hint) if item.error else tr_said(item.note)
        self.note.setText(hint)
        self.note.setVisible(bool(hint))
        self.where.set_text(display_path(item.path))
        self.where.set_tip(str(item.path))
        self._show_verbs(item, place, last)

    def _show_verbs(self, item: Download, place: int, last: int) -> None:
        can_go_on = item.state in ("paused", "failed")
        is_locked = (
            can_go_on and item.error is not None and item.error.reason == "offline" and self._desk.settings.offline
        )
        shown = {
            "use": item.state == "done",
            "online": is_locked,
            "resume": can_go_on and not is_locked,
            "pause": item.state in ("running", "queued"),
            "folder": item.state == "done",
            "cancel": item.state != "done",
            "earlier": item.state != "done" and last > 0,
            "later": item.state != "done" and last > 0,
        }
        for verb, made in self._verbs.items():
            made.setVisible(shown[verb])
        self.resume_button.setText(tr("Retry") if item.state == "failed" else tr("Resume"))
        self.earlier_button.setEnabled(place > 0)
        self.later_button.setEnabled(place < last)


class DownloadsView(QWidget):
    """List and details.

    Signals:
        asked: as ``DownloadDetails``.
        clear_requested: what is done is to be taken out of the list.
        recommended_requested: the person wants something to download.
    """

    asked = Signal(str, object)
    clear_requested = Signal()
    recommended_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._queue = DownloadQueue()
        self.list = RowList(desk, tr("Downloads"))
        self.clear_button = button(tr("Clear what is done"), "link")
        self.details = DownloadDetails(desk)
        left = filled(QWidget(), column(self.list, row(self.clear_button, None), spacing=4))
        self.panes = Panes(left, self.details)
        empty = label(tr("Nothing is being downloaded. What you download comes here, and goes on after a restart."))
        empty.setProperty("role", "secondary")
        find = button(tr("See what is recommended"), "chip")
        find.clicked.connect(self.recommended_requested)
        self._empty = QWidget()
        filled(self._empty, column(48, row(None, empty, None), row(None, find, None), None, spacing=12))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.panes)
        filled(self, column(self._stack))
        self.list.picked.connect(lambda _key: self._show_details())
        self.details.asked.connect(self.asked)
        self.clear_button.clicked.connect(self.clear_requested)

    def show_queue(self, queue: DownloadQueue) -> None:
        """Show how all stand now."""
        self._queue = queue
        self._stack.setCurrentWidget(self.panes if queue.items else self._empty)
        self.list.set_rows([_row(item) for item in queue.items])
        self.clear_button.setVisible(any(item.state == "done" for item in queue.items))
        self._show_details()

    def _show_details(self) -> None:
        item = self._queue.get(self.list.key)
        self.details.setVisible(item is not None)
        if item is not None:
            place = self._queue.items.index(item)
            self.details.show_item(item, place=place, last=len(self._queue.items) - 1)


def fraction_of(item: Download) -> float:
    """How much has arrived, 0–1."""
    if item.state == "done":
        return 1.0
    return min(item.done_bytes / item.total_bytes, 1.0) if item.total_bytes else 0.0


def state_words(item: Download) -> str:
    """The state of a download in a few words; of a failed one, what went wrong."""
    if item.state == "running":
        return {
            "asking": tr("Asking the hub"),
            "checking": tr("Checking what has arrived before"),
            "receiving": tr("Downloading"),
            "verifying": tr("Checking the whole file"),
            "waiting": tr("Waiting for another try"),
        }.get(item.phase, tr("Starting"))
    if item.error is not None:
        return tr_said(item.error.message)
    return {"queued": tr("Waiting for its turn"), "paused": tr("Paused"), "done": tr("Complete")}.get(
        item.state, tr("Failed")
    )


def number_words(item: Download) -> str:
    """Percent, sizes, speed, time left: what is known."""
    if item.state == "done":
        return file_size(item.total_bytes)
    if not item.total_bytes:
        return file_size(item.done_bytes)
    parts = [f"{fraction_of(item):.0%}"]
    done = file_size(item.done_bytes) or "0 MB"
    parts.append(tr("{done} of {total}").format(done=done, total=file_size(item.total_bytes)))
    if item.state == "running" and item.speed_bytes_per_s:
        parts.append(tr("{size}/s").format(size=file_size(round(item.speed_bytes_per_s))))
    if item.state == "running" and item.left_s is not None:
        parts.append(tr("{time} left").format(time=duration(item.left_s)))
    return joined(parts)


def pace_words(item: Download) -> str:
    """What matters most of one that runs, shortest first: percent, time left, speed."""
    if not item.total_bytes:
        return joined((state_words(item), file_size(item.done_bytes)))
    left = tr("{time} left").format(time=duration(item.left_s)) if item.left_s is not None else state_words(item)
    speed = tr("{size}/s").format(size=file_size(round(item.speed_bytes_per_s))) if item.speed_bytes_per_s else ""
    return joined((f"{fraction_of(item):.0%}", left, speed))


def _tone(item: Download) -> str:
    if item.state == "failed":
        return "failed"
    if item.state == "done":
        return "verified"
    return "unverified" if item.error is not None else ""


def _row(item: Download) -> Row:
    icons: dict[str, tuple[str, Ink]] = {
        "running": ("tray-arrow-down", "accent"),
        "queued": ("clock-outline", "secondary"),
        "paused": ("pause-circle-outline", "secondary"),
        "failed": ("alert-circle-outline", "failed"),
        "done": ("check-circle-outline", "verified"),
    }
    icon, ink = icons[item.state]
    is_moving = item.state == "running"
    words = pace_words(item) if is_moving else joined((state_words(item), number_words(item)))
    return Row(
        key=item.id,
        title=item.model.name,
        detail=words or state_words(item),
        icon=icon,
        icon_ink=ink,
        fraction=None if item.state == "done" else fraction_of(item),
        tip=state_words(item),
    )
