"""The lines of a project's file: what each says, written and read.

A line is eight hexadecimal digits (CRC-32 of the rest), a blank, and JSON. The first tells the format; others hold a version, ids that are
gone, or where the work stands. Where the same version comes again the later line counts.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from plugins.web_designer.project.delta import Delta, patched
from plugins.web_designer.project.versions import NONE, Change, Maker, Version

FORMAT = 1
_NO_TIME = 1e11
"""Seconds since 1970 that no clock shows."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says, and where it ends in the file."""

    record: Any
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """What a line does to a project: a version, ids that are gone, where it stands."""

    end: int
    version: Version | None = None
    gone: tuple[int, ...] = ()
    current: int | None = None


def sound_lines(body: bytes) -> Iterator[Line]:
    """Lines up to the first that is damaged."""
    at = 0
    while (end := body.find(b"\n", at)) >= 0:
        text = body[at + 9 : end]
        if body[at : at + 8] != _sum(text):
            return
        try:
            yield Line(json.loads(text), end + 1)
        except (ValueError, RecursionError):
            return
        at = end + 1


def steps_of(lines: Iterable[Line]) -> Iterator[Step]:
    """What lines say, up to the first that makes no sense."""
    for line in lines:
        try:
            yield _step(line)
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, zlib.error):
            return


def _step(line: Line) -> Step:
    record = line.record
    version = _version(record["version"]) if "version" in record else None
    gone = tuple(int(id) for id in record.get("gone", ()))
    return Step(line.end, version, gone, int(record["current"]) if "current" in record else None)


def result(steps: Iterable[Step]) -> tuple[list[Version], int]:
    """What there is after all steps, and where it stands."""
    versions: dict[int, Version] = {}
    current = NONE
    for step in steps:
        if step.version:
            versions[step.version.id] = step.version
        for id in step.gone:
            versions.pop(id, None)
        current = current if step.current is None else step.current
    return list(versions.values()), current


def lines_of(change: Change) -> Iterator[bytes]:
    """What a step adds to a file."""
    if change.gone:
        yield _line({"gone": list(change.gone)})
    for version in change.kept:
        yield _line({"version": _told(version)})
    yield _line({"current": change.current})


def lines_with(versions: Iterable[Version], current: int) -> Iterator[bytes]:
    """A file as a whole."""
    yield _line({"format": FORMAT})
    for version in versions:
        yield _line({"version": _told(version)})
    yield _line({"current": current})


def _line(record: Mapping[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _sum(text) + b" " + text + b"\n"


def _sum(text: bytes) -> bytes:
    return f"{zlib.crc32(text):08x}".encode()


def _told(version: Version) -> Mapping[str, Any]:
    body = version.body
    return {
        "id": version.id,
        "parent": version.parent,
        "what": version.what,
        "by": version.by,
        "made_at": version.made_at,
        "name": version.name,
        "plan": version.plan,
        "locks": list(version.locks),
        "merge_key": version.merge_key,
        "depth": version.depth,
        "body": [body.head, body.tail, base64.b64encode(body.middle).decode(), body.is_whole],
    }


def _version(told: Mapping[str, Any]) -> Version:
    """What ``_told`` gave; keys of a newer program are left out.

    Raises:
        KeyError, TypeError, ValueError, AttributeError, ArithmeticError, zlib.error: it is none.
    """
    version = Version(
        id=int(told["id"]),
        parent=int(told["parent"]),
        what=str(told["what"]),
        by=cast(Maker, str(told["by"])),
        made_at=float(told["made_at"]),
        name=str(told.get("name", "")),
        plan=told.get("plan"),
        locks=tuple(told.get("locks", ())),
        merge_key=str(told.get("merge_key", "")),
        body=_body(told["body"]),
        depth=int(told.get("depth", 0)),
    )
    if not (NONE <= version.parent < version.id and 0 <= version.made_at < _NO_TIME):
        raise ValueError("no version has these numbers")
    return version


def _body(told: Sequence[Any]) -> Delta:
    head, tail, middle, is_whole = told
    body = Delta(int(head), int(tail), base64.b64decode(middle), bool(is_whole))
    if min(body.head, body.tail) < 0:
        raise ValueError("no text has less than no letters")
    patched("", body)
    return body
