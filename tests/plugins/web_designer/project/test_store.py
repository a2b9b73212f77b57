"""The project's file: every step is there again, and a write that broke off costs at most itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.api import StorageError
from plugins.web_designer.project.store import ProjectFile, claim, open_project, release
from plugins.web_designer.project.versions import Project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "my pages 茶"
    folder.mkdir()
    return folder / "forno.polymath-page"


def begun(path: Path, *pages: str) -> tuple[Project, ProjectFile]:
    project, file = Project(), ProjectFile(path)
    project.changed = file.note
    for page in pages:
        project.add(page, f"made {page}", "hand", plan={"title": page}, locks=[{"at": page}])
        file.save()
    return project, file


def told(project: Project) -> list[object]:
    return [*((one, project.html(one.id)) for one in project), project.current]


def test_everything_is_there_again(path: Path) -> None:
    project, file = begun(path, "<p>a</p>", "<p>半山</p>", "<p>c</p>")
    project.undo()
    project.rename(1, "the first")
    project.add("<p>d</p>", "asked: warmer", "model")
    project.forget(3)
    file.save()
    opened = open_project(path)
    assert told(opened.project) == told(project)
    assert opened.note == ""
    assert opened.project.add("e", "e", "hand").id == 5


def test_work_goes_on_in_the_same_file(path: Path) -> None:
    begun(path, "a", "b")
    opened = open_project(path)
    opened.project.changed = opened.file.note
    opened.project.undo()
    opened.project.add("c", "c", "hand")
    opened.file.save()
    again = open_project(path).project
    assert [again.html(one.id) for one in again] == ["a", "b", "c"]
    assert again.html() == "c"


def test_a_write_that_broke_off_anywhere_costs_only_itself(path: Path, tmp_path: Path) -> None:
    project, file = begun(path, "a", "b")
    before = path.read_bytes()
    project.add("c" * 40, "c", "hand")
    file.save()
    after = path.read_bytes()
    for size in range(len(before) + 1, len(after)):
        broken = tmp_path / "broken.polymath-page"
        broken.write_bytes(after[:size])
        opened = open_project(broken)
        pages = [opened.project.html(one.id) for one in opened.project]
        assert pages in (["a", "b"], ["a", "b", "c" * 40])
        assert open_project(broken).note == ""


def test_damage_in_the_middle_is_said_and_the_file_is_kept_aside(path: Path) -> None:
    begun(path, "a", "b", "c")
    body = path.read_bytes()
    at = body.index(b"made b")
    path.write_bytes(body[:at] + b"XXXX" + body[at + 4 :])
    opened = open_project(path)
    assert opened.note.startswith("The end of forno.polymath-page was damaged: 1 versions were rescued")
    assert opened.note.endswith("is kept as forno.polymath-page.damaged.")
    assert opened.project.html() == "a"
    assert path.with_name(f"{path.name}.damaged").read_bytes().count(b"XXXX") == 1


@pytest.mark.parametrize("body", [b"", b"hello", b"{}", b"\x00" * 100, b"00000000 {}\n"])
def test_another_file_is_no_project(path: Path, body: bytes) -> None:
    path.write_bytes(body)
    with pytest.raises(StorageError, match="no project"):
        open_project(path)
    assert path.read_bytes() == body


def test_a_newer_file_is_left_alone(path: Path) -> None:
    begun(path, "a")
    from plugins.web_designer.project import store

    path.write_bytes(store._line({"format": 99}) + path.read_bytes().split(b"\n", 1)[1])
    with pytest.raises(StorageError, match="newer"):
        open_project(path)


def test_what_could_not_be_written_is_written_the_next_time(path: Path) -> None:
    project, file = begun(path, "a")
    home = path.parent
    away = home.with_name("away")
    home.rename(away)
    project.add("b", "b", "hand")
    with pytest.raises(StorageError, match="cannot be written"):
        file.save()
    away.rename(home)
    file.save()
    assert open_project(path).project.html() == "b"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_and_nothing_is_lost_in_memory(tmp_path: Path) -> None:
    full = tmp_path / "full.polymath-page"
    full.symlink_to("/dev/full")
    project, file = Project(), ProjectFile(full)
    project.changed = file.note
    project.add("a", "a", "hand")
    with pytest.raises(StorageError, match="cannot be written"):
        file.save()
    assert project.html() == "a"


def test_saving_elsewhere_leaves_the_first_file_alone(path: Path) -> None:
    project, file = begun(path, "a", "b")
    before = path.read_bytes()
    other = path.with_name("copy.polymath-page")
    file.write_whole(project, other)
    assert told(open_project(other).project) == told(project)
    assert path.read_bytes() == before
    assert sorted(os.listdir(path.parent)) == ["copy.polymath-page", "forno.polymath-page"]


def test_a_large_file_with_much_that_is_dead_is_written_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from plugins.web_designer.project import store

    monkeypatch.setattr(store, "REWRITE_BYTES", 1000)
    project, file = begun(path, "a", "b")
    for number in range(50):
        project.rename(1, f"name {number}")
    file.save()
    before = path.stat().st_size
    assert told(open_project(path).project) == told(project)
    assert path.stat().st_size < before / 5


def test_another_program_that_has_the_file_is_respected_until_it_ends(path: Path) -> None:
    imports = "from pathlib import Path; from plugins.web_designer.project.store import claim"
    code = f"{imports}; print(claim(Path({str(path)!r})), flush=True); input()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "True\n"
    assert not claim(path)
    child.kill()
    child.communicate()
    assert claim(path)
    assert claim(path)
    release(path)
    assert list(path.parent.iterdir()) == []


def test_lines_are_readable_json(path: Path) -> None:
    begun(path, "a")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [sorted(json.loads(line[9:])) for line in lines] == [["format"], ["version"], ["current"]]
