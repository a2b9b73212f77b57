"""Icons out of one family (Material Design Icons), drawn in a theme's colours and redrawn when the theme changes."""

from __future__ import annotations

import importlib.util
import json
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Protocol

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPixmap
from shiboken6 import Shiboken

from app.ui.theme import Theme

FAMILY = "mdi6"
_FONT = ("materialdesignicons6-webfont-6.9.96.ttf", "materialdesignicons6-webfont-charmap-6.9.96.json")
_FALLBACK = "puzzle-outline"
Ink = Literal["text", "secondary", "accent", "on_accent", "verified", "repaired", "unverified", "failed"]


class HasIcon(Protocol):
    """A button, an action, a label with an icon."""

    def setIcon(self, icon: QIcon, /) -> None: ...


class IconSet:
    """Makes icons and remembers who wears them. Needs a running QApplication; only this family's font is read.

    Args:
        glyphs: the shipped list of the icons that the program uses: name → code point, hexadecimal.
    """

    def __init__(self, theme: Theme, glyphs: Path) -> None:
        self._theme = theme
        self._folder = _font_folder()
        self._families = QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(self._folder / _FONT[0]))
        )
        self._glyphs: dict[str, str] = json.loads(glyphs.read_text(encoding="utf-8"))
        self._wearers: list[tuple[weakref.ref[Any], Callable[[Any], None]]] = []

    def icon(self, name: str, ink: Ink = "text", size_px: int = 0) -> QIcon:
        """The icon ``mdi6.name`` (the prefix may be left out); a puzzle piece if there is none of that name."""
        colour = getattr(self._theme, ink)
        made = QIcon()
        for scale in _scales():
            made.addPixmap(self._pixmap(name, colour, size_px or self._theme.icon_px, scale))
            faded = self._pixmap(name, self._theme.secondary, size_px or self._theme.icon_px, scale)
            made.addPixmap(faded, QIcon.Mode.Disabled)
        return made

    def pixmap(self, name: str, ink: Ink = "text", size_px: int = 0) -> QPixmap:
        """The icon as a picture for a label."""
        return self._pixmap(name, getattr(self._theme, ink), size_px or self._theme.icon_px, _scales()[-1])

    def wear(self, wearer: HasIcon, name: str, ink: Ink = "text") -> None:
        """Give ``wearer`` an icon that follows the theme; a second call replaces the first."""
        self.redraw_with(wearer, lambda target: target.setIcon(self.icon(name, ink)))

    def redraw_with(self, wearer: Any, draw: Callable[[Any], None]) -> None:
        """Call ``draw(wearer)`` now and after each change of theme, as long as ``wearer`` lives."""
        self._wearers = [entry for entry in self._wearers if entry[0]() not in (None, wearer)]
        self._wearers.append((weakref.ref(wearer), draw))
        draw(wearer)

    def retheme(self, theme: Theme) -> None:
        """Redraw every icon that is worn."""
        self._theme = theme
        for reference, draw in list(self._wearers):
            wearer = reference()
            if wearer is not None and _is_alive(wearer):
                draw(wearer)

    def _code(self, name: str) -> str:
        """Where a glyph stands in the font. The whole list is read when a tool that does not ship asks for an icon of its own."""
        if name not in self._glyphs:
            self._glyphs = {**json.loads((self._folder / _FONT[1]).read_text(encoding="utf-8")), **self._glyphs}
            self._glyphs.setdefault(name, self._glyphs[_FALLBACK])
        return self._glyphs[name]

    def _pixmap(self, name: str, colour: str, size_px: int, scale: float) -> QPixmap:
        side = round(size_px * scale)
        code = self._code(name.rpartition(".")[2])
        font = QFont(self._families)
        font.setPixelSize(side)
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setPen(QColor(colour))
        painter.setFont(font)
        painter.drawText(QRect(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, chr(int(code, 16)))
        painter.end()
        picture.setDevicePixelRatio(scale)
        return picture


def _scales() -> list[float]:
    """Pixels per unit of the screens that there are; each needs pictures of its own to be sharp."""
    return sorted({1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())})


def _is_alive(wearer: object) -> bool:
    return Shiboken.isValid(wearer)


def _font_folder() -> Path:
    """Where the one font is that is used. QtAwesome itself is not imported: it would load QtPy and sixteen fonts, and cost the start more
    than everything else.
    """
    spec = importlib.util.find_spec("qtawesome")
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise ImportError("qtawesome is not installed; install the program anew")
    return Path(places[0]) / "fonts"
