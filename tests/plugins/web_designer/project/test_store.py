"""The project's file: every step is there again, and a write that broke off costs at most itself."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest

from app.api import StorageError
from plugins.web_designer.project.lines import _line
from plugins.web_designer.project.store import ProjectFile, claim, open_project, release
from plugins.web_designer.project.versions import Project

CLAIM = "from pathlib import Path; from plugins.web_designer.project.store import claim"


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
        broken.with_name(f"{broken.name}.damaged").unlink(missing_ok=True)
    assert open_project(broken).note == ""


def test_damage_in_the_middle_is_said_and_the_file_is_kept_aside(path: Path) -> None:
    begun(path, "a", "b", "c")
    body = path.read_bytes()
    at = body.index(b"made b")
    path.write_bytes(body[:at] + b"XXXX" + body[at + 4 :])
    opened = open_project(path)
    assert opened.note == (
        "The end of forno.polymath-page was damaged; the file as it was is kept as forno.polymath-page.damaged. "
        "Versions rescued: 1."
    )
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
    path.write_bytes(_line({"format": 99}) + path.read_bytes().split(b"\n", 1)[1])
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


def test_a_write_that_stops_in_mid_record_is_said_and_made_good_the_next_time(path: Path) -> None:
    resource = pytest.importorskip("resource")
    project, file = begun(path, "a", "b")
    project.add("c" * 500, "c", "hand")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20, hard))
    try:
        with pytest.raises(StorageError, match=r"forno.polymath-page cannot be written") as raised:
            file.save()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "make room" in str(raised.value.hint)
    assert project.html() == "c" * 500
    project.add("d", "d", "hand")
    file.save()
    opened = open_project(path)
    assert told(opened.project) == told(project)
    assert opened.note == ""


def test_a_file_that_was_taken_away_is_written_whole(path: Path) -> None:
    project, file = begun(path, "a", "b")
    path.unlink()
    project.add("c", "c", "hand")
    file.save()
    assert told(open_project(path).project) == told(project)


def test_a_file_that_was_never_opened_is_set_aside_and_not_overwritten(path: Path) -> None:
    begun(path, "theirs")
    before = path.read_bytes()
    project, _file = begun(path, "mine")
    assert path.with_name(f"{path.name}.before").read_bytes() == before
    assert told(open_project(path).project) == told(project)


def test_what_happens_while_the_file_moves_goes_to_the_new_place(path: Path) -> None:
    project, file = begun(path, "a", "b")
    other = path.with_name("moved.polymath-page")
    before = path.read_bytes()
    project.add("c", "c", "hand")
    file.move_to(other)
    project.add("d", "d", "hand")
    file.save()
    assert told(open_project(other).project) == told(project)
    assert path.read_bytes() == before


def test_steps_can_be_noted_while_the_file_is_written(path: Path) -> None:
    project, file = begun(path, "a")
    with file._writing:
        project.add("b", "b", "hand")
    file.save()
    assert open_project(path).project.html() == "b"


def test_saves_from_several_threads_write_each_step_once_and_in_order(path: Path) -> None:
    project, file = Project(), ProjectFile(path)
    project.changed = file.note
    threads = [threading.Thread(target=lambda: [file.save() for _ in range(15)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(60):
        project.add(f"page {number}", str(number), "hand")
    for thread in threads:
        thread.join()
    file.save()
    assert told(open_project(path).project) == told(project)
    assert path.read_bytes().count(b'"version"') == 60


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
    code = f"{CLAIM}; print(claim(Path({str(path)!r})), flush=True); input()"
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


VERSION = {"id": 2, "parent": 1, "what": "b", "by": "hand", "made_at": 1.0, "body": [0, 0, "", False]}


@pytest.mark.parametrize(
    "other",
    [
        {"parent": 2}, {"parent": -1}, {"id": "x"}, {"made_at": float("inf")}, {"made_at": None}, {"made_at": 1e300},
        {"body": [0, 0, "eA==", True]},
        {"body": [-1, 0, "", False]}, {"body": []}, {"locks": 5}, {"id": float("inf")},
        {"body": [0, 0, base64.b64encode(zlib.compress(bytes(70_000_000))).decode(), True]},
    ],
)  # fmt: skip
def test_a_line_that_is_whole_and_makes_no_sense_counts_as_damage(path: Path, other: dict[str, object]) -> None:
    begun(path, "a")
    with path.open("ab") as file:
        file.write(_line({"version": {**VERSION, **other}}))
    opened = open_project(path)
    assert opened.note.endswith("Versions rescued: 1.")
    assert opened.project.html() == "a"
    assert len(opened.project) == 1


def test_what_a_newer_program_tells_of_a_version_besides_is_no_damage(path: Path) -> None:
    begun(path, "a")
    with path.open("ab") as file:
        file.write(_line({"version": {**VERSION, "mood": "sunny"}}) + _line({"weather": "fine"}))
    opened = open_project(path)
    assert (opened.note, len(opened.project)) == ("", 2)


def test_the_file_of_another_program_is_read_and_left_as_it_is(path: Path) -> None:
    begun(path, "a", "b")
    body = path.read_bytes()[:-10]
    path.write_bytes(body)
    code = f"{CLAIM}; print(claim(Path({str(path)!r})), flush=True); input()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "True\n"
    opened = open_project(path)
    child.kill()
    child.communicate()
    assert ([opened.project.html(one.id) for one in opened.project], opened.note) == (["a", "b"], "")
    assert path.read_bytes() == body


def test_five_hundred_versions_open_at_once(path: Path) -> None:
    page = "".join(f"<p>{number * 7919 % 8191} words that stand here</p>\n" for number in range(6000))
    project, file = Project(), ProjectFile(path)
    project.changed = file.note
    for number in range(500):
        at = number * 397 % len(page)
        page = page[:at] + f"edit {number}" + page[at:]
        project.add(page, "text changed", "hand")
    file.save()
    before = time.process_time()
    opened = open_project(path).project
    assert opened.html() == page
    assert time.process_time() - before < 0.2
    assert len(page) > 200_000
    assert path.stat().st_size < 2_000_000
