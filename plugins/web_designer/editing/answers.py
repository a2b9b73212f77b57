"""Takes in what a model answered: patches first, else a whole element or document. Nothing else may change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from app.api import Problem
from plugins.web_designer.documents import close_document, looks_like_document
from plugins.web_designer.editing.elision import left_out
from plugins.web_designer.editing.locks import broken_locks
from plugins.web_designer.editing.outside import beyond, changed_text
from plugins.web_designer.editing.patches import apply_patches, read_patches
from plugins.web_designer.editing.places import newline_of
from plugins.web_designer.editing.request import Request
from plugins.web_designer.editing.source import Source, read_source
from plugins.web_designer.editing.style_attribute import written

How = Literal["patches", "element", "document", "styles", "none"]
_FENCED = re.compile(r"^[ \t]*(?:```|~~~)([\w-]*)[ \t]*\n(.*?)^[ \t]*(?:```|~~~)[ \t]*$", re.DOTALL | re.MULTILINE)

_NAMED = re.compile(r"@(?:(?:-webkit-)?keyframes|property|counter-style)\s+([\w-]+)")
"""Names in a sheet that hold for the whole page."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The page after an answer; as it was where there are problems.

    Attributes:
        how: as what the answer was taken.
    """

    html: str
    how: How
    problems: tuple[Problem, ...] = ()


def answered(request: Request, answer: str) -> Answered:
    """The page as an answer changes it, or why it does not."""
    told = request.shown.restored(answer.replace("\r\n", "\n"))
    made = _taken(request, told)
    for step in (_written_out, _kept_inside, _with_rules, _looked_at):
        if made.problems:
            break
        made = step(request, told, made)
    return replace(made, html=request.source.html) if made.problems else made


def _taken(request: Request, answer: str) -> Answered:
    """Patches, else a whole document, else a whole element, else rules alone."""
    source, number = request.source, request.number
    low, high = (source.node(number).start, source.node(number).end) if number >= 0 else (0, len(source.html))
    blocks = read_patches(answer)
    if blocks.problems:
        return Answered(source.html, "patches", blocks.problems)
    if blocks.patches:
        done = apply_patches(source.html, blocks.patches, low, high, request.shown.text)
        return Answered(done.text, "patches", done.problems)
    text = _markup(answer)
    if looks_like_document(text):
        return _document(request, text)
    if number >= 0 and (element := _element(source.node(number).tag, text)):
        return Answered(
            source.html[:low] + element.replace("\n", newline_of(source.html)) + source.html[high:], "element"
        )
    if _css(answer):
        return Answered(source.html, "styles")
    return Answered(source.html, "none", (_NONE,))


def _document(request: Request, text: str) -> Answered:
    source, number = request.source, request.number
    told = close_document(text).html.rstrip().replace("\n", newline_of(source.html))
    html = told + source.html[len(source.html.rstrip()) :]
    if number < 0:
        return Answered(html, "document")
    element = changed_text(source, number, html)
    if element is None:
        return Answered(source.html, "document", (beyond(source, number, html) or _NONE,))
    node = source.node(number)
    return Answered(source.html[: node.start] + element + source.html[node.end :], "document")


def _written_out(request: Request, _answer: str, made: Answered) -> Answered:
    """No line stands for others that the answer left out."""
    if told := left_out(request.source.html, made.html):
        missing = Problem(
            f"The answer leaves something out: “{told}”.",
            hint="Write every line out, or answer with SEARCH/REPLACE blocks for the lines that change.",
        )
        return replace(made, problems=(missing,))
    return made


def _kept_inside(request: Request, _answer: str, made: Answered) -> Answered:
    """Nothing around the element may be other than before."""
    source, number = request.source, request.number
    if number < 0 or made.html == source.html:
        return made
    problem = beyond(source, number, made.html)
    return replace(made, problems=(problem,)) if problem else made


def _with_rules(request: Request, answer: str, made: Answered) -> Answered:
    """Add what a ``css`` block says; for an element, by a class that only it has."""
    from plugins.web_designer.styling import CLASS, for_class, has_markup, scope_findings  # it loads Jinja2

    css = _css(answer)
    if not css:
        return made
    if request.number < 0:
        return (
            replace(made, problems=(_MARKUP,)) if has_markup(css) else replace(made, html=_into_sheet(made.html, css))
        )
    if wrong := [Problem(one.message, hint=one.hint) for one in scope_findings(css)]:
        return replace(made, problems=tuple(wrong))
    if name := next(
        (name for name in _NAMED.findall(css) if re.search(rf"{re.escape(name)}(?![\w-])", request.source.html)), ""
    ):
        taken = Problem(
            f"The page has “{name}” already, and what is said of it here would hold there too.",
            hint="Give it another name.",
        )
        return replace(made, problems=(taken,))
    node = request.source.node(request.number)
    after = read_source(made.html)
    at = after.at(node.start)
    if at < 0 or after.node(at).start != node.start:
        return made
    name = next(name for n in range(1, 10_000) if (name := f"{CLASS}-{n}") not in made.html)
    return replace(made, html=_into_sheet(with_class(after, at, name), for_class(css, name)))


def _looked_at(request: Request, _answer: str, made: Answered) -> Answered:
    """Locked elements stand to the letter, and something did change."""
    source = request.source
    if made.html == source.html:
        nothing = Problem("The answer changes nothing.", hint="Change what was asked for.")
        return replace(made, problems=(nothing,))
    if titles := broken_locks(source, read_source(made.html), request.locks):
        broken = Problem(f"{titles[0]} is locked and was changed.", hint="Leave it as it is, to the letter.")
        return replace(made, problems=(broken,))
    return made


_NONE = Problem(
    "The answer holds no change.", hint="Answer with SEARCH/REPLACE blocks; copy SEARCH from what you were shown."
)
_MARKUP = Problem("There is markup in the CSS.", hint="Answer with CSS alone in the css block.")


def _css(answer: str) -> str:
    return "\n".join(found[2].strip() for found in _FENCED.finditer(answer) if found[1].lower() == "css")


def _markup(answer: str) -> str:
    """The markup in an answer: in its largest fence, else from its first tag to its last."""
    fenced = [found[2] for found in _FENCED.finditer(answer) if found[1].lower() != "css" and "<" in found[2]]
    if fenced:
        return max(fenced, key=len).strip()
    low, high = answer.find("<"), answer.rfind(">")
    return answer[low : high + 1] if 0 <= low < high else ""


def _element(tag: str, text: str) -> str | None:
    """A whole element of a kind, and nothing beside it."""
    found = read_source(text)
    tops = found.children(-1)
    if len(tops) != 1 or found.node(0).tag != tag or found.node(0).start or found.node(0).end != len(text):
        return None
    is_closed = found.node(0).is_void or found.node(0).close_start < found.node(0).end
    return text if is_closed else None


def _sheet(source: Source) -> int:
    """The page's last sheet; -1 if it has none."""
    return max((node.number for node in source.nodes if node.tag == "style"), default=-1)


def _into_sheet(html: str, css: str) -> str:
    source = read_source(html)
    newline = newline_of(html)
    text = css.replace("\n", newline)
    if (number := _sheet(source)) >= 0:
        at = source.node(number).close_start
        return f"{html[:at]}{'' if html[:at].endswith(newline) else newline}{text}{newline}{html[at:]}"
    head = next((node for node in source.nodes if node.tag == "head"), None)
    at = head.close_start if head else 0
    return f"{html[:at]}<style>{newline}{text}{newline}</style>{newline}{html[at:]}"


def with_class(source: Source, number: int, name: str) -> str:
    """The page with one more class on an element."""
    tag = source.tag_of(number)
    own = tag.get("class")
    if own is not None and own.value_start >= 0:
        value = f"{source.html[own.value_start : own.value_end]} {name}".strip()
        return f'{source.html[: own.start]}class="{written(value)}"{source.html[own.end :]}'
    at = tag.attributes[-1].end if tag.attributes else tag.start + 1 + len(tag.name)
    return f'{source.html[:at]} class="{name}"{source.html[at:]}'
