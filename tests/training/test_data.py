import random
from pathlib import Path

import pytest

from training.generators.base import Sample

pytest.importorskip("tokenizers")

from tokenizers import Tokenizer

from training.data import IGNORED, document, document_text, encode, pack, prompt, renamed
from training.tokenizer import END, SPECIAL_TOKENS, load_tokenizer, train_tokenizer

TEXTS = [
    "TABLE customer ( id , first_name , city )\nSELECT COUNT ( * ) FROM customer WHERE city = 'Paris'",
    "TABLE a ( id )\nFK b.a_id = a.id",
    "accounts : Rent ; Office Supplies\npaid with : Cash\n昨天买打印纸花了45元",
    r"\frac{a}{b}+\sqrt{2}",
]
PAIRS = [
    Sample("sql", "TABLE t ( a )", "how many", "SELECT COUNT ( * ) FROM t"),
    Sample("sql", "TABLE t ( a )", "all a", "SELECT a FROM t"),
]


@pytest.fixture
def tokenizer(tmp_path: Path) -> Tokenizer:
    train_tokenizer(TEXTS * 3, tmp_path / "tokenizer.json", vocabulary=400)
    return load_tokenizer(tmp_path / "tokenizer.json")


def test_every_text_survives_the_tokenizer_chinese_and_unseen_signs_included(tokenizer: Tokenizer) -> None:
    for text in [*TEXTS, "naïve 東京 🙂 x_{i}^2", "  two  blanks\n"]:
        assert tokenizer.decode(tokenizer.encode(text).ids) == text


def test_digits_stand_alone_and_special_tokens_are_one_token(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("2024").tokens == ["2", "0", "2", "4"]
    assert [len(tokenizer.encode(token).ids) for token in SPECIAL_TOKENS] == [1] * len(SPECIAL_TOKENS)


def test_only_answers_and_their_ends_are_learned(tokenizer: Tokenizer) -> None:
    tokens, targets = encode(PAIRS, tokenizer, limit_tokens=1000)
    learned = [target for target in targets if target != IGNORED]
    expected = [*tokenizer.encode(PAIRS[0].answer).ids, tokenizer.token_to_id(END)]
    expected += [*tokenizer.encode(PAIRS[1].answer).ids, tokenizer.token_to_id(END)]
    assert learned == expected
    assert all(target in (IGNORED, token) for token, target in zip(tokens, targets, strict=True))


def test_the_names_in_foreign_keys_are_learned_too_because_they_can_be_copied(tokenizer: Tokenizer) -> None:
    context = "TABLE a ( id )\nTABLE b ( id , a_id )\nFK b.a_id = a.id"
    tokens, targets = encode([Sample("sql", context, "which FK?", "SELECT id FROM a")], tokenizer, limit_tokens=1000)
    learned = tokenizer.decode([target for target in targets if target != IGNORED], skip_special_tokens=False)
    assert learned == " b.a_id = a.idSELECT id FROM a</s>"
    assert len(tokens) == len(targets)


def test_the_context_stands_once_before_all_its_questions(tokenizer: Tokenizer) -> None:
    tokens, _ = encode(PAIRS, tokenizer, limit_tokens=1000)
    text = tokenizer.decode(tokens, skip_special_tokens=False)
    assert text.count("TABLE t ( a )") == 1
    assert text.startswith(prompt(PAIRS[0]))


def test_pairs_that_do_not_fit_are_left_out_whole(tokenizer: Tokenizer) -> None:
    one, _ = encode(PAIRS[:1], tokenizer, limit_tokens=1000)
    tokens, _ = encode(PAIRS, tokenizer, limit_tokens=len(one) + 1)
    assert tokens == one


def test_rows_have_one_length_and_never_cut_a_document(tokenizer: Tokenizer) -> None:
    whole, _ = encode(PAIRS, tokenizer, limit_tokens=1000)
    row, targets = next(pack(iter([PAIRS] * 80), tokenizer, row_tokens=3 * len(whole) + 5))
    assert len(row) == len(targets) == 3 * len(whole) + 6
    assert row[: 3 * len(whole)].tolist() == whole * 3
    assert set(row[3 * len(whole) :].tolist()) == {tokenizer.token_to_id("<pad>")}
    assert set(targets[3 * len(whole) :].tolist()) == {IGNORED}


@pytest.mark.parametrize("tool", ["sql", "latex", "bookkeeping", "web", "css"])
def test_a_seed_gives_the_same_document_every_time(tool: str) -> None:
    first, second = (document(random.Random(5), tool=tool) for _ in range(2))
    assert first == second
    assert {sample.tool for sample in first} == {tool}
    assert len({sample.context for sample in first}) == 1


def test_special_tokens_in_a_text_do_not_reach_the_tokenizers_training() -> None:
    text = document_text([Sample("latex", "", "what is <a> here", "x</s>")])
    assert not any(token in text for token in SPECIAL_TOKENS)


def test_changed_names_are_the_same_wherever_they_stand_and_the_form_stays(tokenizer: Tokenizer) -> None:
    pair = Sample("sql", "TABLE customer ( id , city )", "all city", "SELECT city FROM customer")
    tokens, targets = encode([pair], tokenizer, limit_tokens=1000)
    others, learned = renamed(tokens, targets, [pair], tokenizer, random.Random(2))
    assert len(others) == len(tokens)
    form = set(tokenizer.encode("TABLE ( , ) SELECT FROM").ids)
    assert all((before == after) or before not in form for before, after in zip(tokens, others, strict=True))
    changed = {(before, after) for before, after in zip(tokens, others, strict=True) if before != after}
    assert changed
    assert len({before for before, _ in changed}) == len(changed)
    answer = [target for target in targets if target != IGNORED]
    assert [target for target in learned if target != IGNORED] == others[-len(answer) :]


def test_tools_are_drawn_by_the_shares_that_are_asked_for() -> None:
    generator = random.Random(1)
    assert {document(generator, shares={"latex": 1, "sql": 0})[0].tool for _ in range(20)} == {"latex"}
