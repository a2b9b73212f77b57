"""The command line: the same run loop and the same policy as the window, without Qt.

Exit status: 0 verified, repaired or unverified; 1 failed or an engine error; 2 wrong usage; 130 and 143 stopped by Ctrl+C or a
termination signal.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Any

from app import __version__
from app.bootstrap import Services, build
from app.cli_bench import add_bench
from app.cli_cloud import Questioner, add_cloud_commands, private_source, standard_input_file
from app.cli_devices import add_devices
from app.cli_engine import add_engine_options, check_engine, given_path, override, take_model, with_options
from app.cli_models import add_commands
from app.cli_output import complain, hush, make_streams_safe, print_result, print_rows, tell
from app.core.manifest import Field, PluginManifest
from app.core.result import AttemptChecked, Progressed, RouteChosen, RunEvent, RunResult, Warned
from app.core.run import RunRequest
from app.engines.base import EngineInfo
from app.errors import AppError, InputError, PluginError, StorageError

OK, FAILED, USAGE = 0, 1, 2
"""Name of the provider that ``--base-url`` adds for one run."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
"""How an address of a server begins, which a field for a file may hold as well."""

_SIGNALS_EVERY_S = 0.25


class _StoppedError(Exception):
    """A signal ended the run."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


def main(argv: Sequence[str]) -> int:
    """Parse and run one command; returns the exit status."""
    make_streams_safe()
    options = _parser().parse_args(argv)
    try:
        status: int = options.command(options)
        sys.stdout.flush()
    except AppError as error:
        complain(error, as_json=getattr(options, "json", False))
        return USAGE if isinstance(error, InputError) else FAILED
    except _StoppedError as stop:
        print("polymath: stopped; the text so far is kept in the history.", file=sys.stderr)
        return stop.status
    except KeyboardInterrupt:
        print("polymath: stopped.", file=sys.stderr)
        return 128 + signal.SIGINT
    except BrokenPipeError:  # the reader (head, less) has seen enough
        hush(sys.stdout)
        return OK
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "polymath", description="Ask a model, check the answer with a real engine, get something that works."
    )
    parser.add_argument("--version", action="version", version=f"polymath {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands)
    _add_listings(commands)
    add_cloud_commands(commands, _start)
    tour = commands.add_parser("tour", help="run every tool on shipped samples and write what comes out to a folder")
    tour.add_argument("--out", type=Path, required=True, metavar="DIR")
    tour.add_argument("--no-screenshots", action="store_true", help="leave out the pictures of the window")
    tour.set_defaults(command=_tour)
    plugin = commands.add_parser("plugin", help="for authors of tools").add_subparsers(required=True, metavar="COMMAND")
    check = plugin.add_parser("check", help="check a plugin's folder or TOML file against the contract")
    check.add_argument("path", type=Path)
    check.set_defaults(command=_plugin_check)
    add_bench(commands, _start)
    return parser


def _add_run(commands: Any) -> None:
    run = commands.add_parser("run", help="run a tool", epilog="PROMPT “-” is read from standard input.")
    run.add_argument("tool", metavar="TOOL")
    run.add_argument("prompt", metavar="PROMPT", nargs="?", default="")
    run.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", help="FIELD=@FILE takes the value from a file"
    )
    add_engine_options(run)
    run.add_argument("--out", type=Path, metavar="FILE", help="also write the result to a file")
    run.add_argument("--json", action="store_true", help="print one JSON object")
    run.add_argument("--yes", action="store_true", help="send without a question what is to be shown before it is sent")
    run.set_defaults(command=_run)


def _add_listings(commands: Any) -> None:
    listing = commands.add_parser("tools", help="list the tools")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(command=_tools)
    add_commands(commands, _start)
    add_devices(commands, _start)


def _start(**options: Any) -> Services:
    """Build the program, and say what it could not open."""
    services = build(**options)
    for warning in services.warnings:
        tell(warning, "!")
    return services


def _run(options: argparse.Namespace) -> int:
    services = _start(settings=lambda now: with_options(now, options))
    unsaved: AppError | None = None
    try:
        manifest = _usable(services, options.tool)
        check_engine(services, options.engine)
        sources: list[Path] = []
        inputs = _inputs(manifest, options, sources)
        private = private_source(services.settings.current, sources)
        _check_out(options.out)
        take_model(services, options)
        request = RunRequest(manifest.id, inputs, override(options), private)
        result = _run_to_end(services, request, Questioner(yes=options.yes), quiet=options.json)
        if options.out:
            unsaved = _saved(services, result, options.out)
    finally:
        services.close()
    print_result(result, as_json=options.json)
    if unsaved:
        tell(unsaved, "polymath:")
    return FAILED if unsaved or result.outcome.status == "failed" else OK


def _usable(services: Services, tool: str) -> PluginManifest:
    try:
        return services.registry.get(tool)
    except PluginError as error:
        raise InputError(error.message, field="TOOL", hint=error.hint) from error


def _inputs(manifest: PluginManifest, options: argparse.Namespace, sources: list[Path]) -> dict[str, Any]:
    """What the run is given; ``sources`` gets the files that it was read from."""
    given: dict[str, Any] = {}
    if options.prompt:
        name = manifest.prompt_field.name
        given[name] = _standard_input(name, sources) if options.prompt == "-" else options.prompt
    fields = {f.name: f for f in manifest.fields}
    for pair in options.set:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InputError(f"--set {pair} has no “=”.", field=name, hint="Write --set FIELD=VALUE or FIELD=@FILE.")
        given[name] = _value(value, fields[name], sources) if name in fields else value
    return manifest.check_inputs(given)


def _standard_input(field: str, sources: list[Path]) -> str:
    sources += standard_input_file()
    try:
        return sys.stdin.read() if sys.stdin else ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Standard input cannot be read as text: {error}.", field=field) from error


def _value(value: str, field: Field, sources: list[Path]) -> str:
    name = field.name
    if field.kind == "file" and value and not _ADDRESS.match(value):
        path = given_path(value.removeprefix("@"))
        is_name = field.names and not value.startswith("@") and path.name == str(path) and not path.exists()
        return value if is_name else str(path.absolute())
    if not value.startswith("@"):
        return value
    path = given_path(value[1:])
    sources.append(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text.", field=name, hint="Save it as UTF-8 and run again.") from error
    except OSError as error:
        hint = "Check the path; what follows --set FIELD=@ is the name of a file."
        raise InputError(f"{path} cannot be read: {error.strerror}.", field=name, hint=hint) from error


def _check_out(path: Path | None) -> None:
    """Before a model works for minutes: can the result be written at all?"""
    if path is None:
        return
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if path.is_dir() or not folder.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        what = "is a folder" if path.is_dir() else "cannot be written"
        raise InputError(f"{path} {what}.", field="out", hint="Give --out the name of a file in a folder of yours.")


def _saved(services: Services, result: RunResult, path: Path) -> AppError | None:
    """None if the file is there; else why not: the result is printed all the same."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        services.registry.plugin(result.tool).export(result.outcome, path)
    except OSError as error:
        return StorageError(f"{path} cannot be written: {error.strerror}.", hint="The result stands above.")
    except AppError as error:
        return error
    return None


