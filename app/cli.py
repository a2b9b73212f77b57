"""The command line: the same run loop and the same policy as the window, without Qt.

Exit status: 0 verified, repaired or unverified; 1 failed or an engine error; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app import __version__
from app.bootstrap import Services, build, with_model
from app.core.manifest import PluginManifest
from app.core.result import AttemptChecked, Progressed, RouteChosen, RunEvent, RunResult, Warned
from app.core.run import RunRequest
from app.core.settings import Settings
from app.errors import AppError, InputError, PluginError

OK, FAILED, USAGE = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Parse and run one command; returns the exit status."""
    parser = _parser()
    options = parser.parse_args(argv)
    try:
        status: int = options.command(options)
    except AppError as error:
        return _complain(error, as_json=getattr(options, "json", False))
    except BrokenPipeError:  # the reader (head, less) has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives until the process ends
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
    tour = commands.add_parser("tour", help="run every tool on shipped samples and write what comes out to a folder")
    tour.add_argument("--out", type=Path, required=True, metavar="DIR")
    tour.add_argument("--no-screenshots", action="store_true", help="leave out the pictures of the window")
    tour.set_defaults(command=_tour)
    plugin = commands.add_parser("plugin", help="for authors of tools").add_subparsers(required=True, metavar="COMMAND")
    check = plugin.add_parser("check", help="check a plugin's folder or TOML file against the contract")
    check.add_argument("path", type=Path)
    check.set_defaults(command=_plugin_check)
    bench = commands.add_parser("bench", help="measure, as ratios within one run")
    bench.add_argument("what", choices=["gui"])
    bench.add_argument("--json", action="store_true")
    bench.set_defaults(command=_bench)
    return parser


def _add_run(commands: Any) -> None:
    run = commands.add_parser("run", help="run a tool", epilog="PROMPT “-” is read from standard input.")
    run.add_argument("tool", metavar="TOOL")
    run.add_argument("prompt", metavar="PROMPT", nargs="?", default="")
    run.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", help="FIELD=@FILE takes the value from a file"
    )
    run.add_argument("--engine", choices=["local", "cloud"], help="for this run, in place of the tool's policy")
    run.add_argument("--model", metavar="NAME_OR_PATH", help="a known model, a GGUF file, or the cloud's model name")
    run.add_argument("--base-url", metavar="URL", help="address of an OpenAI-compatible server, for this run")
    run.add_argument("--out", type=Path, metavar="FILE", help="also write the result to a file")
    run.add_argument("--json", action="store_true", help="print one JSON object")
    run.set_defaults(command=_run)


def _add_listings(commands: Any) -> None:
    for name, command, words in (("tools", _tools, "list the tools"), ("models", _models, "list the models at hand")):
        listing = commands.add_parser(name, help=words)
        listing.add_argument("--json", action="store_true")
        listing.set_defaults(command=command)


def _run(options: argparse.Namespace) -> int:
    services = build(settings=lambda now: _with_options(now, options))
    try:
        _take_model(services, options)
        manifest = _usable(services, options.tool)
        inputs = _inputs(manifest, options)
        result = _run_to_end(services, RunRequest(manifest.id, inputs, _override(options)), quiet=options.json)
        if options.out:
            _export(services, result, options.out)
    finally:
        services.close()
    _print_result(result, as_json=options.json)
    return FAILED if result.outcome.status == "failed" else OK


def _with_options(now: Settings, options: argparse.Namespace) -> Settings:
    cloud = now.cloud
    if options.base_url:
        cloud = dataclasses.replace(cloud, base_url=options.base_url)
    if options.model and options.engine == "cloud":
        cloud = dataclasses.replace(cloud, model=options.model)
    return dataclasses.replace(now, cloud=cloud)


def _take_model(services: Services, options: argparse.Namespace) -> None:
    if not options.model or options.engine == "cloud":
        return
    path = Path(options.model).expanduser()
    if not path.exists():
        known = services.models()
        path = next((m.path for m in known if options.model in {m.name, m.path.name, m.path.stem}), path)
    services.settings.overlay(with_model(str(path)))


def _override(options: argparse.Namespace) -> Any:
    return options.engine or ("local" if options.model else None)


def _usable(services: Services, tool: str) -> PluginManifest:
    try:
        return services.registry.get(tool)
    except PluginError as error:
        raise InputError(error.message, field="TOOL", hint=error.hint) from error


