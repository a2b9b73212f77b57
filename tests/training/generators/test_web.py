import json
import random
import re
from functools import cache
from typing import Any

import jsonschema
import pytest

from plugins.web_designer.copy_checks import plan_findings
from plugins.web_designer.looks import PALETTES
from plugins.web_designer.plan import KINDS, NEEDS_ITEMS, plan_from_json, plan_schema
from plugins.web_designer.render import render_page
from plugins.web_designer.styles import STYLES
from plugins.web_designer.trades import trades as known_looks
from training.generators import web
from training.generators.base import Sample, is_held_out
from training.generators.book_vocabulary import Language, Split
from training.generators.web_brief import Subject, brief, subject
from training.generators.web_deeds import others_words
from training.generators.web_lexicon import COMMON, families, frames, names_of, trades, words
from training.generators.web_plan import plan
from training.generators.web_wishes import MAKERS, kind_of

LANGUAGES: tuple[Language, ...] = ("english", "chinese")
COUNT = 2000
DEED_FRAMES = ("deeds", "deeds_me", "others_deeds", "with_deed", "with_others_deed")
KEYS = ["title", "language", "audience", "style", "palette", "action", "sections"]
SECTION_KEYS = ["kind", "heading", "text", "items"]
ITEM_KEYS = ["title", "text", "note"]


@cache
def samples(split: Split = "train") -> tuple[Sample, ...]:
    rng = random.Random(11)
    return tuple(web.sample(rng, split) for _ in range(COUNT))


@cache
def briefed(split: Split = "train") -> tuple[tuple[Subject, str, dict[str, Any]], ...]:
    """Subjects with the briefs and plans made of them, half in each language."""
    rng = random.Random(12)
    found = []
    for number in range(COUNT):
        about, kinds = subject(rng, LANGUAGES[number % 2], split)
        found.append((about, brief(rng, about, kinds, split), json.loads(plan(rng, about))))
    return tuple(found)


def copy_of(value: dict[str, Any]) -> list[str]:
    """All texts of a plan."""
    texts = [value["title"], value["audience"], value["action"]]
    for section in value["sections"]:
        texts += [section["heading"], section.get("text", "")]
        texts += [text for item in section.get("items", ()) for text in item.values()]
    return texts


def test_every_plan_is_valid_for_small_models_with_its_keys_in_the_schemas_order() -> None:
    validator = jsonschema.Draft202012Validator(plan_schema(is_small=True))
    for one in samples():
        value = json.loads(one.answer)
        assert not list(validator.iter_errors(value)), one.answer
        assert list(value) == KEYS
        for section in value["sections"]:
            assert list(section) == [key for key in SECTION_KEYS if key in section]
            for item in section.get("items", ()):
                assert list(item) == [key for key in ITEM_KEYS if key in item]


def test_no_plan_gives_the_designers_check_anything_to_say() -> None:
    for split in ("train", "test"):
        for one in samples(split):
            assert not list(plan_findings(plan_from_json(json.loads(one.answer)), one.question)), one.answer


def test_pages_begin_with_a_hero_end_with_a_contact_and_have_something_between() -> None:
    for one in samples():
        kinds = [section["kind"] for section in json.loads(one.answer)["sections"]]
        assert kinds[0] == "hero"
        assert kinds[-1] == "contact"
        assert 4 <= len(kinds) <= 7
        assert len(set(kinds)) == len(kinds)


def test_every_number_of_a_plan_stands_in_its_brief() -> None:
    for one in samples():
        given = set(re.findall(r"\d+", one.question))
        said = set(re.findall(r"\d+", " ".join(copy_of(json.loads(one.answer)))))
        assert said <= given, (one.question, said - given)


def test_names_and_facts_are_copied_letter_by_letter() -> None:
    for about, question, value in briefed():
        texts = copy_of(value)
        if about.name:
            assert about.name in question
            assert value["title"] == about.name
        assert about.place in question
        for kind in ("hours", "phone", "email", "address"):
            if kind in about.simple:
                assert about.simple[kind] in question
                assert about.simple[kind] in texts
        for kind in ("prices", "dates", "team"):
            for name, beside in about.paired.get(kind, ()):
                assert name.lower() in question.lower()
                assert beside in texts, (question, value)
        for name in about.listed.get("extras", ()):
            assert name[:1].upper() + name[1:] in texts


