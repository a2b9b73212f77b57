"""Where a private path is found, however it is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from app.core.manifest import Field, PluginManifest
from app.core.privacy import Marks, private_file_reason, private_reason
from app.core.settings import Settings

TOOL = PluginManifest(
    "sql_assistant",
    "SQL assistant",
    Path("plugin.toml"),
    fields=(Field("question", "Question", "multiline", prompt=True), Field("database", "Database", "file")),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A private folder with blanks in its name, and a file in it."""
    made = tmp_path / "My Taxes"
    made.mkdir()
    (made / "2025.sqlite").write_text("x", encoding="utf-8")
    return made


def reason(folder: Path | str, inputs: dict[str, Any], data: Path = Path("/nowhere"), **settings: Any) -> str:
    return private_reason(Settings(private_paths=(str(folder),), **settings), TOOL, inputs, data)


def test_what_has_nothing_to_do_with_a_mark_is_free(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "shop.sqlite"
    other.write_text("x", encoding="utf-8")
    assert (
        reason(
            folder, {"question": "How many taxes/2025 are there? </div> http://example.com/a", "database": str(other)}
        )
        == ""
    )
    assert reason(folder, {"database": f"{folder} too"}) == "", "another folder whose name begins alike"
    assert private_reason(Settings(), TOOL, {"database": str(folder)}, Path("/nowhere")) == ""


def test_a_file_of_a_private_folder_is_private_and_the_reason_names_both(folder: Path) -> None:
    said = reason(folder, {"database": str(folder / "2025.sqlite")})
    assert said == f"“2025.sqlite” lies under {folder}, which you marked as private."


def test_a_file_can_be_marked_itself(folder: Path) -> None:
    file = folder / "2025.sqlite"
    assert reason(file, {"database": str(file)}) == "You marked “2025.sqlite” as private."
    assert reason(file, {"database": str(folder / "2024.sqlite")}) == ""


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "Look into {} and tell me.",
        "Look into “{}”.",
        "sqlite:///{}",
        "sqlite:////{}?mode=ro",
        "file://{}",
        "a\nb {}\nc",
        "{}.",
    ],
)
def test_a_path_is_found_in_a_text_and_in_an_address(folder: Path, text: str) -> None:
    assert reason(folder, {"question": text.format(folder / "2025.sqlite")})
    quoted = str(folder / "2025.sqlite").replace(" ", "%20")
    assert reason(folder, {"question": text.format(quoted)})


def test_a_path_is_found_in_lists_and_tables_of_inputs(folder: Path) -> None:
    rows = [{"input": "x", "output": f"see {folder}/a.txt"}]
    assert reason(folder, {"examples": rows})


def test_dots_and_tildes_are_followed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.setenv("USERPROFILE", str(folder.parent))
    assert reason(folder, {"database": str(folder.parent / "x" / ".." / "My Taxes" / "2025.sqlite")})
    assert reason(folder, {"database": "~/My Taxes/2025.sqlite"})
    assert reason("~/My Taxes", {"database": str(folder / "2025.sqlite")})
    assert reason(folder, {"question": "open ~/My Taxes/2025.sqlite please"})


def test_a_path_can_be_relative_to_where_the_program_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert reason(folder, {"database": "2025.sqlite"})
    assert reason(folder, {"question": "what is in 2025.sqlite?"})
    assert reason(folder, {"question": "what is in ./2025.sqlite?"})
    assert reason(folder, {"question": "how do taxes work?"}) == ""


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_are_followed_in_both_directions(folder: Path, tmp_path: Path) -> None:
    to_folder, to_file = tmp_path / "link", tmp_path / "innocent.sqlite"
    to_folder.symlink_to(folder)
    to_file.symlink_to(folder / "2025.sqlite")
    outside = tmp_path / "outside.sqlite"
    outside.write_text("x", encoding="utf-8")
    (folder / "inside.sqlite").symlink_to(outside)
    assert reason(folder, {"database": str(to_folder / "2025.sqlite")})
    assert reason(folder, {"database": str(to_file)})
    assert reason(to_folder, {"database": str(folder / "2025.sqlite")}), "the mark is a link"
    assert reason(folder, {"database": str(folder / "inside.sqlite")}), "it was named by its private path"
    hard = tmp_path / "hard.sqlite"
    hard.hardlink_to(folder / "2025.sqlite")
    assert reason(folder / "2025.sqlite", {"database": str(hard)})


def test_a_marked_path_that_does_not_exist_now_is_private_all_the_same(tmp_path: Path) -> None:
    gone = tmp_path / "stick" / "ledger"
    assert reason(gone, {"database": str(gone / "a.sqlite")})


def test_a_marked_tool_is_private_whatever_its_inputs_are() -> None:
    settings = Settings(private_tools=("sql_assistant",))
    assert private_reason(settings, TOOL, {}, Path("/nowhere")) == "You marked SQL assistant as private."


def test_a_tool_that_keeps_its_data_in_a_private_folder_is_private(folder: Path) -> None:
    assert "keeps its data under" in reason(folder, {}, data=folder / "tools" / "sql_assistant")


@pytest.mark.parametrize(
    "text", ["\0", "a\0/b", "/" * 5000, "~nobody/x", "file://", "sqlite://", "%", "%zz/x", "\ud800/x"]
)
def test_what_is_no_path_is_no_error(folder: Path, text: str) -> None:
    assert reason(folder, {"question": text, "database": text}) == ""
    assert not Marks([text.strip("/")]).over("/somewhere/else")


def test_empty_marks_mark_nothing() -> None:
    assert not Marks(["", "  "])


def test_a_file_that_was_read_tells_why_it_is_private(folder: Path) -> None:
    settings = Settings(private_paths=(str(folder),))
    assert "2025.sqlite" in private_file_reason(settings, folder / "2025.sqlite")
    assert private_file_reason(settings, folder.parent / "other.txt") == ""
