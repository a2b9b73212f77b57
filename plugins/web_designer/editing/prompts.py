"""What is said to a model that is to change a page: rules, one worked example, the element and what dresses it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.api import Message
from plugins.web_designer.editing.abridged import rules_for
from plugins.web_designer.editing.locks import locked_numbers
from plugins.web_designer.editing.request import Request
from plugins.web_designer.editing.titles import title_of
from plugins.web_designer.finding import Finding

MOST_FINDINGS = 8

RULES = """You change one part of a web page, exactly as asked, and nothing else. Answer with blocks of this form only:
<<<<<<< SEARCH
lines copied letter for letter from the page
=======
what takes their place
>>>>>>> REPLACE
- SEARCH must stand exactly once in what you are shown. Copy whole lines, as few as needed; use several blocks for several places.
- Write every line out: nothing such as "the rest stays". Close every tag that you open.
- Signs such as data:,[1] or <!--[2]--> stand for pictures that you are not shown: leave them as they are.
- Keep ids, links, headings and alt texts working. No <script>, no <style>, no addresses outside the page. The page's language stays.
- One element's look: a style attribute. What that cannot say (hover, focus, small screens): one ```css block whose selectors all
  begin with .it."""
_EXAMPLE_PAGE = '<section id="prices">\n  <h2>Prices</h2>\n  <p class="lead">Fair and simple.</p>\n</section>'
_EXAMPLE_WISH = "Call it Our prices, and make the sentence below larger."
_EXAMPLE_ANSWER = """<<<<<<< SEARCH
  <h2>Prices</h2>
=======
  <h2>Our prices</h2>
>>>>>>> REPLACE
<<<<<<< SEARCH
  <p class="lead">Fair and simple.</p>
=======
  <p class="lead" style="font-size: 1.4rem">Fair and simple.</p>
>>>>>>> REPLACE"""


def edit_messages(request: Request, wish: str) -> Sequence[Message]:
    """The conversation that asks for a change."""
    parts = [f"```html\n{request.shown.text}\n```", *_context(request), wish.strip()]
    return (
        Message.system(RULES),
        Message.user(f"```html\n{_EXAMPLE_PAGE}\n```\n\n{_EXAMPLE_WISH}"),
        Message.assistant(_EXAMPLE_ANSWER),
        Message.user("\n\n".join(parts)),
    )


def repair_wish(findings: Sequence[Finding]) -> str:
    """What the gate found, as a wish."""
    lines = [f"- {one.message} {one.hint} ({one.whereabouts})".replace(" ()", "") for one in findings[:MOST_FINDINGS]]
    return "Mend these faults of the page, and change nothing else:\n" + "\n".join(lines)


def _context(request: Request) -> Iterator[str]:
    source, number = request.source, request.number
    if number >= 0:
        around = " ".join(
            source.html[source.node(one).start : source.node(one).open_end] for one in source.path(number)[:-1][-4:]
        )
        yield f"It stands in: {around[:600]}"
        sheet = "\n".join(source.content_of(one.number) for one in source.nodes if one.tag == "style")
        if rules := rules_for(sheet, source.node(number).tag, source.node(number).attributes):
            yield f"Rules that dress it (not to be changed):\n```css\n{rules}\n```"
    if held := sorted(locked_numbers(source, request.locks)):
        yield f"Locked, leave to the letter: {', '.join(title_of(source, one) for one in held)}"