def test_copy_speaks_of_what_is_done_in_the_briefs_own_words() -> None:
    told = [found for found in briefed() if "deed" in found[0].simple]
    assert len(told) > COUNT / 6
    for about, question, value in told:
        assert about.simple["deed"] in question or others_words(about.deeds) in question
        assert any(about.simple["deed"] in text for text in copy_of(value)), (question, value)
    without_trade = [found for found in told if not found[0].has_trade]
    assert len(without_trade) > COUNT / 20
    assert all(about.name for about, _, _ in without_trade)


@pytest.mark.parametrize(
    ("deeds", "told"),
    [
        (("tune harps",), "tunes harps"),
        (("carry parcels", "fix bikes at your door"), "carries parcels and fixes bikes at your door"),
        (("wash and iron",), ""),
        (("sort nuts and bolts",), "sorts nuts and bolts"),
        ((), ""),
    ],
)
def test_others_do_what_we_do(deeds: tuple[str, ...], told: str) -> None:
    assert others_words(deeds) == told


def test_some_briefs_speak_of_what_others_do_and_the_copy_says_we() -> None:
    told = [
        (about, value)
        for about, question, value in briefed()
        if about.language == "english" and about.deeds and about.simple["deed"] not in question
    ]
    assert len(told) > COUNT / 100
    assert all(about.simple["deed"] in " ".join(copy_of(value)) for about, value in told)


def test_a_museum_may_be_one_of_its_things() -> None:
    names = {about.trade.names[0] for about, _, _ in briefed() if about.trade.thing and about.language == "english"}
    assert any(re.search(r"^\w+ of \w", name) for name in names)
    assert any(re.search(r"^\w+ for \w", name) for name in names)


def test_copy_repeats_the_words_of_most_made_up_trades() -> None:
    strange = [found for found in briefed() if found[0].trade.thing and found[0].has_trade]
    said = [about.trade.thing.lower() in " ".join(copy_of(value)[1:]).lower() for about, _, value in strange]
    assert sum(said) > 0.9 * len(said)


def test_copy_is_in_one_language_except_for_what_the_brief_says() -> None:
    for one in samples():
        value = json.loads(one.answer)
        copy = " ".join(copy_of(value))
        if value["language"] == "zh":
            assert all(word in one.question for word in re.findall(r"[A-Za-z]{2,}", copy)), one
        else:
            assert not re.search(r"[\u4e00-\u9fff]", one.question + copy), one


def test_names_stand_in_many_places_and_in_many_kinds_of_quotes() -> None:
    named = [(about.name, question) for about, question, _ in briefed() if about.name]
    where = [question.index(name) / len(question) for name, question in named]
    assert sum(0.3 < at < 0.7 for at in where) > len(where) / 6
    assert sum(at >= 0.7 for at in where) > len(where) / 25
    before = {question[max(0, question.index(name) - 1)] for name, question in named}
    assert set("“‘'\"«「『《【") <= before


def test_what_is_wished_for_is_what_the_page_has() -> None:
    asked = [found for found in briefed() if found[0].wishes]
    assert 0.4 * COUNT < len(asked) < 0.6 * COUNT
    for about, question, value in asked:
        kinds = [section["kind"] for section in value["sections"]]
        wished = sorted({kind_of(wish) for wish in about.wishes}, key=KINDS.index)
        at = kinds.index(wished[0])
        assert 1 <= at <= 2, (question, kinds)
        assert kinds[at : at + len(wished)] == wished, (question, kinds)
        assert value["style"] == about.style or not about.style
        assert value["palette"] == about.palette or not about.palette


def test_what_a_brief_tells_of_its_wishes_stands_in_them() -> None:
    found = [(about, question, value) for about, question, value in briefed() if about.rows]
    assert {wish for about, _, _ in found for wish in about.rows} == set(MAKERS)
    for about, question, value in found:
        for wish, (rows, words_of_brief) in about.rows.items():
            assert words_of_brief in question
            section = next(part for part in value["sections"] if part["kind"] == kind_of(wish))
            if wish == "testimonials":
                assert section["items"][0]["text"] == words_of_brief
                continue
            said = [(item["title"].lower(), item.get("note", "")) for item in section["items"]]
            assert said[: len(rows)] == [(title.lower(), note) for title, _, note in rows], (question, section)
            assert all(text.lower() in words_of_brief.lower() for row in rows for text in row)


