"""The scripted edits of ``tests/data/web/edits``: each is done exactly as it is meant, or refused with the page as it was.

What is meant is written beside each answer, as texts that take the place of others; the element is found by the text that begins
and the text that ends it, without the code that is tested.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pytest

from plugins.web_designer.editing.answers import answered
from plugins.web_designer.editing.locks import lock_of
from plugins.web_designer.editing.request import Request
from plugins.web_designer.editing.source import Source, read_source
from plugins.web_designer.plan import plan_from_json
from plugins.web_designer.render import render_page
from tests.helpers.web_pages import briefs

FOLDER = Path(__file__).parents[3] / "data" / "web" / "edits"
EDITS: Mapping[str, Mapping[str, Any]] = {
    f"{path.stem}: {edit['name']}": edit
    for path in sorted(FOLDER.glob("*.toml"))
    for edit in tomllib.loads(path.read_text(encoding="utf-8"))["edit"]
}
_PLACE = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)


@cache
def page(name: str) -> str:
    path = FOLDER / "pages" / f"{name}.html"
    return (
        path.read_text(encoding="utf-8") if path.exists() else render_page(plan_from_json(dict(briefs())[name]["plan"]))
    )


def span(html: str, target: list[str]) -> tuple[int, int]:
    """From the text that begins an element, or its ``#id``, up to the text that ends it; the whole page if none is named."""
    if not target:
        return 0, len(html)
    first, last = target
    start = html.rindex("<", 0, html.index(f' id="{first[1:]}"')) if first.startswith("#") else html.index(first)
    return start, html.index(last, start) + len(last)


def number_at(source: Source, place: tuple[int, int]) -> int:
    found = next(node for node in source.nodes if (node.start, node.end) == place)
    return found.number


def written(edit: Mapping[str, Any], html: str, element: str) -> str:
    """The answer with the lines that its signs stand for."""

    def line(found: re.Match[str]) -> str:
        name, *swaps = found[1].split("||")
        told = {"whole": element, "page": html}.get(name) or next(one for one in element.split("\n") if name in one)
        for old, new in (swap.split("=>", 1) for swap in swaps):
            told = told.replace(old, new)
        return told

    answer = _PLACE.sub(line, edit["answer"])
    return answer.replace("\n", "\r\n") if edit.get("answer_crlf") else answer


def swapped(text: str, changes: list[list[str]]) -> str:
    for old, new in changes:
        assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def meant(edit: Mapping[str, Any], html: str, place: tuple[int, int]) -> str:
    start, end = place
    if "page_changes" in edit:
        return swapped(html, edit["page_changes"])
    inner = edit.get("becomes") or swapped(html[start:end], edit.get("changes", []))
    return html[:start] + inner + html[end:]


def others(html: str, place: tuple[int, int]) -> list[str]:
    """What browsers make of a page around an element: every other tag with its attributes, and the texts, in order."""
    start, end = place
    marked = html[:start] + re.sub(r"<([a-z][a-z0-9]*)(?=[\s/>])", r"<\1 data-in", html[start:end]) + html[end:]
    tree = html5lib.parse(marked, treebuilder="etree", namespaceHTMLElements=False)
    return list(told(tree))


def told(tree: Any) -> Iterator[str]:
    if not isinstance(tree.tag, str) or "data-in" in tree.attrib:
        return
    yield f"{tree.tag} {sorted(map(str, tree.attrib.items()))} {tree.text or ''}"
    for child in tree:
        yield from told(child)
        if (child.tail or "").strip():
            yield str(child.tail)


def test_there_are_a_hundred_of_many_kinds() -> None:
    assert len(EDITS) >= 100
    assert sum("refused" in edit for edit in EDITS.values()) >= 40
    assert len({edit["page"] for edit in EDITS.values()}) == 17


@pytest.mark.parametrize("name", list(EDITS))
def test_an_edit_is_done_as_it_is_meant_or_not_at_all(name: str) -> None:
    edit = EDITS[name]
    html = page(edit["page"])
    if edit.get("crlf"):
        html = html.replace("\n", "\r\n")
    place = span(html, edit["target"])
    source = read_source(html)
    locks = tuple(lock_of(source, number_at(source, span(html, one))) for one in edit.get("locks", []))
    request = Request(source, number_at(source, place) if edit["target"] else -1, locks)
    done = answered(request, written(edit, html, html[place[0] : place[1]]))
    said = " ".join(f"{one.message} {one.hint}" for one in done.problems)
    if "refused" in edit:
        assert edit["refused"] in said
        assert done.html == html
        return
    assert said == ""
    assert done.how == edit.get("how", "patches")
    assert done.html == meant(edit, html, place)
    if edit["target"] and "page_changes" not in edit:
        assert others(done.html, (place[0], place[1] + len(done.html) - len(html))) == others(html, place)
    assert all(done.html.count(lock.text) >= html.count(lock.text) for lock in locks)