def _inputs(manifest: PluginManifest, options: argparse.Namespace) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if options.prompt:
        given[manifest.prompt_field.name] = sys.stdin.read() if options.prompt == "-" else options.prompt
    kinds = {f.name: f.kind for f in manifest.fields}
    for pair in options.set:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InputError(f"--set {pair} has no “=”.", field=name, hint="Write --set FIELD=VALUE or FIELD=@FILE.")
        given[name] = _value(value, kinds.get(name, "text"), name)
    return manifest.check_inputs(given)


def _value(value: str, kind: str, name: str) -> str:
    if not value.startswith("@"):
        return value
    path = Path(value[1:]).expanduser()
    if kind == "file":
        return str(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as text: {error}.", field=name) from error


def _run_to_end(services: Services, request: RunRequest, *, quiet: bool) -> RunResult:
    last = ""

    def show(event: RunEvent) -> None:
        nonlocal last
        line = _progress_line(event)
        if line and line != last:
            print(line, file=sys.stderr)
            last = line

    future = services.loop.submit(services.runs.run(request, (lambda _event: None) if quiet else show))
    with _cancelling(future):
        return future.result()


class _cancelling:  # noqa: N801 - reads as a verb in its one place
    """While a run goes, Ctrl+C cancels it in place of killing the program."""

    def __init__(self, future: Any) -> None:
        self._future = future

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGINT, lambda *_: self._future.cancel())

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)


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


def _export(services: Services, result: RunResult, path: Path) -> None:
    plugin = services.registry.plugin(result.tool)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        plugin.export(result.outcome, path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", field="out") from error


def result_json(result: RunResult) -> dict[str, Any]:
    """What ``--json`` prints."""
    outcome = result.outcome
    return {
        "tool": result.tool,
        "engine": result.engine,
        "model": result.model,
        "status": outcome.status,
        "output": outcome.output,
        "problems": [dataclasses.asdict(problem) for problem in outcome.problems],
        "attempts": len(outcome.attempts),
        "reason": result.reason,
        "usage": dataclasses.asdict(result.usage),
        "result": dict(outcome.result),
        "evidence": list(outcome.evidence),
        "seconds": round(result.seconds, 3),
    }


def _print_result(result: RunResult, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(result_json(result), ensure_ascii=False, default=str))
        return
    outcome = result.outcome
    print(outcome.output)
    for problem in outcome.problems:
        print(f"{problem.severity}: {problem.message} {problem.hint}".rstrip(), file=sys.stderr)
    print(f"[{outcome.status}] {result.model or result.engine}, {result.seconds:.1f} s", file=sys.stderr)


def _complain(error: AppError, *, as_json: bool) -> int:
    if as_json:
        print(
            json.dumps(
                {"status": "failed", "error": type(error).__name__, "message": error.message, "hint": error.hint},
                ensure_ascii=False,
            )
        )
    print(f"polymath: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)
    return USAGE if isinstance(error, InputError) else FAILED


def _tools(options: argparse.Namespace) -> int:
    services = build()
    try:
        infos = services.engines.infos()
        rows = [_tool_row(record, infos) for record in services.registry.records()]
    finally:
        services.close()
    _print_rows(rows, as_json=options.json)
    return OK


def _tool_row(record: Any, infos: Mapping[str, Any]) -> dict[str, Any]:
    manifest = record.manifest
    if manifest is None:
        return {"id": record.id, "title": "", "error": record.error.message if record.error else "broken"}
    local = infos.get("local")
    return {
        "id": manifest.id,
        "title": manifest.title,
        "summary": manifest.summary,
        "fields": ", ".join(f.name for f in manifest.fields),
        "served_by_local_model": bool(local and local.serves_tool(manifest.id)),
    }


def _models(options: argparse.Namespace) -> int:
    services = build()
    try:
        rows = [model.row() for model in services.models()]
    finally:
        services.close()
    _print_rows(rows, as_json=options.json)
    return OK


def _print_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(list(rows), ensure_ascii=False, default=str))
        return
    for row in rows:
        first, *rest = [str(value) for value in row.values() if value not in ("", None)]
        print(f"{first:<20} {' · '.join(rest)}")


def _tour(options: argparse.Namespace) -> int:
    from app.tour import run_tour  # only this command needs it

    services = build()
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


def _bench(options: argparse.Namespace) -> int:
    from app.bench import bench_gui  # only this command needs it

    return bench_gui(as_json=options.json)
