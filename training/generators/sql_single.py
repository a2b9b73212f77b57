"""Questions about one table: lists, columns, look-ups, counts, superlatives, order."""

from __future__ import annotations

from collections.abc import Callable

from training.generators.sql_catalog import TIME_KINDS
from training.generators.sql_clause import Condition, where
from training.generators.sql_conditions import (
    comparative_word,
    condition_on,
    is_kind,
    random_condition,
    random_conditions,
)
from training.generators.sql_nouns import (
    aggregate_choice,
    aggregate_phrase,
    described,
    labelled,
    named_row,
    superlative_adjectives,
    superlative_slots,
    verb_phrase,
    who_slots,
)
from training.generators.sql_scene import Scene, kind_flags
from training.generators.sql_schema import Column, Table
from training.generators.sql_text import enumerate_words, plural, third_person

Pair = tuple[str, str]
Builder = Callable[[Scene], Pair | None]
SEVERAL_AGGREGATES = (
    ("MIN", "MAX"),
    ("MAX", "MIN"),
    ("AVG", "MIN", "MAX"),
    ("MIN", "AVG", "MAX"),
    ("AVG", "MAX"),
    ("MIN", "MAX", "AVG"),
)
AGGREGATE_WORDS = {"AVG": "average", "MIN": "minimum", "MAX": "maximum"}


def names(columns: list[Column], *, qualified: bool = False) -> str:
    """The columns as a select list."""
    return " , ".join(column.sql(qualified=qualified) for column in columns)


def display(table: Table) -> str:
    """The select list for the rows of one table."""
    return " , ".join(table.display_sql(qualified=False))


def _is_telling(scene: Scene, column: Column) -> bool:
    """Whether the column's nouns name no column of another table, so that it tells which table is meant."""
    others = [c for table in scene.schema.tables if table is not column.table for c in table.attributes]
    return all(set(column.nouns).isdisjoint(other.nouns) and column.name != other.name for other in others)


def list_rows(scene: Scene) -> Pair | None:
    """Which rows there are."""
    table = scene.table()
    if not table or (not table.display and scene.chance(0.5)):
        return None
    conditions = random_conditions(scene, table)
    slots = described(scene, table, conditions)
    if table.display:
        slots["D"] = scene.display_noun(table, many=True)
    if len(conditions) == 1 and conditions[0].family == "null" and table.is_person and table.display:
        column = conditions[0].column
        if _is_telling(scene, column) and scene.chance(0.45):
            slots["n"] = scene.column_noun(column)
            return scene.say("whose_null", slots), f"SELECT {display(table)} FROM {table.name}{where(conditions)}"
    return scene.say("list", slots), f"SELECT {display(table)} FROM {table.name}{where(conditions)}"


def list_columns(scene: Scene) -> Pair | None:
    """Certain columns of the rows."""
    table = scene.table()
    columns = scene.some_columns(table) if table else []
    if not table or not columns:
        return None
    conditions = random_conditions(scene, table)
    if any(condition.column in columns for condition in conditions) and scene.chance(0.85):
        return None
    slots = described(scene, table, conditions)
    slots["N"] = scene.column_nouns(columns, many=scene.chance(0.6))
    slots["n"] = scene.column_nouns(columns, many=False)
    slots["what_n"] = "what is" if len(columns) == 1 and slots["N"] == slots["n"] else "what are"
    if len(columns) == 2:
        slots["N2"] = slots["N"]
    shown = columns
    family = "cols"
    if table.display and not any(column in table.display for column in columns) and scene.chance(0.42):
        family, shown = "display_cols", [*table.display, *columns]
        slots["D"] = scene.display_noun(table, many=True)
        if len(columns) == 1 and columns[0].attribute:
            meaning = columns[0].meaning
            slots |= {name: word for name, word in (("done", meaning.done), ("did", meaning.did)) if word}
            slots["place"] = meaning.name == "city" and table.is_person
    return scene.say(family, slots), f"SELECT {names(shown)} FROM {table.name}{where(conditions)}"


def whole_rows(scene: Scene) -> Pair | None:
    """All columns of the rows."""
    table = scene.table()
    if not table:
        return None
    conditions = random_conditions(scene, table)
    return scene.say("star", described(scene, table, conditions)), f"SELECT * FROM {table.name}{where(conditions)}"


def _clause_phrase(scene: Scene, condition: Condition) -> str | None:
    for _ in range(6):
        phrase = condition.after_noun(scene)
        if phrase.startswith(("whose ", "with ", "that ", "who ", "where ", "from ", "in ", "named ", "called ")):
            return phrase
    return None


