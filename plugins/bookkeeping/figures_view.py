"""Figures as bookkeepers read them: right-aligned, all digits equally wide, negatives in parentheses."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def money(amount: Decimal, *, blank_zero: bool = False) -> str:
    """``1,234.50``; ``(12.00)`` for minus twelve; a dash for zero where a column shows one side only."""
    if amount == 0 and blank_zero:
        return "–"
    return f"({-amount:,.2f})" if amount < 0 else f"{amount:,.2f}"


def figures_font(base: QFont, *, bold: bool = False) -> QFont:
    """``base`` with digits of equal width."""
    font = QFont(base)
    font.setFeature(QFont.Tag("tnum"), 1)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font
