"""Pages that attack whoever draws them, and the listener that would see who gets out."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
QUIET = "<!DOCTYPE html><html lang='en'><head><title>Quiet</title></head><body><h1>Quiet</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Attack:
    """One page.

    Attributes:
        page: a whole document, or what stands in its body.
        tells: whether what it tries is counted as refused.
        reaches: whether a browser without walls does connect.
        wants, gets: an expression of the page's own world, and what it comes to.
        fate: how the page may end.
    """

    id: str
    page: str
    tells: bool = False
    reaches: bool = False
    wants: str = ""
    gets: str = ""
    fate: tuple[str, ...] = ()

    def html(self, port: int, file: Path = Path("/etc/hostname")) -> str:
        """The document, with addresses filled in."""
        whole = self.page if self.page.startswith(("<!", "<?xml")) else _in_a_page(self.page)
        filled = whole.replace("@HTTP@", f"http://127.0.0.1:{port}").replace("@PORT@", str(port))
        return filled.replace("@FILE@", str(file))


def attacks(name: str) -> list[Attack]:
    """Those of one file."""
    told = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["attack"]
    return [Attack(**{**one, "fate": tuple(one.get("fate", ()))}) for one in told]


def _in_a_page(body: str) -> str:
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>t</title></head><body>{body}</body></html>"
    )


class Listener:
    """Hears every connection and datagram at one port of this machine; answers nothing."""

    def __init__(self) -> None:
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self._tcp.getsockname()[1]
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))
        self.heard: list[bytes] = []
        self._closing, self._closed = socket.socketpair()
        self._thread = threading.Thread(target=self._listen, name="listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.send(b"x")
        self._thread.join()
        for one in (self._tcp, self._udp, self._closing, self._closed):
            one.close()

    def _listen(self) -> None:
        with selectors.DefaultSelector() as both:
            for one in (self._tcp, self._udp, self._closed):
                both.register(one, selectors.EVENT_READ)
            while True:
                for key, _events in both.select():
                    if key.fileobj is self._closed:
                        return
                    self._hear(key.fileobj is self._tcp)

    def _hear(self, is_tcp: bool) -> None:
        if not is_tcp:
            self.heard.append(self._udp.recv(200))
            return
        connection, _address = self._tcp.accept()
        connection.settimeout(0.2)
        self.heard.append(b"a connection")
        with connection, contextlib.suppress(OSError):
            self.heard[-1] = connection.recv(200) or b"a connection"
