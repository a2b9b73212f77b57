"""API keys: environment → keyring of the operating system → a file that only its owner can read, with a warning.

A key belongs to one provider, named by the host of its base URL, so that a key for one server is never sent to another. Keys are
never put into settings, logs, history or error texts; ``Redactor`` takes them out of whatever might hold one.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol
from urllib.parse import SplitResult, urlsplit

from app.errors import StorageError

OWN_VARIABLE = "POLYMATH_API_KEY"
_VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "openai.com": "OPENAI_API_KEY",
        "openrouter.ai": "OPENROUTER_API_KEY",
        "deepseek.com": "DEEPSEEK_API_KEY",
        "groq.com": "GROQ_API_KEY",
        "mistral.ai": "MISTRAL_API_KEY",
        "together.xyz": "TOGETHER_API_KEY",
        "moonshot.cn": "MOONSHOT_API_KEY",
        "aliyuncs.com": "DASHSCOPE_API_KEY",
        "googleapis.com": "GEMINI_API_KEY",
    }
)
_HIDDEN = "[key hidden]"
# Keys, often half masked, as servers quote them in their answers: "sk-abc***xyz", "Bearer …".
_KEY_SHAPES = re.compile(r"\b(?:sk-|gsk_)[\w*.\-]{6,}|(?<=Bearer )[^\s\"']+", re.ASCII)
# Passwords in addresses of databases: "postgresql://user:password@host", "…?password=…". What looks like a port is none.
_IN_ADDRESSES = re.compile(r"(?<=://)([^\s\"'/@:?#]*):(?!\d+/)[^\s\"@]*@(?:[^\s\"/@?]*@)*")
_IN_QUERIES = re.compile(r"(?<=[?&])((?:ssl)?password|passwd|pwd)=[^&\s\"]*&?", re.IGNORECASE)

PlaceKind = Literal["environment", "keyring", "file", "memory", "nowhere"]


class Keyring(Protocol):
    """What is used of a backend of the ``keyring`` package."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where a key lies: ``text`` says it in words; ``is_plain`` means that it lies unencrypted and the person should see a warning."""

    kind: PlaceKind
    text: str
    is_plain: bool = False


def provider_of(base_url: str) -> str:
    """The name under which the key of a server is kept: its host, with the port where one is given."""
    return _split(base_url).netloc.rpartition("@")[2].lower()


