import random
import re

import pytest

from plugins.web_designer.colour import contrast
from plugins.web_designer.documents import is_chinese_or_japanese
from plugins.web_designer.inspection import inspect_page
from plugins.web_designer.styling import sample_page, scope_findings
from training.cases_css import CssCase, Expected, css_marks
from training.generators.base import Sample
from training.generators.book_vocabulary import Language
from training.generators.css import TOOL, sample_many
from training.generators.css_chinese import chinese
from training.generators.css_colours import colours_in, palette, plain_text
from training.generators.css_english import english, third
from training.generators.css_rules import MAX_SIGNS, Unreadable, css_for
from training.generators.css_traits import MODES, Asked, Trait, asked, filled, kinds, traits
from training.generators.css_words import together

SOME = 300
LANGUAGES: tuple[Language, ...] = ("english", "chinese")
_COPIED = re.compile(r"#[0-9a-fA-F]{6}\b|\d+(?= ?px\b)")
_NAMED = (
    "red",
    "orange",
    "yellow",
    "green",
    "cyan",
    "blue",
    "purple",
    "pink",
    "brown",
    "grey",
    "black",
    "white",
)


def samples(count: int, seed: int = 7, split: str = "train") -> list[Sample]:
    rng = random.Random(seed)
    return [one for _ in range(count) for one in sample_many(rng, "test" if split == "test" else "train")]


def named(kind: str, name: str) -> Trait:
    return next(trait for trait in traits(kind)[0] if trait.name == name)


def rules(kind: str, *names: str, **values: str) -> str:
    """Rules for traits whose drawn slots are replaced by `values`."""
    rng = random.Random(1)
    drawn = [asked(rng, named(kind, name), kind, "english") for name in names]
    return css_for(kind, [Asked(one.trait, one.words, {**one.values, **values}) for one in drawn])


def test_the_same_seed_gives_the_same_samples() -> None:
    assert samples(50) == samples(50)
    assert samples(50) != samples(50, seed=8)


def test_every_answer_passes_the_programs_own_checks() -> None:
    for one in samples(SOME):
        findings = [
            *scope_findings(one.answer),
            *inspect_page(sample_page(one.answer, one.question)).findings,
        ]
        assert not findings, (one, findings)


def test_values_that_a_wish_names_stand_in_its_rules() -> None:
    told = 0
    for one in samples(2000):
        for value in _COPIED.findall(one.question):
            told += 1
            assert value in one.answer, one
    assert told > 500


def test_samples_are_one_tools_wishes_in_two_languages() -> None:
    found = samples(SOME)
    assert {one.tool for one in found} == {TOOL}
    assert not any(one.context or "\n\n" in one.question or "{" in one.question for one in found)
    chinese = sum(is_chinese_or_japanese(one.question) for one in found)
    assert 0.4 < chinese / SOME < 0.6


def test_answers_are_short_and_of_one_form() -> None:
    for one in samples(SOME):
        assert len(re.findall(r"[A-Za-z]+|[0-9]|[^\w\s]+|\n", one.answer)) <= MAX_SIGNS
        assert re.fullmatch(r"(?:(?:\.it|@)[^\n]* \{ [^\n]+ \}\n?)+", one.answer), one.answer


def test_a_short_colour_is_written_in_full_where_it_gets_an_opacity() -> None:
    assert filled("0 8px 24px {c}66", {"c": "#b82"}) == "0 8px 24px #bb882266"


@pytest.mark.parametrize("kind", ["any", *kinds()])
def test_every_trait_gives_rules_that_keep_to_the_element(kind: str) -> None:
    rng = random.Random(3)
    for trait in traits(kind)[0]:
        for language in LANGUAGES:
            try:
                css = css_for(kind, [asked(rng, trait, kind, language)])
            except Unreadable:
                continue
            assert not list(scope_findings(css)), css
            assert all(f"animation: {name} " in css for name in re.findall(r"@keyframes (\w+)", css)), css


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wish_names_its_kind(language: Language) -> None:
    rng = random.Random(5)
    say = english if language == "english" else chinese
    names = [name.removeprefix("一") for name in kinds()["tooltip"].names[language].train]
    names = [name[1:] for name in names] if language == "chinese" else names
    wishes = [
        say(rng, "tooltip", [asked(rng, named("tooltip", "padding"), "tooltip", language)], "train") for _ in range(200)
    ]
    assert sum(any(name in wish.lower() for name in names) for wish in wishes) > 180  # some have a typing slip


