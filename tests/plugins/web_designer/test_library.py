"""Pages on disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.errors import InputError, StorageError
from plugins.web_designer.library import file_name, open_page, shipped_plans, title_of, write_page
from tests.plugins.web_designer.test_documents import WHOLE


def test_a_plan_and_a_page_can_be_opened(tmp_path: Path) -> None:
    assert open_page(shipped_plans()[0].path).plan is not None
    saved = tmp_path / "a.html"
    write_page(saved, WHOLE)
    assert open_page(saved).html == WHOLE
    assert os.listdir(tmp_path) == ["a.html"]


def test_json_that_is_no_plan_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(InputError, match=r"settings\.json is no page plan"):
        open_page(path)
    path.write_text('{"sections": []}', encoding="utf-8")
    with pytest.raises(InputError, match="can be drawn"):
        open_page(path)


def test_a_missing_file_and_a_full_folder_are_storage_errors(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be read"):
        open_page(tmp_path / "none.html")
    with pytest.raises(StorageError, match="cannot be written"):
        write_page(tmp_path / "no folder" / "a.html", WHOLE)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    target.mkdir()
    with pytest.raises(StorageError):
        write_page(target, WHOLE)
    assert [p.name for p in tmp_path.iterdir()] == ["a.html"]


def test_file_names_are_made_of_the_title() -> None:
    assert file_name("Spoke & Gear – Leeds") == "spoke-gear-leeds.html"
    assert file_name("半山茶舍") == "半山茶舍.html"
    assert file_name("../..") == "page.html"
    assert title_of("<title> A &amp; B </title><svg><title>x</title></svg>") == "A & B"
