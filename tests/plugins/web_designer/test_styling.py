"""Rules for one element: none of them may reach what stands around it."""

from __future__ import annotations

import pytest

from plugins.web_designer.styling import scope_findings


@pytest.mark.parametrize(
    "css",
    [
        ".it, .it:focus { color: red }",
        ".it::before { content: '' }",
        ".it > a + a { color: red }",
        ".it:not(:hover) > li:nth-child(2n + 1) { color: red }",
        ".it[data-kind='a + b'] p { color: red }",
        ".it { color: red; &:hover { color: blue } }",
        ".it { p { color: red } > a { color: red } @media (width < 600px) { color: red; & b { color: red } } }",
        "@media print { .it { color: red } }",
        "@keyframes it-in { from { opacity: 0 } }",
    ],
)
def test_rules_for_the_element_and_what_stands_in_it_are_free(css: str) -> None:
    assert list(scope_findings(css)) == []


@pytest.mark.parametrize(
    "css",
    [
        "p { color: red }",
        ".it, p { color: red }",
        ".item { color: red }",
        ".it + p { color: red }",
        ".it ~ p { color: red }",
        ".it:is(:not(a)) ~ p { color: red }",
        ".it/**/+p { color: red }",
        "@media print { .it + p { color: red } }",
        ".it { + p { color: red } }",
        ".it { & ~ p { color: red } }",
        ".it { color: red; body:has(&) p { color: red } }",
        ".it { @media print { & + p { color: red } } }",
        "@font-face { font-family: x }",
        "@import 'x.css';",
    ],
)
def test_rules_that_reach_further_are_found(css: str) -> None:
    assert [one.severity for one in scope_findings(css)] == ["error"]