def test_sections_that_are_nothing_without_items_have_two() -> None:
    for about, question, value in briefed():
        wished = {kind_of(wish) for wish in about.wishes} & NEEDS_ITEMS
        for section in value["sections"]:
            assert section["kind"] not in wished or len(section["items"]) >= 2, (question, section)


def test_names_and_made_up_trades_of_one_split_are_never_in_the_other() -> None:
    for split in ("train", "test"):
        named = [about.name for about, _, _ in briefed(split) if about.name]
        assert {is_held_out(name) for name in named} == {split == "test"}
    strange = [
        {about.trade.thing for about, _, _ in briefed(split) if about.trade.thing} for split in ("train", "test")
    ]
    assert not strange[0] & strange[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_lines_of_the_test_split_are_partly_unseen(language: Language) -> None:
    for kind in ("frames", "street", "nameless", "me", *DEED_FRAMES):
        found = frames(language, kind)
        assert set(found.train).isdisjoint(found.test) or set(found.train) == set(found.test)
    assert len(frames(language, "frames").test) >= 2
    assert len(frames(language, "frames").train) >= 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lexicon_is_whole(language: Language) -> None:
    known = families(language)
    assert len(trades(language)) >= (250 if language == "english" else 190)
    for one in trades(language):
        assert one.family in known
        assert one.look in known_looks()
        assert len(one.things) == 3
        assert one.deeds
        assert all(entry.title and entry.text for entry in one.things)
        assert not re.search(r"\d", one.hero + "".join(entry.title + entry.text for entry in one.things))
    heads = {head.partition("=")[0] for head in words(language, "heads")}
    assert heads <= set(known) - {COMMON}
    assert set(names_of(language, "style")) == set(STYLES)
    assert set(names_of(language, "palette")) == set(PALETTES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_lists_that_can_stand_on_one_page_say_the_same(language: Language) -> None:
    known = families(language)
    for one in trades(language):
        family = known[one.family]
        texts = [text for kind in ("steps", "faq") for text in {e.text for line in family.lists[kind] for e in line}]
        texts += {entry.text for entry in (*one.things, *(e for line in family.lists["items"] for e in line))}
        long = [text for text in texts if len(text) > 20]
        assert len(long) == len(set(long)), one
        headings = [one.hero, *family.phrases["hero"], *family.phrases["heading"]]
        headings += [
            text for name, lines in known[COMMON].phrases.items() if name.endswith("heading") for text in set(lines)
        ]
        twice = {text for text in headings if headings.count(text) > 1}
        assert twice <= set(known[COMMON].phrases["contact_heading"]), (
            one,
            twice,
        )


def test_languages_are_even_and_nothing_repeats() -> None:
    chinese = sum('"language":"zh"' in one.answer for one in samples())
    assert 0.45 < chinese / COUNT < 0.55
    assert len({one.question for one in samples()}) > 0.99 * COUNT
    assert len({one.answer for one in samples()}) > 0.99 * COUNT
    assert len({about.name for about, _, _ in briefed()}) > 0.85 * COUNT
    strange = sum(not about.trade.things for about, _, _ in briefed())
    assert 0.25 < strange / COUNT < 0.42


def test_briefs_are_as_short_as_people_type_them() -> None:
    for one in samples():
        is_chinese = '"language":"zh"' in one.answer
        assert 3 <= len(one.question) <= 110 if is_chinese else len(one.question.split()) <= 60


def test_a_seed_gives_the_same_samples_every_time() -> None:
    assert web.sample_many(random.Random(4)) == web.sample_many(random.Random(4))


def test_the_designer_draws_the_plans() -> None:
    for one in samples()[:12]:
        value = plan_from_json(json.loads(one.answer))
        assert value.title.replace("&", "&amp;").replace("'", "&#39;") in render_page(value)
