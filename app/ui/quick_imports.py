"""Import this after PySide6 and before what uses it: modules are then imported without their sources being read once more.

PySide6 looks into the source of every module that is imported after it for the word PySide6, since such a module could switch on
``__feature__``. This program uses no feature, and reading its sources took a tenth of its start. Where PySide6 has no such look any more,
nothing is changed.
"""

from __future__ import annotations

import sys

_looks = sys.modules.get("shibokensupport.feature")
if hasattr(_looks, "_mod_uses_pyside"):
    setattr(_looks, "_mod_uses_pyside", lambda _module: True)  # noqa: B010  # a module has no such attribute for mypy
