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
        ("x and x", "x 与 x"),
    ],
)
def test_a_sentence_is_translated_with_what_was_filled_in(english: str, chinese: str) -> None:
    assert SENTENCES.translated(english) == chinese


def test_a_place_may_ask_for_a_word_or_a_number() -> None:
    sentences = Sentences(
        {"{first:w}, then {second:w}": "先{first}，后{second}", "{n:n} of {all:n} rows": "{all} 行中的 {n} 行"}
    )

    assert sentences.translated("cloud, then local") == "先 cloud，后 local"
    assert sentences.translated("-3 of 1,200.5 rows") == "1,200.5 行中的 -3 行"
    assert sentences.translated("Wait a little, then run again") is None
    assert sentences.translated("some of many rows") is None


def test_what_people_have_named_is_not_translated() -> None:
    sentences = Sentences(
        {"“{name}” is empty.": "“{name}”为空。", "“{what}” is read.": "已读取“{what}”。", "Date": "日期"}
    )

    assert sentences.translated("“Date” is empty.") == "“Date”为空。"
    assert sentences.translated("“Date” is read.") == "已读取“日期”。"


def test_what_a_sentence_quotes_ends_where_the_program_goes_on() -> None:
    sentences = Sentences({"{host} says: {said}": "{host} 返回：{said}", "So {who} answers.": "因此由{who}回答。"})

    assert sentences.translated("x says: Stop. Go on. So y answers.") == "x 返回：Stop. Go on. 因此由 y 回答。"


def test_a_text_of_very_many_sentences_is_not_taken_apart() -> None:
    assert SENTENCES.translated("Something else. " * 5000) is None


@pytest.mark.parametrize("text", ["", "Something else.", "Loading x. Something else.", "x and y", "{model}"])
def test_what_is_not_in_the_table_is_not_half_translated(text: str) -> None:
    assert SENTENCES.translated(text) is None
