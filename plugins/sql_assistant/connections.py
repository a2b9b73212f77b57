"""What is kept of a connection: its address, a name, and what is allowed with it. Never a password."""

from __future__ import annotations

import json
import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from app.api import InputError, StorageError
from plugins.sql_assistant.sources.server_address import FIELD, Place, file_behind, is_address, is_server, place_of

CONNECTIONS = "connections.json"
"""The file in the tool's folder."""

VERSION: Final = 1
_BETWEEN = re.compile("[\n" + re.escape(os.pathsep) + "]")
_log = logging.getLogger("polymath.tool.sql_assistant.connections")


@dataclass(frozen=True, slots=True)
class Connection:
    """A database that the person opens again.

    Attributes:
        address: as ``Source.address`` gives it; of a server without its password.
        name: what the person calls it; empty for one that only has its address.
        may_write: whether a change may be proposed; each is shown and asked first.
        is_private: whether values of it are kept from every model that does not run on this machine.
    """

    address: str
    name: str = ""
    may_write: bool = False
    is_private: bool = False


class Connections:
    """The saved connections, in a file that only its owner reads. Methods may be called from any thread and block for a few ms.

    A file that is damaged is set aside under another name, never overwritten. What it said of privacy is not known any more, so as long as
    it lies there every connection that is not kept anew counts as private.

    Attributes:
        set_aside: where a file that was damaged lies now; None if this object met none.
    """

    def __init__(self, data_dir: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.set_aside: Path | None = None
        self._path = data_dir / CONNECTIONS
        self._clock = clock
        self._lock = threading.Lock()

    @property
    def notice(self) -> str:
        """What is to be said of a damaged file, in a sentence; empty if there is nothing to say."""
        if self.set_aside is None:
            return ""
        return (
            f"The saved connections were damaged and are set aside as {self.set_aside.name}. "
            "Until you delete that file, every connection that is not saved anew counts as private."
        )

    def all(self) -> list[Connection]:
        """All of them, by name.

        Raises:
            StorageError: the file is there and cannot be read.
        """
        with self._lock:
            return sorted(self._read(), key=lambda one: (one.name or one.address).casefold())

    def of(self, address: str) -> Connection:
        """What is known of an address, or of the connection with that name; the defaults where nothing is.

        It is private too where another connection to the same database, or to a file of it, is.

        Raises:
            StorageError: the file is there and cannot be read.
        """
        connections = self.all()
        found = _find(connections, address) or Connection(without_secrets(address))
        if found.is_private or not found.address:
            return found
        own = set(_databases(found.address))
        marked = (one.address for one in connections if one.is_private and _is_alike(one.address, found.address))
        is_private = any(_is_one(one, other) for address in marked for other in _databases(address) for one in own)
        return replace(found, is_private=is_private or (self._has_lost() and found not in connections))

    def find(self, given: str) -> Connection | None:
        """The connection that has this name, whatever its case, or this address.

        Raises:
            StorageError: the file is there and cannot be read.
        """
        return _find(self.all(), given)

    def keep(self, connection: Connection, *, instead_of: str = "") -> Connection:
        """Save a connection in place of what was known of its address; gives it back as it was kept, without a password.

        Args:
            instead_of: the address that it had before; forgotten.

        Raises:
            InputError: it is no address, or its name is taken or cannot be one.
            StorageError: the file cannot be read or written.
        """
        name = " ".join(connection.name.split())
        kept = replace(connection, address=_whole(connection.address), name=name)
        replaced = {_identity(kept.address), _identity(instead_of or kept.address)}
        with self._lock:
            others = [one for one in self._read() if _identity(one.address) not in replaced]
            _check_name(name, others)
            self._write([*others, kept])
        return kept

    def forget(self, address: str) -> None:
        """Forget a connection; nothing happens if none has this address. Its password is for the caller to forget.

        Raises:
            StorageError: the file cannot be read or written.
        """
        with self._lock:
            known = self._read()
            left = [one for one in known if _identity(one.address) != _identity(address)]
            if len(left) < len(known):
                self._write(left)

    def _has_lost(self) -> bool:
        return any(self._path.parent.glob(f"{CONNECTIONS}.damaged-*"))

    def _read(self) -> list[Connection]:
        try:
            if os.name == "posix" and self._path.stat().st_mode & 0o077:
                with suppress(OSError):  # a disk that takes no changes can be read all the same
                    self._path.chmod(0o600)
            content = self._path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StorageError(
                f"The saved connections in {self._path} cannot be read: {error.strerror}.",
                hint="Check the disk and the rights of the file.",
            ) from error
        try:
            return _connections(json.loads(content))
        except (ValueError, TypeError, KeyError, RecursionError):
            self._move_aside()
            return []

    def _move_aside(self) -> None:
        stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(self._clock()))
        aside = self._path.with_name(f"{CONNECTIONS}.damaged-{stamp}")
        try:
            os.replace(self._path, aside)
        except OSError as error:
            raise StorageError(
                f"The saved connections in {self._path} are damaged and cannot be set aside: {error.strerror}.",
                hint="Move or delete the file by hand.",
            ) from error
        self.set_aside = aside
        _log.warning("saved connections that could not be read were set aside: %s", aside)

    def _write(self, connections: list[Connection]) -> None:
        """Whole or not at all; nobody else can read it at any moment."""
        text = json.dumps({"version": VERSION, "connections": [asdict(one) for one in connections]}, indent=1)
        unfinished = self._path.with_name(f"{CONNECTIONS}.{os.getpid()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.unlink(missing_ok=True)
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, self._path)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise StorageError(
                f"The connection cannot be saved to {self._path}: {error.strerror}.",
                hint="Free some space or allow writing there.",
            ) from error


