"""Finds the encoding of a text file, and writes it anew in UTF-8 where it has another one; in bounded memory."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from app.api import InputError, StorageError
from plugins.sql_assistant.sources.base import QueryStopped, Stop
from plugins.sql_assistant.sources.file_kinds import GivenFile

ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5", "shift_jis", "euc_kr", "cp1252", "cp1251", "latin-1")
"""What a person may choose; Python's names."""

_CHUNK = 2**20
_FIELD = "database"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(range(32)) - set(b"\t\n\r\f\x1b")


@contextmanager
def opened(file: GivenFile) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked.

    Raises:
        InputError: it is packed and damaged, or cannot be read.
    """
    try:
        with gzip.open(file.path) if file.is_packed else file.path.open("rb") as stream:
            yield cast("IO[bytes]", stream)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise InputError(
            f"“{file.path.name}” is packed and damaged.", field=_FIELD, hint="Get the file anew, or unpack it by hand."
        ) from error


def encoding_of(file: GivenFile, stop: Stop) -> str:
    """The encoding of a text, found by trying on all of it: UTF-8 if it is that, else the likeliest of the others.

    Raises:
        InputError: it is no text.
        QueryStopped: someone asked for the end.
    """
    with opened(file) as stream:
        head = stream.read(_CHUNK)
        if named := _marked(head):
            return named
        if _looks_binary(head):
            raise InputError(
                f"“{file.path.name}” is not a text.",
                field=_FIELD,
                hint="Choose the file that its program exports as text.",
            )
        decoder = codecs.getincrementaldecoder("utf-8")()
        chunk = head
        while chunk:
            _check(stop)
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return likeliest(head if not _is_utf8(head) else chunk)
            chunk = stream.read(_CHUNK)
    return "utf-8"


def has_mixed_ends(file: GivenFile, stop: Stop) -> bool:
    """Whether lines of a text in UTF-8 end in more than one way, which DuckDB does not read.

    Raises:
        InputError: the file cannot be read.
        QueryStopped: someone asked for the end.
    """
    pairs = feeds = returns = 0
    last = b""
    with opened(file) as stream:
        while chunk := stream.read(_CHUNK):
            _check(stop)
            pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk.startswith(b"\n"))
            feeds += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            last = chunk[-1:]
            if (feeds > pairs) + (returns - (last == b"\r") > pairs) + (pairs > 0) > 1:
                return True
    return False


def _check(stop: Stop) -> None:
    if stop.is_due:
        raise QueryStopped


def _marked(head: bytes) -> str | None:
    """The encoding that a mark at the start names, or that the places of the zero bytes betray."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[:4096:2].count(0), head[1:4096:2].count(0)
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros and not others and _decodes(head[:4096], name):
            return name
    return None


def _looks_binary(head: bytes) -> bool:
    controls = sum(byte in _CONTROLS for byte in head[:65_536])
    return b"\x00" in head or controls > len(head[:65_536]) * 0.01


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def likeliest(data: bytes) -> str:
    """The likeliest encoding of a text that is not UTF-8: one of East Asia where most high bytes stand in its common pairs."""
    sample = data[: 2**18]
    best, best_share = "cp1252", 0.7
    for name, is_common in _PAIRED.items():
        share = _share_of_pairs(sample, name, is_common)
        if share > best_share:
            best, best_share = name, share
    return best if best != "cp1252" or _decodes(sample, "cp1252") else "latin-1"


def _decodes(sample: bytes, name: str) -> bool:
    try:
        sample.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _share_of_pairs(sample: bytes, name: str, is_common: tuple[range, tuple[range, ...]]) -> float:
    """Which share of a text's high bytes belongs to common characters of an encoding; nothing where it cannot be that encoding."""
    try:
        codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return 0.0
    leads, trails = is_common
    high = common = at = 0
    while at < len(sample):
        byte = sample[at]
        if byte < 0x80 or at + 1 == len(sample):
            at += 1
            continue
        high += 1
        follows = sample[at + 1]
        common += byte in leads and any(follows in trail for trail in trails)
        at += 2
    return common / high if high else 0.0


_PAIRED = {
    "gb18030": (range(0xB0, 0xD8), (range(0xA1, 0xFF),)),
    "big5": (range(0xA4, 0xC7), (range(0x40, 0x7F), range(0xA1, 0xFF))),
}
"""Bytes of the commonest characters of an encoding: lead byte, trail byte."""


def write_utf8(file: GivenFile, encoding: str, target: Path, stop: Stop) -> int:
    """Write a text anew in UTF-8, all lines ending alike; gives how many characters could not be read and became �.

    Raises:
        InputError: the file cannot be read.
        StorageError: the copy cannot be written.
        QueryStopped: someone asked for the end.
    """
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)("replace"), translate=True)
    lost = 0
    try:
        with opened(file) as stream, target.open("w", encoding="utf-8", newline="") as out:
            while chunk := stream.read(_CHUNK):
                _check(stop)
                text = decoder.decode(chunk)
                lost += text.count("\ufffd")
                out.write(text)
            rest = decoder.decode(b"", final=True)
            out.write(rest)
            return lost + rest.count("\ufffd")
    except OSError as error:
        raise StorageError(
            f"The copy of “{file.path.name}” cannot be written: {error.strerror}.", hint="Free some space on the disk."
        ) from error
