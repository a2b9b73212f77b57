"""What can go wrong between this program and a hub, mapped once to ``DownloadError``.

The hub says in ``X-Error-Code`` what it means (``huggingface_hub/utils/_http.py``); its status alone does not tell: without an account
it answers 401 for a repository that is private, gated, or not there at all.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from app.core.offline import caused_by_lock
from app.errors import DownloadError, causes_of

if TYPE_CHECKING:
    import httpx2

_SAID_LIMIT = 300
_RESUME = "Resume the download: what has arrived is kept."
_RESET = re.compile(r"\bt=(\d+)")
ACCOUNT_HINT = "Make a token in the settings of your account there, and set the variable HF_TOKEN."


def offline_error() -> DownloadError:
    """What is raised in place of any request while the offline lock is on."""
    return DownloadError(
        "The offline lock is on, so nothing is downloaded.", reason="offline", hint="Turn off the offline lock."
    )


def bad_address(address: str) -> DownloadError:
    """What is raised where the hub's address is none."""
    return DownloadError(
        f"The hub's address “{address}” cannot be used.",
        reason="wrong",
        hint="It must begin with https:// or http://, and name a host; see Settings or the variable HF_ENDPOINT.",
    )


def of_transport(error: Exception, host: str) -> DownloadError:
    """Map what ``httpx2`` raised when no answer came, or only a part of one."""
    import httpx2

    if caused_by_lock(error):
        return offline_error()
    causes = [error, *causes_of(error)]
    if any(
        isinstance(cause, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(cause) for cause in causes
    ):
        return DownloadError(
            f"The secure connection to {host} failed: {causes[-1]}.",
            reason="unreachable",
            hint="Check the date of this computer, and any proxy in between.",
        )
    if isinstance(error, httpx2.InvalidURL | httpx2.UnsupportedProtocol | ValueError):
        return bad_address(host)
    if isinstance(error, httpx2.ConnectTimeout | httpx2.ConnectError | httpx2.ProxyError):
        why = str(causes[-1]).rstrip(".") or "no answer in time"
        return DownloadError(
            f"{host} cannot be reached: {why}.",
            reason="unreachable",
            hint="Check the network. Where the hub is not reachable, name a mirror in Settings or in HF_ENDPOINT.",
            retryable=True,
        )
    if isinstance(error, httpx2.TimeoutException):
        return DownloadError(f"{host} sends nothing any more.", reason="stalled", hint=_RESUME, retryable=True)
    return DownloadError(f"The connection to {host} broke.", reason="unreachable", hint=_RESUME, retryable=True)


def of_answer(response: httpx2.Response, repo: str, file: str = "") -> DownloadError:
    """Map an answer that is no success.

    Args:
        response: its body need not have been read.
        repo: the repository that was asked for; empty for a search.
        file: the file in it, if it was about one.
    """
    host, status = response.url.host, response.status_code
    code = response.headers.get("x-error-code", "")
    if code == "GatedRepo":
        return _gated(response, repo)
    if code in ("EntryNotFound", "RevisionNotFound") or (status == 404 and file):
        return DownloadError(
            f"{host} has no revision of that name in {repo}."
            if code == "RevisionNotFound"
            else f"{host} has no file {file} in {repo}.",
            reason="not_found",
            hint="Look at the list of its files.",
        )
    if code == "RepoNotFound" or status in (401, 404):
        return _no_repo(response, repo)
    if status == 403:
        said = response.headers.get("x-error-message", "")[:_SAID_LIMIT].rstrip(".")
        what = repo or "this"
        return DownloadError(
            f"{host} refuses access to {what}: {said}." if said else f"{host} refuses access to {what}.",
            reason="not_allowed",
            hint=ACCOUNT_HINT,
        )
    return _of_status(response, host, status)


def _of_status(response: httpx2.Response, host: str, status: int) -> DownloadError:
    wait_s = retry_after_s(response.headers)
    if status == 429:
        return DownloadError(
            f"{host} has had too many requests."
            if wait_s is None
            else f"{host} has had too many requests and asks to wait {wait_s:.0f} s.",
            reason="busy",
            hint="Try again later; with a token in HF_TOKEN the limits are higher.",
            retryable=True,
            retry_after_s=wait_s,
        )
    if status >= 500 or status == 408:
        return DownloadError(
            f"{host} has a problem of its own (status {status}).",
            reason="server",
            hint="Try again later.",
            retryable=True,
            retry_after_s=wait_s,
        )
    return DownloadError(f"{host} answered with status {status}.", reason="server", hint="Check the hub's address.")


def _gated(response: httpx2.Response, repo: str) -> DownloadError:
    page = f"{response.url.scheme}://{response.url.netloc.decode()}/{repo}"
    return DownloadError(
        f"{repo} is gated: its makers want their terms to be accepted first.",
        reason="not_allowed",
        hint=f"Accept them at {page}. {ACCOUNT_HINT}",
    )


def _no_repo(response: httpx2.Response, repo: str) -> DownloadError:
    host = response.url.host
    if not repo:
        return DownloadError(f"{host} has no such page.", reason="not_found", hint="Check the hub's address.")
    if "authorization" in response.request.headers and response.status_code == 401:
        return DownloadError(f"{host} does not accept the token in HF_TOKEN.", reason="not_allowed", hint=ACCOUNT_HINT)
    return DownloadError(
        f"{host} shows no models under {repo}: there is no such repository, or it is private.",
        reason="not_found",
        hint=f"Check the name. For a private one: {ACCOUNT_HINT}",
    )


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """How long a server asks to wait: ``Retry-After`` in seconds or as a date (RFC 9110, 10.2.3), or the draft's ``RateLimit``."""
    said = headers.get("retry-after")
    if said is None:
        reset = _RESET.search(headers.get("ratelimit", ""))
        return float(reset[1]) if reset else None
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        now = parsedate_to_datetime(headers["date"]) if "date" in headers else datetime.now(UTC)
        return max(0.0, (parsedate_to_datetime(said) - now).total_seconds())
    except (ValueError, TypeError):
        return None
