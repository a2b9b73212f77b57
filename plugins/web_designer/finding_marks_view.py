"""A text of code with what the gate found in it: a mark in the margin, a wave under the line, the words on hover."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from app.api_qt import CodeEdit, Theme, tr, tr_said
from plugins.web_designer.finding import Finding

BESIDE_PX = 14
DOT_PX = 8


class FindingsEdit(CodeEdit):
    """Marks lines with findings: a disc for an error, a triangle for a warning."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, BESIDE_PX)
        self._findings: list[tuple[QTextCursor, Finding]] = []

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the lines of findings that have one; the marks move with their lines."""
        self._findings = []
        for finding in findings:
            block = self.document().findBlockByNumber(finding.line - 1) if finding.line else None
            if block is not None and block.isValid():
                self._findings.append((QTextCursor(block), finding))
        self._mark_findings()

    def _mark_findings(self) -> None:
        self.show_marks("findings", [self._wave(cursor, finding) for cursor, finding in self._findings])
        self.gutter.update()

    def _wave(self, cursor: QTextCursor, finding: Finding) -> QTextEdit.ExtraSelection:
        block = cursor.block()
        start = block.position() + len(block.text()) - len(block.text().lstrip())
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        form.setUnderlineColor(QColor(self.theme.failed if finding.severity == "error" else self.theme.unverified))
        return self.mark(start, block.position() + block.length() - 1, form)

    def findings_at(self, block: QTextBlock) -> list[Finding]:
        """Those whose line it is, errors first."""
        found = [finding for cursor, finding in self._findings if cursor.block() == block]
        return sorted(found, key=lambda finding: finding.severity != "error")

    def go_to_finding(self, step: int) -> None:
        """Go to the next line with a finding, or the one before; behind the last comes the first."""
        own = self.textCursor().blockNumber()
        lines = sorted({cursor.blockNumber() for cursor, _ in self._findings})
        if lines:
            ahead = [line for line in lines if (line - own) * step > 0] or lines
            self.go_to(self.document().findBlockByNumber(ahead[0 if step > 0 else -1]).position())
            self.centerCursor()

    def beside(self, block: QTextBlock) -> str:
        return "\n".join(said(finding) for finding in self.findings_at(block))

    def paint_beside(self, painter: QPainter, block: QTextBlock, rect: QRect) -> None:
        found = self.findings_at(block)
        if not found:
            return
        is_error = found[0].severity == "error"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.failed if is_error else self.theme.unverified))
        dot = QRect(0, 0, DOT_PX, DOT_PX)
        dot.moveCenter(rect.center())
        if is_error:
            painter.drawEllipse(dot)
        else:
            painter.drawPolygon([dot.bottomLeft(), dot.bottomRight(), (dot.topLeft() + dot.topRight()) / 2])
        painter.restore()

    def retheme(self, theme: Theme) -> None:
        super().retheme(theme)
        self._mark_findings()


def said(finding: Finding) -> str:
    """A finding in a line: severity, message, hint."""
    word = tr("Error") if finding.severity == "error" else tr("Warning")
    return " ".join(part for part in (f"{word}: {tr_said(finding.message)}", tr_said(finding.hint)) if part)
