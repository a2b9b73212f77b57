"""The desk moves from file to file, and no step is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from plugins.web_designer.desk_view import Desk
from plugins.web_designer.project.store import ProjectFile, open_project
from plugins.web_designer.project.versions import Project


class SlowHost:
    """A window whose work off the GUI thread takes until it is told to end."""

    def __init__(self, folder: Path) -> None:
        self.data_dir = folder
        self._waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def call(self, function: Callable[[], Any], done: Callable[[Any], None], _failed: object = None) -> None:
        self._waiting.append((function, done))

    def finish(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Do what waits; ``meanwhile`` the person goes on, before the window hears that it is done."""
        waiting, self._waiting = self._waiting, []
        results = [(done, function()) for function, done in waiting]
        meanwhile()
        for done, result in results:
            done(result)


@pytest.fixture
def host(tmp_path: Path) -> SlowHost:
    return SlowHost(tmp_path)


@pytest.fixture
def desk(qapp: QApplication, host: SlowHost) -> Desk:
    made = Desk(host, QObject(qapp))  # type: ignore[arg-type]  # only what the desk asks of a window
    made.open_own()
    host.finish()
    made.show_page("<p>a</p>", "a", "import")
    return made


def pages(path: Path) -> set[str]:
    project = open_project(path).project
    return {project.html(one.id) for one in project}


def test_what_is_changed_while_the_page_moves_to_another_file_is_in_it(
    desk: Desk, host: SlowHost, tmp_path: Path
) -> None:
    other = tmp_path / "b.polymath-page"
    desk.save_as(other)
    host.finish(meanwhile=lambda: desk.take_change("<p>b</p>", "b", "hand"))
    desk.take_change("<p>c</p>", "c", "hand")
    desk.save_now()
    assert pages(other) == {"<p>a</p>", "<p>b</p>", "<p>c</p>"}


def test_another_file_is_opened_only_when_the_present_one_holds_every_step(
    desk: Desk, host: SlowHost, tmp_path: Path
) -> None:
    present, other = tmp_path / "present.polymath-page", tmp_path / "other.polymath-page"
    desk.save_as(present)
    host.finish()
    project, file = Project(), ProjectFile(other)
    project.changed = file.note
    project.add("<p>other</p>", "other", "hand")
    file.save()
    desk.take_change("<p>unsaved</p>", "unsaved", "hand")
    desk.open_file(other)
    host.finish(meanwhile=lambda: desk.take_change("<p>late</p>", "late", "hand"))
    host.finish()
    assert desk.html == "<p>other</p>"
    assert pages(present) == {"<p>a</p>", "<p>unsaved</p>", "<p>late</p>"}
    assert not (tmp_path / ".present.polymath-page.lock").exists()
