from __future__ import annotations

import difflib

from app.bench.texts import edited, fitting_schema, made_up_words, tool_prompt


def test_an_edit_keeps_all_but_its_share_of_the_text_and_changes_it_all_over() -> None:
    text = made_up_words(1500, seed=4)

    before = edited(text, 0.05, seed=4)

    blocks = difflib.SequenceMatcher(None, before, text, autojunk=False).get_opcodes()
    changes = [(to - start, end - begin) for kind, start, to, begin, end in blocks if kind != "equal"]
    places = [begin / len(text) for kind, _, _, begin, _ in blocks if kind != "equal"]
    assert sum(max(change) for change in changes) == 75
    assert {min(change) for change in changes} >= {0, 1}
    assert 20 <= len(changes) <= 40
    assert max(max(change) for change in changes) >= 8
    assert min(places) < 0.1
    assert max(places) > 0.9


def test_a_prompt_changes_in_its_question_alone_unless_the_constant_part_has_another_name() -> None:
    first, second, other = tool_prompt("a", 1, 50), tool_prompt("a", 2, 50), tool_prompt("b", 1, 50)

    assert first[:-1] == second[:-1]
    assert first[-1].content.split("\n\n")[0] == second[-1].content.split("\n\n")[0]
    assert first[-1] != second[-1]
    assert first[0].content[0] != other[0].content[0]


def test_the_schema_brings_the_prompt_to_its_length() -> None:
    def count(messages: object) -> int:
        return sum(7 + 2 * len(message.content.split()) for message in messages)

    words = fitting_schema(1000, *(count(tool_prompt("size", 0, some)) for some in (10, 110)))

    assert abs(count(tool_prompt("x", 5, words)) - 1000) <= 3
