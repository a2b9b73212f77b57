"""Pages on disk: the shipped plans, plans and pages that a person opens, the last page of this tool."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from app.api import InputError, StorageError
from plugins.web_designer.importing.inlining import import_page
from plugins.web_designer.importing.saved import read_saved
from plugins.web_designer.markup import scan
from plugins.web_designer.pages import Page, page_as_edited, page_from_plan
from plugins.web_designer.plan import PlanError, plan_from_text

SAMPLES = Path(__file__).with_name("samples")
MAX_FILE_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """A shipped page plan."""

    title: str
    path: Path


def shipped_plans() -> tuple[SamplePlan, ...]:
    """The plans that come with the tool, by name."""
    paths = sorted(SAMPLES.glob("*.json"))
    return tuple(SamplePlan(json.loads(path.read_text(encoding="utf-8"))["title"], path) for path in paths)


def open_page(path: Path) -> Page:
    """A page out of an HTML file with what was saved beside it, a folder or a ZIP; or drawn from a page plan.

    Raises:
        StorageError: the file cannot be read.
        InputError: it holds no page.
    """
    if path.suffix.lower() != ".json":
        return page_as_edited(import_page(read_saved(path)).html)
    text = _read(path)
    try:
        plan = plan_from_text(text)
    except PlanError as error:
        raise InputError(f"{path.name} is no page plan that can be drawn: {error}.", field="description") from error
    if plan is None:
        raise InputError(f"{path.name} is no page plan.", field="description", hint="A plan has a title and sections.")
    return page_from_plan(plan)


def write_page(path: Path, html: str) -> None:
    """Write a page whole or not at all.

    Raises:
        StorageError: it cannot be written.
    """
    write_bytes(path, html.encode())


def write_bytes(path: Path, body: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        StorageError: it cannot be written.
    """
    unfinished = path.with_name(f"{path.name}.part")
    try:
        unfinished.write_bytes(body)
        os.replace(unfinished, path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StorageError(
            f"{path.name} cannot be written: {error.strerror}.", hint="Choose another folder, or make room."
        ) from error


def title_of(html: str) -> str:
    """The page's title; empty if it has none."""
    return scan(html).title.strip()


def file_name(title: str) -> str:
    """A name for the file of a page."""
    words = re.sub(r"[^\w]+", "-", title.lower()).strip("-")
    return f"{words or 'page'}.html"


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"{path.name} is larger than {MAX_FILE_BYTES // 1_000_000} MB.", field="description")
        return path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise StorageError(f"{path.name} cannot be read: {error.strerror}.") from error
