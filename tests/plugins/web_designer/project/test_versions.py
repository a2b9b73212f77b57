"""Versions against a simple model of them: every page comes back, whatever was undone, taken up, named or thrown away."""

from __future__ import annotations

import random
import sys
import time

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


class Model:
    """The same tree in the plainest way: pages by id, who was made from whom, and which way was walked last."""

    def __init__(self) -> None:
        self.pages: dict[int, str] = {}
        self.parents: dict[int, int] = {}
        self.names: dict[int, str] = {}
        self.ahead: dict[int, int] = {}
        self.at = NONE

    def stand(self, id: int) -> None:
        self.at = id
        while id != NONE:
            self.ahead[self.parents[id]] = id
            id = self.parents[id]

    def add(self, id: int, page: str) -> None:
        if id not in self.pages:
            self.pages[id], self.parents[id] = page, self.at
        self.stand(id)

    def undo(self) -> None:
        if self.parents.get(self.at, NONE) != NONE:
            self.stand(self.parents[self.at])

    def redo(self) -> None:
        if self.at != NONE and self.ahead.get(self.at):
            self.stand(self.ahead[self.at])

    def can_forget(self, id: int) -> bool:
        return id != self.at and id not in self.parents.values() and not self.names.get(id)

    def forget(self, id: int) -> None:
        del self.pages[id], self.parents[id]
        self.ahead = {above: below for above, below in self.ahead.items() if below != id}


@pytest.mark.parametrize("seed", range(20))
def test_random_steps_agree_with_a_plain_model(seed: int) -> None:
    dice = random.Random(seed)
    project, model = Project(Clock()), Model()
    page = "<p>" + "x" * 200 + "</p>"
    for number in range(300):
        any_id = dice.choice(list(model.pages)) if model.pages else NONE
        match dice.randrange(8):
            case 0 | 1 | 2:
                at = dice.randrange(len(page) + 1)
                page = page[:at] + f"{number}é茶" + page[at + dice.randrange(30) :]
                model.add(project.add(page, "edit", "hand").id, page)
            case 3:
                project.undo()
                model.undo()
            case 4:
                project.redo()
                model.redo()
            case 5 if any_id:
                project.go(any_id)
                model.stand(any_id)
            case 6 if any_id:
                model.names[any_id] = dice.choice(("", "kept"))
                project.rename(any_id, model.names[any_id])
            case 7 if any_id:
                assert project.can_forget(any_id) == model.can_forget(any_id)
                if model.can_forget(any_id):
                    project.forget(any_id)
                    model.forget(any_id)
        assert project.html() == model.pages.get(model.at, "")
        page = project.html() or page
    assert {one.id: project.html(one.id) for one in project} == model.pages
    assert {one.id: one.parent for one in project} == model.parents
    assert {one.id: one.name for one in project} == {id: model.names.get(id, "") for id in model.pages}


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
    end, steps = project.html(), 0
    while project.undo():
        steps += 1
    assert steps > 30
    while project.redo():
        pass
    assert project.html() == end


def test_thinning_a_long_history_of_a_large_page_is_not_felt() -> None:
    page = "".join(f"<p>{number * 7919 % 8191}</p>\n" for number in range(14_000))
    project = Project(Clock())
    for number in range(versions.MAX_VERSIONS):
        project.add(f"{page[: number * 300]}edit{page[number * 300 :]}", "edit", "hand")
    before = time.process_time()
    project.add("new", "edit", "hand")
    assert time.process_time() - before < 0.2
    assert len(project) == versions.MAX_VERSIONS - versions.THINNED_BY + 1


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
