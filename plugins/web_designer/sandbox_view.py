"""A browser view that shows one page and lets it reach nothing: no network, no file, no other window.

The walls, from outside in: host names do not resolve in this process's browser engine; a request interceptor blocks every request but the
page's own data; the page carries a content security policy; navigation, windows, downloads, dialogs and permissions are refused.
Import this module late: it loads QtWebEngine, and it needs ``Qt.AA_ShareOpenGLContexts`` set before the application was made.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable

FLAGS_VARIABLE = "QTWEBENGINE_CHROMIUM_FLAGS"
FLAGS = ('--host-resolver-rules="MAP * ~NOTFOUND"', "--force-webrtc-ip-handling-policy=disable_non_proxied_udp")
ROOT_FLAG = "--no-sandbox"
"""Chromium ends the whole program where it is started as root with its own sandbox, so there the walls below must do without it."""


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _close_the_network() -> None:
    """Must run before the engine starts; what a person has set himself stays."""
    given = os.environ.get(FLAGS_VARIABLE, "")
    wanted = (*FLAGS, ROOT_FLAG) if _is_root() else FLAGS
    missing = [flag for flag in wanted if flag.split("=")[0] not in given]
    os.environ[FLAGS_VARIABLE] = " ".join([given, *missing]).strip()


_close_the_network()

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, QUrl, Signal  # noqa: E402  # the flags come first
from PySide6.QtGui import QResizeEvent  # noqa: E402
from PySide6.QtWebEngineCore import (  # noqa: E402
    QWebEngineDownloadRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWebEngineWidgets import QWebEngineView  # noqa: E402
from PySide6.QtWidgets import QWidget  # noqa: E402

from plugins.web_designer.policy import FREE_POLICY, PLAN_POLICY, with_policy  # noqa: E402

PARTIAL_EVERY_MS = 200
MAX_PAGE_BYTES = 1_500_000
"""As base64 in an address it stays under Chromium's limit of 2 MiB."""

_OWN_SCHEMES = frozenset(("data", "about", "blob"))
_REFUSED_BY_ENGINE = ("violates the following Content Security Policy", "Not allowed to load local resource")
"""What Chromium's console says when a wall further in than the interceptor held."""

_SHELL = with_policy("<!DOCTYPE html><html><head><title></title></head><body></body></html>", PLAN_POLICY)
_NO_SOCKETS = (
    "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) delete window[name];"
)
_OFF = (
    QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessFileUrls,
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.PdfViewerEnabled,
    QWebEngineSettings.WebAttribute.JavascriptCanAccessClipboard,
    QWebEngineSettings.WebAttribute.JavascriptCanPaste,
    QWebEngineSettings.WebAttribute.LocalStorageEnabled,
    QWebEngineSettings.WebAttribute.FullScreenSupportEnabled,
    QWebEngineSettings.WebAttribute.ScreenCaptureEnabled,
    QWebEngineSettings.WebAttribute.WebGLEnabled,
    QWebEngineSettings.WebAttribute.DnsPrefetchEnabled,
    QWebEngineSettings.WebAttribute.HyperlinkAuditingEnabled,
    QWebEngineSettings.WebAttribute.AutoLoadIconsForPage,
    QWebEngineSettings.WebAttribute.NavigateOnDropEnabled,
    QWebEngineSettings.WebAttribute.AllowGeolocationOnInsecureOrigins,
    QWebEngineSettings.WebAttribute.AllowWindowActivationFromJavaScript,
)


