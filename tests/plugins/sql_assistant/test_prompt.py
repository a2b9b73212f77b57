from __future__ import annotations

from app.api import EngineInfo
from plugins.sql_assistant.check import Subject
from plugins.sql_assistant.context_builder import MAX_TABLES, Budget, choose
from plugins.sql_assistant.prompt import Shown, details_text, messages, schema_text
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.wording import wording_of

STARTER = Budget.of(EngineInfo("local", "starter"), is_taught=True)
LARGE = Budget.of(EngineInfo("local", "large"), is_taught=False)


def wide(count: int) -> Schema:
    tables = [Table(f"thing{n}", (Column("id"), Column("name"))) for n in range(count)]
    tables += [Table("penguins", (Column("id"), Column("colony_id"))), Table("colony", (Column("id"), Column("coast")))]
    return Schema(tuple(tables), (ForeignKey("penguins", "colony_id", "colony", "id"),))


def test_the_schema_is_written_as_the_starter_was_taught(subject: Subject) -> None:
    text = schema_text(subject.schema, Shown(subject.schema.tables[:2]), subject.wording)
    assert text == (
        "TABLE customer ( id , first_name , last_name , city )\n"
        "TABLE invoice ( id , customer_id , total , invoice_date )\n"
        "FK invoice.customer_id = customer.id"
    )


def test_names_that_need_quotes_are_shown_as_plain_words(subject: Subject) -> None:
    text = schema_text(subject.schema, Shown(subject.schema.tables[2:3]), subject.wording)
    assert text == "TABLE Order_Details ( id , unit_price , Order_Details_group )"


def test_the_last_blank_line_separates_schema_and_question() -> None:
    (system, user) = messages("TABLE a ( id )", "  how many\n\n\n a are there? ", is_starter=True)
    assert "SQL" in system.content
    assert user.content.split("\n\n") == ["TABLE a ( id )", "how many\na are there?"]


def test_larger_models_see_examples_and_end_with_the_question() -> None:
    turns = messages("TABLE a ( id )", "how many?", is_starter=False)
    assert len(turns) > 2
    assert turns[-1].content == "TABLE a ( id )\n\nhow many?"
    assert all(turn.content.count("\n\n") == 1 for turn in turns if turn.role == "user")


def test_details_are_comment_lines_without_a_blank_one(subject: Subject) -> None:
    text = details_text(subject.schema.tables[0], subject.wording, {("customer", "city"): ["Paris", "Oslo"]})
    assert "-- customer.city TEXT: 'Paris', 'Oslo'" in text
    assert "\n\n" not in text


def test_a_small_schema_is_shown_whole(subject: Subject) -> None:
    shown = choose(subject.schema, "anything", subject.wording, STARTER)
    assert shown == Shown(subject.schema.tables)
    assert shown.note == ""


def test_of_a_large_schema_the_tables_of_the_question_and_their_neighbours_are_shown() -> None:
    schema = wide(30)
    shown = choose(schema, "How many penguins are there?", wording_of(schema), STARTER)
    names = [table.name for table in shown.tables]
    assert len(names) == MAX_TABLES
    assert {"penguins", "colony"} <= set(names)
    assert names == [t.name for t in schema.tables if t.name in names]
    assert shown.note.startswith("20 of 32 tables were not shown to the model: ")


def test_tables_that_are_too_wide_together_are_cut() -> None:
    columns = tuple(Column(f"a_rather_long_column_name_{n}") for n in range(40))
    schema = Schema((Table("first", columns), Table("penguin", columns)))
    shown = choose(schema, "penguins please", wording_of(schema), STARTER)
    assert [t.name for t in shown.tables] == ["penguin"]
    assert not choose(schema, "penguins please", wording_of(schema), LARGE).left_out
