"""Versions against a simple model of them: every page comes back, whatever was undone, taken up, named or thrown away."""

from __future__ import annotations

import random
import sys

import pytest

from plugins.web_designer.project import versions
from plugins.web_designer.project.delta import delta_of, patched
from plugins.web_designer.project.versions import NONE, Project


class Clock:
    """Stands until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def made(*pages: str) -> Project:
    project = Project(Clock())
    for page in pages:
        project.add(page, page, "hand")
    return project


@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), ("a", ""), ("", "a"), ("abc", "abc"), ("aa", "a"), ("a", "aa"), ("abcabc", "abc"), ("茶", "半茶"), ("a\ud800", "\ud800")],
)  # fmt: skip
def test_a_difference_gives_the_text_back(old: str, new: str) -> None:
    assert patched(old, delta_of(old, new)) == new
    assert patched("anything", delta_of("", new, is_whole=True)) == new


def test_a_change_after_an_undo_begins_a_branch_and_nothing_is_lost() -> None:
    project = made("a", "b", "c")
    project.undo()
    project.add("d", "d", "model")
    assert [(one.id, one.parent) for one in project] == [(1, NONE), (2, 1), (3, 2), (4, 2)]
    assert [project.html(one.id) for one in project] == ["a", "b", "c", "d"]


def test_redo_follows_the_branch_that_was_walked_last() -> None:
    project = made("a", "b")
    project.undo()
    project.add("c", "c", "hand")
    project.go(2)
    project.undo()
    assert project.redo() is not None
    assert project.html() == "b"
    assert project.redo() is None


def test_the_same_page_again_is_no_version() -> None:
    project = made("a", "a")
    assert len(project) == 1


def test_quick_edits_of_one_kind_are_one_step() -> None:
    clock = Clock()
    project = Project(clock)
    project.add("a", "began", "import")
    for text in ("b", "bc", "bcd"):
        clock.now += 1.5
        project.add(text, "text", "hand", merge_key="text 4")
    clock.now += 3
    project.add("later", "text", "hand", merge_key="text 4")
    project.add("other", "text", "hand", merge_key="text 5")
    assert [project.html(one.id) for one in project] == ["a", "bcd", "later", "other"]
    project.undo()
    assert project.html() == "later"


def test_a_named_version_takes_no_more_edits_in() -> None:
    project = made("a")
    project.add("b", "text", "hand", merge_key="k")
    project.rename(2, "  the   good one ")
    project.add("c", "text", "hand", merge_key="k")
    assert [(project.html(one.id), one.name) for one in project] == [("a", ""), ("b", "the good one"), ("c", "")]


def test_only_what_nobody_needs_can_be_thrown_away() -> None:
    project = made("a", "b", "c")
    project.rename(3, "kept")
    project.go(1)
    for id in (1, 2, 3):
        with pytest.raises(ValueError, match="needed"):
            project.forget(id)
    project.rename(3, "")
    project.forget(3)
    assert [one.id for one in project] == [1, 2]
    assert project.redo() is not None
    assert project.redo() is None


def test_a_new_page_begins_another_tree() -> None:
    project = made("a", "b")
    project.add("x", "asked", "plan", is_new=True, plan={"title": "x"})
    assert project.previous is None
    assert project.html(2) == "b"
    assert project.current is not None
    assert project.current.plan == {"title": "x"}


def test_locks_go_on_with_the_page() -> None:
    project = made("a")
    project.lock([{"path": [0]}])
    project.add("b", "b", "hand")
    project.lock([])
    project.undo()
    assert project.current is not None
    assert project.current.locks == ({"path": [0]},)


@pytest.mark.parametrize("seed", range(12))
def test_random_steps_leave_every_page_as_it_was_made(seed: int) -> None:
    dice = random.Random(seed)
    project = Project(Clock())
    pages: dict[int, str] = {}
    page = "<p>" + "x" * 200 + "</p>"
    for _ in range(300):
        match dice.randrange(7):
            case 0 | 1 | 2:
                at = dice.randrange(len(page) + 1)
                page = page[:at] + dice.choice("abcé茶") * dice.randrange(1, 4) + page[at + dice.randrange(3) :]
                pages[project.add(page, "edit", "hand").id] = page
            case 3:
                project.undo()
            case 4:
                project.redo()
            case 5 if pages:
                project.go(dice.choice(list(pages)))
            case 6 if pages and project.can_forget(id := dice.choice(list(pages))):
                project.forget(id)
                del pages[id]
        page = project.html() or page
        assert not project.current or pages[project.current.id] == project.html()
    assert {one.id: project.html(one.id) for one in project} == pages


def test_a_long_history_is_thinned_where_nobody_misses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MAX_VERSIONS", 60)
    monkeypatch.setattr(versions, "THINNED_BY", 20)
    project = Project(Clock())
    pages = {}
    for number in range(200):
        made = project.add(f"page {number}", str(number), "hand")
        pages[made.id] = f"page {number}"
        if number in (10, 40):
            project.rename(made.id, f"named {number}")
        if number == 100:
            project.undo()
    assert len(project) <= 60
    assert {one.name for one in project} == {"", "named 10", "named 40"}
    assert all(project.html(one.id) == pages[one.id] for one in project)
    assert all(one.parent == NONE or one.parent < one.id for one in project)
    steps = 0
    while project.undo():
        steps += 1
    assert steps > 30


def test_five_hundred_versions_of_a_large_page_are_light() -> None:
    dice = random.Random(1)
    page = "".join(f"<p>{dice.random()}</p>\n" for _ in range(8000))
    project = Project(Clock())
    for number in range(499):
        at = dice.randrange(len(page))
        page = page[:at] + f"edit {number}" + page[at:]
        project.add(page, "edit", "hand")
    assert len(page) > 200_000
    assert sum(sys.getsizeof(one.body.middle) for one in project) < 3_000_000
    assert project.html(499) == page