def either_or(scene: Scene) -> Pair | None:
    """Rows that meet one of two conditions on different columns."""
    table = scene.table()
    first = random_condition(scene, table) if table else None
    second = random_condition(scene, table, [first.column]) if table and first else None
    if not table or not first or not second:
        return None
    a, b = _clause_phrase(scene, first), _clause_phrase(scene, second)
    if not a or not b:
        return None
    if a.split()[0] == b.split()[0] and scene.chance(0.7):
        b = b.split(" ", 1)[1]
    slots = scene.subject(table)
    slots |= {"a": a, "b": b, "va": first.verb_phrase(scene), "vb": second.verb_phrase(scene)}
    clause = f" WHERE {first.sql(qualified=False)} OR {second.sql(qualified=False)}"
    if scene.chance(0.35):
        return scene.say("or_count", slots), f"SELECT COUNT ( * ) FROM {table.name}{clause}"
    return scene.say("or", slots), f"SELECT {display(table)} FROM {table.name}{clause}"


LOOKUP_FAMILIES = {
    "age": "lookup_age", "price": "lookup_price", "unit_price": "lookup_price", "salary": "lookup_salary",
    "height": "lookup_tall", "duration": "lookup_long", "length": "lookup_long", "running_time": "lookup_long",
    "weight": "lookup_heavy",
}  # fmt: skip


def _lookup_family(scene: Scene, table: Table, column: Column) -> str:
    attribute = column.meaning
    if attribute.counted:
        return "lookup_count"
    if scene.chance(0.5):
        return "lookup"
    if attribute.done:
        return "lookup_time" if column.kind == "date" else "lookup_year" if column.kind == "year" else "lookup"
    if attribute.name in ("city", "country", "state"):
        return "lookup_where_person" if table.is_person else "lookup_where_thing"
    if attribute.name in ("price", "unit_price") and table.is_person:
        return "lookup"
    return LOOKUP_FAMILIES.get(attribute.name, "lookup")


def look_up(scene: Scene) -> Pair | None:
    """A column of one row that is known by its name."""
    table = scene.displayed_table()
    columns = [column for column in table.printable if column not in table.display] if table else []
    if not table or not columns:
        return None
    columns = scene.rng.sample(columns, min(len(columns), scene.one_of(1, 1, 1, 2)))
    name, condition = named_row(scene, table)
    alone = scene.is_only_person(table) or len(scene.schema.tables) == 1
    alone = alone or all(_is_telling(scene, column) for column in columns)
    who = labelled(scene, scene.noun(table), name, bare_share=0.7 if alone else 0.12)
    slots = who_slots(who) | {"n": scene.column_nouns(columns, many=False), "done": columns[0].meaning.done}
    family = _lookup_family(scene, table, columns[0])
    if len(columns) == 2:
        family, slots["whatis"] = "lookup", scene.one_of("what are", "what is")
    return scene.say(family, slots), f"SELECT {names(columns)} FROM {table.name}{where([condition])}"


def count_rows(scene: Scene) -> Pair | None:
    """How many rows there are."""
    table = scene.table()
    if not table:
        return None
    conditions = random_conditions(scene, table, (25, 53, 19, 3))
    return scene.say(
        "count", described(scene, table, conditions, counted=True)
    ), f"SELECT COUNT ( * ) FROM {table.name}{where(conditions)}"


def _distinct_parts(scene: Scene, *, years: bool) -> tuple[Table, Column, list[Condition], dict[str, object]] | None:
    table = scene.table()
    columns = table.categories + (table.of_kind("year") if years else []) if table else []
    if not table or not columns:
        return None
    column = scene.pick(columns)
    conditions = random_conditions(scene, table, (72, 28), [column])
    slots = described(scene, table, conditions, adjectives=False)
    noun, one = scene.column_noun(column), scene.noun(table)
    typed = plural(noun) if noun.startswith(one) else f"{one} {plural(noun)}"
    return table, column, conditions, slots | {"n": noun, "ns": plural(noun), "typed": typed}


def count_distinct(scene: Scene) -> Pair | None:
    """How many different values a column has."""
    parts = _distinct_parts(scene, years=False)
    if not parts:
        return None
    table, column, conditions, slots = parts
    sql = f"SELECT COUNT ( DISTINCT {column.name} ) FROM {table.name}{where(conditions)}"
    return scene.say("count_distinct", slots), sql


