"""Questions about money taken: total sales of a table of orders or invoices, and quantity times price."""

from __future__ import annotations

from training.generators.sql_catalog import NUMBER_KINDS
from training.generators.sql_conditions import random_condition, where
from training.generators.sql_nouns import group_choice, labelled, named_row, per_phrase
from training.generators.sql_parents import GOODS, SALES, parent_names
from training.generators.sql_relations import UP, UP_TWO, Family, joined, relations, select
from training.generators.sql_scene import Scene
from training.generators.sql_schema import Column, Table
from training.generators.sql_single import Builder, Pair

PRICES = ("unit_price", "price")


def _money_of_sales(scene: Scene) -> tuple[Table, Column] | None:
    """A table of sales with its only amount of money."""
    found = [
        (t, t.of_kind("money")[0]) for t in scene.schema.tables if t.entity in SALES and len(t.of_kind("money")) == 1
    ]
    return scene.pick(found) if found else None


def sales_total(scene: Scene) -> Pair | None:
    """The sum of all sales, perhaps of a year or a status."""
    parts = _money_of_sales(scene)
    if not parts:
        return None
    table, money = parts
    condition = random_condition(scene, table, [money]) if scene.chance(0.45) else None
    conditions = [condition] if condition else []
    after = ""
    if condition:
        bare = f" in {condition.bare}" if condition.bare and condition.column.kind in ("date", "year") else ""
        after = bare if bare and scene.chance(0.7) else f" of {scene.plural_noun(table)} {condition.after_noun(scene)}"
    return scene.say("sales_total", post=after), f"SELECT SUM ( {money.name} ) FROM {table.name}{where(conditions)}"


def sales_per_group(scene: Scene) -> Pair | None:
    """The sum of sales of each group, or the group with the most."""
    parts = _money_of_sales(scene)
    group = group_choice(scene, parts[0]) if parts else None
    if not parts or not group:
        return None
    table, money = parts
    _, expression, noun = group
    slots = {"g": noun, "per": per_phrase(scene, noun)}
    total = f"SUM ( {money.name} )"
    if scene.chance(0.25):
        tail = f"GROUP BY {expression} ORDER BY {total} DESC LIMIT 1"
        return scene.say("sales_most", slots), f"SELECT {expression} FROM {table.name} {tail}"
    return scene.say("sales_by", slots), f"SELECT {expression} , {total} FROM {table.name} GROUP BY {expression}"


def _quantity(table: Table) -> Column | None:
    return next((c for c in table.columns if c.kind in NUMBER_KINDS and c.meaning.name == "quantity"), None)


def _price(table: Table) -> Column | None:
    return next((c for c in table.columns if c.kind == "money" and c.meaning.name in PRICES), None)


def revenue(scene: Scene) -> Pair | None:
    """Quantity times price: in total, of each parent, or the parent with the most."""
    lines = [(t, q, p) for t in scene.schema.tables if (q := _quantity(t)) and (p := _price(t))]
    if not lines:
        return None
    table, quantity, price = scene.pick(lines)
    found = [r for r in relations(scene.schema) if r.start is table and r.kind in (UP, UP_TWO) and r.end.display]
    if not found or scene.chance(0.35):
        return scene.say(
            "revenue", scene.subject(table)
        ), f"SELECT SUM ( {quantity.name} * {price.name} ) FROM {table.name}"
    relation = scene.pick(found)
    total = f"SUM ( {quantity.sql(qualified=True)} * {price.sql(qualified=True)} )"
    family = Family(relation.end, table, relation.reversed_steps, (), relation)
    slots = scene.subject(table) | {"P": relation.label(scene)}
    source = joined(relation.end, relation.reversed_steps)
    if scene.chance(0.35):
        tail = f"{family.grouped} ORDER BY {total} DESC LIMIT 1"
        return scene.say("revenue_most", slots), select(parent_names(family), source, [], tail)
    return scene.say("revenue_by", slots), select([*parent_names(family), total], source, [], family.grouped)


def sales_average(scene: Scene) -> Pair | None:
    """The average value of an order."""
    parts = _money_of_sales(scene)
    if not parts:
        return None
    table, money = parts
    return scene.say("sales_average", scene.subject(table)), f"SELECT AVG ( {money.name} ) FROM {table.name}"


def units(scene: Scene) -> Pair | None:
    """The quantity sold of a named product or of each, or the product that sold most."""
    found = [
        (r, q)
        for r in relations(scene.schema)
        if r.kind == UP and r.end.entity in GOODS and r.end.display and (q := _quantity(r.start))
    ]
    if not found:
        return None
    relation, quantity = scene.pick(found)
    total, roll = f"SUM ( {quantity.sql(qualified=True)} )", scene.rng.random()
    slots = scene.subject(relation.start) | {"P": scene.noun(relation.end)}
    if roll < 0.4:
        name, condition = named_row(scene, relation.end)
        slots["b"] = labelled(scene, scene.noun(relation.end), name, bare_share=0.8)
        return scene.say("units_named", slots), select([total], relation.joined, [condition])
    family = Family(relation.end, relation.start, relation.reversed_steps, (), relation)
    names, source = parent_names(family), joined(relation.end, relation.reversed_steps)
    if roll < 0.65:
        return scene.say("units_by", slots), select([*names, total], source, [], family.grouped)
    count = 1 if scene.chance(0.65) else scene.one_of(3, 5, 10)
    slots["num"] = scene.number_text(count)
    tail = f"{family.grouped} ORDER BY {total} DESC LIMIT {count}"
    return scene.say("units_most" if count == 1 else "units_most_n", slots), select(names, source, [], tail)


SALES_BUILDERS: tuple[tuple[Builder, float], ...] = (
    (sales_total, 2),
    (sales_per_group, 2),
    (revenue, 1.2),
    (sales_average, 1.2),
    (units, 1.5),
)
