"""What a screen reader would call an element, so far as the source alone says (https://www.w3.org/TR/accname-1.2/)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from plugins.web_designer.markup import Element, Scan

_WORDLESS = frozenset("script style template select textarea".split())
_BUTTON_TYPES = frozenset("submit reset".split())


class Names:
    """Accessible names in one page."""

    def __init__(self, page: Scan) -> None:
        self._page = page

    @cached_property
    def by_id(self) -> Mapping[str, Element]:
        """The first element with each id."""
        found: dict[str, Element] = {}
        for element in self._page.elements:
            if name := element.get("id"):
                found.setdefault(name, element)
        return found

    @cached_property
    def _labelled(self) -> frozenset[str]:
        """Ids that a label with words names."""
        return frozenset(
            e.get("for") for e in self._page.all("label") if e.get("for") and not is_hidden_itself(e) and e.text.strip()
        )

    def of(self, element: Element) -> str:
        """An element's own name and what it holds; empty if it has none."""
        return self.given(element) or self.inside(element) or element.get("title").strip()

    def given(self, element: Element) -> str:
        """The name by ARIA or ``alt``."""
        if ids := element.get("aria-labelledby").split():
            words = " ".join(self._words_of(self.by_id[name]) for name in ids if name in self.by_id).strip()
            if words:
                return words
        if label := element.get("aria-label").strip():
            return label
        return element.get("alt").strip() if element.tag in ("img", "area", "input") else ""

    def _words_of(self, element: Element) -> str:
        """What is read where a name refers to it: hidden or not."""
        return element.get("aria-label") or element.text.strip() or element.get("alt") or element.get("value")

    def inside(self, element: Element) -> str:
        """Words that stand in it, with the names of pictures."""
        parts: list[str] = []
        for part in element.parts:
            if isinstance(part, str):
                parts.append(part)
            elif not is_hidden_itself(part) and part.tag not in _WORDLESS:
                parts.append(self.given(part) or self.inside(part) or part.get("title"))
        return " ".join(" ".join(parts).split())

    def has_label(self, control: Element) -> bool:
        """Whether a control has a name: a label around it or for it, or by an attribute."""
        if self.given(control) or control.get("title").strip():
            return True
        if control.get("id") in self._labelled:
            return True
        around = next((e for e in control.ancestors if e.tag == "label"), None)
        return around is not None and bool(self.inside(around))

    def button(self, element: Element) -> str:
        """The name of an ``input`` that is a button."""
        kind = element.get("type").lower()
        if kind in _BUTTON_TYPES and "value" not in element.attributes:
            return kind
        return self.given(element) or element.get("value").strip() or element.get("title").strip()


def is_hidden_itself(element: Element) -> bool:
    """Whether an element and all in it is kept from people who listen."""
    style = element.get("style").replace(" ", "").lower()
    return (
        "hidden" in element.attributes
        or "inert" in element.attributes
        or element.get("aria-hidden").lower() == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )


def is_hidden(element: Element) -> bool:
    """Whether an element, or one around it, is hidden in the source."""
    return is_hidden_itself(element) or any(is_hidden_itself(above) for above in element.ancestors)
