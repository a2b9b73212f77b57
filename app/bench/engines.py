"""``polymath bench engines``: the local route against a plain loop around llama.cpp, and what the program adds to one.

Everything is measured side by side within one run and told as a ratio. docs/performance.md says what each figure is.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.bench import llama_bench
from app.bench.gui import gui_stall
from app.bench.measures import QUICK, Effort, Figures, Subject, load_plan, measure
from app.bench.models import cache_folder, copying_model, model_folder, random_model
from app.bench.report import table
from app.bench.shapes import SHAPES, Shape
from app.core.paths import find_paths
from app.core.settings import LocalSettings
from app.errors import AppError, InputError
from app.models.split import read_model

STARTER = "starter"
NAMES = (*SHAPES, STARTER)
QUICK_SHAPE = "0.5b-q4_0"


def bench_engines(
    *,
    quick: bool = False,
    as_json: bool = False,
    model: Path | None = None,
    shapes: Sequence[str] = (),
    threads: int = 0,
    keep: bool = False,
    out: Path | None = None,
) -> int:
    """Measure and print. Progress goes to stderr, and nothing but the table or one JSON object to stdout.

    Args:
        quick: less of everything and one shape only, in less than a minute on two cores.
        model: a GGUF file that is measured in place of the made-up ones.
        shapes: some of ``NAMES``; empty for all, or for the smallest alone if ``quick``.
        threads: for both sides; 0 as the program chooses.
        keep: whether the models that are made are kept for the next time.
        out: folder for ``engines.json`` and ``engines.txt``.

    Returns:
        The exit status, which is 0: how good a figure is, is for the reader to judge.

    Raises:
        AppError: something that is measured does not work.
    """
    effort = QUICK if quick else Effort()
    names = [str(model)] if model is not None else list(shapes) or ([QUICK_SHAPE] if quick else list(NAMES))
    unknown = sorted(set(names) - set(NAMES)) if model is None else []
    if unknown:
        raise InputError(f"There is no shape {unknown[0]}.", field="shapes", hint=f"There are {', '.join(NAMES)}.")
    machine = describe_machine()
    found: dict[str, Figures] = {}
    with model_folder(cache_folder(), keep=keep) as folder:
        for name in names:
            subject = _subject(name, model, effort, folder, LocalSettings(threads=threads))
            found[name] = asyncio.run(everything(subject))
            if not keep:
                _remove(folder)
    _print(machine, found, as_json=as_json, out=out)
    return 0


async def everything(subject: Subject) -> Figures:
    """All figures of one model, the window's among them.

    Raises:
        AppError: something does not work.
    """
    figures = await measure(subject, say)
    say("the window while the model writes")
    serves_all = read_model(subject.model).serves is None
    stalled = await asyncio.to_thread(gui_stall, subject.model if serves_all else None)
    return {
        **figures,
        "gui_stall_ms": stalled["longest_stall_ms"],
        "gui_stall_engine": "local" if serves_all else "script",
    }


def describe_machine() -> Mapping[str, Any]:
    """What ratios still depend on."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "load_at_start": None if load is None else round(load, 2),
        "llama_cpp_python": importlib.metadata.version("llama-cpp-python"),
        "llama_bench": "found" if llama_bench.find() else "not built",
    }


def say(text: str) -> None:
    """Tell the person what is going on."""
    sys.stderr.write(f"· {text}\n")


def _subject(name: str, model: Path | None, effort: Effort, folder: Path, settings: LocalSettings) -> Subject:
    if model is not None or name == STARTER:
        return _planned((model or find_paths().starter_model).resolve(), effort, settings)
    say(f"making a model of the shape {name}")
    shape: Shape = SHAPES[name]
    copying, before, after = copying_model(folder, shape, effort.edit_tokens)
    # A token costs the copying model what it costs the random one: to be quick, one file serves for both.
    path = copying if effort.one_file else random_model(folder, shape)
    return replace(_planned(path, effort, settings), copying=copying, before=before, after=after)


def _planned(path: Path, effort: Effort, settings: LocalSettings) -> Subject:
    """The number of threads is settled now, so that no worker measures it anew in the middle of a measurement."""
    plan = load_plan(path, settings)
    return Subject(path, effort, plan, replace(settings, threads=plan.threads))


def _remove(folder: Path) -> None:
    for path in folder.glob("*.gguf"):
        path.unlink()


def _print(machine: Mapping[str, Any], found: Mapping[str, Figures], *, as_json: bool, out: Path | None) -> None:
    shown = {name: _rounded(figures) for name, figures in found.items()}
    if len(shown) == 1:
        ((name, figures),) = shown.items()
        whole: Mapping[str, Any] = {"model": name, **figures, "machine": machine}
    else:
        whole = {"machine": machine, "models": shown}
    text = table(shown, machine)
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / "engines.json").write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
            (out / "engines.txt").write_text(text, encoding="utf-8")
        except OSError as error:
            raise AppError(f"The figures cannot be written to {out}: {error.strerror}.") from error
    sys.stdout.write(json.dumps(whole) + "\n" if as_json else text)


def _rounded(figures: Figures) -> Figures:
    return {name: float(f"{value:.4g}") if isinstance(value, float) else value for name, value in figures.items()}
