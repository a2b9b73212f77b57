from __future__ import annotations

import pytest

from app.worker.text import TextStream


def _pieces(pieces: list[bytes], stop: tuple[str, ...] = ()) -> list[str]:
    stream = TextStream(stop)
    shown = []
    for piece in pieces:
        shown.append(stream.push(piece))
        if stream.stopped:
            break
    return [*shown, stream.finish()]


def test_a_character_over_three_tokens_is_shown_once_and_whole() -> None:
    data = "日".encode()

    assert _pieces([data[:1], data[1:2], data[2:]]) == ["", "", "日", ""]


def test_bytes_that_are_no_text_are_shown_as_replacement() -> None:
    assert "".join(_pieces([b"a\xff", b"b"])) == "a\ufffdb"


def test_a_character_that_never_becomes_whole_is_shown_at_the_end() -> None:
    assert _pieces([b"a", "é".encode()[:1]]) == ["a", "", "\ufffd"]


def test_a_stop_string_over_several_tokens_is_never_shown() -> None:
    assert _pieces([b"one", b"</", b"end", b">two"], ("</end>",)) == ["one", "", "", "", ""]


def test_what_only_looked_like_a_stop_string_is_shown_after_all() -> None:
    assert _pieces([b"a\n", b"\n", b"b"], ("\n\n\n",)) == ["a", "", "\n\nb", ""]


def test_text_that_is_held_back_at_the_end_is_shown() -> None:
    assert _pieces([b"a<"], ("</a>",)) == ["a", "<"]


@pytest.mark.parametrize(("stop", "shown"), [(("c", "b"), "a"), (("", "x"), "abcd"), ((), "abcd")])
def test_the_first_stop_string_counts_and_an_empty_one_does_not(stop: tuple[str, ...], shown: str) -> None:
    assert "".join(_pieces([b"abcd"], stop)) == shown


def test_a_text_in_any_split_comes_out_the_same() -> None:
    data = "Größe 日本 ☃ <stop> rest".encode()

    for size in range(1, 8):
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        assert "".join(_pieces(pieces, ("<stop>",))) == "Größe 日本 ☃ "
