"""Whether two model files hold the same, without reading gigabytes. Standard library only."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_HEAD_BYTES = 256 << 10
_TAIL_BYTES = 64 << 10
_SAMPLES = 32
_SAMPLE_BYTES = 16 << 10
_WHOLE_BYTES = _HEAD_BYTES + _TAIL_BYTES + _SAMPLES * _SAMPLE_BYTES


def fingerprint(path: str | os.PathLike[str]) -> str:
    """Sixty-four hexadecimal digits that are equal for files of equal content, wherever they lie and whatever they are called.

    Hashed are the size, the first 256 KiB (metadata: name, chat template, tokenizer), the last 64 KiB, and 32 blocks of 16 KiB spread
    evenly between them; a file of up to 832 KiB is hashed whole. The blocks stand for the weights: two quantizations differ in size, and
    two trainings of one model, which may have the same size and the same metadata, differ in nearly every tensor. It is no proof against
    somebody who makes two files alike on purpose: use the SHA-256 of the file for that. Only this one file is read: of a split model,
    one part.

    Reads less than a megabyte, in 34 places.

    Raises:
        OSError: the file cannot be read.
    """
    with Path(path).open("rb") as file:
        size_bytes = os.fstat(file.fileno()).st_size
        digest = hashlib.blake2b(size_bytes.to_bytes(8, "little"), digest_size=32, person=b"polymath-gguf-1")
        if size_bytes <= _WHOLE_BYTES:
            digest.update(file.read())
            return digest.hexdigest()
        digest.update(file.read(_HEAD_BYTES))
        stride = (size_bytes - _HEAD_BYTES - _TAIL_BYTES) // _SAMPLES
        for number in range(_SAMPLES):
            file.seek(_HEAD_BYTES + number * stride)
            digest.update(file.read(_SAMPLE_BYTES))
        file.seek(-_TAIL_BYTES, os.SEEK_END)
        digest.update(file.read(_TAIL_BYTES))
    return digest.hexdigest()
