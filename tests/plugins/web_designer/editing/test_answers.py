"""Changes that a model wrote, a hundred and more, in the forms in which models write them: done as they were meant, or refused whole."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.api import Message
from plugins.web_designer.editing.answers import answered
from plugins.web_designer.editing.locks import lock_of
from plugins.web_designer.editing.patches import read_patches
from plugins.web_designer.editing.prompts import edit_messages, repair_wish
from plugins.web_designer.editing.request import Request
from plugins.web_designer.editing.source import Source, read_source
from plugins.web_designer.finding import Finding
from plugins.web_designer.plan import plan_from_json
from plugins.web_designer.render import render_page
from tests.helpers.web_pages import briefs

PAGES = {name: render_page(plan_from_json(brief["plan"])) for name, brief in briefs()}
HAND = """<!DOCTYPE html>
<html lang="zh">
<head><meta charset="utf-8"><title>茶</title>
<style>
.lead { color: #333 }
/* <p class="lead"> in a comment */
</style>
</head>
<body>
<main>
  <section id="tea">
    <h2>春茶 &amp; 点心</h2>
    <p class="lead">今年的 “明前” 茶。<br>
      限量&nbsp;供应。
    <p class="lead">第二段。
    <ul>
      <li>龙井
      <li>碧螺春 <!-- <li>毛峰 -->
    </ul>
    <svg viewBox="0 0 10 10" role="img" aria-label="杯"><circle cx="5" cy="5" r="4"/></svg>
    <img src="data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==" alt="">
    <script>const lead = '<p class="lead">';</script>
  </section>
  <section id="visit"><h2>来店</h2><p class="lead">第二段。</p></section>
</main>
</body>
</html>
"""
PAGES["hand"] = HAND


@dataclass(frozen=True)
class Base:
    """An edit as it is meant: in one element of a page, one text takes the place of another."""

    page: str
    tag: str
    nth: int
    old: str
    new: str

    def request(self, html: str) -> Request:
        source = read_source(html)
        return Request(source, [node.number for node in source.nodes if node.tag == self.tag][self.nth])


def base(page: str, tag: str, nth: int) -> Base:
    """Changes the last line that an element has for itself, and puts another behind it."""
    source = read_source(PAGES[page])
    number = [node.number for node in source.nodes if node.tag == tag][nth]
    lines = [
        line
        for line in source.text_of(number).split("\n")
        if source.text_of(number).count(line) == 1 and re.search(r">[^<>]+<", line)
    ]
    old = lines[-1]
    new = re.sub(r">[^<>]+<", ">Quite other words & more<", old, count=1).replace("words & more", "words &amp; more")
    return Base(page, tag, nth, old, f"{new}\n{new}" if old.strip().startswith("<p") else new)


BASES = [
    base("bakery", "section", 1),
    base("bakery", "header", 0),
    base("bicycle_workshop", "section", 2),
    base("charity", "footer", 0),
    base("yoga_studio", "section", 0),
    base("command_line_tool", "section", 1),
    base("indie_game", "main", 0),
    base("museum_exhibition", "section", 3),
    Base("hand", "section", 0, "    <h2>春茶 &amp; 点心</h2>", "    <h2>秋茶</h2>"),
    Base("hand", "section", 0, "      <li>龙井", '      <li class="first">西湖龙井'),
]


def block(old: str, new: str, marks: str = "<<<<<<< SEARCH\n{}\n=======\n{}\n>>>>>>> REPLACE") -> str:
    return marks.format(old, new)


def indented(text: str) -> str:
    return "\n".join("        " + line.strip() for line in text.split("\n"))


def whole_element(one: Base) -> str:
    request = one.request(PAGES[one.page])
    return request.source.text_of(request.number).replace(one.old, one.new, 1)


def two_blocks(one: Base) -> str:
    middle = one.old.replace(">", " data-seen>", 1)
    return block(one.old, middle) + "\n\n" + block(middle, one.new)


FORMS: dict[str, Callable[[Base], str]] = {
    "plain": lambda one: block(one.old, one.new),
    "fenced": lambda one: f"Here is the change:\n```html\n{block(one.old, one.new)}\n```\nI changed one line.",
    "inner fences": lambda one: block(f"```html\n{one.old}\n```", f"```html\n{one.new}\n```"),
    "other marks": lambda one: block(one.old, one.new, "<<<<<<<< ORIGINAL\n{}\n========\n{}\n>>>>>>>> UPDATED"),
    "windows lines": lambda one: block(one.old, one.new).replace("\n", "\r\n"),
    "other indentation": lambda one: block(indented(one.old), indented(one.new)),
    "other quotes": lambda one: block(one.old.replace('"', "'").replace("&amp;", "&"), one.new),
    "two blocks": two_blocks,
    "whole element": lambda one: f"```html\n{whole_element(one)}\n```",
    "whole document": lambda one: PAGES[one.page].replace(
        one.request(PAGES[one.page]).source.text_of(one.request(PAGES[one.page]).number), whole_element(one)
    ),
}  # fmt: skip


def spaceless(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize("number", range(len(BASES)))
def test_a_change_is_done_as_it_was_meant_whatever_form_it_came_in(number: int, form: str) -> None:
    one = BASES[number]
    html = PAGES[one.page]
    request = one.request(html)
    done = answered(request, FORMS[form](one))
    meant = html.replace(request.source.text_of(request.number), whole_element(one))
    assert done.problems == ()
    assert done.html == meant if form != "other indentation" else spaceless(done.html) == spaceless(meant)


@pytest.mark.parametrize("number", range(len(BASES)))
def test_a_page_with_windows_lines_keeps_them(number: int) -> None:
    one = BASES[number]
    html = PAGES[one.page].replace("\n", "\r\n")
    done = answered(one.request(html), block(one.old, one.new))
    assert done.problems == ()
    assert done.html == html.replace(one.old, one.new.replace("\n", "\r\n"), 1)


# what is refused


def hand(tag: str = "section", nth: int = 0, *, locked: str = "") -> Request:
    request = Base("hand", tag, nth, "", "").request(HAND)
    source = request.source
    locks = tuple(lock_of(source, node.number) for node in source.nodes if node.tag == locked)[:1]
    return Request(source, request.number, locks)


REFUSED = {
    "nothing": (hand(), "I cannot do that.", "no change"),
    "empty": (hand(), "", "no change"),
    "block that breaks off": (hand(), "<<<<<<< SEARCH\n<h2>\n=======\n<h2>", "not whole"),
    "empty search": (hand(), block("", "<p>x</p>"), "empty SEARCH"),
    "twice in the element": (hand(), block('<p class="lead">', "<p>"), "more than once"),
    "not there": (hand(), block("<h3>秋茶</h3>", "<h3>冬茶</h3>"), "does not stand"),
    "in another element": (hand(), block("<h2>来店</h2>", "<h2>去店</h2>"), "does not stand"),
    "second of two is not there": (hand(), block("      <li>龙井", "      <li>井") + "\n" + block("<b>no</b>", ""), "block 2"),
    "no change": (hand(), block("      <li>龙井", "      <li>龙井"), "changes nothing"),
    "open tag that swallows the rest": (hand("h2", 1), block("</h2>", "</h2><div>"), "reaches beyond"),
    "end tag too many": (hand("ul"), block("      <li>龙井", "</ul></section><section><ul>      <li>龙井"), "reaches beyond"),
    "open comment": (hand("section", 1), block("<h2>来店</h2>", "<!-- <h2>来店</h2>"), "reaches beyond"),
    "open script": (hand("section", 1), block("<h2>来店</h2>", "<script>"), "reaches beyond"),
    "another element's whole": (hand(), "```html\n<article>x</article>\n```", "no change"),
    "an element that is not closed": (hand(), "```html\n<section id='tea'><h2>x\n```", "no change"),
    "two elements": (hand(), "```html\n<section>a</section>\n<section>b</section>\n```", "no change"),
    "document that changes more": (hand(), HAND.replace("来店", "去店").replace("龙井", "井"), "reaches beyond"),
    "lock inside the element": (hand(locked="h2"), block("春茶", "秋茶"), "is locked"),
    "lock in the page": (Request(read_source(HAND), -1, hand(locked="h2").locks), block("春茶", "秋茶"), "is locked"),
    "locked element taken away": (hand(locked="ul"), "```html\n<section id='tea'><p>x</p></section>\n```", "is locked"),
    "rules for others": (hand(), "```css\nh2 { color: red }\n```", "reaches beyond the element"),
    "markup in rules": (hand(), "```css\n.it { color: red }</style><b>\n```", "markup"),
    "markup in rules of the page": (Request(read_source(HAND)), "```css\nb { color: red }</style>\n```", "markup"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_cannot_be_done_whole_leaves_the_page_alone_and_says_why(name: str) -> None:
    request, answer, why = REFUSED[name]
    done = answered(request, answer)
    assert done.html == HAND
    assert why in " ".join(f"{one.message} {one.hint}" for one in done.problems)


def test_what_is_most_like_it_is_quoted_back() -> None:
    done = answered(hand(), block("    <h2>春茶 &amp; 甜点心</h2>", "x"))
    assert "<h2>春茶 &amp; 点心</h2>" in done.problems[0].hint


# what is done beyond patches


def test_rules_reach_the_element_by_a_class_that_only_it_has() -> None:
    css = "```css\n.it:hover { color: red }\n@media (max-width: 600px) { .it { padding: 0 } }\n```"
    answer = f"{block('    <h2>春茶', '    <h2>秋茶')}\n{css}"
    done = answered(hand(), answer)
    assert done.problems == ()
    assert '<section id="tea" class="it-1">' in done.html
    assert ".it-1:hover { color: red }\n@media (max-width: 600px) { .it-1 { padding: 0 } }\n</style>" in done.html
    again = answered(Request(read_source(done.html), hand().number), "```css\n.it { margin: 0 }\n```")
    assert 'class="it-1 it-2"' in again.html


def test_an_element_may_be_taken_away() -> None:
    source = read_source(HAND)
    number = next(node.number for node in source.nodes if node.tag == "svg")
    done = answered(Request(source, number), block(source.text_of(number), ""))
    assert done.html == HAND.replace(source.text_of(number), "")


def test_the_whole_page_can_be_changed_where_a_sheet_says_it() -> None:
    done = answered(Request(read_source(HAND)), block(".lead { color: #333 }", ".lead { color: #111 }"))
    assert done.html == HAND.replace("#333", "#111")


def test_pictures_are_not_sent_and_stay_as_they_are() -> None:
    request = Request(read_source(PAGES["bakery"]))
    assert len(request.shown.text) < 0.95 * len(PAGES["bakery"])
    hand_request = hand()
    assert "base64" not in hand_request.shown.text
    line = next(line for line in hand_request.shown.text.split("\n") if "<img" in line)
    done = answered(hand_request, block(line, line.replace('alt=""', 'alt="茶杯"')))
    assert done.html == HAND.replace('alt=""', 'alt="茶杯"')


# random elements


def lines_of_its_own(source: Source, number: int) -> list[str]:
    text = source.text_of(number)
    return [
        line for line in text.split("\n") if line.strip() and text.count(line) == 1 and re.search(r">[^<>&]{3,}<", line)
    ]


@pytest.mark.parametrize("name", list(PAGES))
def test_random_patches_change_their_element_and_nothing_else(name: str) -> None:
    html = PAGES[name]
    source = read_source(html)
    dice = random.Random(name)
    done_once = 0
    for node in dice.sample(source.nodes, min(8, len(source.nodes))):
        lines = lines_of_its_own(source, node.number)
        if (
            not lines
            or node.tag in ("style", "script")
            or any(source.node(n).tag == "svg" for n in source.path(node.number))
        ):
            continue
        old = dice.choice(lines)
        new = re.sub(r">[^<>&]{3,}<", f">{dice.random()}<", old, count=1)
        done = answered(Request(source, node.number), block(old, new))
        assert done.problems == ()
        at = html.index(old, node.start)
        assert done.html == html[:at] + new + html[at + len(old) :]
        done_once += 1
    assert done_once >= 1


# what is said to the model


def test_the_model_is_shown_the_element_where_it_stands_and_what_dresses_it() -> None:
    source = read_source(HAND)
    number = next(node.number for node in source.nodes if node.tag == "p")
    heading = next(node.number for node in source.nodes if node.tag == "h2")
    messages = edit_messages(Request(source, number, (lock_of(source, heading),)), "Make it warmer.")
    last = messages[-1].content
    assert isinstance(messages[0], Message)
    assert source.text_of(number) in last
    assert '<section id="tea">' in last
    assert ".lead { color: #333 }" in last
    assert "Locked, leave to the letter: h2" in last
    assert last.endswith("Make it warmer.")
    assert "来店" not in last


def test_the_example_of_the_conversation_is_right() -> None:
    _rules, shown, answer, _last = edit_messages(hand(), "x")
    page = re.search(r"```html\n(.*?)\n```", str(shown.content), re.DOTALL)
    assert page is not None
    blocks = read_patches(str(answer.content))
    assert len(blocks.patches) == 2
    done = answered(Request(read_source(page[1]), 0), str(answer.content))
    assert "Our prices" in done.html
    assert done.problems == ()


def test_findings_become_a_bounded_wish() -> None:
    wish = repair_wish([Finding("error", "accessibility", f"Fault {n}.", f"#x{n}", hint="Mend it.") for n in range(20)])
    assert wish.count("- Fault") == 8
    assert "- Fault 0. Mend it. (#x0)" in wish
