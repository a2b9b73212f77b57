"""Questions about money taken: what a table of orders, invoices or paid services adds up to, in all, by group, by month."""

from __future__ import annotations

from training.generators.sql_clause import where
from training.generators.sql_conditions import random_condition
from training.generators.sql_nouns import group_choice, per_phrase
from training.generators.sql_parents import SALES
from training.generators.sql_scene import Scene
from training.generators.sql_schema import Column, Table
from training.generators.sql_single import Builder, Pair
from training.generators.sql_times import time_condition

PRICES = ("unit_price", "price")
SERVICES = frozenset(
    "visit appointment lesson driving_lesson treatment repair job session consultation booking load assignment checkup".split()
)
DONE_WITH_MONEY = {"paid_on": ("paid", "pay"), "invoice_date": ("invoiced", "invoice"), "payment_date": ("paid", "pay")}
MAIN_DONE = {
    "invoice": ("invoiced", "invoice"), "bill": ("billed", "bill"), "order": ("ordered", "order"), "sale": ("sold", "sell"),
    "donation": ("donated", "collect"), "purchase": ("bought", "buy"),
}  # fmt: skip
MAIN_DATES = frozenset(
    "date order_date sale_date invoice_date visit_date appointment_date booking_date purchase_date rental_date ordered_on opened_on".split()
)
FEES = ("fee", "price", "amount", "cost")


def _earns(table: Table) -> bool:
    money = table.of_kind("money")
    return len(money) == 1 and (
        (table.entity in SALES and money[0].meaning.name != "fine_amount")
        or (table.entity in SERVICES and money[0].meaning.name in FEES and bool(table.times))
    )


def money_of_sales(scene: Scene) -> tuple[Table, Column] | None:
    """The only table of sales or paid services, with its only amount of money."""
    found = [(t, t.of_kind("money")[0]) for t in scene.schema.tables if _earns(t)]
    return found[0] if len(found) == 1 else None


def sales_total(scene: Scene) -> Pair | None:
    """The sum of all sales, perhaps of a year or a status."""
    parts = money_of_sales(scene)
    if not parts:
        return None
    table, money = parts
    condition = random_condition(scene, table, [money]) if scene.chance(0.45) else None
    conditions = [condition] if condition else []
    after = ""
    if condition:
        bare = f" in {condition.bare}" if condition.bare and condition.column.kind in ("date", "year") else ""
        after = bare if bare and scene.chance(0.7) else f" of {scene.plural_noun(table)} {condition.after_noun(scene)}"
    slots = {"post": after, "S": scene.plural_noun(table)} if not after.startswith(" of ") else {"post": after}
    return scene.say("sales_total", slots), f"SELECT SUM ( {money.name} ) FROM {table.name}{where(conditions)}"


def sales_per_group(scene: Scene) -> Pair | None:
    """The sum of sales of each group, or the group with the most."""
    parts = money_of_sales(scene)
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


def takings_per_time(scene: Scene) -> Pair | None:
    """The money taken in each month or year, perhaps of one year."""
    parts = money_of_sales(scene)
    dates = parts[0].of_kind("date") if parts else []
    if not parts or not dates:
        return None
    table, money = parts
    date = main_date(table)
    if not date:
        return None
    monthly = scene.chance(0.7)
    expression = f"strftime ( '{'%Y-%m' if monthly else '%Y'}' , {date.name} )"
    slots, clause = {"per": per_phrase(scene, "month" if monthly else "year"), "post": ""}, ""
    if monthly and scene.chance(0.6):
        year = scene.rng.randint(2005, 2026)
        slots["post"] = f" in {year}"
        clause = f" WHERE strftime ( '%Y' , {date.name} ) = '{year}'"
        scene.plant(date, f"{year}-05-04")
    sql = f"SELECT {expression} , SUM ( {money.name} ) FROM {table.name}{clause} GROUP BY {expression}"
    return scene.say("takings_by", slots), sql


def done_total(scene: Scene) -> Pair | None:
    """What was invoiced, ordered or paid in a time."""
    parts = money_of_sales(scene)
    found = [(c, word) for c in parts[0].of_kind("date") if (word := _done_word(c))] if parts else []
    if not parts or not found:
        return None
    table, money = parts
    date, (done, base) = scene.pick(found)
    condition = time_condition(scene, date)
    slots = {"done": done, "base": base, "t": condition.slots["t"]}
    return scene.say("done_total", slots), f"SELECT SUM ( {money.name} ) FROM {table.name}{where([condition])}"


def _done_word(date: Column) -> tuple[str, str] | None:
    """What was done with the money on the date: (participle, base form)."""
    if date.meaning.name in DONE_WITH_MONEY:
        return DONE_WITH_MONEY[date.meaning.name]
    is_main = date is main_date(date.table)
    return MAIN_DONE.get(date.table.entity) if is_main else None


def main_date(table: Table) -> Column | None:
    """The date of a row as such: the only one, or the one on which the row came to be."""
    dates = table.of_kind("date")
    own = [c for c in dates if c.meaning.name in MAIN_DATES]
    return dates[0] if len(dates) == 1 else own[0] if len(own) == 1 else None


def sales_average(scene: Scene) -> Pair | None:
    """The average value of an order."""
    parts = money_of_sales(scene)
    if not parts:
        return None
    table, money = parts
    return scene.say("sales_average", scene.subject(table)), f"SELECT AVG ( {money.name} ) FROM {table.name}"


SALES_BUILDERS: tuple[tuple[Builder, float], ...] = (
    (sales_total, 2),
    (sales_per_group, 2),
    (sales_average, 1.2),
    (takings_per_time, 1.6),
    (done_total, 1.6),
)
