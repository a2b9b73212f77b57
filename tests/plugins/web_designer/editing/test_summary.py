"""What an edit changed, told in one sentence."""

from __future__ import annotations

import pytest

from plugins.web_designer.editing.source import read_source
from plugins.web_designer.editing.summary import summary


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "", "Nothing is other than before."),
        ("<p>a</p>", "<p>b</p>", "Lines changed in p “b”: 1."),
        ("<p>a</p>", "<p>b</p>\n<p>c</p>", "Lines changed in section “One”: 1, now 2."),
        ("<p>a</p>\n", "", "Lines that went from section “One”: 1."),
        ("<p>a</p>\n", "<p>a</p>\n<p>c</p>\n", "Lines that came into section “One”: 1."),
        ("<body>", "<body class='x'>", "Lines changed in the page: 1."),
    ],
)
def test_a_change_is_summed_up_for_people(old: str, new: str, told: str) -> None:
    html = "<html><body><section><h2>One</h2>\n<p>a</p>\n<p>z</p>\n</section></body></html>"
    assert summary(read_source(html), read_source(html.replace(old, new) if old else html)) == told
