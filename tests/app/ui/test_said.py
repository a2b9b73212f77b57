"""Sentences with names and numbers in them are found in the table; what is not there stays whole and English."""

from __future__ import annotations

import pytest

from app.ui.said import Sentences

SENTENCES = Sentences(
    {
        "Loading {model}.": "正在加载 {model}。",
        "There is no API key for {host}.": "没有 {host} 的 API 密钥。",
        "Add the key in the settings.": "请在设置中添加密钥。",
        "{who} answers: {why}.": "由{who}回答：{why}。",
        "the local model": "本地模型",
        "you asked for {what} in this run": "您在本次运行中指定了{what}",
        "{n:.0f} tok/s": "{n:.0f} 词元/秒",
        "{a} and {a}": "{a}与{a}",
    }
)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Loading Qwen 2.5.", "正在加载 Qwen 2.5。"),
        ("There is no API key for api.x.com.", "没有 api.x.com 的 API 密钥。"),
        ("There is no API key for x. Add the key in the settings.", "没有 x 的 API 密钥。请在设置中添加密钥。"),
        (
            "the local model answers: you asked for the local model in this run.",
            "由本地模型回答：您在本次运行中指定了本地模型。",
        ),
        ("33 tok/s", "33 词元/秒"),
        ("x and x", "x与x"),
    ],
)
def test_a_sentence_is_translated_with_what_was_filled_in(english: str, chinese: str) -> None:
    assert SENTENCES.translated(english) == chinese


@pytest.mark.parametrize("text", ["", "Something else.", "Loading x. Something else.", "x and y", "{model}"])
def test_what_is_not_in_the_table_is_not_half_translated(text: str) -> None:
    assert SENTENCES.translated(text) is None
