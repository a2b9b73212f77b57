"""The walls around a page: no network, no file, no other window, no dialog. The preview and the process that checks pages share them.

From outside in: no name or number of a host resolves in this process's browser engine, and what got past that would be sent to a proxy that
is not there; a request interceptor blocks every request but the page's own data; the page carries a content security policy; navigation,
windows, downloads, dialogs and permissions are refused; a page that hangs, fills the memory or floods the program is ended.
Import this module late: it loads QtWebEngine, and it needs ``Qt.AA_ShareOpenGLContexts`` set before the application was made.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
from collections.abc import Callable

FLAGS_VARIABLE = "QTWEBENGINE_CHROMIUM_FLAGS"
FLAGS = (
    '--host-resolver-rules="MAP * ~NOTFOUND"',
    "--proxy-server=http://nowhere.invalid:1",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
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

from PySide6.QtCore import QObject, QUrl, Signal  # noqa: E402  # the flags come first
from PySide6.QtWebEngineCore import (  # noqa: E402
    QWebEngineDownloadRequest,
    QWebEngineLoadingInfo,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from plugins.web_designer.watch_view import Watch  # noqa: E402

MAX_PAGE_BYTES = 1_500_000
"""As base64 in an address it stays under Chromium's limit of 2 MiB."""

_OWN_SCHEMES = frozenset(("data", "about", "blob"))
_REFUSED_BY_ENGINE = (
    "violates the following Content Security Policy",
    "Not allowed to load local resource",
    "Not allowed to navigate top frame to",
)
"""What Chromium's console says when a wall further in than the interceptor held."""

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


class WalledPage(QWebEnginePage):
    """A page that stays where it is, off the record.

    Scripts that go with every document belong into its profile, which is its own: those of a page come too late for a document that is new
    to its process.

    Signals:
        refused: something that the page tried and may not, in words.
        complained: what the page's scripts or styles wrote to the console as an error.
    """

    refused = Signal(str)
    complained = Signal(str)

    def __init__(self, parent: QObject) -> None:
        profile = QWebEngineProfile()  # no name: nothing is kept
        super().__init__(profile, parent)
        profile.setParent(self)  # a profile must outlive its page: children go last
        self._own_address = ""
        self._mark = ""
        self._is_loading = False
        self._has_left = False
        self._numbers = itertools.count(1)
        self.watch = Watch(self)
        self._interceptor = _Interceptor(self._refuse, profile)  # the profile does not keep it alive
        profile.setUrlRequestInterceptor(self._interceptor)
        profile.setPersistentPermissionsPolicy(QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime)
        profile.downloadRequested.connect(self._refuse_download)
        settings = self.settings()
        for attribute in _OFF:
            settings.setAttribute(attribute, False)
        settings.setAttribute(QWebEngineSettings.WebAttribute.WebRTCPublicInterfacesOnly, True)
        settings.setAttribute(QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows, True)  # asked, counted, refused
        profile.scripts().insert(_no_sockets())
        self._refuse_what_it_asks()
        self.urlChanged.connect(self._note_address)
        self.loadingChanged.connect(self._note_load)

    def show_html(self, html: str) -> None:
        """Load a document as data; its origin is opaque, so that it is akin to nothing. Each load has an address that no other has."""
        coded = base64.b64encode(html.encode()).decode()
        self._mark = f"data:text/html;charset=utf-8;load={next(self._numbers)};"
        self._own_address = f"{self._mark}base64,{coded}"
        self.load(QUrl(self._own_address))

    def is_own(self, address: str) -> bool:
        """Whether it is the address of the document that was loaded last, or of a place in it."""
        return address.split("#")[0] == self._own_address

    def ask_whether_there(self, is_there: Callable[[bool], None]) -> None:
        """Call back if it is the document that was loaded last that stands there, with whether it is complete."""
        mark = self._mark

        def hear(found: object) -> None:
            if isinstance(found, bool) and mark == self._mark:
                is_there(found)

        script = f"location.href.startsWith({json.dumps(mark)}) ? document.readyState === 'complete' : null"
        self.runJavaScript(script, QWebEngineScript.ScriptWorldId.ApplicationWorld, hear)

    def acceptNavigationRequest(
        self, url: QUrl | str, type: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        address = url if isinstance(url, str) else url.toString()
        if self._has_left or self.is_own(address) or (not is_main_frame and address.split(":")[0] in _OWN_SCHEMES):
            return True
        self._refuse(address[:200])
        if (
            is_main_frame and self._is_loading
        ):  # the engine ends the whole program where this is refused on the way to about:blank
            self._leave()
        return self._has_left

    def createWindow(self, type: QWebEnginePage.WebWindowType) -> QWebEnginePage | None:  # type: ignore[override]  # Qt takes null
        self._refuse("a new window")
        return None

    def javaScriptAlert(self, security_origin: QUrl | str, msg: str) -> None:
        """A page may not stop the program with a dialog."""
        self.watch.count_message(msg)

    def javaScriptConfirm(self, security_origin: QUrl | str, msg: str) -> bool:
        self.watch.count_message(msg)
        return False

    def javaScriptPrompt(self, security_origin: QUrl | str, msg: str, default_value: str) -> tuple[bool, str]:
        self.watch.count_message(msg + default_value)
        return False, ""

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line_number: int, source_id: str
    ) -> None:
        if not self.watch.count_message(message):
            return
        if any(words in message for words in _REFUSED_BY_ENGINE):
            self.refused.emit(message[:200])
        elif level == QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel:
            self.complained.emit(message[:300])

    def chooseFiles(self, mode: object, old_files: object, accepted_mime_types: object) -> list[str]:
        self._refuse("a file of this machine")
        return []

    def _note_load(self, load: QWebEngineLoadingInfo) -> None:
        self._is_loading = load.status() == QWebEngineLoadingInfo.LoadStatus.LoadStartedStatus
        self._note_address(load.url())

    def _note_address(self, url: QUrl) -> None:
        """Nobody is asked whether a page may go to ``about:blank``."""
        if url.scheme() == "about" and not self._has_left:
            self._refuse(url.toString()[:200])
            self._leave()

    def _leave(self) -> None:
        """End a page that goes away by itself."""
        self._has_left = True
        self.watch.end("left")

    def _refuse(self, what: str) -> None:
        if self.watch.count_message(what):
            self.refused.emit(what)

    def _refuse_what_it_asks(self) -> None:
        self.permissionRequested.connect(lambda permission: permission.deny())
        self.fileSystemAccessRequested.connect(lambda request: request.reject())
        self.registerProtocolHandlerRequested.connect(lambda request: request.reject())
        self.fullScreenRequested.connect(lambda request: request.reject())
        self.desktopMediaRequested.connect(lambda request: request.cancel())
        self.webAuthUxRequested.connect(lambda request: request.cancel())

    def _refuse_download(self, download: QWebEngineDownloadRequest) -> None:
        download.cancel()
        self._refuse("a download")


def _no_sockets() -> QWebEngineScript:
    """Takes away what opens sockets past the interceptor."""
    script = QWebEngineScript()
    script.setName("no sockets")
    script.setSourceCode(_NO_SOCKETS)
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    script.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    script.setRunsOnSubFrames(True)
    return script