def _run_to_end(services: Services, request: RunRequest, questioner: Questioner, *, quiet: bool) -> RunResult:
    last = ""

    def show(event: RunEvent) -> None:
        nonlocal last
        line = _progress_line(event)
        if line and line != last:
            last = line
            with contextlib.suppress(OSError):  # nobody reads any more: no reason to end the run
                print(line, file=sys.stderr)

    confirm = questioner.confirm if questioner.can_ask else None
    future = services.loop.submit(services.runs.run(request, (lambda _event: None) if quiet else show, confirm))
    with _Stopper(future) as stopper:
        while not wait([future], _SIGNALS_EVERY_S).done:  # a wait without end would not let Ctrl+C through on Windows
            with stopper.interrupting():
                questioner.serve()
        if questioner.declined:
            raise AppError("You declined, so nothing was sent.")
        if future.cancelled():
            raise _StoppedError(stopper.number)
        return future.result()


class _Stopper:
    """While a run goes, Ctrl+C or a termination signal cancels it in place of killing the program."""

    def __init__(self, future: Future[RunResult]) -> None:
        self._future = future
        self._before: dict[int, Any] = {}
        self._interrupts = False
        self.number: int = signal.SIGINT

    def __enter__(self) -> _Stopper:
        self._before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before or signal.SIG_DFL)

    @contextlib.contextmanager
    def interrupting(self) -> Iterator[None]:
        """While a person is asked, a signal also ends the waiting for their answer."""
        self._interrupts = True
        try:
            yield
        finally:
            self._interrupts = False

    def _stop(self, number: int, _frame: object) -> None:
        self.number = number
        self._future.cancel()
        if self._interrupts:
            raise _StoppedError(number)


def _progress_line(event: RunEvent) -> str:
    match event:
        case RouteChosen():
            return f"· {event.reason}"
        case Progressed():
            return f"· {event.text}"
        case AttemptChecked() if event.problems:
            return f"· round {event.number}: " + "; ".join(problem.message for problem in event.problems)
        case Warned():
            return f"! {event.error.message}"
    return ""


def _tools(options: argparse.Namespace) -> int:
    services = _start()
    try:
        local = services.engines.local_info()
        rows = [_tool_row(record, local) for record in services.registry.records()]
    finally:
        services.close()
    print_rows(rows, as_json=options.json)
    return OK


def _tool_row(record: Any, local: EngineInfo | None) -> dict[str, Any]:
    manifest = record.manifest
    if manifest is None:
        return {"id": record.id, "title": "", "error": record.error.message if record.error else "broken"}
    return {
        "id": manifest.id,
        "title": manifest.title,
        "summary": manifest.summary,
        "fields": ", ".join(f.name for f in manifest.fields),
        "served_by_local_model": bool(local and local.serves_tool(manifest.id)),
    }


def _tour(options: argparse.Namespace) -> int:
    from app.tour import run_tour  # only this command needs it

    services = _start()
    try:
        return run_tour(services, options.out, screenshots=not options.no_screenshots)
    finally:
        services.close()


def _plugin_check(options: argparse.Namespace) -> int:
    from app.plugin_check import check_plugin  # only this command needs it

    findings = check_plugin(options.path)
    for finding in findings:
        print(finding)
    print("The plugin keeps the contract." if not findings else f"{len(findings)} findings.")
    return FAILED if findings else OK
