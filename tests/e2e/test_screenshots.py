"""The pictures of the window, as ``make screenshots`` takes them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage


def test_pictures_are_taken_in_both_themes_and_the_program_ends_well(tmp_path: Path) -> None:
    """With a web page on show: one that outlives its profile takes the program down at its exit."""
    command = [sys.executable, "-m", "app.ui.screenshots", "--out", str(tmp_path), "--only", "web_designer"]
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False, env=environ)
    assert done.returncode == 0, done.stderr[-2000:]
    light, dark = (QImage(str(tmp_path / theme / "web_designer.png")) for theme in ("light", "dark"))
    assert (light.width(), light.height()) == (dark.width(), dark.height()) == (1280, 800)
    assert light.pixelColor(4, 400).lightness() > 200 > 60 > dark.pixelColor(4, 400).lightness()