def without_secrets(address: str) -> str:
    """An address as it is kept and shown. A text that is no address of a server, or of none that can be read, comes back as it is, short
    of what stands before an @.
    """
    address = address.strip()
    if not is_server(address):
        return address
    try:
        return place_of(address).shown
    except InputError:
        return re.sub(r"://.*@", "://", address)


def _whole(address: str) -> str:
    """The address to keep.

    Raises:
        InputError: it is none.
    """
    address = address.strip()
    if not address:
        raise InputError("The address is empty.", field=FIELD, hint="Say where the database is.")
    if not is_address(address):
        return "\n".join(os.path.abspath(os.path.expanduser(part)) for part in _parts(address))
    path = file_behind(address)
    return os.path.abspath(path) if path else place_of(address).shown


def _check_name(name: str, others: list[Connection]) -> None:
    if is_address(name) or "/" in name or "\\" in name:
        raise InputError("A name holds no slash.", field="name", hint="Choose a short word for it, such as “Sales”.")
    if name and any(one.name.casefold() == name.casefold() for one in others):
        raise InputError(f"There is already a connection “{name}”.", field="name", hint="Choose another name.")


def _find(connections: list[Connection], given: str) -> Connection | None:
    name = " ".join(given.split()).casefold()
    if not name:
        return None
    by_name = (one for one in connections if one.name.casefold() == name)
    found = next(by_name, None)
    alike = [one for one in connections if _is_alike(one.address, given)]
    if found or not alike:
        return found
    wanted = _identity(given)
    return next((one for one in alike if _identity(one.address) == wanted), None)


def _is_alike(one: str, other: str) -> bool:
    """Whether both are servers, or neither is: taking the address of a server apart loads much."""
    return is_server(one) == is_server(other)


def _identity(address: str) -> object:
    """What two spellings of one connection have in common. What an address asks for counts too: it may lead to another server."""
    databases = tuple(_databases(address))
    place = _place(address)
    if place is None:
        return databases
    return databases, place.url.username, tuple(sorted(place_of(place.shown).url.query.items()))


def _databases(address: str) -> Iterator[str]:
    """The databases or files behind an address, each in one spelling."""
    address = address.strip()
    if place := _place(address):
        yield _database(place)
    elif is_server(address):
        yield address
    else:
        for part in _parts(str(file_behind(address) or address)):
            yield os.path.realpath(os.path.expanduser(part))


def _database(place: Place) -> str:
    """Engine, host, port and database; what stands behind the ? wins, as it does in the drivers."""
    asked = {name: value for name, value in place.url.query.items() if isinstance(value, str)}
    host = str(asked.get("host") or asked.get("hostaddr") or place.url.host or "").lower()
    port = int(asked["port"]) if asked.get("port", "").isdigit() else place.url.port
    database = asked.get("dbname") or asked.get("database") or place.url.database or place.url.username or ""
    at = replace(place, url=place.url.set(host=host, port=port)).host
    return f"{place.dialect or place.backend}://{at}/{database}"


def _place(address: str) -> Place | None:
    if not is_server(address):
        return None
    try:
        return place_of(address)
    except InputError:
        return None


def _parts(address: str) -> list[str]:
    """The paths in an address; a text that is a path as it stands is one, whatever it holds."""
    if os.path.exists(os.path.expanduser(address)):
        return [address]
    return [part.strip() for part in _BETWEEN.split(address) if part.strip()]


def _is_one(one: str, other: str) -> bool:
    """Whether two of ``_databases`` are the same, or one is a folder that holds the other."""
    return one == other or one.startswith(other + os.sep) or other.startswith(one + os.sep)


def _connections(kept: Any) -> list[Connection]:
    """Connections from what the file holds.

    Raises:
        TypeError, KeyError, ValueError: it is of another form.
        StorageError: a newer version of the program has written it.
    """
    if kept["version"] > VERSION:
        raise StorageError(
            "The saved connections were written by a newer version of the program.", hint="Use the newer version."
        )
    return [_connection(one) for one in kept["connections"]]


def _connection(kept: Any) -> Connection:
    one = Connection(kept["address"], kept["name"], kept["may_write"], kept["is_private"])
    texts, switches = (one.address, one.name), (one.may_write, one.is_private)
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(each, bool) for each in switches):
        raise TypeError("a connection has two texts and two switches")
    return one