def distinct_values(scene: Scene) -> Pair | None:
    """Which different values a column has."""
    parts = _distinct_parts(scene, years=True)
    if not parts:
        return None
    table, column, conditions, slots = parts
    family = "distinct"
    slots["kind"] = is_kind(column) or column.meaning.name in ("genre", "category", "brand", "payment_method", "status")
    if not conditions and scene.chance(0.14):
        alphabetical = column.kind != "year"
        words = (
            scene.one_of("alphabetically", "in alphabetical order", "from a to z", "sorted alphabetically")
            if alphabetical
            else scene.one_of("in ascending order", "in order", "sorted")
        )
        sql = f"SELECT DISTINCT {column.name} FROM {table.name} ORDER BY {column.name} ASC"
        return scene.say("distinct_sorted", slots, alpha=words), sql
    if column.meaning.name in ("city", "country") and not conditions and scene.chance(0.4):
        family = "distinct_place" if table.is_person else "distinct_place_thing"
    return scene.say(family, slots), f"SELECT DISTINCT {column.name} FROM {table.name}{where(conditions)}"


def _several_aggregates(scene: Scene, table: Table, column: Column, conditions: list[Condition]) -> Pair:
    functions = scene.pick(SEVERAL_AGGREGATES)
    slots = described(scene, table, conditions)
    slots |= {"n": scene.column_noun(column), "ww": enumerate_words([AGGREGATE_WORDS[f] for f in functions])}
    selected = " , ".join(f"{function} ( {column.name} )" for function in functions)
    return scene.say("agg_several", slots), f"SELECT {selected} FROM {table.name}{where(conditions)}"


def aggregate(scene: Scene) -> Pair | None:
    """The average, sum, highest or lowest value of a column."""
    table = scene.table()
    choice = aggregate_choice(scene, table, times=True) if table else None
    if not table or not choice:
        return None
    column, function = choice
    conditions = random_conditions(scene, table, (45, 42, 13), [column])
    if column.kind not in TIME_KINDS and not column.meaning.counted and scene.chance(0.16):
        return _several_aggregates(scene, table, column, conditions)
    slots = described(scene, table, conditions) | {"w": aggregate_phrase(scene, function, column)}
    family = "agg"
    if column.kind == "date" and column.meaning.done and not table.is_person and scene.chance(0.4):
        family = "agg_time"
        slots |= {"lf": scene.one_of("last", "latest") if function == "MAX" else "first", "done": column.meaning.done}
    return scene.say(family, slots), f"SELECT {function} ( {column.name} ) FROM {table.name}{where(conditions)}"


def _superlative_columns(scene: Scene, table: Table, slots: dict[str, object]) -> tuple[str, str]:
    columns = scene.some_columns(table, scene.one_of(1, 1, 2))
    many = bool(slots.get("many")) and scene.chance(0.85)
    slots["N"] = scene.column_nouns(columns, many=many)
    slots["what_n"] = "what are" if many or len(columns) > 1 else "what is"
    return "sup_cols", names(columns)


def superlative(scene: Scene) -> Pair | None:
    """The row, or the rows, with the most or the least."""
    table = scene.table()
    column = scene.superlative_column(table) if table else None
    if not table or not column:
        return None
    high = scene.chance(0.62)
    conditions = random_conditions(scene, table, (64, 31, 5), [column])
    count = None if scene.chance(0.62) else scene.limit()
    slots = described(scene, table, conditions, verbs=False)
    slots |= superlative_slots(scene, column, high=high, count=count)
    slots["np"] = scene.say("sup_np_one" if count is None else "sup_np_many", slots)
    slots["who"] = scene.is_only_person(table) and not conditions
    roll = scene.rng.random()
    selected, family = display(table), "sup"
    if roll < 0.2 and table.printable:
        family, selected = _superlative_columns(scene, table, slots)
    elif roll < 0.42 and table.display:
        family = "sup_which" if count is None else "sup_which_many"
    order = "DESC" if high else "ASC"
    sql = f"SELECT {selected} FROM {table.name}{where(conditions)} ORDER BY {column.name} {order} LIMIT {count or 1}"
    return scene.say(family, slots), sql


def second_best(scene: Scene) -> Pair | None:
    """The second row of an order."""
    table = scene.displayed_table()
    column = scene.superlative_column(table) if table else None
    high = scene.chance(0.75)
    if not table or not column or not superlative_adjectives(column, high=high) or column.kind in TIME_KINDS:
        return None
    conditions = random_conditions(scene, table, (85, 15), [column])
    slots = described(scene, table, conditions, verbs=False) | superlative_slots(scene, column, high=high, count=None)
    order = "DESC" if high else "ASC"
    sql = (
        f"SELECT {display(table)} FROM {table.name}{where(conditions)} ORDER BY {column.name} {order} LIMIT 1 OFFSET 1"
    )
    return scene.say("second", slots), sql


