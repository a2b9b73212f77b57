"""``polymath bench …``: the measurements, each loaded when it is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.bootstrap import Services
from app.cli_engine import add_engine_options, check_engine, given_path, override, take_model, with_options
from app.core.result import RunResult
from app.core.run import RunRequest
from app.errors import StorageError

Start = Callable[..., Services]


def add_bench(commands: Any, start: Start) -> None:
    """Add ``bench`` and its parts."""
    bench = commands.add_parser("bench", help="measure, as ratios within one run")
    parts = bench.add_subparsers(required=True, metavar="WHAT")
    gui = parts.add_parser("gui", help="the window: its start, and its longest stall")
    gui.set_defaults(command=_bench_gui)
    engines = parts.add_parser("engines", help="the local route against a plain loop around llama.cpp")
    engines.add_argument(
        "--quick", action="store_true", help="the smallest shape only, in less than a minute on two cores"
    )
    engines.add_argument("--model", type=Path, metavar="FILE", help="measure this model in place of made-up ones")
    engines.add_argument("--shapes", type=_comma_separated, default=(), metavar="A,B", help="only these shapes")
    engines.add_argument("--threads", type=int, default=0, metavar="N", help="threads of both sides")
    engines.add_argument("--keep", action="store_true", help="keep the models that are made for the next time")
    engines.add_argument("--out", type=Path, metavar="DIR", help="write engines.json and engines.txt there")
    engines.set_defaults(command=_bench_engines)
    sql = parts.add_parser("sql", help="execution accuracy of an engine on questions whose answers are known")
    _add_sql_options(sql)
    sql.set_defaults(command=lambda options: _bench_sql(options, start))
    for part in (gui, engines, sql):
        part.add_argument("--json", action="store_true")


def _add_sql_options(sql: argparse.ArgumentParser) -> None:
    sql.add_argument(
        "--questions", type=Path, required=True, metavar="FILE", help="JSON lines or CSV: question and query"
    )
    sql.add_argument(
        "--database",
        required=True,
        metavar="DATABASE",
        help="a file, an address or a connection; {database} in it is the question's own",
    )
    sql.add_argument("--limit", type=int, default=0, metavar="N", help="only the first N questions")
    sql.add_argument("--out", type=Path, metavar="FILE", help="write figures and every answer as JSON there")
    add_engine_options(sql)


def _comma_separated(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _bench_gui(options: argparse.Namespace) -> int:
    from app.bench.gui import bench_gui  # only this command needs it

    return bench_gui(as_json=options.json)


def _bench_engines(options: argparse.Namespace) -> int:
    from app.bench.engines import bench_engines  # only this command needs it

    return bench_engines(
        quick=options.quick,
        as_json=options.json,
        model=options.model,
        shapes=options.shapes,
        threads=options.threads,
        keep=options.keep,
        out=options.out,
    )


def _bench_sql(options: argparse.Namespace, start: Start) -> int:
    from app.bench import sql  # only this command needs it
    from app.bench.sql_questions import read_questions

    questions = read_questions(options.questions)[: options.limit or None]
    services = start(settings=lambda now: with_options(now, options), keeps_history=False)

    def run(inputs: Mapping[str, str]) -> RunResult:
        request = RunRequest(sql.TOOL, inputs, override(options))
        return services.loop.submit(services.runs.run(request, lambda _event: None)).result()

    try:
        check_engine(services, options.engine)
        take_model(services, options)
        engine = _engine_in_words(options)
        found = sql.measure(questions, _database(options.database), run)
    finally:
        services.close()
    print(sql.as_json(found, engine) if options.json else sql.told(found, engine))
    if options.out:
        _write(lambda: sql.save(found, engine, options.out), options.out)
    return 0


def _engine_in_words(options: argparse.Namespace) -> str:
    named = [part for part in (options.engine, options.model) if part]
    return " ".join(named) or "the engine of the tool's policy"


def _database(given: str) -> str:
    return given if "://" in given else str(given_path(given).absolute())


def _write(write: Callable[[], None], path: Path) -> None:
    try:
        write()
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.", hint="The figures stand above.") from error
