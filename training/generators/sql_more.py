"""Further questions over joined tables: rows tied to a key, several figures of a named row, both ends of a link, what stock is worth,
and a second question about the rows of a join.
"""

from __future__ import annotations

from training.generators.sql_catalog import NUMBER_KINDS
from training.generators.sql_clause import where
from training.generators.sql_conditions import random_condition
from training.generators.sql_keys import key_value, named_by_key
from training.generators.sql_nouns import group_choice, named_row, per_phrase
from training.generators.sql_relations import (
    BACKWARD,
    FORWARD,
    PREPOSITIONS_WITHOUT_ARE,
    UP,
    UP_TWO,
    joined,
    named_end,
    preposition,
    select,
    some_relation,
)
from training.generators.sql_scene import Scene
from training.generators.sql_schema import ForeignKey, Table
from training.generators.sql_single import AGGREGATE_WORDS, SEVERAL_AGGREGATES, Builder, Pair
from training.generators.sql_text import enumerate_words

STOCKS = ("stock", "units_in_stock", "stock_quantity", "quantity")
PRICES = ("unit_price", "price", "cost")
PASSED = {"price": "for how much", "amount": "for how much", "total": "for how much", "quantity": "how many"}


def linked_to_key(scene: Scene) -> Pair | None:
    """Rows tied through a junction to a row that is known by its key: the parts used in job 2."""
    relation = some_relation(scene, (FORWARD, BACKWARD), lambda r: r.start.display and r.end.key)
    if not relation:
        return None
    value, far = key_value(scene), relation.steps[1][0]
    word = preposition(scene, relation)
    slots = scene.subject(relation.start) | {"k": named_by_key(scene, relation.end, value), "v": value, "prep": word}
    slots |= {
        "label": scene.noun(relation.end),
        "prep2": f"there {word}" if word in PREPOSITIONS_WITHOUT_ARE else word,
    }
    scene.plant(far.column, value)
    source = joined(relation.start, relation.steps[:1])
    clause = f" WHERE {far.column.sql(qualified=True)} = {value}"
    if scene.chance(0.25):
        return scene.say("key_children_count", slots), select(["COUNT ( * )"], source, [], clause)
    return scene.say("key_children", slots), select(relation.start.display_sql(qualified=True), source, [], clause)


def figures_of_named(scene: Scene) -> Pair | None:
    """Several figures of the rows of a named row: the average and highest mark of a course."""
    relation = some_relation(scene, (UP, UP_TWO), lambda r: r.start.numbers and r.end.display)
    if not relation:
        return None
    column = scene.pick(relation.start.numbers)
    if column.meaning.counted:
        return None
    functions = scene.pick(SEVERAL_AGGREGATES)
    name, condition = named_end(scene, relation)
    slots = scene.subject(relation.start) | {
        "n": scene.column_noun(column),
        "ww": enumerate_words([AGGREGATE_WORDS[function] for function in functions]),
        "ab": f"{preposition(scene, relation)} {name}",
        "b": name,
    }
    figures = [f"{function} ( {column.sql(qualified=True)} )" for function in functions]
    return scene.say("join_agg_several", slots), select(figures, relation.joined, [condition])


def both_ends(scene: Scene) -> Pair | None:
    """Each row with the rows that it is linked to: the students with their courses."""
    relation = some_relation(scene, (FORWARD, BACKWARD), lambda r: r.start.display and r.end.display)
    if not relation:
        return None
    start, end = relation.start, relation.end
    slots = scene.subject(start) | {"L": scene.plural_noun(end), "d2": scene.display_noun(end, many=True)}
    columns = [*start.display_sql(qualified=True), *end.display_sql(qualified=True)]
    return scene.say("both_ends", slots), select(columns, relation.joined, [])


def _two_keys(scene: Scene) -> tuple[ForeignKey, ForeignKey] | None:
    """Two keys of one table to different named parents: the one asked for, and the one that is known by its name."""
    found = []
    for table in scene.schema.tables:
        keys = [key for key in table.foreign_keys if not key.is_self and key.parent.display]
        parents = [key.parent.name for key in keys]
        plain = [key for key in keys if parents.count(key.parent.name) == 1]
        found += [(one, other) for one in plain for other in plain if one is not other and not table.junction]
    return scene.pick(found) if found else None


