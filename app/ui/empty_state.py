"""An empty panel teaches: one sentence, two or three samples that run, and what the tool needs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.api_qt import tr
from app.core.manifest import PluginManifest
from app.ui.icons import IconSet
from app.ui.widgets import button, column, filled, label, row

TEXT_MAX_PX = 460


class EmptyState(QWidget):
    """Stands where the result will be.

    Signals:
        sample_picked: a sample was clicked; ``Sample``.
    """

    sample_picked = Signal(object)

    def __init__(self, icons: IconSet, manifest: PluginManifest) -> None:
        super().__init__()
        mark = QLabel()
        mark.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        icons.redraw_with(mark, lambda target: target.setPixmap(icons.pixmap(manifest.icon, "accent", 32)))
        sentence = label(tr(manifest.summary), "secondary", wrap=True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        sentence.setMaximumWidth(TEXT_MAX_PX)
        middle = row(None, sentence, None)
        middle.setStretch(1, 10)
        box = column(None, mark, 4, middle)
        box.addSpacing(8)
        for sample in manifest.samples[:3]:
            chip = button(tr(sample.title), "chip")
            chip.setAccessibleName(tr("Run the sample: {title}").format(title=tr(sample.title)))
            chip.clicked.connect(lambda _checked=False, one=sample: self.sample_picked.emit(one))
            box.addWidget(chip, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        filled(self, box)
