"""What the person marked as private: files, folders, tools. What belongs to a mark goes to no cloud, and to no server on this machine.

A path is found wherever it stands in a run's inputs: as the value of a field, as an address (``sqlite:///…``), or in the middle of a text.
Links are followed, in both directions. What cannot be seen from inputs (a text that was copied out of a private file by hand) is for the
person to know.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from app.core.keys import without_passwords
from app.core.manifest import PluginManifest
from app.core.router import private_tool_reason
from app.core.settings import Settings

_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]*:/{2,}", re.IGNORECASE)
_BETWEEN_TOKENS = re.compile(r"[\s\"'`<>|,;()\[\]{}=“”‘’«»]+")
_LONGEST_PATH = 4096
_IGNORES_CASE = sys.platform in {"win32", "darwin"}


def private_reason(settings: Settings, manifest: PluginManifest, inputs: Mapping[str, Any], data_dir: Path) -> str:
    """Why a run with these inputs must stay on this machine, in a sentence; empty if it need not. Looks at files: slow.

    Args:
        settings: hold the marks.
        manifest: of the tool.
        inputs: checked.
        data_dir: the tool's own folder, which it may read whatever its inputs are.
    """
    if reason := private_tool_reason(settings, manifest):
        return reason
    marks = Marks(settings.private_paths)
    if not marks:
        return ""
    if mark := marks.over(data_dir):
        return f"{manifest.title} keeps its data under {mark}, which you marked as private."
    files = [field.name for field in manifest.fields if field.kind == "file"]
    for path in (without_passwords(str(inputs[name])) for name in files if inputs.get(name)):
        for reading in (path, *_readings(path)):
            if mark := marks.over(reading):
                return said(path, mark)
    return marks.found_in({name: value for name, value in inputs.items() if name not in files})


def private_file_reason(settings: Settings, path: Path) -> str:
    """Why the content of a file must stay on this machine; empty if it need not."""
    mark = Marks(settings.private_paths).over(path)
    return said(str(path), mark) if mark else ""


def said(path: str, mark: str) -> str:
    """The sentence for a path that lies under a mark."""
    name = os.path.basename(path.rstrip("/\\")) or path
    if _forms(path) & _forms(mark):
        return f"You marked “{name}” as private."
    return f"“{name}” lies under {mark}, which you marked as private."


class Marks:
    """The paths that are marked; each counts as it is written and with its links followed."""

    def __init__(self, marked: Sequence[str]) -> None:
        self._forms = {mark: _forms(mark) for mark in marked if mark.strip()}
        self._files = {number: mark for mark in self._forms if (number := _file_number(mark))}

    def __bool__(self) -> bool:
        return bool(self._forms)

    def over(self, path: str | Path) -> str:
        """The mark that a path is, or lies under; empty if there is none."""
        forms = _forms(str(path))
        for mark, roots in self._forms.items():
            if any(_is_under(form, root) for form in forms for root in roots):
                return mark
        number = _file_number(str(path)) if self._files else None
        return self._files.get(number, "") if number else ""

    def found_in(self, value: Any) -> str:
        """The sentence for the first path under a mark that stands anywhere in ``value``; empty if there is none."""
        for text in _texts(value):
            if mark := self._named_in(text):
                return f"The input names {mark}, which you marked as private."
            for candidate in _candidates(text):
                if mark := self.over(candidate):
                    return said(candidate, mark)
        return ""

    def _named_in(self, text: str) -> str:
        """A mark that stands in a text letter by letter: its path may hold blanks, at which a text cannot be taken apart."""
        folded = [_folded(one) for one in {text, unquote(text)}]
        for mark, roots in self._forms.items():
            for root in {*roots, *_with_tilde(roots)}:
                found = re.compile(re.escape(root) + r"(?![\w-])(?!\.\w)")
                if any(found.search(one) for one in folded):
                    return mark
        return ""


def _forms(path: str) -> frozenset[str]:
    """A path as it is written, absolute, and with its links followed; a relative mark belongs to the working folder."""
    try:
        absolute = os.path.abspath(os.path.expanduser(path.strip()))
        return frozenset({_folded(absolute), _folded(os.path.realpath(absolute))})
    except (OSError, ValueError):  # no path at all
        return frozenset()


def _folded(text: str) -> str:
    """Spelled so that two spellings of one path are the same."""
    text = unicodedata.normalize("NFC", text)
    if os.sep != "/":
        text = text.replace("/", os.sep)
    return text.casefold() if _IGNORES_CASE else text


def _with_tilde(roots: Iterable[str]) -> Iterator[str]:
    home = _folded(os.path.expanduser("~"))
    return (f"~{root[len(home) :]}" for root in roots if home != os.sep and _is_under(root, home) and root != home)


def _is_under(path: str, root: str) -> bool:
    return path == root or path.startswith(root if root.endswith(os.sep) else root + os.sep)


def _file_number(path: str) -> tuple[int, int] | None:
    """What two names of one file have in common: a hard link has no path that could be followed. None where there is no file."""
    try:
        found = os.stat(os.path.expanduser(path.strip()))
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str | Path):
        yield str(value)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _texts(item)


def _candidates(text: str) -> Iterator[str]:
    """What may be a path in a text: whole lines, words with a separator, words that are files of the working folder, addresses."""
    seen: set[str] = set()
    for line in text.splitlines():
        whole = line.strip()
        for word in (whole, *_BETWEEN_TOKENS.split(line)):
            word = word.rstrip(".:!?")
            if word and word not in seen and len(word) <= _LONGEST_PATH:
                seen.add(word)
                yield from _readings(word)


def _readings(word: str) -> Iterator[str]:
    if address := _ADDRESS.match(word):
        rest = unquote(word[address.end() :].partition("?")[0])
        yield f"/{rest}"
        yield f"/{rest.partition('/')[2]}"  # after a host
        yield rest
    elif "/" in word or os.sep in word or word.startswith("~"):
        yield word
        if "%" in word:
            yield unquote(word)
    elif "." in word and os.path.lexists(word):
        yield word