class _Interceptor(QWebEngineUrlRequestInterceptor):
    """Blocks every request that is not the page's own data."""

    def __init__(self, refused: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._refused = refused

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if info.requestUrl().scheme() not in _OWN_SCHEMES:
            info.block(True)
            self._refused(info.requestUrl().toDisplayString())


class _Page(QWebEnginePage):
    """A page that stays where it is."""

    def __init__(self, profile: QWebEngineProfile, refused: Callable[[str], None], parent: QObject) -> None:
        super().__init__(profile, parent)
        self._refused = refused
        self._own_address = ""

    def show_html(self, html: str) -> None:
        """Load a document as data; its origin is opaque, so that it is akin to nothing."""
        coded = base64.b64encode(html.encode()).decode()
        self._own_address = f"data:text/html;charset=utf-8;base64,{coded}"
        self.load(QUrl(self._own_address))

    def acceptNavigationRequest(
        self, url: QUrl | str, type: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        address = url if isinstance(url, str) else url.toString()
        is_own = address.split("#")[0] == self._own_address
        if is_own or (not is_main_frame and address.split(":")[0] in _OWN_SCHEMES):
            return True
        self._refused(address[:200])
        return False

    def createWindow(self, type: QWebEnginePage.WebWindowType) -> QWebEnginePage | None:  # type: ignore[override]  # Qt takes null
        self._refused("a new window")
        return None

    def javaScriptAlert(self, security_origin: QUrl | str, msg: str) -> None:
        """A page may not stop the program with a dialog."""

    def javaScriptConfirm(self, security_origin: QUrl | str, msg: str) -> bool:
        return False

    def javaScriptPrompt(self, security_origin: QUrl | str, msg: str, default_value: str) -> tuple[bool, str]:
        return False, ""

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line_number: int, source_id: str
    ) -> None:
        if any(words in message for words in _REFUSED_BY_ENGINE):
            self._refused(message[:200])

    def chooseFiles(self, mode: object, old_files: object, accepted_mime_types: object) -> list[str]:
        self._refused("a file of this machine")
        return []


class Sandbox(QWidget):
    """One page at a chosen width.

    Signals:
        refused: something that the page tried and may not, in words.
        blocked_changed: how often that has happened since the page was shown.
        crashed: the page's process has ended; ``show_page`` starts another.
        loaded: the page stands.
    """

    refused = Signal(str)
    blocked_changed = Signal(int)
    crashed = Signal()
    loaded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target_width = 1280
        self._blocked = 0
        self._partial: str | None = None
        self._shell_is_up = False
        self.view = QWebEngineView(self)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.view.setAcceptDrops(False)
        self.view.setAccessibleName("Page preview")
        self.page = self._make_page()
        self.view.setPage(self.page)
        self._timer = QTimer(self, singleShot=True, interval=PARTIAL_EVERY_MS)
        self._connect_signals()

    @property
    def blocked(self) -> int:
        """How many requests, windows and navigations of this page were refused."""
        return self._blocked

    def show_page(self, html: str) -> bool:
        """Show a whole page; False if it is too heavy to be shown."""
        self._forget_partial()
        self._set_blocked(0)
        guarded = with_policy(html, FREE_POLICY)
        if len(guarded.encode()) > MAX_PAGE_BYTES:
            return False
        self.page.show_html(guarded)
        return True

    def show_partial(self, html: str) -> None:
        """Show a page that is still being written; at most five times a second, without its scripts, without losing the scroll."""
        if not self._shell_is_up and self._partial is None:
            self._set_blocked(0)
            self.page.show_html(_SHELL)
        self._partial = html
        if not self._timer.isActive():
            self._timer.start()

    def set_page_width(self, width_px: int) -> None:
        """Give the page this many CSS pixels; it is drawn smaller if there is less room."""
        self._target_width = width_px
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(720, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._fit()

    def _make_page(self) -> _Page:
        profile = QWebEngineProfile(self)  # no name: off the record, nothing is kept
        page = _Page(profile, self._note, self.view)
        profile.setParent(page)  # a profile must outlive its page: children go last
        self._interceptor = _Interceptor(self._note, profile)  # the profile does not keep it alive
        profile.setUrlRequestInterceptor(self._interceptor)
        profile.setPersistentPermissionsPolicy(QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime)
        profile.downloadRequested.connect(self._refuse_download)
        settings = page.settings()
        for attribute in _OFF:
            settings.setAttribute(attribute, False)
        settings.setAttribute(QWebEngineSettings.WebAttribute.WebRTCPublicInterfacesOnly, True)
        settings.setAttribute(QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows, True)  # asked, counted, refused
        page.scripts().insert(_no_sockets())
        return page

    def _connect_signals(self) -> None:
        page = self.page
        page.loadFinished.connect(self._on_load_finished)
        page.renderProcessTerminated.connect(self._on_terminated)
        page.permissionRequested.connect(lambda permission: permission.deny())
        page.fileSystemAccessRequested.connect(lambda request: request.reject())
        page.registerProtocolHandlerRequested.connect(lambda request: request.reject())
        page.fullScreenRequested.connect(lambda request: request.reject())
        page.desktopMediaRequested.connect(lambda request: request.cancel())
        page.webAuthUxRequested.connect(lambda request: request.cancel())
        self._timer.timeout.connect(self._draw_partial)

    def _note(self, what: str) -> None:
        self._set_blocked(self._blocked + 1)
        self.refused.emit(what)

    def _set_blocked(self, count: int) -> None:
        if count != self._blocked:
            self._blocked = count
            self.blocked_changed.emit(count)

    def _refuse_download(self, download: QWebEngineDownloadRequest) -> None:
        download.cancel()
        self._note("a download")

    def _forget_partial(self) -> None:
        self._timer.stop()
        self._partial = None
        self._shell_is_up = False

    def _on_load_finished(self, _ok: bool) -> None:
        self._fit()
        if self._partial is not None and not self._shell_is_up:
            self._shell_is_up = True
            self._draw_partial()
        elif self._partial is None:
            self.loaded.emit()

    def _draw_partial(self) -> None:
        if self._partial is None or not self._shell_is_up:
            return
        script = f"document.documentElement.innerHTML = {json.dumps(self._partial)};"
        self.page.runJavaScript(script, QWebEngineScript.ScriptWorldId.ApplicationWorld)

    def _on_terminated(self, status: QWebEnginePage.RenderProcessTerminationStatus, _exit_code: int) -> None:
        self._forget_partial()
        if status != QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            self.crashed.emit()

    def _fit(self) -> None:
        room = max(self.width(), 1)
        width = min(room, self._target_width)
        self.view.setGeometry((room - width) // 2, 0, width, max(self.height(), 1))
        self.view.setZoomFactor(max(width / self._target_width, 0.25))


def _no_sockets() -> QWebEngineScript:
    """Takes away what opens sockets past the interceptor."""
    script = QWebEngineScript()
    script.setName("no sockets")
    script.setSourceCode(_NO_SOCKETS)
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    script.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    script.setRunsOnSubFrames(True)
    return script