def test_two_things_under_the_mouse_are_said_at_once() -> None:
    rng = random.Random(1)
    wished = [asked(rng, named("button", name), "button", "chinese") for name in ("hover_lift", "hover_darker")]
    (both,) = next(found for _ in range(50) if len(found := together(rng, wished, "chinese", "train")) == 1)
    when = wished[0].words["hovered"]
    assert both.trait.words["zh"].train[0].startswith(when)
    assert both.trait.words["zh"].train[0].count("时") <= when.count("时") + 1


def test_what_moves_stops_for_those_who_want_stillness() -> None:
    for one in samples(SOME):
        moves = re.search(r"(?:animation|transition): (?!none)", one.answer)
        assert bool(moves) == ("prefers-reduced-motion" in one.answer), one.answer


@pytest.mark.parametrize("kind", ["button", "link", "field", "switch"])
def test_what_takes_the_focus_shows_it(kind: str) -> None:
    assert ".it:focus-visible { outline: " in css_for(kind, [])


def test_text_reads_on_every_ground() -> None:
    for one in samples(2000):
        own = re.match(r"\.it \{.*?\}", one.answer)
        ground = re.search(r"[; {]background: ([^;]+);", own[0]) if own else None
        text = re.search(r" color: (#\w+);", own[0]) if own else None
        if ground and text:
            (written,) = colours_in(text[1])
            assert all(contrast(written, under) >= 4.5 for under in colours_in(ground[1])), one.answer


def test_colours_that_no_text_reads_on_together_are_refused() -> None:
    with pytest.raises(Unreadable):
        rules("button", "gradient", c="#000000", c2="#ffffff")


def test_a_wished_text_colour_moves_to_a_shade_that_reads() -> None:
    rng = random.Random(1)
    yellow = asked(rng, named("heading", "ink_tint"), "heading", "english")
    while getattr(yellow.values["c"], "hue", "") != "yellow":
        yellow = asked(rng, yellow.trait, "heading", "english")
    assert f"color: {palette()['yellow'].values['dark']}" in css_for("heading", [yellow])


def test_nothing_is_set_beyond_the_wish_and_a_small_base() -> None:
    assert css_for("card", []) == ".it { padding: 24px; background: #ffffff; color: #111111; }"
    assert rules("any", "no_bullets") == ".it { padding: 0; list-style: none; }"
    assert rules("any", "bold") == ".it { font-weight: 700; }"


def test_test_wishes_are_worded_otherwise() -> None:
    trained = {one.question for one in samples(3000)}
    assert not trained & {one.question for one in samples(SOME, split="test") if len(one.question) > 24}
    pools = [words for kind in kinds() for trait in traits(kind)[0] for words in trait.words.values()]
    apart = [words for words in pools if not set(words.train) & set(words.test)]
    assert len(apart) > len(pools) * 0.3


def test_every_trait_can_be_worded_in_both_languages() -> None:
    for kind in kinds():
        for trait in traits(kind)[0]:
            assert "zh" in trait.words, trait.name
            assert set(trait.words) & {"with", "does", "say"}, trait.name
            assert set(trait.words) <= set(MODES)


@pytest.mark.parametrize("name", [name for name in palette() if name in _NAMED])
def test_each_shade_is_what_a_person_would_call_it(name: str) -> None:
    for shade, value in palette()[name].values.items():
        expected = [Expected(("background",), f"colour:{name}")]
        if shade in ("dark", "light", "pale"):
            expected.append(Expected(("background",), "light" if shade == "pale" else shade))
        marks = css_marks(CssCase("a box", tuple(expected)), f".it {{ background: {value}; }}")
        assert marks.all_right, (shade, marks)


def test_every_colour_has_a_text_that_reads_on_it() -> None:
    assert all(plain_text((value,)) for hue in palette().values() for value in hue.values.values())


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("grow on hover", "grows on hover"),
        ("be red", "is red"),
        ("lift and turn red", "lifts and turns red"),
        ("go from red and blue", "goes from red and blue"),
        ("flash", "flashes"),
        ("stay", "stays"),
        ("fly in", "flies in"),
    ],
)
def test_a_verb_is_spoken_of_one_thing(said: str, spoken: str) -> None:
    assert third(said) == spoken
