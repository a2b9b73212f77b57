"""Fetches a page and its style sheets from an address: on a person's demand only, with bounds on time, size and the way it takes."""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from app.api import InputError, StorageError

if TYPE_CHECKING:
    import httpx2

MAX_BYTES = 8_000_000
"""Of everything together."""
MAX_FILES = 40
DEADLINE_S = 20.0
MAX_REDIRECTS = 5
_AGENT = {"User-Agent": "Mozilla/5.0 (compatible; Polymath page reader)", "Accept": "text/html,text/css,*/*;q=0.5"}
_CHARSET = re.compile(rb"""<meta[^>]+charset=["']?\s*([\w-]+)""", re.IGNORECASE)
_ONLINE = (
    "Check the address and the connection; the offline lock must be off. A page that was saved to a file works as well."
)


def is_address(given: str) -> bool:
    """Whether a reference is one that would have to be fetched."""
    return given.strip().lower().startswith(("http://", "https://"))


class Fetcher:
    """Files of one page. Not safe from several threads.

    Args:
        address: of the page; what it may load later is bounded with it.
    """

    def __init__(self, address: str) -> None:
        self.address = urldefrag(address.strip()).url
        self._ends_at = time.monotonic() + DEADLINE_S
        self._bytes = self._files = 0
        self._from_inside = _is_inside(self.address)

    def page(self) -> str:
        """The page's markup; ``address`` is then where it was found in the end.

        Raises:
            InputError: there is no web page there.
            StorageError: it cannot be reached.
        """
        body, kind = self._get(self.address)
        if "html" not in kind and b"<" not in body[:1_000]:
            raise InputError(f"{self.address} is no web page ({kind or 'of unknown kind'}).", field="reference")
        return decoded(body, kind)

    def file(self, address: str, base: str = "") -> bytes | None:
        """A file that the page names; None where it cannot be had or a bound was reached."""
        whole = urljoin(base or self.address, address)
        if not is_address(whole):
            return None
        try:
            return self._get(whole)[0]
        except (InputError, StorageError):
            return None

    def _get(self, address: str) -> tuple[bytes, str]:
        import httpx2

        try:
            with httpx2.Client(headers=_AGENT, timeout=DEADLINE_S / 2, follow_redirects=False) as client:
                return self._followed(client, address)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise StorageError(f"{_host(address)} cannot be reached: {_words(error)}.", hint=_ONLINE) from error

    def _followed(self, client: httpx2.Client, address: str) -> tuple[bytes, str]:
        for _ in range(MAX_REDIRECTS + 1):
            self._check(address)
            with client.stream("GET", address) as answer:
                if answer.is_redirect:
                    address = urljoin(address, answer.headers.get("location", ""))
                    continue
                if answer.status_code >= 400:
                    raise StorageError(f"{_host(address)} answers with {answer.status_code}.", hint=_ONLINE)
                body = self._read(answer)
            if self._files == 1:
                self.address = address
            return body, str(answer.headers.get("content-type", "")).lower()
        raise StorageError(f"{_host(address)} sends its reader on and on.", hint=_ONLINE)

    def _read(self, answer: httpx2.Response) -> bytes:
        body = bytearray()
        for chunk in answer.iter_bytes():
            body += chunk
            self._bytes += len(chunk)
            if self._bytes > MAX_BYTES or time.monotonic() > self._ends_at:
                raise StorageError(
                    "The page is too large or too slow to be read.", hint="Save it to a file and open that."
                )
        self._files += 1
        return bytes(body)

    def _check(self, address: str) -> None:
        if not is_address(address):
            raise StorageError(f"The page leads to an address that is not read: {address[:80]}.", hint=_ONLINE)
        if self._files >= MAX_FILES or time.monotonic() > self._ends_at:
            raise StorageError("The page needs too many files.", hint="Save it to a file and open that.")
        if not self._from_inside and _is_inside(address):
            raise StorageError(f"A page of the internet leads into your own network: {_host(address)}.", hint=_ONLINE)


def decoded(body: bytes, kind: str = "") -> str:
    """Text in the encoding that its mark, its content type or the page itself names; else UTF-8."""
    if body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-8-sig" if body[:1] == b"\xef" else "utf-16", errors="replace")
    said = re.search(r"charset=([\w-]+)", kind)
    meta = _CHARSET.search(body[:2_048])
    name = said.group(1) if said else meta.group(1).decode() if meta else "utf-8"
    try:
        return body.decode(name, errors="replace")
    except LookupError:
        return body.decode("utf-8", errors="replace")


def _is_inside(address: str) -> bool:
    """Whether an address lies on this machine or in its own network."""
    host = urlsplit(address).hostname or ""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return any(not ipaddress.ip_address(str(one[4][0]).split("%")[0]).is_global for one in found)


def _host(address: str) -> str:
    return urlsplit(address).netloc.rpartition("@")[2] or address[:80]


def _words(error: BaseException) -> str:
    return str(error).rstrip(".").split("\n")[0][:120] or type(error).__name__
