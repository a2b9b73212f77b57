"""Questions about sums over lines: quantity times price of one table or of two, units sold, hours worked, products of two columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from training.generators.sql_nouns import labelled, named_row, per_phrase
from training.generators.sql_parents import BUYERS, GOODS, SALE_LINES, SALES
from training.generators.sql_relations import UP, UP_TWO, Family, Step, joined, relations, select
from training.generators.sql_sales import PRICES, main_date, money_of_sales
from training.generators.sql_scene import Scene
from training.generators.sql_schema import Column, ForeignKey, Schema, Table
from training.generators.sql_single import Builder, Pair
from training.generators.sql_text import third_person
from training.generators.sql_times import time_condition
from training.generators.sql_values import number

MOST_STEPS = 3
SOLD_IN = SALES | {"booking"}
SUMMED = frozenset("pages hours minutes credits points words guests seats page_count quantity distance weight".split())


@dataclass(frozen=True, slots=True)
class Lines:
    """A table of quantities; `price` stands in it, or in the table that `goods` refers to."""

    table: Table
    quantity: Column
    price: Column
    goods: ForeignKey | None

    @property
    def has_own_price(self) -> bool:
        """Whether quantity and price stand in one table."""
        return self.price.table is self.table

    def total(self, *, qualified: bool) -> str:
        """The sum of price times quantity."""
        return f"SUM ( {self.price.sql(qualified=qualified)} * {self.quantity.sql(qualified=qualified)} )"

    def source(self, start: Table, steps: Sequence[Step]) -> str:
        """The FROM clause over `steps`, with the table of the price where they do not reach it."""
        reached = [start, *(table for _, table in steps)]
        if self.goods and not self.has_own_price and self.goods.parent not in reached:
            steps = (*steps, (self.goods, self.goods.parent))
        return joined(start, steps)


def _price(table: Table) -> Column | None:
    prices = [c for c in table.of_kind("money") if c.meaning.name in PRICES]
    return prices[0] if len(prices) == 1 else None


def _quantity(table: Table) -> Column | None:
    return next((c for c in table.numbers if c.meaning.name == "quantity"), None)


def _is_sold(table: Table) -> bool:
    """Whether the rows of a table are things sold."""
    return table.entity in SALE_LINES | SALES or any(k.parent.entity in SOLD_IN for k in table.foreign_keys)


@lru_cache(maxsize=8)
def lines_of(schema: Schema) -> tuple[Lines, ...]:
    """The tables of lines of a schema."""
    found = []
    for table in schema.tables:
        quantity = _quantity(table)
        goods = [k for k in table.foreign_keys if k.parent.entity in GOODS and k.parent.display]
        if not quantity or len(goods) > 1 or not _is_sold(table):
            continue
        price = _price(table)
        if price:
            found.append(Lines(table, quantity, price, goods[0] if goods else None))
        elif goods and not table.of_kind("money") and (price := _price(goods[0].parent)):
            found.append(Lines(table, quantity, price, goods[0]))
    return tuple(found)


def _ways_up(lines: Lines) -> list[tuple[Step, ...]]:
    """The ways from the lines to the tables above, one for each table that can be come to in one way only."""
    layer: list[tuple[Step, ...]] = [()]
    found: list[tuple[Step, ...]] = []
    for _ in range(MOST_STEPS):
        longer = []
        for steps in layer:
            end = steps[-1][1] if steps else lines.table
            seen = [lines.table, *(table for _, table in steps)]
            longer += [(*steps, (k, k.parent)) for k in end.foreign_keys if k.parent not in seen]
        found += longer
        layer = longer
    ends = Counter(steps[-1][1].name for steps in found)
    return [steps for steps in found if ends[steps[-1][1].name] == 1]


def _turned(steps: Sequence[Step]) -> tuple[Step, ...]:
    return tuple((key, key.child) for key, _ in reversed(steps))


def _choice(scene: Scene) -> Lines | None:
    found = lines_of(scene.schema)
    return found[0] if len(found) == 1 else None


def _on_goods_side(lines: Lines, steps: Sequence[Step]) -> bool:
    return lines.goods is not None and steps[0][0] is lines.goods


def _ends(scene: Scene, lines: Lines) -> list[tuple[Step, ...]]:
    """Ways to named tables whose revenue is that of the lines: where sales have totals of their own, only goods and their makers."""
    has_totals = money_of_sales(scene) is not None
    ways = [steps for steps in _ways_up(lines) if steps[-1][1].display]
    return [steps for steps in ways if _on_goods_side(lines, steps) or not has_totals]


def revenue(scene: Scene) -> Pair | None:
    """What all lines are worth, perhaps those of one time."""
    lines = _choice(scene)
    if not lines or money_of_sales(scene):
        return None
    dated = [
        (s, d) for s in _ways_up(lines) if not _on_goods_side(lines, s) and len(s) == 1 and (d := main_date(s[-1][1]))
    ]
    slots: dict[str, object] = {"post": ""}
    if dated:
        slots["S"] = scene.plural_noun(dated[0][0][-1][1])
    if len(dated) == 1 and scene.chance(0.55):
        steps, date = dated[0]
        condition = time_condition(scene, date)
        slots["post"] = f" {condition.slots['t']}"
        goods: tuple[Step, ...] = () if lines.has_own_price or not lines.goods else ((lines.goods, lines.goods.parent),)
        source = joined(lines.table, (*goods, *steps))
        return scene.say("sales_total", slots), select([lines.total(qualified=True)], source, [condition])
    family = scene.one_of("revenue", "sales_total")
    question = scene.say(family, scene.subject(lines.table) | slots)
    return question, select([lines.total(qualified=not lines.has_own_price)], lines.source(lines.table, ()), [])


def revenue_by_end(scene: Scene) -> Pair | None:
    """What the lines of each product, maker or customer are worth, the one with the most, or what a named one brought in."""
    lines = _choice(scene)
    ways = _ends(scene, lines) if lines else []
    if not lines or not ways:
        return None
    steps = scene.pick(ways)
    end, total = steps[-1][1], lines.total(qualified=True)
    spends = not _on_goods_side(lines, steps) and end.is_person and end.entity in BUYERS
    label = steps[-1][0].role or scene.noun(end)
    slots = scene.subject(lines.table) | {"P": label, "pits": "their", "d": scene.display_noun(end), "buyer": True}
    slots |= {"who": scene.is_only_person(end), "W": "who", "mc": "most", "per": per_phrase(scene, label)}
    if len(steps) == 2 and _on_goods_side(lines, steps):
        slots["G"] = scene.plural_noun(steps[0][1])
    names, source = end.display_sql(qualified=True), lines.source(end, _turned(steps))
    grouped = f" GROUP BY {end.name} . {end.primary_key.name}"
    roll = scene.rng.random()
    if roll < 0.22:
        name, condition = named_row(scene, end)
        slots["b"] = labelled(scene, label, name, bare_share=0.6)
        chain = joined(lines.table, steps)
        if not lines.has_own_price and lines.goods and lines.goods.parent not in [table for _, table in steps]:
            chain = joined(lines.table, ((lines.goods, lines.goods.parent), *steps))
        return scene.say("spent_named" if spends else "revenue_named", slots), select([total], chain, [condition])
    if roll < 0.5:
        question = scene.say("pspend_most" if spends else "revenue_most", slots)
        return question, select(names, source, [], f"{grouped} ORDER BY {total} DESC LIMIT 1")
    return scene.say("psum_spend" if spends else "revenue_by", slots), select([*names, total], source, [], grouped)


def revenue_by_group(scene: Scene) -> Pair | None:
    """What the lines are worth by a column of the goods: revenue by product category."""
    lines = _choice(scene)
    columns = lines.goods.parent.categories if lines and lines.goods else []
    if not lines or not lines.goods or not columns:
        return None
    column, goods = scene.pick(columns), lines.goods
    noun = scene.column_noun(column)
    slots = {"g": scene.one_of(noun, f"{scene.noun(goods.parent)} {noun}")}
    group, total = column.sql(qualified=True), lines.total(qualified=True)
    source = joined(goods.parent, ((goods, lines.table),))
    if scene.chance(0.25):
        tail = f" GROUP BY {group} ORDER BY {total} DESC LIMIT 1"
        return scene.say("revenue_group_most", slots), select([group], source, [], tail)
    return scene.say("revenue_group", slots), select([group, total], source, [], f" GROUP BY {group}")


def units(scene: Scene) -> Pair | None:
    """The quantity sold of a named product or of each, or the product that sold most."""
    found = [
        (k, q)
        for t in scene.schema.tables
        if _is_sold(t) and (q := _quantity(t))
        for k in t.foreign_keys
        if k.parent.entity in GOODS
    ]
    found = [(k, q) for k, q in found if k.parent.display]
    if not found:
        return None
    key, quantity = scene.pick(found)
    total, roll, goods = f"SUM ( {quantity.sql(qualified=True)} )", scene.rng.random(), key.parent
    slots = scene.subject(key.child) | {"P": scene.noun(goods)}
    if roll < 0.4:
        name, condition = named_row(scene, goods)
        slots["b"] = labelled(scene, scene.noun(goods), name, bare_share=0.8)
        return scene.say("units_named", slots), select([total], joined(key.child, ((key, goods),)), [condition])
    names, source = goods.display_sql(qualified=True), joined(goods, ((key, key.child),))
    grouped = f" GROUP BY {goods.name} . {goods.primary_key.name}"
    if roll < 0.65:
        return scene.say("units_by", slots), select([*names, total], source, [], grouped)
    count = 1 if scene.chance(0.65) else scene.one_of(3, 5, 10)
    slots["num"] = scene.number_text(count)
    tail = f"{grouped} ORDER BY {total} DESC LIMIT {count}"
    return scene.say("units_most" if count == 1 else "units_most_n", slots), select(names, source, [], tail)


def _summed(table: Table) -> list[Column]:
    return [c for c in table.numbers if c.meaning.additive and (c.meaning.counted or c.meaning.name in SUMMED)]


def amount_done(scene: Scene) -> Pair | None:
    """How much of something each parent did: pages written per author, hours worked by each mechanic."""
    found = [
        (r, c) for r in relations(scene.schema) if r.kind == UP and r.end.display and not r.has_rivals
        if r.verb and r.verb[0] not in ("have", "be") for c in _summed(r.start) if c.kind in ("count", "measure")
    ]  # fmt: skip
    if not found:
        return None
    relation, column = scene.pick(found)
    slots = {"n": scene.column_noun(column), "P": relation.label(scene), "who": scene.is_only_person(relation.end)}
    base, past, done = relation.verb[:3]
    if column.meaning.name in ("hours", "minutes") and relation.end.is_person:
        base, past, done = scene.one_of(("work", "worked", "worked"), (base, past, done))
    slots |= {"verb": base, "past": past, "done": done, "verb3": third_person(base)}
    family = Family(relation.end, relation.start, relation.reversed_steps, relation.verb, relation)
    total, names = f"SUM ( {column.sql(qualified=True)} )", relation.end.display_sql(qualified=True)
    source = joined(relation.end, relation.reversed_steps)
    if scene.chance(0.3):
        tail = f"{family.grouped} ORDER BY {total} DESC LIMIT 1"
        return scene.say("units_did_most", slots), select(names, source, [], tail)
    return scene.say("units_did", slots), select([*names, total], source, [], family.grouped)


def _counted(table: Table) -> list[Column]:
    return [c for c in _summed(table) if c.meaning.counted]


def _factors(table: Table) -> list[tuple[Column, Column]]:
    """Pairs of a count and what one of it costs."""
    counts = [c for c in table.numbers if c.meaning.name in SUMMED]
    prices = [
        c
        for c in table.of_kind("money")
        if c.meaning.name in ("price", "unit_price", "hourly_rate", "price_per_page", "fee")
    ]
    return [(count, price) for count in counts for price in prices]


def product_of_two(scene: Scene) -> Pair | None:
    """The sum of two columns multiplied, which the question names; in all or for each parent."""
    pairs = [(table, pair) for table in scene.schema.tables for pair in _factors(table)]
    if not pairs:
        return None
    table, (count, price) = scene.pick(pairs)
    slots = scene.subject(table) | {"n": scene.column_noun(count), "m": scene.column_noun(price)}
    slots["how"] = scene.one_of("({n} times {m})", "({n} * {m})", "({m} times {n})").format(**slots)
    ends = [
        r
        for r in relations(scene.schema)
        if r.start is table and r.kind in (UP, UP_TWO) and r.end.display and not r.has_rivals
    ]
    if not ends or scene.chance(0.35):
        return scene.say("product_of_two", slots), f"SELECT SUM ( {price.name} * {count.name} ) FROM {table.name}"
    relation = scene.pick(ends)
    slots["P"] = relation.label(scene)
    total = f"SUM ( {price.sql(qualified=True)} * {count.sql(qualified=True)} )"
    source = joined(relation.end, relation.reversed_steps)
    family = Family(relation.end, table, relation.reversed_steps, (), relation)
    chosen = [*relation.end.display_sql(qualified=True), total]
    return scene.say("product_of_two_by", slots), select(chosen, source, [], family.grouped)


def groups_by_sum(scene: Scene) -> Pair | None:
    """The groups whose sum is above or below a bound: faculties with more than 20 credits in total."""
    tables = [t for t in scene.schema.tables if _counted(t) and (t.categories or _named_parents(t)) and not t.junction]
    if not tables:
        return None
    table = scene.pick(tables)
    column, high = scene.pick(_counted(table)), scene.chance(0.75)
    bound = number(scene.rng, column.meaning)
    more = scene.one_of("more than", "over") if high else scene.one_of("less than", "fewer than", "under")
    slots = scene.subject(table) | {"n": column.nouns[0], "v": scene.number_text(bound), "cmp": more}
    sign, parents = ">" if high else "<", _named_parents(table)
    if table.categories and (not parents or scene.chance(0.6)):
        group = scene.pick(table.categories)
        slots["g"] = scene.column_noun(group)
        tail = f"GROUP BY {group.name} HAVING SUM ( {column.name} ) {sign} {bound}"
        return scene.say("sum_having", slots), f"SELECT {group.name} FROM {table.name} {tail}"
    key = scene.pick(parents)
    slots["g"] = scene.noun(key.parent)
    tail = f" GROUP BY {key.parent.name} . {key.parent.primary_key.name} HAVING SUM ( {column.sql(qualified=True)} ) {sign} {bound}"
    source = joined(key.parent, ((key, table),))
    return scene.say("sum_having", slots), select(key.parent.display_sql(qualified=True), source, [], tail)


def _named_parents(table: Table) -> list[ForeignKey]:
    keys = [k for k in table.foreign_keys if not k.is_self and not k.link]
    return [k for k in keys if k.parent.display and sum(o.parent is k.parent for o in keys) == 1]


LINE_BUILDERS = 4
AMOUNT_BUILDERS: tuple[tuple[Builder, float], ...] = (
    (revenue, 2), (revenue_by_end, 3), (revenue_by_group, 1.6), (units, 1.8), (amount_done, 2.4), (product_of_two, 1.4),
    (groups_by_sum, 1.6),
)  # fmt: skip
