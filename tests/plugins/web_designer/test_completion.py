"""What a small model leaves thin, and what code makes of it."""

from __future__ import annotations

from typing import Any

from plugins.web_designer.completion import completed
from plugins.web_designer.plan import Item, PagePlan, Section


def plan(*sections: Section, **more: Any) -> PagePlan:
    values: dict[str, Any] = {
        "title": "Hazel",
        "language": "en",
        "audience": "",
        "style": "craft",
        "palette": "clay",
        "action": "Go",
    }
    return PagePlan(**{**values, **more}, sections=sections)


def kinds(whole: PagePlan) -> list[str]:
    return [section.kind for section in whole.sections]


def test_a_page_gets_one_hero_and_one_footer() -> None:
    whole = completed(
        plan(Section("footer", "End"), Section("faq", "Questions", "", (Item("Why?"),)), Section("footer", "End"))
    )
    assert kinds(whole) == ["hero", "faq", "footer"]


def test_a_missing_action_is_told_by_the_purpose() -> None:
    assert completed(plan(action="", purpose="book")).action == "Book now"
    assert completed(plan(action="", purpose="donate", language="zh")).action == "伸出援手"
    assert completed(plan(action="", language="fi")).action == ""


def test_facts_become_a_contact_and_are_not_said_twice() -> None:
    whole = completed(plan(Section("about", "Us", "Words."), phone="0113 496 0000", email="a@b.example"))
    contact = whole.sections[-2]
    assert contact.kind == "contact"
    assert [item.text for item in contact.items] == ["0113 496 0000", "a@b.example"]
    again = completed(whole)
    assert again.sections[-2].items == contact.items


def test_an_address_for_mail_is_found_in_the_copy() -> None:
    said = Section("contact", "Write", "", (Item("Mail", "to me@hazel.example please"),))
    assert completed(plan(said)).email == "me@hazel.example"
    assert completed(plan(email="no address")).email == ""


def test_a_heading_that_comes_twice_stands_once() -> None:
    same = Section("features", "Bread", "", (Item("Loaf"),))
    whole = completed(plan(Section("hero", "Bread"), same))
    assert [section.heading for section in whole.sections[:2]] == ["Bread", ""]


def test_an_item_without_a_title_is_called_by_its_text() -> None:
    whole = completed(
        plan(Section("features", "What", "", (Item("", "Fast", "1"), Item("", "", ""), Item("", "", "2"))))
    )
    assert whole.sections[1].items == (Item("Fast", "", "1"), Item("2"))


def test_chinese_copy_is_chinese_whatever_the_plan_says() -> None:
    assert completed(plan(Section("hero", "山在窗外，茶在手边"), title="半山茶舍")).language == "zh"
