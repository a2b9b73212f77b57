"""Where the tables of a diagram stand."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable

from plugins.sql_assistant.diagram_layout import Link, Place, around
from plugins.sql_assistant.diagram_layout import layout as whole_layout
from plugins.sql_assistant.diagram_order import Columns, Segment, crossings, ordered, tops
from tests.helpers.erp_schema import erp_schema

CARD = (180.0, 120.0)


def layout(sizes: dict[str, tuple[float, float]], links: Iterable[tuple[str, str]]) -> dict[str, Place]:
    """The places, with each line from the middle of a card to the middle of the other."""
    return dict(whole_layout(sizes, middle_links(sizes, links)).places)


def middle_links(sizes: dict[str, tuple[float, float]], links: Iterable[tuple[str, str]]) -> list[Link]:
    return [
        Link(child, parent, sizes.get(child, CARD)[1] / 2, sizes.get(parent, CARD)[1] / 2) for child, parent in links
    ]


def apart(one: Place, other: Place) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def assert_no_overlap(places: dict[str, Place]) -> None:
    assert all(apart(one, other) for one, other in itertools.combinations(places.values(), 2))


def test_parents_stand_left_of_their_children() -> None:
    places = layout(dict.fromkeys("abc", CARD), [("b", "a"), ("c", "b")])
    assert places["a"].x < places["b"].x < places["c"].x


def test_no_card_lies_on_another_whatever_the_keys_are() -> None:
    for seed in range(40):
        dice = random.Random(seed)
        names = [f"t{number}" for number in range(dice.randrange(1, 60))]
        sizes = {name: (dice.uniform(80, 260), dice.uniform(40, 300)) for name in names}
        links = [(dice.choice(names), dice.choice(names)) for _ in range(dice.randrange(0, 80))]
        places = layout(sizes, links)
        assert set(places) == set(names)
        assert_no_overlap(places)


def test_keys_in_a_circle_and_to_the_table_itself_are_no_trouble() -> None:
    places = layout(dict.fromkeys("abc", CARD), [("a", "b"), ("b", "c"), ("c", "a"), ("a", "a"), ("a", "unknown")])
    assert_no_overlap(places)


def test_the_same_schema_gives_the_same_picture() -> None:
    names = [f"t{number}" for number in range(30)]
    links = [(f"t{number}", f"t{number // 3}") for number in range(1, 30)]
    assert layout(dict.fromkeys(names, CARD), links) == layout(dict.fromkeys(names, CARD), reversed(links))


def test_groups_stand_apart_and_the_picture_is_not_a_ribbon() -> None:
    links = [("a1", "a0"), ("a2", "a0"), ("b1", "b0")]
    places = layout(dict.fromkeys(("a0", "a1", "a2", "b0", "b1", *(f"alone{n}" for n in range(20))), CARD), links)
    assert_no_overlap(places)
    width = max(place.x + place.width for place in places.values())
    height = max(place.y + place.height for place in places.values())
    assert 0.5 < width / height < 4


def test_a_star_of_many_children_is_not_one_long_column() -> None:
    names = ["centre", *(f"child{number}" for number in range(40))]
    places = layout(dict.fromkeys(names, CARD), [(name, "centre") for name in names[1:]])
    height = max(place.y + place.height for place in places.values())
    assert height < 20 * CARD[1]


def test_a_chain_of_a_thousand_tables_is_laid_out() -> None:
    names = [f"t{number}" for number in range(1000)]
    places = layout(dict.fromkeys(names, CARD), [(f"t{number + 1}", f"t{number}") for number in range(999)])
    assert len(places) == 1000


def test_no_line_runs_behind_a_card() -> None:
    for seed in range(20):
        dice = random.Random(seed)
        names = [f"t{number}" for number in range(30)]
        sizes = {name: (dice.uniform(80, 260), dice.uniform(40, 300)) for name in names}
        pairs = [(dice.choice(names), dice.choice(names)) for _ in range(45)]
        made = whole_layout(sizes, middle_links(sizes, pairs))
        for route in made.routes.values():
            for (left, y), (right, _) in zip(route[::2], route[1::2], strict=True):
                lane = Place(min(left, right), y, abs(right - left), 0)
                assert all(apart(lane, place) for place in made.places.values())


def test_a_line_over_two_columns_passes_the_column_between_them() -> None:
    made = whole_layout(
        dict.fromkeys("abc", CARD), middle_links(dict.fromkeys("abc", CARD), [("b", "a"), ("c", "b"), ("c", "a")])
    )
    assert made.routes["b", "a"] == ()
    (left, _), (right, _) = made.routes["c", "a"]
    assert (left, right) == (made.places["b"].x, made.places["b"].x + CARD[0])


def test_tables_stand_in_the_order_that_crosses_no_lines_where_there_is_one() -> None:
    columns = Columns(
        [["a", "b"], ["d", "c"]],
        dict.fromkeys("abcd", 10.0),
        [[Segment("a", 5, "c", 5), Segment("b", 5, "d", 5)]],
        frozenset(),
    )
    assert crossings(columns) == 1
    ordered(columns)
    assert crossings(columns) == 0


def test_one_child_of_one_parent_stands_so_that_their_line_is_straight() -> None:
    columns = Columns([["a"], ["b"]], {"a": 100.0, "b": 60.0}, [[Segment("a", 80, "b", 10)]], frozenset())
    found = tops(columns)
    assert round(found["a"] + 80 - (found["b"] + 10), 6) == 0


def test_a_parent_of_one_late_child_stands_next_to_it() -> None:
    places = layout(dict.fromkeys("abcz", CARD), [("b", "a"), ("c", "b"), ("c", "z")])
    assert places["z"].x == places["b"].x


def test_around_a_table_are_the_nearest_first() -> None:
    links = [("b", "a"), ("c", "b"), ("d", "c"), ("x", "a")]
    assert around("a", links, 10) == ["a", "b", "x", "c"]
    assert around("a", links, 10, steps=3) == ["a", "b", "x", "c", "d"]
    assert around("a", links, 3) == ["a", "b", "x"]
    assert around("nobody", links, 3) == ["nobody"]


def test_of_a_thousand_tables_the_neighbours_of_one_make_a_picture() -> None:
    schema = erp_schema()
    links = [(key.table, key.parent) for key in schema.keys]
    names = around("sls_ord_hdr", links, 20)
    assert len(names) == 20
    assert_no_overlap(layout(dict.fromkeys(names, CARD), links))
