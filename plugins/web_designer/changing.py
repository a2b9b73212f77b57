"""The tool's work on a page that exists: it is changed by words, in one element or anywhere, and the gate blames only what is new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.api import InputError, Inputs, Message, Problem, Verification
from plugins.web_designer.asked import digest_of
from plugins.web_designer.browser.client import Browser
from plugins.web_designer.editing.abridged import rules_for
from plugins.web_designer.editing.answers import answered, with_class
from plugins.web_designer.editing.locks import lock_of
from plugins.web_designer.editing.prompts import edit_messages
from plugins.web_designer.editing.request import MOST_CHARS, Request
from plugins.web_designer.editing.source import Source, read_source
from plugins.web_designer.editing.summary import summary
from plugins.web_designer.editing.titles import title_of
from plugins.web_designer.finding import Finding
from plugins.web_designer.importing.inlining import import_page
from plugins.web_designer.importing.saved import is_page_file, read_saved
from plugins.web_designer.pages import Page, page_as_edited

MOST_MARKUP = 4_000
CHARS_PER_TOKEN = 2.2
"""Of markup; cautious."""

_NUMBER = re.compile(r"@(\d+)")
_SIMPLE = re.compile(r"([a-z][a-z0-9-]*)?(?:#([\w-]+))?((?:\.[\w-]+)*)", re.IGNORECASE)


def read_page(given: str) -> tuple[str, tuple[str, ...]]:
    """The page of a file, with what was saved beside it; and what it is without now.

    Raises:
        InputError: it is no page.
        StorageError: it cannot be read.
    """
    path = Path(given).expanduser()
    if not is_page_file(path):
        raise InputError(f"{path.name} is no page.", field="page", hint="Give an HTML file, its folder or a ZIP.")
    imported = import_page(read_saved(path))
    return imported.html, imported.notes


def _as_it_stands(given: str) -> str:
    """The page that is to be changed: a file to the letter, with what it loads left where it is; a folder or ZIP in one piece."""
    path = Path(given).expanduser()
    if path.is_file() and is_page_file(path) and path.suffix.lower() != ".zip":
        return read_saved(path).html
    return read_page(given)[0]


def request_of(inputs: Inputs, context_tokens: int | None, answer_tokens: int) -> Request:
    """What is to be changed, as the tool's fields say it.

    Raises:
        InputError: the page cannot be read, or an element is not in it.
    """
    source = read_source(_as_it_stands(str(inputs["page"])))
    wanted = str(inputs.get("element") or "").strip()
    number = element_of(source, wanted, "element") if wanted else -1
    locks = tuple(lock_of(source, element_of(source, one, "locks")) for one in str(inputs.get("locks") or "").split())
    room = (
        MOST_CHARS if context_tokens is None else int(max(context_tokens - answer_tokens - 900, 500) * CHARS_PER_TOKEN)
    )
    return Request(source, number, locks, min(room, MOST_CHARS))


def element_of(source: Source, wanted: str, field: str) -> int:
    """The element that a field names: ``@12`` by its place in the source, else the first for a tag, ``#id``, ``.class`` or several.

    Raises:
        InputError: there is none.
    """
    found = _NUMBER.fullmatch(wanted)
    if found and int(found[1]) < len(source.nodes):
        return int(found[1])
    simple = _SIMPLE.fullmatch(wanted)
    number = next(_matching(source, *simple.groups()), None) if simple and wanted else None
    if number is None:
        raise InputError(
            f"The page has no element “{wanted}”.",
            field=field,
            hint="Name it by its tag, #id or .class, such as #menu or h1.",
        )
    return number


def change_messages(request: Request, wish: str, *, by_css: bool) -> Sequence[Message]:
    """The conversation that asks for the change; ``by_css`` for rules alone, which are to dress the element."""
    if not by_css or request.number < 0:
        return edit_messages(request, wish)
    from plugins.web_designer.styling import CLASS, css_messages  # it loads Jinja2

    element = read_source(request.shown.text)
    sheet = "\n".join(request.source.content_of(one.number) for one in request.source.nodes if one.tag == "style")
    node = request.source.node(request.number)
    markup = with_class(element, 0, CLASS)[:MOST_MARKUP]
    return css_messages(wish, f"{markup}\n\nRules that dress it now:\n{rules_for(sheet, node.tag, node.attributes)}")


def judged_change(request: Request, answer: str, wish: str, browser: Browser | None) -> Verification:
    """Take an answer in and look at the page; faults that it had before are told, but not blamed on the answer."""
    done = answered(request, answer)
    if done.problems:
        return Verification(done.problems, {}, ("The change was not taken in; the page is as it was.",))
    before, after = page_as_edited(request.source.html, browser), page_as_edited(done.html, browser)
    fresh = new_findings(before.findings, after.findings)
    evidence = (
        _how(request, done.how),
        summary(request.source, read_source(done.html)),
        *after.evidence,
        f"Faults that were there before: {len(after.findings) - len(fresh)}.",
    )
    written = (
        None if any(one.severity == "error" for one in fresh) else after.html
    )  # a repair round repairs the answer, not the page
    return Verification(_problems(after, fresh), _result(request, after, wish), evidence, output=written)


def new_findings(before: Sequence[Finding], after: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings that a change brought, by what they say and where."""
    known = Counter(_key(one) for one in before)
    fresh = []
    for one in after:
        if known[_key(one)] > 0:
            known[_key(one)] -= 1
        else:
            fresh.append(one)
    return tuple(fresh)


def _key(finding: Finding) -> tuple[str, str, int]:
    return finding.check, finding.message, finding.width


def _problems(page: Page, fresh: tuple[Finding, ...]) -> tuple[Problem, ...]:
    return replace(page, findings=fresh).problems()


def _result(request: Request, page: Page, wish: str) -> Mapping[str, Any]:
    what = " ".join(wish.split())
    short = what if len(what) <= 80 else f"{what[:79].rstrip()}…"
    return {**page.result(), "mode": "change", "of": digest_of(request.source.html), "what": f"Asked: {short}"}


def _how(request: Request, how: str) -> str:
    where = title_of(request.source, request.number) if request.number >= 0 else "the page"
    if how == "patches":
        return f"Patches changed {where}; nothing else is other than before, to the letter."
    return f"A new version took the place of {where}; nothing else is other than before, to the letter."


def _matching(source: Source, tag: str | None, id: str | None, classes: str) -> Iterator[int]:
    wanted = set(classes.split(".")) - {""}
    for node in source.nodes:
        has_tag = not tag or node.tag == tag.lower()
        has_id = not id or node.attributes.get("id") == id
        if has_tag and has_id and wanted <= set(node.attributes.get("class", "").split()):
            yield node.number