def order_phrase(scene: Scene, column: Column, *, descending: bool) -> str:
    """ "sorted by price, highest first"."""
    slots = kind_flags(column) | {"n": scene.column_noun(column), "only": ""}
    if column.kind not in TIME_KINDS and column.attribute and column.meaning.most and column.meaning.least:
        slots |= {"hi": scene.pick(column.meaning.most), "lo": scene.pick(column.meaning.least)}
    slots["time"] = bool(slots["time"])
    if len(column.table.times) > 1:
        slots["only"] = f"{slots['n']}: "
    return scene.say("order_desc" if descending else "order_asc", slots)


def _order_family(
    scene: Scene, table: Table, slots: dict[str, object], column: Column, descending: bool
) -> tuple[str, str]:
    roll = scene.rng.random()
    if roll < 0.28:
        columns = scene.some_columns(table, scene.one_of(1, 2))
        slots["N"] = scene.column_nouns(columns, many=True)
        return "order_cols", names(columns)
    if roll < 0.42:
        plain_text = column.kind not in ("title", "pname", "first", "last")
        words = scene.say_words("descending") if plain_text and column.kind not in TIME_KINDS else "descending"
        slots |= {"n": scene.column_noun(column), "desc": f" {words}" if descending else ""}
        return "order_sort", display(table)
    return "order", display(table)


def ordered(scene: Scene) -> Pair | None:
    """The rows in an order."""
    table = scene.table()
    columns = [c for c in table.printable if c.kind not in ("text", "address", "phone")] if table else []
    if not table or not columns:
        return None
    column = scene.pick(columns)
    descending = scene.chance(0.45)
    conditions = random_conditions(scene, table, (60, 35, 5), [column])
    slots = described(scene, table, conditions, verbs=False)
    limit = ""
    alphabetical = len(table.display) == 1 and table.display[0].kind in ("title", "pname") and scene.chance(0.12)
    if alphabetical:
        column, descending, family, selected = table.display[0], False, "order_alpha", display(table)
    elif scene.chance(0.12):
        count = scene.one_of(5, 10, 3, 20, 4)
        family, selected, limit = "order_first", display(table), f" LIMIT {count}"
        slots["num"] = scene.number_text(count)
    else:
        family, selected = _order_family(scene, table, slots, column, descending)
    slots["o"] = order_phrase(scene, column, descending=descending)
    order = "DESC" if descending else "ASC"
    sql = f"SELECT {selected} FROM {table.name}{where(conditions)} ORDER BY {column.name} {order}{limit}"
    return scene.say(family, slots), sql


def some_rows(scene: Scene) -> Pair | None:
    """A few rows in no order."""
    table = scene.displayed_table()
    if not table:
        return None
    count = scene.limit()
    conditions = random_conditions(scene, table, (70, 30))
    slots = described(scene, table, conditions, verbs=False) | {"num": scene.number_text(count)}
    return scene.say("limit_only", slots), f"SELECT {display(table)} FROM {table.name}{where(conditions)} LIMIT {count}"


def _follow_up(scene: Scene, table: Table, conditions: list[Condition], *, counting: bool) -> tuple[str, str] | None:
    """(second question, its SQL) after a list or a count."""
    clause = where(conditions)
    roll = scene.rng.random()
    if roll < 0.2:
        if counting:
            return scene.say("follow_list", scene.subject(table)), f"SELECT {display(table)} FROM {table.name}{clause}"
        return scene.say("follow_count"), f"SELECT COUNT ( * ) FROM {table.name}{clause}"
    column = scene.superlative_column(table)
    if not counting and roll < 0.36 and column:
        descending = scene.chance(0.5)
        words = scene.one_of(" in descending order", " descending") if descending else ""
        question = scene.say("follow_sort", n=scene.column_noun(column), desc=words)
        order = "DESC" if descending else "ASC"
        return question, f"SELECT {display(table)} FROM {table.name}{clause} ORDER BY {column.name} {order}"
    columns = scene.some_columns(table)
    if not counting and roll < 0.48 and columns:
        question = scene.say("follow_cols", N=scene.column_nouns(columns, many=True))
        return question, f"SELECT {names(columns)} FROM {table.name}{clause}"
    extra = random_condition(scene, table, [condition.column for condition in conditions])
    if not extra:
        return None
    selected = "COUNT ( * )" if counting else display(table)
    question = scene.say("follow_filter", p=extra.after_noun(scene))
    return question, f"SELECT {selected} FROM {table.name}{where([*conditions, extra])}"


