"""QtWebEngine wants shared OpenGL contexts before the application is made."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
