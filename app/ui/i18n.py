"""The window's language: a flat table English = translation, and what the manifests bring; English is the source and the fallback."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator

from app.core.manifest import PluginManifest
from app.core.settings import Language
from app.errors import ManifestError

if TYPE_CHECKING:
    from app.ui.said import Sentences

CONTEXT, SAID = "polymath", "polymath.said"
"""Texts as they stand in the table, and sentences that were put together from them."""
SHIPPED: tuple[Language, ...] = ("en", "zh_CN")


class Catalogue(QTranslator):
    """Answers Qt's translation look-ups out of a table; texts that it lacks stay as they are."""

    def __init__(self, table: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = dict(table)
        self._sentences: Sentences | None = None

    def translate(  # the signature is Qt's
        self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        # None is a null QString: not found, ask the next.
        return self._said(source_text) if context == SAID else self._table.get(source_text)  # type: ignore[return-value]

    def _said(self, text: str) -> str | None:
        if self._sentences is None:
            from app.ui.said import Sentences  # not needed to start

            self._sentences = Sentences(self._table)
        return self._sentences.translated(text)

    def isEmpty(self) -> bool:
        return not self._table


def chosen_language(setting: Language) -> Language:
    """The language to show for a setting; the system's, if it is one that ships."""
    if setting != "system":
        return setting
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def read_table(folder: Path, language: Language) -> dict[str, str]:
    """The shipped table of a language; empty for English."""
    if language == "en":
        return {}
    data = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    return {str(source): str(text) for source, text in data.items()}


def manifest_table(manifests: Iterable[PluginManifest], language: Language) -> dict[str, str]:
    """What manifests say in a language. Their keys are English texts, or ``title`` and ``summary`` for those two."""
    table: dict[str, str] = {}
    for manifest in manifests:
        with contextlib.suppress(ManifestError):  # the tool speaks English; ``polymath plugin check`` says why
            for key, text in manifest.words(language).items():
                source = {"title": manifest.title, "summary": manifest.summary}.get(key, key)
                table[source] = str(text)
    return table


def install(table: Mapping[str, str], before: Catalogue | None = None) -> Catalogue:
    """Make the program speak a table; ``before`` is the catalogue that it spoke until now. Windows made earlier keep their words."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("the language is chosen after the QApplication is made")
    if before is not None:
        app.removeTranslator(before)
    catalogue = Catalogue(table, app)
    app.installTranslator(catalogue)
    return catalogue