def parent_with_column(scene: Scene) -> Pair | None:
    """A parent with a column of the rows between: who bought a house, and for how much."""
    keys = _two_keys(scene)
    columns = [c for c in keys[0].child.printable if c not in keys[0].child.display] if keys else []
    if not keys or not columns:
        return None
    asked, known = keys
    column = scene.pick(columns)
    name, condition = named_row(scene, known.parent)
    label, other = asked.role or scene.noun(asked.parent), known.role or scene.noun(known.parent)
    slots = scene.subject(asked.child) | {
        "label": label,
        "person": asked.parent.is_person,
        "n": scene.column_noun(column),
        "b": scene.one_of(name, f"{other} {name}", f"the {other} {name}"),
    }
    if asked.verb and asked.verb[0] != "have" and asked.child.entity in ("sale", "purchase", "rental"):
        slots |= {"past": asked.verb[1], "passed": PASSED.get(column.meaning.name, f"at what {slots['n']}")}
    chosen = [*asked.parent.display_sql(qualified=True), column.sql(qualified=True)]
    source = joined(asked.parent, ((asked, asked.child), (known, known.parent)))
    return scene.say("parent_with_column", slots), select(chosen, source, [condition])


def _stocked(table: Table) -> tuple[str, str] | None:
    """The columns of a quantity in stock and of the price of one."""
    counts = [c.name for c in table.columns if c.kind in NUMBER_KINDS and c.meaning.name in STOCKS]
    prices = [c.name for c in table.columns if c.kind == "money" and c.meaning.name in PRICES]
    return (counts[0], prices[0]) if len(counts) == len(prices) == 1 else None


def stock_value(scene: Scene) -> Pair | None:
    """What the stock is worth, in all or by group."""
    tables = [(table, parts) for table in scene.schema.tables if (parts := _stocked(table)) and table.display]
    if not tables:
        return None
    table, (count, price) = scene.pick(tables)
    total, slots = f"SUM ( {price} * {count} )", scene.subject(table)
    group = group_choice(scene, table) if scene.chance(0.3) else None
    if group:
        slots |= {"per": per_phrase(scene, group[2])}
        sql = f"SELECT {group[1]} , {total} FROM {table.name} GROUP BY {group[1]}"
        return scene.say("stock_value_by", slots), sql
    condition = random_condition(scene, table) if scene.chance(0.3) else None
    slots["post"] = f" {condition.after_noun(scene)}" if condition else ""
    return scene.say("stock_value", slots), f"SELECT {total} FROM {table.name}{where([condition] if condition else [])}"


def join_follow_up(scene: Scene) -> Pair | None:
    """Two questions in one line, the second about the rows that belong to a named row."""
    relation = some_relation(scene, (UP, UP_TWO, FORWARD, BACKWARD), lambda r: r.start.display and r.end.display)
    if not relation:
        return None
    start = relation.start
    name, condition = named_end(scene, relation)
    slots = scene.subject(start)
    first = scene.say("follow_first", slots | {"np": f"{slots['E']} {preposition(scene, relation)} {name}"})
    chosen = start.display_sql(qualified=True)
    column, roll = scene.superlative_column(start), scene.rng.random()
    if roll < 0.25:
        return f"{first} ; {scene.say('follow_count')}", select(["COUNT ( * )"], relation.joined, [condition])
    if roll < 0.5 and column:
        high = scene.chance(0.5)
        way, words = ("DESC", " descending") if high else ("ASC", "")
        tail = f" ORDER BY {column.sql(qualified=True)} {way}"
        second = scene.say("follow_sort", n=scene.column_noun(column), desc=words)
        if column.meaning.most and scene.chance(0.4):
            adjectives = column.meaning.most if high else column.meaning.least or column.meaning.most
            tail = f" ORDER BY {column.sql(qualified=True)} {'DESC' if adjectives is column.meaning.most else 'ASC'} LIMIT 1"
            second = scene.say("follow_best", adj=scene.pick(adjectives))
        return f"{first} ; {second}", select(chosen, relation.joined, [condition], tail)
    extra = random_condition(scene, start)
    if not extra:
        return None
    second = scene.say("follow_filter", p=extra.after_noun(scene))
    return f"{first} ; {second}", select(chosen, relation.joined, [condition, extra])


MORE_BUILDERS: tuple[tuple[Builder, float], ...] = (
    (linked_to_key, 0.6), (figures_of_named, 0.9), (both_ends, 0.7), (parent_with_column, 0.9), (stock_value, 1.5), (join_follow_up, 2.2),
)  # fmt: skip
