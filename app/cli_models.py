"""``polymath models``: list what is on this machine, look models up, download them, show what is known of one."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.cli_output import print_rows, tell
from app.errors import InputError

if TYPE_CHECKING:
    from app.bootstrap import Services
    from app.models.catalog import CatalogEntry
    from app.models.downloads import Download
    from app.models.hub_data import RemoteModel, RepoCard
    from app.models.library import KnownModel

T = TypeVar("T")
Start = Callable[[], "Services"]
_OK, _FAILED, _STOPPED = 0, 1, 130
_LOOK_EVERY_S = 0.25
_BAR_WIDTH = 24


def add_commands(commands: Any, start: Start) -> None:
    """Add ``models`` and what stands below it to the parser of the command line.

    Args:
        start: builds the program.
    """
    models = commands.add_parser("models", help="list the models at hand; search, get and show others")
    models.add_argument("--json", action="store_true", help="print JSON")
    models.set_defaults(command=lambda options: _with(start, _list, options))
    below = models.add_subparsers(metavar="COMMAND")
    for name, work, words in (
        ("recommended", _recommended, "list the recommended models"),
        ("search", _search, "look for models on the hub"),
        ("get", _get, "download a model; Ctrl+C pauses, the same command goes on"),
        ("show", _show, "show what is known of a model on this machine"),
    ):
        parser = below.add_parser(name, help=words)
        # Without SUPPRESS the default of this parser would undo a --json that stands before the command.
        parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
        parser.set_defaults(command=lambda options, work=work: _with(start, work, options))
    below.choices["search"].add_argument("words", nargs="+", metavar="WORD")
    below.choices["get"].add_argument(
        "what", metavar="REPO_OR_ID", help="MAKER/NAME on the hub, or a recommended model"
    )
    below.choices["get"].add_argument("file", nargs="?", default="", help="a file of the repository")
    below.choices["get"].add_argument("--revision", default="main", help="a branch, tag or commit of the repository")
    below.choices["show"].add_argument("model", metavar="NAME_OR_PATH")


def _with(start: Start, work: Callable[[Services, argparse.Namespace], int], options: argparse.Namespace) -> int:
    services = start()
    try:
        return work(services, options)
    finally:
        services.close()


def _list(services: Services, options: argparse.Namespace) -> int:
    listing = services.library.scan()
    if options.json:
        print_rows([model.row() for model in listing.models], as_json=True)
    else:
        for model in listing.models:
            print("\n".join(_lines(model)))
    for report in listing.places:
        for problem in report.problems:
            print(f"! {problem}", file=sys.stderr)
    return _OK


def _lines(model: KnownModel) -> list[str]:
    header = model.header
    facts = [
        _size(model.size_bytes),
        _count(header.parameters) if header else "",
        header.quantization if header else "",
        model.place.title,
    ]
    lines = [f"{model.name:<32} {' · '.join(fact for fact in facts if fact)}", f"    {model.path}"]
    lines += [f"    also at {path}" for path in model.also_at]
    if model.error:
        lines.append(f"    ! {model.error.message}")
    return lines


def _recommended(services: Services, options: argparse.Namespace) -> int:
    entries = _catalog(services)
    if options.json:
        print_rows([_entry_row(entry) for entry in entries], as_json=True)
        return _OK
    for entry in entries:
        size = _size(entry.size_bytes) or "size from the hub"
        facts = (entry.name, size, entry.quantization, entry.licence)
        print(f"{entry.id:<20} {' · '.join(facts)}\n    {entry.text}")
    return _OK


def _entry_row(entry: CatalogEntry) -> dict[str, Any]:
    names = ("id", "name", "maker", "repo", "file", "revision", "size_bytes", "sha256", "licence", "parameters_b")
    row = {name: getattr(entry, name) for name in (*names, "quantization", "context_tokens", "text", "text_zh")}
    return {**row, "languages": list(entry.languages), "suits": dict(entry.suits)}


def _search(services: Services, options: argparse.Namespace) -> int:
    found = _waited(services, services.hub.search(" ".join(options.words)))
    rows = [
        {
            "repo": one.repo,
            "downloads": one.downloads,
            "likes": one.likes,
            "licence": one.licence,
            "gated": "gated" if one.gated else "",
            "updated": one.updated,
        }
        for one in found
    ]
    print_rows(rows, as_json=options.json)
    if not rows:
        print("Nothing was found.", file=sys.stderr)
    return _OK


def _get(services: Services, options: argparse.Namespace) -> int:
    model = _chosen(services, options)
    downloads = services.model_services.downloads(only_new=True)
    changed = threading.Event()
    end = downloads.listen(lambda _queue: changed.set())
    bar = _Bar(quiet=options.json)
    download_id = downloads.add(model)
    _waited(services, _nothing())  # what was said to the loop before is done then: no state of an earlier time is seen
    try:
        item = _followed(lambda: downloads.queue.get(download_id), changed, bar)
    except KeyboardInterrupt:
        downloads.pause(download_id)
        item = _followed(lambda: downloads.queue.get(download_id), changed, bar)
    finally:
        end()
        bar.end()
    return _ended(item, options)


def _followed(look: Callable[[], Download | None], changed: threading.Event, bar: _Bar) -> Download:
    """Show a download until it neither runs nor waits. Looks in small steps, for Ctrl+C does not end a long wait on Windows."""
    while True:
        changed.wait(_LOOK_EVERY_S)
        changed.clear()
        item = look()
        if item is None:
            continue
        bar.show(item)
        if item.state not in ("queued", "running"):
            return item


async def _nothing() -> None:
    """Runs when the loop comes to it."""


def _ended(item: Download, options: argparse.Namespace) -> int:
    if options.json:
        row = {"state": item.state, "repo": item.model.repo, "file": item.model.path, "path": str(item.path)}
        problem = {"message": item.error.message, "hint": item.error.hint} if item.error else {}
        print(json.dumps({**row, "note": item.note, **problem}, ensure_ascii=True))
    elif item.state == "done":
        print(item.path)
        if item.note:
            print(f"· {item.note}", file=sys.stderr)
    if item.error and not options.json:
        tell(item.error, "polymath:")
    if item.state == "done":
        return _OK
    again = " ".join(["polymath models get", options.what, *([options.file] if options.file else [])])
    print(f"What has arrived is kept. Go on with: {again}", file=sys.stderr)
    return _FAILED if item.error else _STOPPED


def _chosen(services: Services, options: argparse.Namespace) -> RemoteModel:
    """What to download: an entry of the catalogue, or a file of a repository.

    Raises:
        InputError: it is neither; the files that there are stand in the hint.
    """
    from app.models.hub_data import from_address

    what, file, revision = from_address(options.what)
    file, revision = options.file or file, revision or options.revision
    if "/" not in what:
        for entry in _catalog(services):
            if what in (entry.id, entry.name):
                return entry.remote()
        ids = ", ".join(entry.id for entry in _catalog(services))
        raise InputError(
            f"There is no recommended model “{what}”.",
            field="REPO_OR_ID",
            hint=f"There are: {ids}; or give MAKER/NAME.",
        )
    if file:
        return _waited(services, services.hub.model(what, file, revision))
    card = _waited(services, services.hub.card(what, revision))
    if len(card.models) == 1:
        return card.models[0]
    raise InputError(_which(card), field="FILE", hint="\n  ".join(["Choose one:", *map(_remote_line, card.models)]))


def _which(card: RepoCard) -> str:
    return f"{card.repo} holds {len(card.models)} models." if card.models else f"{card.repo} holds no GGUF model."


def _remote_line(model: RemoteModel) -> str:
    return f"{model.path}   {_size(model.size_bytes)}".rstrip()


def _show(services: Services, options: argparse.Namespace) -> int:
    model = _known(services, options.model)
    details = {**model.row(), **_details(services, model)}
    if options.json:
        print_rows([details], as_json=True)
        return _OK
    for name, value in details.items():
        if value not in ("", None, [], 0):
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            print(f"{name:<16} {shown}")
    if model.error:
        print(f"                 {model.error.hint}")
    return _FAILED if model.error else _OK


def _known(services: Services, name: str) -> KnownModel:
    from app.models.library import describe, find_called

    path = Path(os.path.expanduser(name))
    if path.is_file():
        return describe(path.absolute())
    models = services.models()
    if found := find_called(models, name):
        return found
    names = ", ".join(model.name for model in models) or "none"
    raise InputError(f"There is no model “{name}” on this machine.", field="NAME_OR_PATH", hint=f"Known: {names}.")


def _details(services: Services, model: KnownModel) -> dict[str, Any]:
    """What the listing leaves out: the shape of the model, its template, where it was downloaded from, whether it fits now."""
    from app.models.stores import read_note, sidecar_of

    note: Mapping[str, Any] = read_note(sidecar_of(model.path)) or {}
    source = f"{note['repo']} at {note.get('revision', '')}" if note.get("repo") else ""
    header = model.header
    if header is None:
        return {"source": source}
    from app.models.fit import assess
    from app.models.machine import Machine

    return {
        "layers": header.layers,
        "embedding": header.embedding,
        "vocabulary": header.vocabulary,
        "template": "in the file" if header.chat_template else "none: prompts go to it as plain text",
        "place_title": model.place.title,
        "source": source,
        "fits": assess(header, services.settings.current.local, Machine.now()).words,
    }


def _catalog(services: Services) -> Sequence[CatalogEntry]:
    from app.models.catalog import read_catalog

    return read_catalog(services.paths.resources / "catalog.toml")


def _waited(services: Services, work: Coroutine[Any, Any, T]) -> T:
    future: Future[T] = services.loop.submit(work)
    try:
        while not wait([future], _LOOK_EVERY_S).done:
            pass
    except KeyboardInterrupt:
        future.cancel()
        raise
    return future.result()


class _Bar:
    """Shows how far a download is: one line that changes on a terminal, a line for each tenth elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._in_place = bool(sys.stderr) and sys.stderr.isatty()
        self._shown = ""
        self._note = ""

    def show(self, item: Download) -> None:
        if self._quiet:
            return
        if item.note and item.note != self._note:
            self._note = item.note
            self._print(f"· {item.note}")
        line = _progress(item)
        if self._in_place and line != self._shown:
            sys.stderr.write(f"\r{line:<78}")
            sys.stderr.flush()
            self._shown = line
        elif not self._in_place and item.total_bytes:
            tenth = f"{item.model.name}: {item.done_bytes * 10 // item.total_bytes * 10} %"
            if item.state == "running" and tenth != self._shown:
                self._print(tenth)
                self._shown = tenth

    def end(self) -> None:
        if self._in_place and self._shown:
            sys.stderr.write("\n")

    def _print(self, line: str) -> None:
        print(f"\r{line:<78}" if self._in_place else line, file=sys.stderr)


def _progress(item: Download) -> str:
    words = {
        "asking": "asking the hub",
        "checking": "checking what is here",
        "verifying": "verifying",
        "waiting": "waiting",
    }
    if item.phase in words:
        return f"{item.model.name}: {words[item.phase]}"
    if not item.total_bytes:
        return f"{item.model.name}: {_size(item.done_bytes)}"
    share = item.done_bytes / item.total_bytes
    filled = round(share * _BAR_WIDTH)
    speed = f"  {item.speed_bytes_per_s / 1e6:.1f} MB/s" if item.speed_bytes_per_s else ""
    left = f"  {_time(item.left_s)} left" if item.left_s is not None else ""
    return f"[{'#' * filled}{'.' * (_BAR_WIDTH - filled)}] {share:4.0%} of {_size(item.total_bytes)}{speed}{left}"


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _size(size_bytes: int) -> str:
    if not size_bytes:
        return ""
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.1f} MB"


def _count(parameters: int) -> str:
    return f"{parameters / 1e9:.1f} B" if parameters >= 1e9 else f"{parameters / 1e6:.0f} M"
