"""A picture from a file, made small enough to stand inside a page. It needs Qt's readers of images."""

from __future__ import annotations

import base64
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

from app.api import InputError, StorageError
from plugins.web_designer.pictures import Picture

MOST_PX = 1600
MOST_BYTES = 250_000
FILTERS = "PNG, JPEG, WebP, GIF, SVG (*.png *.jpg *.jpeg *.webp *.gif *.svg)"
_QUALITY = 82
_TYPES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp", ".gif": "gif", ".svg": "svg+xml"}


def picture_from(path: Path) -> Picture:
    """Read a picture; a large one is scaled down to 1,600 px and packed anew.

    Raises:
        StorageError: it cannot be read.
        InputError: it is no picture, or too heavy.
    """
    kind = _TYPES.get(path.suffix.lower())
    if kind is None:
        raise InputError(
            f"{path.name} is no picture that a page can show.", field="page", hint=f"Give one of {FILTERS}."
        )
    try:
        body = path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path.name} cannot be read: {error.strerror}.") from error
    if kind == "svg+xml":
        return _drawing(path, body)
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and len(body) <= MOST_BYTES and max(size.width(), size.height()) <= MOST_PX:
        return _picture(kind, body)
    if size.isValid():
        reader.setScaledSize(_fitted(size))
    image = reader.read()
    if image.isNull():
        raise InputError(f"{path.name} is damaged, or no picture.", field="page", hint="Open it in another program.")
    return _picture(*_packed(image))


def _drawing(path: Path, body: bytes) -> Picture:
    if b"<svg" not in body[:4000] or len(body) > MOST_BYTES:
        raise InputError(
            f"{path.name} is no drawing that a page can hold.", field="page", hint="Give an SVG file under 250 kB."
        )
    return _picture("svg+xml", body)


def _fitted(size: QSize) -> QSize:
    longest = max(size.width(), size.height())
    if longest <= MOST_PX:
        return size
    return QSize(max(size.width() * MOST_PX // longest, 1), max(size.height() * MOST_PX // longest, 1))


def _packed(image: QImage) -> tuple[str, bytes]:
    """JPEG, or WebP where something is seen through."""
    kind = "webp" if image.hasAlphaChannel() else "jpeg"
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind.upper(), _QUALITY)  # type: ignore[call-overload]  # the stub asks for bytes
    return kind, bytes(buffer.data().data())


def _picture(kind: str, body: bytes) -> Picture:
    return Picture(f"data:image/{kind};base64,{base64.b64encode(body).decode()}")
