"""The words of a source are told apart as a browser reads it, line by line, and no line costs more than it may."""

from __future__ import annotations

import time

import pytest

from plugins.web_designer.source_colours import MOST_STEPS, Mode, coloured, mode_of


def words(source: str, state: int = 0) -> list[tuple[str, str]]:
    """What stands in a source, with its kind."""
    found = []
    for line in source.split("\n"):
        read = coloured(line, state)
        found += [(line[token.start : token.end], token.kind) for token in read.tokens]
        state = read.state
    return found


def ends_in(source: str, state: int = 0) -> Mode:
    for line in source.split("\n"):
        state = coloured(line, state).state
    return mode_of(state)


def test_a_tag_has_a_name_attributes_and_values() -> None:
    assert words("<a href=\"#x\" data-n='1' hidden lang=en>go &amp; see</a>") == [
        ("<a", "tag"),
        ("href", "attribute"),
        ('"', "value"),
        ('#x"', "value"),
        ("data-n", "attribute"),
        ("'", "value"),
        ("1'", "value"),
        ("hidden", "attribute"),
        ("lang", "attribute"),
        ("en", "value"),
        (">", "tag"),
        ("&amp;", "entity"),
        ("</a", "tag"),
        (">", "tag"),
    ]


@pytest.mark.parametrize(
    ("source", "mode"),
    [
        ("<!-- a\nb", Mode.COMMENT),
        ("<!-- a\nb -->", Mode.TEXT),
        ('<p title="a\nb', Mode.DOUBLE),
        ("<p title='a\nb'", Mode.TAG),
        ("<style>", Mode.STYLE),
        ("<style>a { margin:\n0", Mode.STYLE_VALUE),
        ("<style>a { margin: /* c\n", Mode.STYLE_VALUE_COMMENT),
        ("<style>/* </style>", Mode.TEXT),
        ("<script>let a = `x\n</p>", Mode.SCRIPT_TEMPLATE),
        ("<script>'a\n", Mode.SCRIPT),
        ("<script>'a\\", Mode.SCRIPT_SINGLE),
        ("<script>/* \n '", Mode.SCRIPT_COMMENT),
        ("<script>'</script>", Mode.TEXT),
        ("<script src=a></script><p>", Mode.TEXT),
        ("<title>a <b", Mode.PLAIN),
        ("<!doctype html", Mode.DECLARATION),
    ],
)
def test_what_goes_over_a_line_goes_on_in_the_next(source: str, mode: Mode) -> None:
    assert ends_in(source) is mode


def test_a_style_has_selectors_properties_and_values() -> None:
    assert words("<style>\na:hover,\nb > c { color: red; margin: 1.5rem 0 !important }\n@media print {}\n</style>") == [
        ("<style", "tag"),
        (">", "tag"),
        ("a:hover", "selector"),
        ("b", "selector"),
        (">", "selector"),
        ("c", "selector"),
        ("color", "property"),
        ("margin", "property"),
        ("1.5rem", "number"),
        ("0", "number"),
        ("!important", "keyword"),
        ("@media", "keyword"),
        ("</style", "tag"),
        (">", "tag"),
    ]


def test_a_sheet_of_its_own_begins_with_rules_and_an_end_tag_is_none_in_it() -> None:
    assert words(".it { color: #fff; }", Mode.STYLE)[:2] == [(".it", "selector"), ("color", "property")]
    assert ends_in(".it { } </style> <p>", Mode.STYLE) is Mode.STYLE


def test_a_script_has_words_strings_numbers_and_patterns() -> None:
    found = words("<script>\nif (a / 2 > /a[/]b/.test(s)) return 'x'; // end\n</script>")[2:]
    assert found == [
        ("if", "keyword"),
        ("2", "number"),
        ("/a[/]b/", "string"),
        ("test", "function"),
        ("return", "keyword"),
        ("'", "string"),
        ("x'", "string"),
        ("// end", "comment"),
        ("</script", "tag"),
        (">", "tag"),
    ]


def test_a_property_of_a_thing_is_no_keyword() -> None:
    assert words("<script>a.delete(b)")[2:] == [("delete", "function")]


@pytest.mark.parametrize(
    "line",
    [
        "<script>" + "var a=function(b){return b.c('x')+1};" * 8_000 + "</script><p>",
        "<p class=a>b</p>" * 30_000,
        "<style>" + "a:" * 150_000,
        '<img src="data:image/png;base64,' + "iVBORw0KGgo" * 28_000 + '">',
        "<style>" + "a:hover," * 40_000 + "{}",
        "<script>" + "/[" * 100_000,
    ],
    ids=["script", "markup", "colons", "picture", "selectors", "slashes"],
)
def test_a_line_of_half_a_million_letters_is_read_in_bounded_time(line: str) -> None:
    start = time.perf_counter()
    read = coloured(line)
    assert time.perf_counter() - start < 0.5
    assert len(read.tokens) <= 2 * MOST_STEPS


def test_what_ends_a_long_script_is_seen_behind_the_words_that_are_read() -> None:
    assert ends_in("<script>" + "a(1);" * 20_000 + "</script><p>x") is Mode.TEXT
    assert ends_in("<script>" + "a(1);" * 20_000) is Mode.SCRIPT


def test_odd_states_and_letters_never_fail() -> None:
    for source in ("<", "</", "<a <b", "&", "<a b==c", "<style>@", "<style>\\", "<script>`${`", '<a b="', "\0<\ud83d"):
        for state in range(18):
            coloured(source, state)
