"""plugin.toml and few-shot files, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.manifest import load_manifest
from app.errors import InputError, ManifestError

GOOD = """
id = "haiku"
title = "Haiku"
system = "You write haiku."
[output]
kind = "text"
[engine]
max_tokens = 60
[[fields]]
name = "topic"
prompt = true
required = true
[[fields]]
name = "season"
kind = "choice"
choices = ["spring", "autumn"]
default = "spring"
[[examples]]
input = "frog"
output = "old pond"
"""


def _file(folder: Path, text: str, name: str = "haiku.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_data_only_tool_is_read_whole(tmp_path: Path) -> None:
    manifest = load_manifest(_file(tmp_path, GOOD))
    assert manifest.is_data_only
    assert manifest.prompt_field.name == "topic"
    assert manifest.engine.max_tokens == 60
    assert manifest.prompt is not None
    assert manifest.prompt.examples[0].output == "old pond"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = 3", "“id” is missing"),
        ('id = "Bad Id"\ntitle = "x"', "is no id"),
        ('id = "x1"\ntitle = "x"\nsurprise = 1\nsystem = ""', "“surprise” is not a key"),
        ('id = "x1"\ntitle = "x"\nsystem = ""\n[engine]\npolicy = "always"', "policy “always”"),
        ('id = "x1"\ntitle = "x"\nsystem = ""\n[[fields]]\nname = "a"\nkind = "colour"', "a kind out of"),
        ('id = "x1"\ntitle = "x"', "needs a “system” line"),
        ("id = ", "not valid TOML"),
        ('schema = 9\nid = "x1"\ntitle = "x"', "schema 9 is not known"),
    ],
)
def test_a_bad_manifest_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ManifestError, match=message):
        load_manifest(_file(tmp_path, text))


def test_a_complaint_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ManifestError) as caught:
        load_manifest(_file(tmp_path, 'id = "x1"\ntitle = "x"\nsystem = ""\nsurprise = 1'))
    assert caught.value.line == 4


def test_inputs_get_defaults_and_are_checked(tmp_path: Path) -> None:
    manifest = load_manifest(_file(tmp_path, GOOD))
    assert manifest.check_inputs({"topic": "rain"}) == {"topic": "rain", "season": "spring"}
    with pytest.raises(InputError) as caught:
        manifest.check_inputs({"topic": "  "})
    assert caught.value.field == "topic"
    with pytest.raises(InputError, match="cannot be “winter”"):
        manifest.check_inputs({"topic": "rain", "season": "winter"})
    with pytest.raises(InputError, match="no field “colour”"):
        manifest.check_inputs({"topic": "rain", "colour": "red"})


@pytest.mark.parametrize(
    "line",
    [
        'order = "first"', "order = nan", "samples = 3", "samples = [{inputs = {}}]", "permissions = 3", 'fields = "abc"', "fields = [3]",
        "examples = [1]", "examples = 3", "translations = []", "engine = 3", "output = {choices = 3}", "output = {kind = 'song'}",
        "output = {kind = 'choice'}",
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_shape_is_an_error_of_the_manifest(tmp_path: Path, line: str) -> None:
    with pytest.raises(ManifestError):
        load_manifest(_file(tmp_path, f'id = "x1"\ntitle = "x"\nsystem = ""\n{line}\n'))


def test_numbers_and_yes_or_no_are_not_guessed(tmp_path: Path) -> None:
    fields = '[[fields]]\nname = "n"\nkind = "number"\n[[fields]]\nname = "b"\nkind = "bool"\n[[fields]]\nname = "t"\n'
    manifest = load_manifest(_file(tmp_path, f'id = "x1"\ntitle = "x"\nsystem = ""\n{fields}'))
    assert manifest.check_inputs({"n": "2.5", "b": "Yes", "t": "ok"}) == {"n": 2.5, "b": True, "t": "ok"}
    assert manifest.check_inputs({"t": "\udcff"})["t"] == "\ufffd"  # a byte of the command line that is no text
    for wrong in ({"n": "nan"}, {"n": [3]}, {"b": "ture"}):
        with pytest.raises(InputError):
            manifest.check_inputs(wrong)


def test_words_of_a_language_may_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "plugin.toml").write_text(
        'id = "even"\ntitle = "X"\n[translations.zh_CN]\ntitle = "旧"\n"a" = "甲"\n', "utf-8"
    )
    (tmp_path / "zh_CN.toml").write_text('title = "新"\n"b" = "乙"\n', "utf-8")
    manifest = load_manifest(tmp_path / "plugin.toml")
    assert manifest.words("zh_CN") == {"title": "新", "a": "甲", "b": "乙"}
    assert manifest.words("en") == {}
    (tmp_path / "zh_CN.toml").write_text("not toml", "utf-8")
    with pytest.raises(ManifestError, match=r"zh_CN\.toml cannot be read"):
        manifest.words("zh_CN")


def test_a_field_may_let_a_model_be_asked_though_another_replaces_the_prompt(tmp_path: Path) -> None:
    path = tmp_path / "plugin.toml"
    path.write_text(
        'schema = 1\nid = "asks"\ntitle = "Asks"\n[[fields]]\nname = "prompt"\nprompt = true\nrequired = true\n'
        '[[fields]]\nname = "query"\nreplaces_prompt = true\n[[fields]]\nname = "fix"\nkind = "bool"\nasks_model = true\n',
        encoding="utf-8",
    )
    manifest = load_manifest(path)
    assert manifest.needs_no_model(manifest.check_inputs({"query": "SELECT 1"}))
    assert not manifest.needs_no_model(manifest.check_inputs({"query": "SELECT 1", "fix": "true"}))
    assert not manifest.needs_no_model(manifest.check_inputs({"prompt": "x"}))
