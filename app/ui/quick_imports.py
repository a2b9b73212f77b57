"""Import this after PySide6 and before what uses it: the window's own modules are then imported without being read once more.

PySide6 looks into the source of every module that is imported after it for the word PySide6, since such a module could switch on
``__feature__``. The modules of the window all have it, and looking took a twentieth of the start. Where PySide6 has no such look any more,
nothing is changed.
"""

from __future__ import annotations

import sys
from types import ModuleType

_feature = sys.modules.get("shibokensupport.feature")
_look = getattr(_feature, "_mod_uses_pyside", None)


def _uses_pyside(module: ModuleType) -> bool:
    is_ours = getattr(module, "__name__", "").startswith(("app.ui.", "app.api_qt"))
    return is_ours or (_look is not None and bool(_look(module)))


if _look is not None:
    setattr(_feature, "_mod_uses_pyside", _uses_pyside)  # noqa: B010  # a module has no such attribute for mypy
