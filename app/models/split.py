"""Models that are split into several files: ``name-00001-of-00003.gguf`` and so on.

The name's form is fixed: llama.cpp builds the names of the other parts from that of the first (``llama_split_path``), so a part that
was renamed is as good as missing.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from app.errors import ModelLoadError
from app.models.gguf import DOWNLOAD_AGAIN, GgufHeader, read_header, read_header_from
from app.models.shape import merged

_PART = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})(?P<suffix>\.gguf)", re.IGNORECASE)


def part_number(name: str) -> int:
    """Which part of a split model a file is, by its name; 0 for a file that is a model by itself."""
    match = _PART.fullmatch(name)
    return int(match["number"]) if match else 0


def part_names(name: str) -> tuple[str, ...]:
    """Names of all parts of the model that a file belongs to, the first first; the name alone if it is not split."""
    match = _PART.fullmatch(name)
    if match is None or not int(match["count"]):
        return (name,)
    count = int(match["count"])
    return tuple(f"{match['stem']}-{number:05}-of-{count:05}{match['suffix']}" for number in range(1, count + 1))


def part_paths(path: Path) -> tuple[Path, ...]:
    """The files of the model that ``path`` belongs to, whether they are there or not."""
    return tuple(path.with_name(name) for name in part_names(path.name))


def read_model(path: Path) -> GgufHeader:
    """The header of a model with all of its parts: size, tensors and parameters are those of the whole.

    Args:
        path: the model's only file, or its first part.

    Raises:
        ModelLoadError: as ``read_header``; ``missing`` also where a part is missing, ``truncated`` where one is cut off.
    """
    header = read_header(path)
    if header.parts == 1:
        return header
    paths = part_paths(path)
    if len(paths) != header.parts or paths[0] != path:
        raise ModelLoadError(
            f"The model file {path.name} is one of {header.parts} parts, and its name does not say which.",
            path=path,
            reason="missing",
            hint=f"Give the parts their names back: {path.stem}-00001-of-{header.parts:05}.gguf and so on.",
        )
    rest = [_read_part(part, path) for part in paths[1:]]
    return dataclasses.replace(
        header,
        size_bytes=header.size_bytes + sum(part.size_bytes for part in rest),
        tensors=header.tensors + sum(part.tensors for part in rest),
        parameters=header.parameters + sum(part.parameters for part in rest),
        shape=merged([header.shape, *(part.shape for part in rest)]),
    )


def _read_part(part: Path, first: Path) -> GgufHeader:
    try:
        with part.open("rb") as file:
            return read_header_from(file, part, part.stat().st_size, later_part=True)
    except (FileNotFoundError, NotADirectoryError) as error:
        number, count = part_number(part.name), len(part_names(part.name))
        raise ModelLoadError(
            f"Part {number} of {count} of {first.name} is missing: {part.name}.",
            path=first,
            reason="missing",
            hint="Download the missing part into the same folder.",
        ) from error
    except OSError as error:
        raise ModelLoadError(
            f"The part {part.name} cannot be read: {error.strerror}.",
            path=first,
            reason="other",
            hint="Check its permissions.",
        ) from error
    except ModelLoadError as error:
        raise ModelLoadError(error.message, path=first, reason=error.reason, hint=DOWNLOAD_AGAIN) from error
