"""What a question asks to see, what was done, and which of two keys to one table it means."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from plugins.sql_assistant.asked import columns_asked_for, kinds_asked_for, tables_beside, things_asked_for
from plugins.sql_assistant.deeds import deeds_of
from plugins.sql_assistant.grammar import grammar
from plugins.sql_assistant.linking import Links, find_links
from plugins.sql_assistant.people import own_names
from plugins.sql_assistant.reading import Reading, read
from plugins.sql_assistant.roles import joining_keys, keys_of_each, meant_as_keys, placed
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.synonyms import meant_columns
from plugins.sql_assistant.wording import wording_of
from tests.helpers.gbnf_matcher import accepts

Values = Mapping[tuple[str, str], tuple[str, ...]]


def table(name: str, columns: str) -> Table:
    """``id* name:TEXT``: a key, a text; numbers have no mark."""
    found = []
    for word in columns.split():
        column, _, kind = word.partition(":")
        found.append(Column(column.rstrip("*"), kind or "INTEGER", is_key=column.endswith("*")))
    return Table(name, tuple(found))


HARBOURS = (
    table("harbours", "harbour_id* name:TEXT country:TEXT"),
    table("skippers", "skipper_id* name:TEXT born:DATE rank:TEXT"),
    table("crossings", "crossing_id* crossing_no:TEXT start_harbour_id end_harbour_id mate_id sailed_on:DATE"),
    table("tickets", "ticket_id* crossing_id passenger:TEXT price"),
)
HARBOUR_KEYS = (
    ForeignKey("crossings", "start_harbour_id", "harbours", "harbour_id"),
    ForeignKey("crossings", "end_harbour_id", "harbours", "harbour_id"),
    ForeignKey("crossings", "mate_id", "skippers", "skipper_id"),
    ForeignKey("tickets", "crossing_id", "crossings", "crossing_id"),
)
TOOLS = (
    table("makers", "maker_id* name:TEXT"),
    table("tools", "tool_id* title:TEXT kind:TEXT maker_id is_electric price"),
    table("neighbours", "neighbour_id* first_name:TEXT last_name:TEXT email:TEXT"),
    table("loans", "loan_id* tool_id neighbour_id lent_on:DATE deposit"),
)
TOOL_KEYS = (
    ForeignKey("tools", "maker_id", "makers", "maker_id"),
    ForeignKey("loans", "tool_id", "tools", "tool_id"),
    ForeignKey("loans", "neighbour_id", "neighbours", "neighbour_id"),
)


def linked(question: str, tables: tuple[Table, ...], values: Values | None = None) -> Links:
    """What a question says of some tables, with values that the data hold."""
    links = find_links(question, tables)
    if not values:
        return links
    words = frozenset(word.lower() for found in values.values() for value in found for word in value.split())
    columns = frozenset(values) | meant_columns(question, tables, words)
    hints = (*links.hints, *(frozenset({name}) for name, _ in values))
    return Links(links.named, hints, values, words, links.table_words, columns, links.said)


def of_tools(question: str, values: Values | None = None) -> Reading:
    return read(question, TOOLS, linked(question, TOOLS, values), TOOL_KEYS)


def of_harbours(question: str, values: Values | None = None) -> Reading:
    return read(question, HARBOURS, linked(question, HARBOURS, values), HARBOUR_KEYS)


def written(
    question: str, tables: tuple[Table, ...], keys: tuple[ForeignKey, ...], values: Values | None = None
) -> str:
    schema = Schema(tables, keys)
    return grammar(schema, tables, wording_of(schema), question, linked(question, tables, values), narrow=True)


@pytest.mark.parametrize(
    ("question", "tables"),
    [
        ("who borrowed a drill", {"loans"}),
        ("tools that Ann took out", {"loans"}),
        ("who checked out the most", {"loans"}),
        ("tools made by Krall", set()),
    ],
)
def test_what_was_done_means_the_table_of_such_deeds(question: str, tables: set[str]) -> None:
    assert {name for deed in deeds_of(question, TOOLS, frozenset()) for name in deed.tables} == tables


def test_a_word_that_a_column_of_another_table_is_called_by_is_no_deed() -> None:
    tables = (table("invoices", "id* paid total"), table("payments", "id* invoice_id amount"))
    assert deeds_of("which invoices are paid", tables, frozenset()) == ()


def test_a_deed_has_lines_and_a_whole() -> None:
    tables = (table("orders", "id* customer_id"), table("order_items", "order_id product_id quantity"))
    (deed,) = deeds_of("what did Moss buy", tables, frozenset())
    assert deed.tables == {"orders", "order_items"}
    assert deed.whole == {"orders"}


def test_who_did_something_is_of_the_people_to_whom_the_deed_refers() -> None:
    assert of_tools("who borrowed more than three tools").heads == {"neighbours"}


def test_people_who_did_something_are_asked_for_as_who_is() -> None:
    assert of_tools("people who borrowed nothing last year").heads == {"neighbours"}


def test_the_most_that_is_done_stands_before_the_rows_that_are_asked_for() -> None:
    reading = of_tools("most borrowed maker")
    assert reading.heads == {"makers"}
    assert accepts(
        written("most borrowed maker", TOOLS, TOOL_KEYS),
        "SELECT makers . name FROM loans JOIN tools ON loans . tool_id = tools . tool_id"
        " JOIN makers ON tools . maker_id = makers . maker_id GROUP BY makers . maker_id ORDER BY COUNT ( * ) DESC LIMIT 1",
    )


def test_a_text_that_names_people_is_shown_where_a_question_asks_who() -> None:
    reading = of_harbours("who has tickets for N7", {("crossings", "crossing_no"): ("N7",)})
    assert reading.asked == {("tickets", "passenger")}
    assert reading.heads == frozenset()


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("passengers on the N7", {("tickets", "passenger")}),
        ("which countries do we sail to", {("harbours", "country")}),
        ("ranks of the skippers", {("skippers", "rank")}),
        ("best price for the N7", set()),
        ("price list", set()),
        ("skippers by rank", set()),
    ],
)
def test_a_column_that_is_named_first_is_asked_for(question: str, columns: set[tuple[str, str]]) -> None:
    assert columns_asked_for(question, HARBOURS, linked(question, HARBOURS)) == columns


def test_a_column_that_is_asked_for_is_shown_and_no_other() -> None:
    given = ("passengers on the N7", HARBOURS, HARBOUR_KEYS, {("crossings", "crossing_no"): ("N7",)})
    source = "FROM tickets JOIN crossings ON tickets . crossing_id = crossings . crossing_id WHERE crossings . crossing_no = 'N7'"
    assert accepts(written(*given), f"SELECT tickets . passenger {source}")
    assert not accepts(written(*given), f"SELECT crossings . crossing_no {source}")
    assert not accepts(written(*given), f"SELECT tickets . price {source}")


BY_ANN: Values = {("neighbours", "first_name"): ("Ann",)}


@pytest.mark.parametrize(
    ("question", "values", "things"),
    [
        ("what did ann borrow", BY_ANN, {"tools"}),
        ("everything that ann had last year", BY_ANN, {"tools"}),
        ("what have we got by krall", {("makers", "name"): ("Krall",)}, {"tools"}),
        ("what is the email of ann", BY_ANN, set()),
        ("which loans did ann have", BY_ANN, set()),
    ],
)
def test_what_somebody_did_something_with_is_asked_for(question: str, values: Values, things: set[str]) -> None:
    deeds = deeds_of(question, TOOLS, frozenset())
    assert things_asked_for(question, TOOLS, linked(question, TOOLS, values), deeds, TOOL_KEYS) == things


def test_rows_that_have_a_number_of_their_own_are_what_was_done() -> None:
    reading = of_harbours("what did Ann Moe sail in june", {("skippers", "name"): ("Ann Moe",)})
    assert reading.heads == {"crossings"}


def test_a_kind_that_is_named_first_means_rows_of_that_kind() -> None:
    question, values = "drills from Krall", {("tools", "kind"): ("drill",), ("makers", "name"): ("Krall",)}
    assert kinds_asked_for(question, TOOLS, linked(question, TOOLS, values)) == {"tools"}


def test_rows_that_belong_to_a_name_are_asked_for_and_not_the_name() -> None:
    assert of_tools("Krall's tools", {("makers", "name"): ("Krall",)}).heads == {"tools"}


def test_only_what_rows_are_called_is_shown_where_no_more_is_asked_for() -> None:
    question = "skippers who retired lately"
    assert accepts(written(question, HARBOURS, HARBOUR_KEYS), "SELECT name FROM skippers")
    assert not accepts(written(question, HARBOURS, HARBOUR_KEYS), "SELECT rank , name FROM skippers")


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("crossings from Oban", {"start_harbour_id"}),
        ("crossings to Oban", {"end_harbour_id"}),
        ("how many crossings left Oban", {"start_harbour_id"}),
        ("harbours nobody sails to", {"end_harbour_id"}),
        ("crossings between Oban and Tiree", {"start_harbour_id", "end_harbour_id"}),
        ("crossings on the way from Oban to Tiree", {"start_harbour_id", "end_harbour_id"}),
    ],
)
def test_words_before_a_place_choose_between_two_keys(question: str, kept: set[str]) -> None:
    values = {("harbours", "name"): tuple(name for name in ("Oban", "Tiree") if name in question)}
    keys = joining_keys(question, HARBOUR_KEYS, values)
    assert {key.column for key in keys if key.parent == "harbours"} == kept


def test_the_word_of_a_key_chooses_it() -> None:
    keys = (ForeignKey("games", "home_team_id", "teams", "id"), ForeignKey("games", "away_team_id", "teams", "id"))
    assert [key.column for key in joining_keys("away games of the Hawks", keys, {})] == ["away_team_id"]
    assert len(joining_keys("games of the Hawks", keys, {})) == 2


def test_values_of_two_texts_are_told_apart_by_the_words_before_them() -> None:
    values = {("lines", "from_stop"): ("Mill Lane",), ("lines", "to_stop"): ("Mill Lane", "Quay")}
    assert placed("lines from Mill Lane to Quay", values) == {
        ("lines", "from_stop"): ("Mill Lane",),
        ("lines", "to_stop"): ("Quay",),
    }


def test_a_key_that_rows_are_grouped_by_is_no_value() -> None:
    assert meant_as_keys("crossings per mate", HARBOURS, frozenset({"mate"})) == {"mate"}
    assert meant_as_keys("every crossing where the mate was ill", HARBOURS, frozenset({"mate"})) == frozenset()
    assert [key.column for key in keys_of_each("crossings per mate", HARBOUR_KEYS)] == ["mate_id"]
    assert keys_of_each("tools per maker", TOOL_KEYS) == []


def test_figures_of_each_are_grouped_by_the_rows_that_the_key_refers_to() -> None:
    source = "FROM skippers JOIN crossings ON crossings . mate_id = skippers . skipper_id GROUP BY"
    gbnf = written("crossings per mate", HARBOURS, HARBOUR_KEYS)
    assert accepts(gbnf, f"SELECT skippers . name , COUNT ( * ) {source} skippers . skipper_id")
    assert not accepts(gbnf, f"SELECT skippers . name , COUNT ( * ) {source} skippers . rank")


def test_a_column_that_is_asked_for_beside_rows_needs_its_table() -> None:
    question = "tools of Krall and the deposits paid for them"
    links = linked(question, TOOLS, {("makers", "name"): ("Krall",)})
    assert tables_beside(question, TOOLS, links, frozenset({"tools"})) == {"loans"}
    assert tables_beside(question, TOOLS, links, frozenset({"loans"})) == frozenset()


def test_a_person_who_has_to_do_with_rows_is_not_what_they_are_called() -> None:
    assert own_names(table("pets", "pet_id* owner_name:TEXT pet_name:TEXT")) == {"pet_name"}
    assert own_names(table("owners", "owner_id* owner_name:TEXT")) == {"owner_name"}


def test_either_english_names_a_column() -> None:
    tables = (table("vans", "id* plate:TEXT color:TEXT"),)
    assert columns_asked_for("which colours are there", tables, linked("which colours are there", tables)) == {
        ("vans", "color")
    }


def test_rows_without_something_have_no_key_of_it() -> None:
    gbnf = written("crossings without a mate", HARBOURS, HARBOUR_KEYS)
    assert accepts(gbnf, "SELECT * FROM crossings WHERE mate_id IS NULL")
    assert not accepts(gbnf, "SELECT * FROM crossings WHERE sailed_on IS NULL")
