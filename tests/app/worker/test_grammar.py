from __future__ import annotations

from app.worker.grammar import choices_grammar, constraint_grammar, schema_grammar


def test_choices_are_literals_with_their_special_characters_escaped() -> None:
    assert choices_grammar(['a"b', "c\\d", "e\nf", "日"]) == r'root ::= "a\"b" | "c\\d" | "e\nf" | "日"'


def test_a_grammar_of_the_tool_goes_before_all_else() -> None:
    constraint = {"gbnf": "root ::= [a-z]+", "choices": ["x"], "schema": {}}

    assert constraint_grammar(constraint) == "root ::= [a-z]+"


def test_no_constraint_is_no_grammar() -> None:
    assert constraint_grammar({}) is None


def test_a_schema_names_its_keys() -> None:
    assert r"\"total\"" in schema_grammar({"type": "object", "properties": {"total": {"type": "number"}}})


def test_a_schema_beyond_a_grammar_allows_any_json() -> None:
    assert schema_grammar({"$ref": "#/nowhere"}) == schema_grammar({"type": "strange"})