def _swapped(scene: Scene, table: Table, condition: Condition, *, counting: bool) -> tuple[str, str] | None:
    """(second question, its SQL) with another value in place of the first one's: "and in 2024"."""
    column = condition.column
    for _ in range(6):
        other = condition_on(scene, column)
        if other.family == condition.family and other.fragments != condition.fragments:
            break
    else:
        return None
    time = str(other.slots.get("t", "")) if other.family == "when" and other.slots["only_time"] else ""
    family = "follow_swap_t" if time else "follow_swap"
    question = scene.say(family, p=other.after_noun(scene), t=time)
    selected = "COUNT ( * )" if counting else display(table)
    return question, f"SELECT {selected} FROM {table.name}{where([other])}"


def follow_up(scene: Scene) -> Pair | None:
    """Two questions in one line, the second about the rows of the first."""
    table = scene.table()
    if not table:
        return None
    conditions = random_conditions(scene, table, (35, 65))
    counting = scene.chance(0.3)
    slots = described(scene, table, conditions, counted=counting)
    if table.display:
        slots["D"] = scene.display_noun(table, many=True)
    first = scene.say("count" if counting else "list", slots)
    if len(conditions) == 1 and scene.chance(0.22):
        swapped = _swapped(scene, table, conditions[0], counting=counting)
        if swapped:
            return f"{first} ; {swapped[0]}", swapped[1]
    second = _follow_up(scene, table, conditions, counting=counting)
    return (f"{first} ; {second[0]}", second[1]) if second else None


def percentage(scene: Scene) -> Pair | None:
    """The share of the rows that meet a condition, in percent."""
    table = scene.table()
    condition = random_condition(scene, table) if table else None
    if not table or not condition:
        return None
    slots = scene.subject(table)
    slots |= {"vp": verb_phrase(scene, [condition]), "post0": condition.after_noun(scene)}
    total = f"( SELECT COUNT ( * ) FROM {table.name} )"
    return scene.say("percent", slots), f"SELECT 100.0 * COUNT ( * ) / {total} FROM {table.name}{where([condition])}"


def same_as_named(scene: Scene) -> Pair | None:
    """Rows that share a value with a named row."""
    table = scene.displayed_table()
    columns = [c for c in table.categories if c.kind in ("city", "country", "cat")] if table else []
    if not table or not columns:
        return None
    column = scene.pick(columns)
    place = column.kind in ("city", "country")
    name, condition = named_row(scene, table)
    slots = scene.subject(table) | {
        "n": scene.column_noun(column),
        "who": labelled(scene, scene.noun(table), name, bare_share=0.7 if scene.is_only_person(table) else 0.3),
        "inp": scene.one_of("in", "from") if place else "with",
        "vinp": scene.one_of("are in", "are from") if place else "have",
    }
    inner = f"( SELECT {column.name} FROM {table.name}{where([condition])} )"
    return scene.say("same_as", slots), f"SELECT {display(table)} FROM {table.name} WHERE {column.name} = {inner}"


def more_than_named(scene: Scene) -> Pair | None:
    """Rows that have more of something than a named row."""
    table = scene.displayed_table()
    columns = [c for c in table.numbers if not c.meaning.counted] if table else []
    if not table or not columns:
        return None
    column, high = scene.pick(columns), scene.chance(0.6)
    name, condition = named_row(scene, table)
    slots = scene.subject(table) | {
        "comp": comparative_word(scene, column.meaning.more if high else column.meaning.less),
        "mn": "a higher" if high else "a lower",
        "mv": "more" if high else "less",
        "n": scene.column_noun(column),
        "who": labelled(scene, scene.noun(table), name, bare_share=0.7 if scene.is_only_person(table) else 0.3),
    }
    if not slots["comp"]:
        slots.pop("comp")
    if column.meaning.verb:
        slots |= {"verb": column.meaning.verb[0], "verb3": third_person(column.meaning.verb[0])}
    inner = f"( SELECT {column.name} FROM {table.name}{where([condition])} )"
    sql = f"SELECT {display(table)} FROM {table.name} WHERE {column.name} {'>' if high else '<'} {inner}"
    return scene.say("more_than_row", slots), sql


SINGLE_BUILDERS: tuple[tuple[Builder, float], ...] = (
    (list_rows, 12), (list_columns, 9), (whole_rows, 3), (either_or, 2), (look_up, 6), (count_rows, 8.5), (count_distinct, 1.8),
    (distinct_values, 2.6), (aggregate, 6), (superlative, 8.5), (second_best, 0.7), (ordered, 4.8), (some_rows, 0.6),
    (follow_up, 3.5), (percentage, 1), (same_as_named, 0.6), (more_than_named, 0.6),
)  # fmt: skip
