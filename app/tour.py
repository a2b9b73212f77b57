"""The headless tour: every tool on shipped samples with the engine at hand; results, pictures and an index page in one folder.

It needs no display and no network. What a tool could not do is on the index page too, with the reason.
"""

from __future__ import annotations

import html
import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.bootstrap import Services
from app.core.result import RunResult
from app.core.run import RunRequest
from app.errors import AppError, InputError, StorageError

SCREENSHOT_LIMIT_S = 240


@dataclass(frozen=True, slots=True)
class Stop:
    """One sample of the tour and what became of it."""

    tool: str
    title: str
    inputs: Mapping[str, Any]
    result: RunResult | None = None
    error: AppError | None = None
    files: Sequence[Path] = field(default_factory=tuple)

    @property
    def status(self) -> str:
        return self.result.outcome.status if self.result else "no answer"


def run_tour(services: Services, out: Path, *, screenshots: bool = True) -> int:
    """Run the tour; returns the exit status: 0 unless nothing worked.

    Raises:
        StorageError: the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        stops = [_visit(services, row, number, out) for number, row in enumerate(_programme(services), 1)]
        pictures = _screenshots(out) if screenshots else []
        (out / "index.html").write_text(_page(stops, pictures, out), encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"The tour cannot be written to {out}: {error.strerror}.", hint="Choose another folder."
        ) from error
    sys.stdout.write(f"Results and pictures: {(out / 'index.html').resolve()}\n")
    return 0 if any(stop.result for stop in stops) else 1


_DETAILS = ".json"
"""What every stop leaves beside what its tool exports: the whole result."""


def _programme(services: Services) -> list[dict[str, Any]]:
    file = services.paths.samples / "tour.toml"
    rows: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["stops"]
    for row in rows:
        row["inputs"] = {k: _value(v, file.parent) for k, v in row["inputs"].items()}
    return rows


def _value(value: str, folder: Path) -> str:
    return (folder / value[1:]).read_text(encoding="utf-8") if value.startswith("@") else value


def _visit(services: Services, row: Mapping[str, Any], number: int, out: Path) -> Stop:
    tool, title, inputs = row["tool"], row["title"], row["inputs"]
    sys.stdout.write(f"{number:>2}. {tool}: {title} … ")
    sys.stdout.flush()
    try:
        result = services.loop.submit(services.runs.run(RunRequest(tool, inputs), lambda _event: None)).result()
    except AppError as error:
        sys.stdout.write(f"no answer\n    {error.message}\n")
        return Stop(tool, title, inputs, error=error)
    sys.stdout.write(f"{result.outcome.status}\n")
    return Stop(tool, title, inputs, result, files=_files(services, result, out / f"{number:02d}-{tool}"))


def _files(services: Services, result: RunResult, stem: Path) -> list[Path]:
    plugin = services.registry.plugin(result.tool)
    files = []
    for suffix in plugin.export_suffixes:
        if suffix == _DETAILS:
            continue
        path = stem.with_suffix(suffix)
        try:
            plugin.export(result.outcome, path)
        except InputError as error:
            sys.stdout.write(f"    {path.name}: {error.message}\n")
        else:
            files.append(path)
    details = stem.with_suffix(_DETAILS)
    details.write_text(
        json.dumps(dict(result.outcome.result), ensure_ascii=False, indent=1, default=str), encoding="utf-8"
    )
    return [*files, details]


def _screenshots(out: Path) -> list[Path]:
    """Pictures of the window; made in a process of its own, since this one has no Qt."""
    folder = out / "window"
    command = [sys.executable, "-m", "app.ui.screenshots", "--out", str(folder), "--size", "1280x800", "--lang", "en"]
    sys.stdout.write("Taking pictures of the window …\n")
    sys.stdout.flush()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SCREENSHOT_LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        sys.stdout.write("    the window took too long; the pictures so far are kept\n")
    else:
        if done.returncode:
            sys.stdout.write(f"    no pictures: {done.stderr.strip()[-400:]}\n")
    return sorted(folder.rglob("*.png"))


_STYLE = """body{font:15px/1.5 system-ui,'Noto Sans CJK SC',sans-serif;max-width:960px;margin:40px auto;padding:0 24px;color:#1c1c1a;
background:#fafaf9}h2{margin:32px 0 4px;font-size:18px}.meta{color:#5f5f5a}pre{background:#fff;border:1px solid #e4e4e0;border-radius:6px;
padding:12px;white-space:pre-wrap;overflow-wrap:anywhere}img{max-width:100%;border:1px solid #e4e4e0;border-radius:6px;margin:8px 0}
table{border-collapse:collapse}td,th{padding:4px 12px;border-bottom:1px solid #e4e4e0;text-align:left}a{color:#2f6f5e}"""


def _page(stops: Sequence[Stop], pictures: Sequence[Path], out: Path) -> str:
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>",
        f"<title>Polymath tour</title><style>{_STYLE}</style><h1>Polymath: the tour</h1>",
        "<p class=meta>Every tool on shipped samples, with the engine at hand. Nothing here was typed by hand.</p>",
        *(_section(stop, out) for stop in stops),
        "<h1>The window</h1>" if pictures else "",
        *(
            f"<p>{html.escape(p.stem)}<br><img src='{p.relative_to(out)}' alt='{html.escape(p.stem)}'>"
            for p in pictures
        ),
    ]
    return "\n".join(part for part in parts if part)


def _section(stop: Stop, out: Path) -> str:
    asked = "\n".join(f"{name}: {value}" for name, value in stop.inputs.items())
    head = f"<h2>{html.escape(stop.tool)} · {html.escape(stop.title)}</h2><pre>{html.escape(asked[:1500])}</pre>"
    if stop.error:
        return f"{head}<p class=meta>No answer: {html.escape(stop.error.message)} {html.escape(stop.error.hint)}</p>"
    result = stop.result
    if result is None:
        return head
    links = " · ".join(f"<a href='{p.relative_to(out)}'>{p.name}</a>" for p in stop.files)
    evidence = "".join(f"<li>{html.escape(line)}</li>" for line in result.outcome.evidence)
    pictures = "".join(
        f"<img src='{p.relative_to(out)}' alt='result'>" for p in stop.files if p.suffix in {".svg", ".png"}
    )
    return (
        f"{head}<p><b>{stop.status}</b> <span class=meta>{html.escape(result.model or result.engine)}, {result.seconds:.1f} s · "
        f"{html.escape(result.reason)}</span></p><pre>{html.escape(result.outcome.output[:2000])}</pre>{_table(result)}{pictures}"
        f"<ul class=meta>{evidence}</ul><p>{links}</p>"
    )


def _table(result: RunResult) -> str:
    columns, rows = result.outcome.result.get("columns"), result.outcome.result.get("rows")
    if not columns or rows is None:
        return ""
    head = "".join(f"<th>{html.escape(str(c))}</th>" for c in columns)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(str(v))}</td>" for v in row) + "</tr>" for row in rows[:10])
    return f"<table><tr>{head}</tr>{body}</table>"