def is_loopback(base_url: str) -> bool:
    """Whether a base URL points at this machine; a server there needs no key as a rule."""
    host = _split(base_url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(base_url: str) -> SplitResult:
    try:
        return urlsplit(base_url)
    except ValueError:  # What is no address at all is said when it is used.
        return SplitResult("", "", base_url, "", "")


class KeyStore:
    """Reads and keeps keys. Calls can block (the operating system may ask to unlock its keyring): not for the window's thread.

    Args:
        path: of the file that is used where there is no keyring.
        environ: where variables are looked up.
        backend: in place of the operating system's keyring.
        service: the name under which entries stand in the keyring.
        exact: whether what is kept is no key but any secret, at whose ends a blank may count.
    """

    def __init__(
        self,
        path: Path,
        environ: Mapping[str, str],
        backend: Keyring | None = None,
        *,
        service: str = "polymath",
        exact: bool = False,
    ) -> None:
        self._path = path
        self._environ = environ
        self._backend = backend
        self._service = service
        self._exact = exact
        self._lock = threading.Lock()
        self._seen: frozenset[str] = frozenset()

    def get(self, provider: str) -> str | None:
        """The key of a provider; None if there is none.

        Raises:
            StorageError: the key file is there and cannot be read.
        """
        with self._lock:
            key = self._find(provider)[0]
            if key:
                self._seen |= {key}
            return key

    def where(self, provider: str) -> KeyPlace:
        """Where the key of a provider lies, in words that can be shown.

        Raises:
            StorageError: the key file is there and cannot be read.
        """
        with self._lock:
            return self._find(provider)[1]

    def set(self, provider: str, key: str) -> KeyPlace:
        """Keep a key: in the keyring, else in the file. A key in the environment goes on winning over it.

        Raises:
            StorageError: neither can be written.
        """
        key = key if self._exact else key.strip()
        with self._lock:
            self._seen |= {key}
            if self._set_in_keyring(provider, key):
                if (
                    provider in self._read_file()
                ):  # An older copy in plain text must not outlive the move to the keyring.
                    self._write_file({k: v for k, v in self._read_file().items() if k != provider})
                return _place_keyring()
            self._write_file({**self._read_file(), provider: key})
            return self._place_file()

    def delete(self, provider: str) -> None:
        """Forget a stored key wherever it lies; the environment is not touched.

        Raises:
            StorageError: the key file cannot be written.
        """
        from keyring.errors import (
            KeyringError,
        )  # here, not at the top: slow to load, and needed only where a keyring is used

        with self._lock:
            with contextlib.suppress(KeyringError):
                self._keyring().delete_password(self._service, provider)
            keys = self._read_file()
            if keys.pop(provider, None) is not None:
                self._write_file(keys)

    def secrets(self) -> frozenset[str]:
        """All keys that passed through this store since the program started: what a ``Redactor`` must hide.

        Takes no lock: whoever writes a line of the log must not wait until the person has unlocked the keyring.
        """
        return self._seen

    def _find(self, provider: str) -> tuple[str | None, KeyPlace]:
        for variable in _variables_of(provider, self._environ):
            if key := self._environ.get(variable, "").strip():
                return key, KeyPlace("environment", f"The key comes from the environment variable {variable}.")
        if kept := self._get_from_keyring(provider):
            return kept, _place_keyring()
        if plain := self._read_file().get(provider):
            return plain, self._place_file()
        return None, KeyPlace("nowhere", f"No key is stored for {provider}.")

    def _place_file(self) -> KeyPlace:
        text = f"No keyring is available here: the key is kept unencrypted in {self._path}, readable by you alone."
        return KeyPlace("file", text, is_plain=True)

    def _keyring(self) -> Keyring:
        if self._backend is not None:
            return self._backend
        import keyring  # here, not at the top: it looks for backends while it loads

        backend: Keyring = keyring.get_keyring()
        return backend

    def _get_from_keyring(self, provider: str) -> str | None:
        from keyring.errors import KeyringError

        try:
            return self._keyring().get_password(self._service, provider)
        except KeyringError:  # There is none, or it stays locked: then the file is the place.
            return None

    def _set_in_keyring(self, provider: str, key: str) -> bool:
        from keyring.errors import KeyringError

        try:
            self._keyring().set_password(self._service, provider, key)
        except KeyringError:
            return False
        # keyring's null backend takes everything and keeps nothing.
        return self._get_from_keyring(provider) == key

    def _read_file(self) -> dict[str, str]:
        try:
            if os.name == "posix" and self._path.stat().st_mode & 0o077:
                with contextlib.suppress(OSError):  # a disk that takes no changes can be read all the same
                    self._path.chmod(0o600)
            keys = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            # The cause is left out: a parser's error quotes what it read.
            raise StorageError(
                f"The key file {self._path} cannot be read.", hint="Mend or delete it, then enter the key again."
            ) from None
        return {str(k): str(v) for k, v in keys.items()} if isinstance(keys, dict) else {}

    def _write_file(self, keys: Mapping[str, str]) -> None:
        draft = self._path.with_suffix(self._path.suffix + ".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.unlink(missing_ok=True)
            # Created with its mode, not changed after: at no moment can another user read it.
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(dict(keys), file)
            draft.replace(self._path)
        except OSError as error:
            raise StorageError(
                f"The key cannot be saved to {self._path}: {error.strerror}.",
                hint=f"Make the folder writable, or set the environment variable {OWN_VARIABLE}.",
            ) from error


def _place_keyring() -> KeyPlace:
    return KeyPlace("keyring", "The key is kept in the keyring of the operating system.")


def _variables_of(provider: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The program's own variable for any provider; a maker's variable for that maker's hosts, and for the host that the person
    named beside it in ``OPENAI_BASE_URL``.
    """
    host = provider.partition(":")[0]
    known = [name for domain, name in _VARIABLES.items() if host == domain or host.endswith("." + domain)]
    if provider == provider_of(environ.get("OPENAI_BASE_URL", "")):
        known.append("OPENAI_API_KEY")
    return (OWN_VARIABLE, *known)


def redact(text: str, secrets: Iterable[str], *, shapes: bool = False) -> str:
    """``text`` without the given secrets.

    Args:
        text: anything.
        secrets: keys; empty ones are skipped.
        shapes: whether to hide what merely looks like a key too. For texts of servers, not for the person's own: a name in their
            data may look the same.
    """
    for secret in sorted((s for s in secrets if s), key=len, reverse=True):
        text = text.replace(secret, _HIDDEN)
    return _KEY_SHAPES.sub(_HIDDEN, text) if shapes else text


def _without_words(text: str, secrets: Iterable[str]) -> str:
    """``text`` without secrets that a person chose: where they stand by themselves, and are not the user's name in an address."""
    words = "|".join(re.escape(secret) for secret in sorted(secrets, key=len, reverse=True) if secret)
    return re.sub(rf"(?<!\w)(?<!://)(?:{words})(?!\w)", _HIDDEN, text) if words else text


def without_passwords(text: str) -> str:
    """``text`` whose addresses hold no passwords; they still open what they opened, where the password is known from elsewhere."""
    if "://" not in text:
        return text
    return _IN_QUERIES.sub("", _IN_ADDRESSES.sub(r"\1@", text))


class Redactor:
    """``redact`` with secrets that are asked for at each call, and without passwords in addresses; for logs and history.

    Args:
        secrets: as a rule ``KeyStore.secrets``.
        chosen: secrets that a person chose, which may be words (``ToolSecrets.seen``).
    """

    def __init__(self, secrets: Callable[[], Iterable[str]], chosen: Callable[[], Iterable[str]] = tuple) -> None:
        self._secrets = secrets
        self._chosen = chosen

    def __call__(self, text: str) -> str:
        return _without_words(without_passwords(redact(text, self._secrets())), self._chosen())
